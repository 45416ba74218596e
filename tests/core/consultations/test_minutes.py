"""Minutes: drafted, confirmed, sent, and the event closed."""

from __future__ import annotations

from tests.core import cases
from tests.core.consultations.events import held, planned
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import ConsultationState, Minutes


async def test_minutes_are_drafted_confirmed_and_the_event_closed(town: County) -> None:
    event = await held(town)
    first = await town.act(
        "village", "draft_minutes", consultation=event, text="一稿", drafted_on="2026-03-11"
    )
    draft = await town.act(
        "village", "draft_minutes", consultation=event, text="二稿", drafted_on="2026-03-12"
    )
    assert (draft.id, draft.text) == (first.id, "二稿")
    await town.refused("village", "confirm_minutes", code="FORBIDDEN", minutes=draft)
    error = await town.refused(
        "township",
        "confirm_minutes",
        code="INVALID_INPUT",
        minutes=draft,
        confirmed_on="2026-03-11",
    )
    assert error.fields[0].path == "confirmed_on"
    result = await town.result(
        "township",
        "confirm_minutes",
        minutes=draft,
        confirmed_on="2026-03-13",
        sent_on="2026-03-14",
    )
    assert (result.value.confirmed_by, result.advice) == (town.principals["township"].account, ())
    assert (await town.fresh(event)).state is ConsultationState.MINUTED
    await town.refused(
        "township", "confirm_minutes", code="REFUSED", rule="confirmed", minutes=draft
    )
    await town.refused(
        "village", "draft_minutes", code="REFUSED", rule="state", consultation=event, text="三稿"
    )
    assert (
        await town.act("village", "close_consultation", consultation=event)
    ).state is ConsultationState.CLOSED


async def test_minutes_do_not_lie_before_the_event(town: County) -> None:
    error = await town.refused(
        "village",
        "draft_minutes",
        code="INVALID_INPUT",
        consultation=await held(town),
        text="正文",
        drafted_on="2026-03-09",
    )
    assert error.fields[0].path == "drafted_on"
    assert await town.rows(Minutes) == []


async def test_to_confirm_one_s_own_draft_is_advised_against(town: County) -> None:
    draft = await town.act("township", "draft_minutes", consultation=await held(town), text="正文")
    result = await town.result("township", "confirm_minutes", minutes=draft)
    assert [a.rule for a in result.advice] == ["own_draft"]


async def test_minutes_of_a_formal_event_have_their_day_and_are_sent(town: County) -> None:
    row = await town.act(
        "village", "hold_consultation", consultation=await planned(town, grade="key_special")
    )
    assert row.minutes_due_on == cases.day("2026-03-19")
    assert (await held(town)).minutes_due_on is None
    paper = await town.act(
        "village", "draft_minutes", consultation=row, text="会议纪要", drafted_on="2026-03-11"
    )
    await town.refused(
        "township", "send_minutes", code="REFUSED", rule="not_confirmed", minutes=paper
    )
    await town.act("township", "confirm_minutes", minutes=paper, confirmed_on="2026-03-12")
    todos = await town.act("township", "todos", kind="waiting")
    assert [t.due_on for t in todos.items if t.todo == "minutes.send"] == [row.minutes_due_on]
    await town.refused("village", "send_minutes", code="FORBIDDEN", minutes=paper)
    await town.refused(
        "township", "send_minutes", code="INVALID_INPUT", minutes=paper, sent_on="2026-03-11"
    )
    late = await town.result("township", "send_minutes", minutes=paper, sent_on="2026-03-20")
    assert ([a.rule for a in late.advice], late.value.sent_on) == (
        ["sent_late"],
        cases.day("2026-03-20"),
    )
    await town.refused("township", "send_minutes", code="REFUSED", rule="sent", minutes=paper)
