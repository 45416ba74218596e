"""An outcome from its draft to its end: recorded, changed, routed, converted, closed; a case
judged.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import Suggestion
from yishi_core.domain.outcomes.models import Assignment, Outcome, OutcomeState, RouteClass
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.facilities.attachments.models import Attachment

PROOF = {"conversion_kind": "problem_solved", "conversion_note": "三盏路灯已修复,夜间出行有保障"}


async def test_a_draft_takes_up_suggestions(town: County) -> None:
    of = await stories.case(town)
    event = await town.act(
        "village", "plan_consultation", case=of, title="院坝会", date="2026-03-05", place="村口"
    )
    await town.act(
        "village", "hold_consultation", consultation=event, suggestions=["装路灯", "修水沟"]
    )
    said = await town.rows(Suggestion)
    row: Outcome = await town.act(
        "village", "record_outcome", case=of, title="路灯", text="三个月内修复", suggestions=said
    )
    assert (row.state, row.route_class, row.converted) == (OutcomeState.DRAFT, None, False)
    assert row.no == "2026-0001"
    assert {s.to_outcome_id for s in await town.rows(Suggestion)} == {row.id}
    # each goes into one outcome, and into one of its own case
    other = await stories.case(town)
    for wrong, given in ((of, said[:1]), (other, said[:1])):
        error = await town.refused(
            "village",
            "record_outcome",
            code="INVALID_INPUT",
            case=wrong,
            title="路灯",
            text="修复路灯",
            suggestions=given,
        )
        assert error.fields[0].path == "suggestions.0"


@pytest.mark.parametrize("who", ["member", "unit", "auditor", "neighbour", "village2"])
async def test_others_record_no_outcome(town: County, who: str) -> None:
    of = await stories.case(town)
    code = "FORBIDDEN" if who in ("member", "auditor") else "NOT_FOUND"
    await town.refused(who, "record_outcome", code=code, case=of, title="路灯", text="修复路灯")
    assert await town.rows(Outcome) == []


async def test_a_stopped_case_has_no_new_outcome(town: County) -> None:
    of = await stories.case(town)
    await town.act("township", "stop_case", case=of, reason="已由上级解决")
    await town.refused(
        "village",
        "record_outcome",
        code="REFUSED",
        rule="state",
        case=of,
        title="路灯",
        text="修复路灯",
    )


async def test_an_outcome_is_changed_until_somebody_acts_on_it(town: County) -> None:
    row = await stories.outcome(town)
    row = await town.act(
        "village", "change_outcome", outcome=row, title="修复路灯三盏", deadline="2026-12-31"
    )
    assert (row.title, row.text, row.deadline) == (
        "修复路灯三盏",
        "三个月内修复三盏路灯",
        cases.day("2026-12-31"),
    )
    await town.act("township", "route_outcome", outcome=row, route_class="A")
    row = await town.act("village", "change_outcome", outcome=row, deadline=None)
    assert row.deadline is None
    await stories.assigned(town, row)
    await town.refused(
        "village", "change_outcome", code="REFUSED", rule="state", outcome=row, title="改名"
    )


async def test_an_outcome_is_routed_and_routed_anew_until_it_is_handed_over(town: County) -> None:
    row = await stories.outcome(town)
    await town.refused("village", "route_outcome", code="FORBIDDEN", outcome=row, route_class="A")
    row = await town.act("township", "route_outcome", outcome=row, route_class="C")
    row = await town.act("township", "route_outcome", outcome=row, route_class="A")
    assert (row.route_class, row.state) == (RouteClass.A, OutcomeState.ROUTED)
    await stories.assigned(town, row)
    await town.refused(
        "township", "route_outcome", code="REFUSED", rule="state", outcome=row, route_class="B"
    )


async def test_the_county_converts_with_kind_and_proof(town: County) -> None:
    row = await stories.routed(town)
    row = await town.act(
        "county", "convert_outcome", outcome=row, **PROOF, converted_on="2026-05-01"
    )
    assert (row.converted, row.converted_on, row.conversion_kind) == (
        True,
        cases.day("2026-05-01"),
        "problem_solved",
    )
    await town.refused(
        "county", "convert_outcome", code="REFUSED", rule="converted", outcome=row, **PROOF
    )


async def test_a_file_proves_where_the_note_is_short(town: County) -> None:
    row = await stories.routed(town)
    short = {"conversion_kind": "project", "conversion_note": "已完成"}
    error = await town.refused(
        "county", "convert_outcome", code="INVALID_INPUT", outcome=row, **short
    )
    assert error.fields[0].path == "conversion_note"
    file = await cases.attachment(town, org="county")
    await town.act("county", "convert_outcome", outcome=row, **short, attachments=[file])
    kept = (await town.rows(Attachment))[0]
    assert (kept.subject_type, kept.subject_id) == ("Outcome", row.id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"converted_on": "2099-01-01"}, "converted_on"),
        ({"converted_on": "2026-03-01"}, "converted_on"),
    ],
)
async def test_a_conversion_lies_between_the_case_and_today(
    town: County, given: dict[str, Any], field: str
) -> None:
    row = await stories.routed(town)
    error = await town.refused(
        "county", "convert_outcome", code="INVALID_INPUT", outcome=row, **PROOF, **given
    )
    assert error.fields[0].path == field


async def test_a_draft_is_not_converted(town: County) -> None:
    row = await stories.outcome(town)
    await town.refused(
        "county", "convert_outcome", code="REFUSED", rule="state", outcome=row, **PROOF
    )


async def test_a_township_converts_small_ones_unless_the_county_keeps_it_to_itself(
    town: County,
) -> None:
    await cases.choose(town, digest="kept to itself", township_may_convert_small=False)
    row = await stories.routed(town)
    await cases.choose(town, digest="let go", township_may_convert_small=True)
    await town.refused(  # its case began when the county kept it to itself
        "township", "convert_outcome", code="REFUSED", rule="county_converts", outcome=row, **PROOF
    )
    row = await stories.routed(town)
    row = await town.act("township", "convert_outcome", outcome=row, **PROOF)
    assert row.converted


async def test_a_township_never_converts_key_ones(town: County) -> None:
    row = await stories.routed(town)
    async with town.platform.database.transaction(town.system.reading) as session:
        case = await session.get(ConsultationCase, (town.code, row.case_id))
        assert case is not None
        case.grade = ConsultationGrade.KEY_SPECIAL
    await town.refused(
        "township", "convert_outcome", code="REFUSED", rule="county_converts", outcome=row, **PROOF
    )
    assert (await town.act("county", "convert_outcome", outcome=row, **PROOF)).converted


@pytest.mark.parametrize("who", ["village", "leader", "member", "auditor"])
async def test_nobody_else_converts(town: County, who: str) -> None:
    row = await stories.routed(town)
    await town.refused(who, "convert_outcome", code="FORBIDDEN", outcome=row, **PROOF)
    assert not (await town.fresh(row)).converted


async def test_class_a_is_closed_when_every_answer_is_confirmed_and_both_sides_are_told(
    town: County,
) -> None:
    row = await stories.routed(town)
    await town.refused(
        "township", "close_outcome", code="REFUSED", rule="not_assigned", outcome=row
    )
    handed = await stories.accepted(town, row)
    await stories.reply(town, handed)
    await town.refused(
        "township", "close_outcome", code="REFUSED", rule="not_confirmed", outcome=row
    )
    await town.act("township", "confirm_reply", assignment=handed)
    assert await stories.state(town, row) == "replied"
    await town.refused(
        "township", "close_outcome", code="REFUSED", rule="feedback_missing", outcome=row
    )
    await town.act("township", "give_feedback", outcome=row, direction="to_authority", to="镇党委")
    await town.refused(
        "township", "close_outcome", code="REFUSED", rule="feedback_missing", outcome=row
    )
    await town.act("township", "give_feedback", outcome=row, direction="to_proposer", to="提出人")
    row = await town.act("township", "close_outcome", outcome=row)
    assert (row.state, row.closed_on is not None) == (OutcomeState.CLOSED, True)
    assert {a.state.value for a in await town.rows(Assignment)} == {"closed"}
    await town.refused("township", "close_outcome", code="REFUSED", rule="state", outcome=row)


async def test_a_draft_is_not_closed(town: County) -> None:
    await town.refused(
        "township",
        "close_outcome",
        code="REFUSED",
        rule="state",
        outcome=await stories.outcome(town),
    )


async def test_a_case_is_judged(town: County) -> None:
    of = await stories.case(town)
    judged = await town.act(
        "township",
        "evaluate_case",
        case=of,
        kind="satisfaction",
        score=92,
        n=40,
        comment="群众较为满意",
    )
    assert (judged.case_id, judged.score, judged.n) == (of.id, 92, 40)
    error = await town.refused(
        "township",
        "evaluate_case",
        code="INVALID_INPUT",
        case=of,
        kind="satisfaction",
        comment="满意",
    )
    assert error.fields[0].path == "score"
    await town.refused(
        "township",
        "evaluate_case",
        code="INVALID_INPUT",
        case=of,
        kind="effect",
        comment="有效",
        score=101,
    )
    await town.refused(
        "village", "evaluate_case", code="FORBIDDEN", case=of, kind="effect", comment="有效"
    )
    judged = await town.act(
        "township", "change_evaluation", evaluation=judged, score=90, comment="群众满意"
    )
    assert (judged.score, judged.n, judged.comment) == (90, 40, "群众满意")
    for given, path in (({"score": None}, "score"), ({"on": "2099-01-01"}, "on"), ({"n": 0}, "n")):
        assert (
            await town.refused(
                "township", "change_evaluation", code="INVALID_INPUT", evaluation=judged, **given
            )
        ).fields[0].path == path
