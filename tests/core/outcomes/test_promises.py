"""What was promised on the spot becomes an assignment."""

from __future__ import annotations

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import OnSpotReply
from yishi_core.domain.outcomes.models import AssignmentState, Outcome, OutcomeState


async def test_what_was_promised_on_the_spot_becomes_an_assignment(town: County) -> None:
    said = await _on_the_spot(town)
    handed = await town.act(
        "county", "assign_from_on_spot", on_spot_reply=said, title="修复路灯", brief=stories.BRIEF
    )
    assert (handed.due_on, handed.unit_id) == (cases.day("2026-12-31"), town.orgs["unit"].id)
    outcome = (await town.rows(Outcome))[0]
    assert (outcome.state, outcome.route_class, outcome.deadline) == (
        OutcomeState.HANDLING,
        "A",
        cases.day("2026-12-31"),
    )
    assert (await town.fresh(said)).assignment_id == handed.id
    await town.refused(
        "county",
        "assign_from_on_spot",
        code="REFUSED",
        rule="assigned_already",
        on_spot_reply=said,
        title="修复路灯",
        brief=stories.BRIEF,
    )
    assert (
        await town.act("unit", "accept_assignment", assignment=handed)
    ).state is AssignmentState.ACCEPTED


async def test_a_promise_names_no_resident_and_is_pressed(town: County) -> None:
    said = await _on_the_spot(town)
    await town.refused(
        "county",
        "assign_from_on_spot",
        code="REFUSED",
        rule="not_masked",
        on_spot_reply=said,
        title="修复路灯",
        brief="修复周桂花家路灯",
    )
    pressed = await town.act(
        "leader",
        "press_promise",
        on_spot_reply=said,
        method="look_back",
        by="李副主席",
        finding="尚未开工",
    )
    assert pressed.on_spot_reply_id == said.id
    await town.refused(
        "leader",
        "press_promise",
        code="INVALID_INPUT",
        on_spot_reply=said,
        method="leader",
        by="李副主席",
        finding="尚未开工",
    )


async def _on_the_spot(town: County) -> OnSpotReply:
    origin = await stories.intake(town)
    of = await stories.case(town)
    event = await town.act(
        "village", "plan_consultation", case=of, title="现场协商", date="2026-03-15", place="村口"
    )
    await town.act("village", "hold_consultation", consultation=event)
    row: OnSpotReply = await town.act(
        "county",
        "record_on_spot_reply",
        consultation=event,
        clue=origin,
        unit=town.orgs["unit"],
        speaker="王局长",
        text="年底前修复",
        promise_due="2026-12-31",
    )
    return row
