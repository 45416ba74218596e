"""Boxes are opened by two people while they hang; boards come and go (domain.md 2.3, 2.5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.stations.models import BoxOpening, Station, SuggestionBox


@pytest.fixture
async def box(town: County) -> SuggestionBox:
    """A box of the village's station since 2024."""
    station = await open_station(town, opened_on="2023-01-01")
    made: SuggestionBox = await town.act(
        "village",
        "put_up_box",
        station=station,
        name="一号箱",
        place="村口",
        put_up_on="2024-01-01",
    )
    return made


@pytest.fixture
async def openers(town: County) -> dict[str, Any]:
    """Two people."""
    people = [
        await town.act("township", "register_person", org=town.orgs["village"], name=n)
        for n in ("仇英", "翟让")
    ]
    return {"first_opener": people[0], "second_opener": people[1]}


async def test_an_opening_is_recorded_also_when_the_box_was_empty(
    town: County, box: SuggestionBox, openers: dict[str, Any]
) -> None:
    full = await town.act(
        "village", "open_box", box=box, **openers, slips=3, opened_on="2024-02-15"
    )
    empty = await town.act("village", "open_box", box=box, **openers, slips=0)
    assert (full.slips, full.opened_on, empty.slips, empty.opened_on) == (
        3,
        date(2024, 2, 15),
        0,
        clock.today(),
    )


async def test_one_person_alone_does_not_open_a_box(
    town: County, box: SuggestionBox, openers: dict[str, Any]
) -> None:
    alone = {"first_opener": openers["first_opener"], "second_opener": openers["first_opener"]}
    await town.refused(
        "village", "open_box", code="REFUSED", rule="two_openers", box=box, **alone, slips=1
    )
    await town.refused("village", "open_box", code="INVALID_INPUT", box=box, **openers, slips=-1)
    assert await town.rows(BoxOpening) == []


async def test_a_box_is_opened_only_while_it_hangs(
    town: County, box: SuggestionBox, openers: dict[str, Any]
) -> None:
    given = {"box": box, **openers, "slips": 0}
    await town.refused(
        "village",
        "open_box",
        code="REFUSED",
        rule="box_not_in_use",
        **given,
        opened_on="2023-12-31",
    )
    await town.act("village", "take_down_box", box=box, taken_down_on="2024-12-31")
    await town.act("village", "open_box", **given, opened_on="2024-12-31")
    await town.refused(
        "village",
        "open_box",
        code="REFUSED",
        rule="box_not_in_use",
        **given,
        opened_on="2025-01-01",
    )
    await town.refused("village", "take_down_box", code="REFUSED", rule="box_taken_down", box=box)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    await town.refused("village", "open_box", code="INVALID_INPUT", **given, opened_on=tomorrow)


async def test_a_special_group_hangs_a_box_without_a_station(town: County) -> None:
    box = await town.act(
        "township", "put_up_box", org=town.orgs["township"], name="古城箱", place="北街牌坊"
    )
    assert (box.station_id, box.org_id) == (None, town.orgs["township"].id)


async def test_a_box_belongs_to_a_station_or_an_org_never_to_both(town: County) -> None:
    station = await open_station(town)
    both = {"station": station, "org": town.orgs["village"], "name": "箱", "place": "村口"}
    await town.refused("village", "put_up_box", code="INVALID_INPUT", **both)
    await town.refused("village", "put_up_box", code="INVALID_INPUT", name="箱", place="村口")


async def test_nothing_is_put_up_at_a_station_that_rests(town: County) -> None:
    station = await open_station(town)
    await town.act("township", "suspend_station", station=station, reason="维修")
    await town.refused(
        "village",
        "put_up_box",
        code="REFUSED",
        rule="station_closed",
        station=station,
        name="箱",
        place="村口",
    )
    board = {"station": station, "place": "广场", "content": "扫码反映"}
    await town.refused(
        "village", "put_up_notice_board", code="REFUSED", rule="station_closed", **board
    )


@pytest.mark.day
async def test_a_board_has_a_code_of_its_own_and_is_taken_down_once(town: County) -> None:
    station = await open_station(town)
    board = await town.act(
        "village", "put_up_notice_board", station=station, place="广场", content="扫码反映,两分钟"
    )
    assert board.qr_token.startswith(f"{town.code}-")
    assert board.qr_token != station.qr_token
    down = await town.act("village", "take_down_notice_board", board=board)
    assert down.to_on == clock.today()
    await town.refused(
        "village", "take_down_notice_board", code="REFUSED", rule="board_taken_down", board=board
    )


async def test_a_box_and_its_openings_are_put_right(
    town: County, box: SuggestionBox, openers: dict[str, Any]
) -> None:
    opening = await town.act(
        "village", "open_box", box=box, **openers, slips=2, opened_on="2024-02-15"
    )
    box = await town.act(
        "village", "change_box", box=box, name="一号意见箱", put_up_on="2024-01-15"
    )
    assert (box.name, box.place, box.put_up_on) == ("一号意见箱", "村口", date(2024, 1, 15))
    await town.refused(
        "village",
        "change_box",
        code="REFUSED",
        rule="box_not_in_use",
        box=box,
        put_up_on="2024-02-16",
    )
    for wrong, path in (
        ({"put_up_on": "2022-12-31"}, "put_up_on"),
        ({"taken_down_on": "2024-12-31"}, "taken_down_on"),
        ({"place": None}, "place"),
    ):
        assert [
            f.path
            for f in (
                await town.refused("village", "change_box", code="INVALID_INPUT", box=box, **wrong)
            ).fields
        ] == [path]
    await town.act("village", "take_down_box", box=box, taken_down_on="2024-12-31")
    assert (
        await town.act("village", "change_box", box=box, taken_down_on=None)
    ).taken_down_on is None
    await town.refused("member", "change_box", code="FORBIDDEN", box=box, name="箱")
    station = (await town.rows(Station, Station.id == box.station_id))[0]
    for _ in range(2):
        await town.act(
            "village",
            "record_intake",
            station=station,
            content="路灯不亮",
            channel="box",
            box_opening=opening,
        )
    opening = await town.act(
        "village",
        "change_box_opening",
        opening=opening,
        slips=3,
        opened_on="2024-02-16",
        note="补登",
    )
    assert (opening.slips, opening.opened_on, opening.note) == (3, date(2024, 2, 16), "补登")
    change = "change_box_opening"
    assert (
        await town.refused("village", change, code="INVALID_INPUT", opening=opening, slips=1)
    ).fields[0].path == "slips"
    await town.refused(
        "village",
        change,
        code="REFUSED",
        rule="two_openers",
        opening=opening,
        first_opener=openers["second_opener"],
    )
    await town.refused(
        "village",
        change,
        code="REFUSED",
        rule="box_not_in_use",
        opening=opening,
        opened_on="2024-01-01",
    )


async def test_a_board_is_put_right_and_stays_in_its_org(town: County) -> None:
    station, other = (
        await open_station(town, opened_on="2024-01-01"),
        await open_station(town, org="village2", name="石桥村议事室"),
    )
    board = await town.act(
        "village", "put_up_notice_board", station=station, place="广场", content="扫码反映"
    )
    changed = await town.act(
        "village",
        "change_notice_board",
        board=board,
        content="扫码反映,两分钟",
        from_on="2026-01-01",
    )
    assert (changed.content, changed.from_on, changed.qr_token) == (
        "扫码反映,两分钟",
        date(2026, 1, 1),
        board.qr_token,
    )
    for wrong, path in (
        ({"station": other}, "station"),
        ({"to_on": "2026-02-01"}, "to_on"),
        ({"from_on": "1990-01-01"}, "from_on"),
    ):
        assert [
            f.path
            for f in (
                await town.refused(
                    "township", "change_notice_board", code="INVALID_INPUT", board=board, **wrong
                )
            ).fields
        ] == [path]


@pytest.mark.parametrize(
    ("who", "code"),
    [("member", "FORBIDDEN"), ("village2", "NOT_FOUND"), ("neighbour", "NOT_FOUND")],
)
async def test_who_may_not_take_a_box_down(
    town: County, box: SuggestionBox, who: str, code: str
) -> None:
    await town.refused(who, "take_down_box", code=code, box=box)
    assert (await town.fresh(box)).taken_down_on is None
