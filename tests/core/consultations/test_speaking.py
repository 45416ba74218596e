"""Members sign in and speak; the office notes suggestions and answers on the spot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.core import cases
from tests.core.consultations.events import attendance, held, member, planned
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.consultations.models import OnSpotReply, Suggestion
from yishi_core.domain.intake.models import Intake
from yishi_core.kernel.tree.models import OrgKind


async def test_a_member_signs_in_once(town: County) -> None:
    event, who = await planned(town), await member(town)
    town.link("member", who)
    row = await town.act("member", "sign_in", consultation=event, person=who)
    assert (row.person_id, row.present, row.party_kind.value, row.level.value) == (
        who.id,
        True,
        "cppcc_member",
        "county",
    )
    await town.refused("member", "sign_in", code="CONFLICT", consultation=event, person=who)
    assert len(await attendance(town, event)) == 1


async def test_who_signed_in_is_not_counted_twice_when_the_office_writes_the_list(
    town: County,
) -> None:
    event, who = await planned(town), await member(town)
    town.link("member", who)
    await town.act("member", "sign_in", consultation=event, person=who)
    await town.act(
        "village",
        "hold_consultation",
        consultation=event,
        participants=[{"party_kind": "cppcc_member", "person": who, "spoke": True}],
    )
    assert [(p.person_id, p.spoke) for p in await attendance(town, event)] == [(who.id, True)]


async def test_a_member_signs_in_for_himself_only(town: County) -> None:
    event, who, other = await planned(town), await member(town), await member(town, "别的委员")
    await town.refused(
        "member", "sign_in", code="REFUSED", rule="not_linked", consultation=event, person=who
    )
    town.link("member", who)
    town.link("member2", other)
    await town.act("member", "sign_in", consultation=event, person=who)
    await town.refused(
        "member", "sign_in", code="REFUSED", rule="not_himself", consultation=event, person=other
    )
    await town.act("member2", "sign_in", consultation=event, person=other)
    assert len(await attendance(town, event)) == 2


async def test_nobody_but_members_signs_in(town: County) -> None:
    event, resident = await planned(town), await cases.person(town, "村民")
    error = await town.refused(
        "member", "sign_in", code="INVALID_INPUT", consultation=event, person=resident
    )
    assert error.fields[0].path == "person"
    await town.refused(
        "village", "sign_in", code="FORBIDDEN", consultation=event, person=await member(town)
    )


@pytest.mark.day
async def test_nobody_signs_in_before_the_day(town: County) -> None:
    event = await planned(town, date=(clock.today() + timedelta(days=1)).isoformat())
    await town.refused(
        "member",
        "sign_in",
        code="REFUSED",
        rule="too_early",
        consultation=event,
        person=await member(town),
    )


async def test_nobody_signs_in_to_a_cancelled_event(town: County) -> None:
    event = await planned(town)
    await town.act("village", "cancel_consultation", consultation=event, reason="大雨")
    await town.refused(
        "member",
        "sign_in",
        code="REFUSED",
        rule="state",
        consultation=event,
        person=await member(town),
    )


async def test_a_member_suggests_and_the_office_notes(town: County) -> None:
    event = await planned(town)
    await town.refused(
        "member",
        "add_suggestion",
        code="REFUSED",
        rule="state",
        consultation=event,
        text="多装几盏",
    )
    await town.act("village", "notify_consultation", consultation=event, notified_on="2026-03-05")
    await town.act(
        "member", "add_suggestion", consultation=event, text="多装几盏", addressed_to="村委会"
    )
    await town.refused(
        "village",
        "record_suggestion",
        code="REFUSED",
        rule="state",
        consultation=event,
        text="用太阳能灯",
    )
    await town.act("village", "hold_consultation", consultation=event)
    await town.act("village", "record_suggestion", consultation=event, text="用太阳能灯")
    await town.refused(
        "village", "add_suggestion", code="FORBIDDEN", consultation=event, text="冒名"
    )
    assert [s.text for s in await town.rows(Suggestion)] == ["多装几盏", "用太阳能灯"]


async def test_a_member_suggests_in_his_own_name(town: County) -> None:
    event, who, other = await held(town), await member(town), await member(town, "别的委员")
    town.link("member", who)
    await town.act("member", "sign_in", consultation=event, person=who)
    row = await town.act(
        "member", "add_suggestion", consultation=event, text="多装几盏", person=who
    )
    assert row.person_id == who.id
    await town.refused(
        "member",
        "add_suggestion",
        code="REFUSED",
        rule="not_himself",
        consultation=event,
        text="多装",
        person=other,
    )


async def clue(town: County) -> Intake:
    return await cases.intake(town, accept=False, content="水渠漏水")


async def test_an_answer_on_the_spot_is_kept_with_its_promise(town: County) -> None:
    event, intake = await held(town), await clue(town)
    await town.org(
        "station", "100/201/water/", OrgKind.INSTITUTION, "village", label="水利站", handles=True
    )
    given: dict[str, Any] = {
        "consultation": event,
        "clue": intake,
        "unit": town.orgs["station"],
        "speaker": "刘站长",
        "text": "月底前修好",
    }
    error = await town.refused(
        "village", "record_on_spot_reply", code="INVALID_INPUT", promise_due="2026-03-09", **given
    )
    assert error.fields[0].path == "promise_due"
    row = await town.act("village", "record_on_spot_reply", promise_due="2026-03-31", **given)
    assert (row.unit_id, row.clue_id, row.promise_due) == (
        town.orgs["station"].id,
        intake.id,
        cases.day("2026-03-31"),
    )
    error = await town.refused(
        "village",
        "record_on_spot_reply",
        code="INVALID_INPUT",
        **{**given, "unit": town.orgs["village"]},
    )
    assert error.fields[0].path == "unit"
    await town.refused("member", "record_on_spot_reply", code="NOT_FOUND", **given)
    assert len(await town.rows(OnSpotReply)) == 1


async def test_an_answer_on_the_spot_needs_an_event_that_was_held(town: County) -> None:
    await town.org(
        "station", "100/201/water/", OrgKind.INSTITUTION, "village", label="水利站", handles=True
    )
    await town.refused(
        "village",
        "record_on_spot_reply",
        code="REFUSED",
        rule="state",
        consultation=await planned(town),
        clue=await clue(town),
        unit=town.orgs["station"],
        speaker="刘站长",
        text="月底前修好",
    )
