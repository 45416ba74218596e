"""签到码: members sign themselves in with the code at the door; the four steps of one meeting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core import cases
from tests.core.consultations import events
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.consultations.models import Consultation, PartyKind
from yishi_core.errors import YishiError
from yishi_core.kernel.events.models import Event


async def door(town: County, who: str = "village", **given: object) -> tuple[Consultation, str]:
    """An event of today (or earlier) with its code."""
    event = await events.planned(town)
    shown = await town.act(who, "open_sign_in", consultation=event, **given)
    return event, shown.code


async def linked(town: County, who: str = "member") -> None:
    town.link(who, await events.member(town))


async def test_a_member_signs_in_with_the_code(town: County) -> None:
    await linked(town)
    event, code = await door(town)
    assert code.startswith(f"{town.code}-")
    done = await town.act("member", "sign_in_by_code", code=code.lower())
    assert (done.title, done.date, done.place) == (event.title, event.date, event.place)
    row = (await events.attendance(town, event))[0]
    assert (row.person_id, row.party_kind, row.present, row.org_path) == (
        town.principals["member"].person,
        PartyKind.CPPCC_MEMBER,
        True,
        town.orgs["village"].org_path,
    )
    assert row.signed_in_at is not None
    assert [e.name for e in await town.rows(Event, Event.name == "consultation.signed_in")] == [
        "consultation.signed_in"
    ]


async def refused(town: County, who: str, word: str, code: str, rule: str | None = None) -> None:
    """As `town.refused`, whose `code` is the input's field here."""
    with pytest.raises(YishiError) as caught:
        await town.act(who, "sign_in_by_code", code=word)
    assert (caught.value.code.value, caught.value.data.get("rule")) == (code, rule)


async def test_the_code_opens_an_event_above_the_member_s_own_place(town: County) -> None:
    await linked(town)
    event = await town.act(
        "county",
        "plan_consultation",
        org=town.orgs["county"],
        title="专题协商会",
        date="2026-03-10",
        place="县政协",
    )
    code = (await town.act("county", "open_sign_in", consultation=event)).code
    await town.act("member", "sign_in_by_code", code=code)
    row = (await events.attendance(town, event))[0]
    assert row.org_path == town.orgs["county"].org_path
    await refused(town, "member", code, "CONFLICT")


@pytest.mark.day
async def test_a_code_ends(town: County) -> None:
    await linked(town)
    event, code = await door(town, minutes=30)
    with clock.moved(clock.now() + timedelta(minutes=31)):
        await refused(town, "member", code, "NOT_FOUND")
    newer = (await town.act("village", "open_sign_in", consultation=event)).code
    await refused(town, "member", code, "NOT_FOUND")
    await town.act("village", "close_sign_in", consultation=event)
    await refused(town, "member", newer, "NOT_FOUND")
    await town.refused(
        "village", "close_sign_in", code="REFUSED", rule="not_open", consultation=event
    )


async def test_a_wrong_code_and_one_of_another_county_find_nothing(town: County) -> None:
    await linked(town)
    _, code = await door(town)
    for wrong in (
        f"{town.code}-AAAA-BBBB-CCCC",
        code.replace(str(town.code), "999999"),
        "没有这个签到码的呀呀呀",
    ):
        await refused(town, "member", wrong, "NOT_FOUND")


async def test_who_signs_in(town: County) -> None:
    _, code = await door(town)
    await refused(town, "member", code, "REFUSED", "not_linked")
    town.link("member2", await cases.person(town, "李群众"))
    await refused(town, "member2", code, "INVALID_INPUT")
    for who in ("township", "unit", "auditor"):
        await refused(town, who, code, "NOT_FOUND")


async def test_the_door_opens_on_the_day_for_an_event_that_takes_place(town: County) -> None:
    event = await events.planned(town, date="2099-03-10")
    await town.refused(
        "village", "open_sign_in", code="REFUSED", rule="too_early", consultation=event
    )
    await town.act("village", "cancel_consultation", consultation=event, reason="大雨")
    await town.refused("village", "open_sign_in", code="REFUSED", rule="state", consultation=event)
    other = await events.planned(town)
    await town.refused("member", "open_sign_in", code="FORBIDDEN", consultation=other)
    await town.refused("village2", "open_sign_in", code="NOT_FOUND", consultation=other)
    await town.refused(
        "village", "open_sign_in", code="INVALID_INPUT", consultation=other, minutes=2
    )


async def test_a_meeting_in_four_steps_has_them_as_its_agenda(town: County) -> None:
    event = await events.planned(town, four_step=True)
    assert event.agenda == ["提出问题", "回应关切", "协商互动", "达成共识"]
    error = await town.refused(
        "village",
        "plan_consultation",
        code="INVALID_INPUT",
        org=town.orgs["village"],
        title="协商会",
        date="2026-03-10",
        place="村委会",
        four_step=True,
        agenda=["一"],
    )
    assert error.fields[0].path == "agenda"
