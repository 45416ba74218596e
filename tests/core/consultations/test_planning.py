"""Events are planned: for a case or a place, with conveners, and told in time."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from tests.core import cases
from tests.core.consultations.events import planned
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import ConsultationState, Convener


async def test_an_event_of_a_case_takes_its_grade_station_and_round(town: County) -> None:
    case = await cases.case(town)
    first = await planned(town, case)
    assert (first.state, first.round_no, first.grade, first.case_id) == (
        ConsultationState.PLANNED,
        1,
        case.grade,
        case.id,
    )
    assert (await planned(town, case)).round_no == 2
    await town.act("village", "cancel_consultation", consultation=first, reason="大雨")
    assert (await planned(town, case)).round_no == 3
    assert (await planned(town)).round_no == 1


async def test_a_cancelled_last_round_is_given_again(town: County) -> None:
    case = await cases.case(town)
    await town.act(
        "village", "cancel_consultation", consultation=await planned(town, case), reason="大雨"
    )
    assert (await planned(town, case)).round_no == 1


async def test_an_event_may_belong_to_a_station_or_an_org_only(town: County) -> None:
    room = await cases.station(town)
    given: dict[str, Any] = {"title": "院坝会", "date": "2026-03-10", "place": "院坝"}
    of_station = await town.act("village", "plan_consultation", station=room, **given)
    of_org = await town.act("village", "plan_consultation", org=town.orgs["village"], **given)
    assert (of_station.station_id, of_station.org_id, of_org.station_id) == (
        room.id,
        town.orgs["village"].id,
        None,
    )
    assert of_station.grade.value == "small_micro"
    await town.refused("village", "plan_consultation", code="INVALID_INPUT", **given)
    await town.refused("member", "plan_consultation", code="FORBIDDEN", station=room, **given)


async def test_no_event_is_planned_for_a_case_that_ended(town: County) -> None:
    case = await cases.case(town)
    await town.act("village", "stop_case", case=case, reason="情况变化")
    await town.refused(
        "village",
        "plan_consultation",
        code="REFUSED",
        rule="state",
        case=case,
        title="协商",
        date="2026-03-10",
        place="村",
    )


async def test_an_event_ends_after_it_began(town: County) -> None:
    case = await cases.case(town)
    error = await town.refused(
        "village",
        "plan_consultation",
        code="INVALID_INPUT",
        case=case,
        title="协商",
        date="2026-03-10",
        place="村",
        time_from="10:00",
        time_to="09:30",
    )
    assert error.fields[0].path == "time_to"
    row = await planned(town, case, time_from="09:00")
    error = await town.refused(
        "village", "hold_consultation", code="INVALID_INPUT", consultation=row, time_to="08:00"
    )
    assert error.fields[0].path == "time_to"
    assert (await town.fresh(row)).time_from == time(9)


async def test_two_conveners_each_once(town: County) -> None:
    one, two = await cases.person(town, "甲召集"), await cases.person(town, "乙召集")
    case = await cases.case(town)
    pair = [{"person": one, "post_kind": "township_deputy_secretary"}, {"person": two}]
    row = await planned(town, case, conveners=pair)
    seats = await town.rows(Convener, Convener.consultation_id == row.id)
    assert {(c.convener_slot, c.person_id) for c in seats} == {(1, one.id), (2, two.id)}
    for wrong in ([{"person": one}, {"person": one}], [{"person": one}] * 3):
        error = await town.refused(
            "village",
            "plan_consultation",
            code="INVALID_INPUT",
            case=case,
            title="协商",
            date="2026-03-10",
            place="村",
            conveners=wrong,
        )
        assert error.fields[0].path.startswith("conveners")


@pytest.mark.parametrize(("notified_on", "short"), [("2026-03-07", False), ("2026-03-08", True)])
async def test_a_short_notice_is_advice(town: County, notified_on: str, short: bool) -> None:
    result = await town.result(
        "village", "notify_consultation", consultation=await planned(town), notified_on=notified_on
    )
    assert [a.rule for a in result.advice] == (["notice_short"] if short else [])
    assert (result.value.state, result.value.notified_on) == (
        ConsultationState.NOTIFIED,
        cases.day(notified_on),
    )


async def test_a_notice_comes_before_the_event(town: County) -> None:
    error = await town.refused(
        "village",
        "notify_consultation",
        code="INVALID_INPUT",
        consultation=await planned(town),
        notified_on="2026-03-11",
    )
    assert error.fields[0].path == "notified_on"
