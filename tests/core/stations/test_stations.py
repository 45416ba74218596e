"""Stations are opened, rested, resumed and closed; only active ones take business (domain.md
2.3).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.fixtures.county import County
from tests.fixtures.day import TOMORROW
from yishi_core import clock
from yishi_core.domain.stations.models import Station, StationAssignment, StationState
from yishi_core.kernel.events.models import Event


async def open_station(
    town: County, who: str = "township", org: str = "village", **rest: Any
) -> Station:
    given = {"name": "柳湾村协商议事室", "kind": "council_room", "level": "village", **rest}
    station: Station = await town.act(who, "open_station", org=town.orgs[org], **given)
    return station


async def test_a_station_is_public_sorted_by_pinyin_and_has_a_word_for_its_qr_code(
    town: County,
) -> None:
    station = await open_station(
        town, opened_on="2021-03-01", area_m2="48.50", shares_with=["reading_room"]
    )
    assert station.state is StationState.ACTIVE
    assert (station.org_id, station.org_path) == (
        town.orgs["village"].id,
        town.orgs["village"].org_path,
    )
    assert station.audience == ["public"]
    assert station.sort_key.startswith("liu3 wan1 cun1")
    assert station.qr_token.startswith(f"{town.code}-")
    assert [e.name for e in await town.rows(Event, Event.subject_id == station.id)] == [
        "station.opened"
    ]


async def test_two_stations_have_different_words(town: County) -> None:
    first, second = await open_station(town), await open_station(town, name="二号议事室")
    assert first.qr_token != second.qr_token


@pytest.mark.day
async def test_a_station_to_come_is_planned_and_opened_later(town: County) -> None:
    station = await open_station(town, opened_on=(clock.today() + timedelta(days=30)).isoformat())
    assert station.state is StationState.PLANNED
    await town.refused(
        "township", "suspend_station", code="REFUSED", rule="state", station=station, reason="装修"
    )
    opened = await town.act("township", "resume_station", station=station, reason="装修完成")
    assert (opened.state, opened.opened_on) == (StationState.ACTIVE, clock.today())


@pytest.mark.parametrize(
    ("who", "org", "code"),
    [
        ("village", "village", "FORBIDDEN"),
        ("member", "village", "FORBIDDEN"),
        ("auditor", "village", "FORBIDDEN"),
        ("neighbour", "village", "NOT_FOUND"),
    ],
)
async def test_who_may_not_open_a_station(town: County, who: str, org: str, code: str) -> None:
    given = {"name": "议事室", "kind": "council_room", "level": "village"}
    await town.refused(who, "open_station", code=code, org=town.orgs[org], **given)
    assert await town.rows(Station) == []


async def test_a_correction_leaves_alone_what_it_does_not_name(town: County) -> None:
    station = await open_station(town, address="柳湾村一组", brand="有事来协商")
    changed = await town.act(
        "township", "change_station", station=station, name="柳湾村议事堂", brand=None
    )
    assert (changed.name, changed.address, changed.brand) == ("柳湾村议事堂", "柳湾村一组", None)
    assert changed.sort_key.startswith("liu3 wan1 cun1 yi4 shi4 tang2")
    error = await town.refused(
        "township", "change_station", code="INVALID_INPUT", station=station, name=None
    )
    assert [f.path for f in error.fields] == ["name"]


async def test_kind_level_and_opening_are_corrected_within_what_is_recorded(town: County) -> None:
    """An office mistypes these too; a finer kind is one of the kind (domain.md 5.9), a division one
    of the county.
    """
    station = await open_station(town, opened_on="2022-01-01", region_code=f"{town.code}100201")
    person = await town.act("township", "register_person", org=town.orgs["village"], name="曾国强")
    await town.act(
        "township",
        "assign_to_station",
        station=station,
        person=person,
        role="staff",
        from_on="2022-06-01",
    )
    yard = {
        "kind": "flexible_venue",
        "sub_kind": "yard",
        "level": "other",
        "opened_on": "2020-05-01",
    }
    changed = await town.act("township", "change_station", station=station, **yard)
    assert (changed.kind.value, changed.sub_kind, changed.level.value, changed.opened_on) == (
        "flexible_venue",
        "yard",
        "other",
        date(2020, 5, 1),
    )
    for wrong in (
        {"sub_kind": "regional"},
        {"kind": "council_room"},
        {"opened_on": "2022-06-02"},
        {"opened_on": TOMORROW},
        {"region_code": "999999100"},
        {"level": None},
    ):
        error = await town.refused(
            "township", "change_station", code="INVALID_INPUT", station=station, **wrong
        )
        assert [f.path for f in error.fields] == [
            "sub_kind" if wrong == {"kind": "council_room"} else next(iter(wrong))
        ]
    new = {"org": town.orgs["village"], "name": "新站", "kind": "council_room", "level": "village"}
    for wrong in ({"sub_kind": "yard"}, {"region_code": "999999"}):
        error = await town.refused("township", "open_station", code="INVALID_INPUT", **new, **wrong)
        assert [f.path for f in error.fields] == [next(iter(wrong))]


async def test_suspended_and_resumed_with_day_and_reason(town: County) -> None:
    station = await open_station(town, opened_on="2024-01-01")
    rested = await town.act(
        "township", "suspend_station", station=station, on="2024-05-01", reason="房屋维修"
    )
    assert (rested.state, rested.state_since, rested.state_reason) == (
        StationState.SUSPENDED,
        date(2024, 5, 1),
        "房屋维修",
    )
    await town.refused(
        "township",
        "suspend_station",
        code="REFUSED",
        rule="state",
        station=station,
        reason="再次暂停",
    )
    await town.refused(
        "township",
        "resume_station",
        code="INVALID_INPUT",
        station=station,
        on="2024-04-30",
        reason="维修完成",
    )
    resumed = await town.act("township", "resume_station", station=station, reason="维修完成")
    assert resumed.state is StationState.ACTIVE


@pytest.mark.parametrize("day", [TOMORROW, "2023-12-31"])
async def test_no_step_in_the_future_or_before_the_opening(town: County, day: str) -> None:
    station = await open_station(town, opened_on="2024-01-01")
    for step in ("suspend_station", "close_station"):
        error = await town.refused(
            "township", step, code="INVALID_INPUT", station=station, on=day, reason="原因"
        )
        assert [f.path for f in error.fields] == ["on"]
    assert (await town.fresh(station)).state is StationState.ACTIVE


async def test_closing_keeps_history_and_ends_the_posts(town: County) -> None:
    station = await open_station(town, opened_on="2020-01-01")
    person = await town.act("township", "register_person", org=town.orgs["village"], name="曾国强")
    post = await town.act(
        "township",
        "assign_to_station",
        station=station,
        person=person,
        role="station_head",
        from_on="2020-02-01",
    )
    council = await town.act(
        "township", "found_council", station=station, name="议事会", founded_on="2020-03-01"
    )
    seat = {
        "council": council,
        "person": person,
        "identity": "village_worthy",
        "from_on": "2020-03-01",
    }
    seat_row = await town.act("township", "seat_council_member", **seat)
    box = await town.act(
        "village",
        "put_up_box",
        station=station,
        name="一号箱",
        place="村口",
        put_up_on="2021-01-01",
    )
    board = await town.act(
        "village",
        "put_up_notice_board",
        station=station,
        place="广场",
        content="扫码反映",
        from_on="2021-01-01",
    )
    closed = await town.act(
        "township", "close_station", station=station, on="2024-06-30", reason="并入乡镇站"
    )
    assert {(await town.fresh(row)).to_on for row in (seat_row, board)} == {date(2024, 6, 30)}
    assert (await town.fresh(box)).taken_down_on == date(2024, 6, 30)
    assert (closed.state, closed.closed_on) == (StationState.CLOSED, date(2024, 6, 30))
    assert (await town.fresh(post)).to_on == date(2024, 6, 30)
    for step in ("change_station", "resume_station", "close_station", "suspend_station"):
        given: dict[str, Any] = (
            {"name": "新名称"} if step == "change_station" else {"reason": "原因"}
        )
        await town.refused("township", step, code="REFUSED", rule="state", station=station, **given)
    await town.refused(
        "township",
        "assign_to_station",
        code="REFUSED",
        rule="station_closed",
        station=station,
        person=person,
        role="staff",
    )


async def test_posts_begin_and_end_and_do_not_overlap(town: County) -> None:
    station = await open_station(town, opened_on="2020-01-01")
    person = await town.act("township", "register_person", org=town.orgs["village"], name="单雄信")
    first = {"station": station, "person": person, "role": "convener", "from_on": "2022-01-01"}
    post = await town.act(
        "township", "assign_to_station", **first, selected_by="主席会议", selected_on="2021-12-20"
    )
    assert post.selected_on == date(2021, 12, 20)
    await town.refused(
        "township", "assign_to_station", code="REFUSED", rule="already_assigned", **first
    )
    await town.refused(
        "township",
        "end_station_assignment",
        code="INVALID_INPUT",
        assignment=post,
        to_on="2021-01-01",
    )
    ended = await town.act(
        "township", "end_station_assignment", assignment=post, to_on="2023-12-31"
    )
    assert ended.to_on == date(2023, 12, 31)
    await town.refused(
        "township",
        "end_station_assignment",
        code="REFUSED",
        rule="already_ended",
        assignment=post,
        to_on="2024-06-30",
    )
    await town.act("township", "assign_to_station", **{**first, "from_on": "2024-01-01"})
    await town.refused(
        "township",
        "assign_to_station",
        code="REFUSED",
        rule="already_assigned",
        **{**first, "from_on": "2020-01-01"},
    )
    await town.act(
        "township", "assign_to_station", **{**first, "from_on": "2020-01-01"}, to_on="2020-12-31"
    )
    assert len(await town.rows(StationAssignment)) == 3
    late = (clock.today() + timedelta(days=1)).isoformat()
    await town.refused(
        "township",
        "assign_to_station",
        code="INVALID_INPUT",
        **first,
        selected_by="主席会议",
        selected_on=late,
    )


async def test_selection_is_told_whole_and_of_conveners_only(town: County) -> None:
    station = await open_station(town)
    person = await town.act("township", "register_person", org=town.orgs["village"], name="任小燕")
    base = {"station": station, "person": person}
    await town.refused(
        "township",
        "assign_to_station",
        code="INVALID_INPUT",
        **base,
        role="convener",
        selected_by="主席会议",
    )
    await town.refused(
        "township",
        "assign_to_station",
        code="INVALID_INPUT",
        **base,
        role="staff",
        selected_by="县政协",
        selected_on="2024-01-01",
    )


async def test_a_second_head_is_pointed_out(town: County) -> None:
    station = await open_station(town)
    heads = [
        await town.act("township", "register_person", org=town.orgs["village"], name=n)
        for n in ("区伟", "查明")
    ]
    await town.act(
        "township", "assign_to_station", station=station, person=heads[0], role="station_head"
    )
    result = await town.result(
        "township", "assign_to_station", station=station, person=heads[1], role="station_head"
    )
    assert [a.rule for a in result.advice] == ["second_head"]
