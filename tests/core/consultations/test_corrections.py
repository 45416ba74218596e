"""What was written down of an event is put right until it is closed or something was made of it."""

from __future__ import annotations

from typing import Any

from tests.core.consultations.events import held, member
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import Convener
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.kernel.tree.models import OrgKind


async def test_a_suggestion_is_put_right_until_an_outcome_was_formed_of_it(town: County) -> None:
    event = await held(town)
    row = await town.act(
        "village", "record_suggestion", consultation=event, text="用太阳能登", addressed_to="村委会"
    )
    change = "change_suggestion"
    row = await town.act(
        "village", change, suggestion=row, text="用太阳能灯", person=await member(town)
    )
    assert (row.text, row.addressed_to, row.person_id is not None) == ("用太阳能灯", "村委会", True)
    row = await town.act(
        "village", change, suggestion=row, addressed_to=None, person=None, version=row.version
    )
    assert (row.addressed_to, row.person_id) == (None, None)
    await town.refused(
        "village", change, code="CONFLICT", suggestion=row, text="另一句话", version=1
    )
    assert (
        await town.refused("village", change, code="INVALID_INPUT", suggestion=row, text=None)
    ).fields[0].path == "text"
    await town.refused("member", change, code="FORBIDDEN", suggestion=row, text="冒名改写")
    case = (await town.rows(ConsultationCase, ConsultationCase.id == event.case_id))[0]
    await town.act(
        "village",
        "record_outcome",
        case=case,
        title="装灯",
        text="装太阳能灯二十盏",
        suggestions=[row],
    )
    await town.refused(
        "village", change, code="REFUSED", rule="in_outcome", suggestion=row, text="用路灯"
    )


async def test_an_answer_on_the_spot_is_put_right(town: County) -> None:
    event = await held(town)
    intake = await town.act(
        "village",
        "record_intake",
        org=town.orgs["village"],
        content="水渠漏水",
        channel="offline_desk",
    )
    await town.org(
        "station", "100/201/water/", OrgKind.INSTITUTION, "village", label="水利站", handles=True
    )
    given: dict[str, Any] = {
        "consultation": event,
        "clue": intake,
        "unit": town.orgs["station"],
        "speaker": "刘站",
        "text": "月底前修好",
    }
    row = await town.act("village", "record_on_spot_reply", promise_due="2026-03-31", **given)
    change = "change_on_spot_reply"
    row = await town.act(
        "village", change, on_spot_reply=row, speaker="刘站长", promise_due="2026-03-30"
    )
    assert (row.speaker, row.text, str(row.promise_due)) == ("刘站长", "月底前修好", "2026-03-30")
    for wrong, path in (
        ({"promise_due": "2026-03-09"}, "promise_due"),
        ({"unit": town.orgs["village"]}, "unit"),
        ({"speaker": None}, "speaker"),
    ):
        assert (
            await town.refused("village", change, code="INVALID_INPUT", on_spot_reply=row, **wrong)
        ).fields[0].path == path
    await town.act(
        "township", "assign_from_on_spot", on_spot_reply=row, title="修水渠", brief="月底前修好水渠"
    )
    await town.refused(
        "village", change, code="REFUSED", rule="assigned", on_spot_reply=row, text="下月修好"
    )


async def test_conveners_are_put_right_and_what_is_closed_stays(town: County) -> None:
    event, one, two = await held(town), await member(town), await member(town, "别的委员")
    said = await town.act("village", "record_suggestion", consultation=event, text="用太阳能灯")
    await town.act(
        "village",
        "change_conveners",
        consultation=event,
        conveners=[{"person": one}, {"person": two}],
    )
    await town.act(
        "village",
        "change_conveners",
        consultation=event,
        conveners=[{"person": two, "post_kind": "committee_director"}],
    )
    seated = await town.rows(
        Convener, Convener.consultation_id == event.id, Convener.voided_at.is_(None)
    )
    assert [(c.convener_slot, c.person_id, c.post_kind) for c in seated] == [
        (1, two.id, "committee_director")
    ]
    for wrong, path in (
        ([], "conveners"),
        ([{"person": one}, {"person": one}], "conveners.1.person"),
    ):
        error = await town.refused(
            "village", "change_conveners", code="INVALID_INPUT", consultation=event, conveners=wrong
        )
        assert error.fields[0].path == path
    minutes = await town.act("village", "draft_minutes", consultation=event, text="会议纪要")
    await town.act("township", "confirm_minutes", minutes=minutes)
    await town.act("village", "close_consultation", consultation=event)
    await town.refused(
        "village",
        "change_conveners",
        code="REFUSED",
        rule="state",
        consultation=event,
        conveners=[{"person": one}],
    )
    await town.refused(
        "village", "change_suggestion", code="REFUSED", rule="state", suggestion=said, text="用路灯"
    )
