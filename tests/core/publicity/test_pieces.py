"""Pieces in newspapers, on the air, on the web."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.metrics.test_counting import counted
from tests.fixtures.county import County
from yishi_core.domain.publicity.models import Publicity
from yishi_core.facilities.metrics.counter import CountedFor

PIECE: dict[str, Any] = {
    "publicity_kind": "newspaper",
    "outlet": "省政协报",
    "outlet_level": "province",
    "title": "院坝里议出的路灯",
    "date": "2026-06-01",
}


async def test_a_piece_is_recorded_and_counted_by_level(town: County) -> None:
    station = await cases.station(town)
    row: Publicity = await town.act(
        "village", "record_publicity", station=station, **PIECE, author=await cases.person(town)
    )
    assert (row.station_id, row.outlet_level.value) == (station.id, "province")
    assert await counted(town, "publicity{level=province,kind=newspaper}", CountedFor.STATION) == {
        station.id: 1
    }
    assert await counted(town, "publicity{level=county}", CountedFor.STATION) == {}


async def test_a_town_s_own_column_is_no_county_medium(town: County) -> None:
    org = town.orgs["township"]
    await town.act("township", "record_publicity", org=org, **PIECE)
    column = {**PIECE, "publicity_kind": "column", "outlet_level": "township"}
    await town.act("township", "record_publicity", org=org, **column)
    above = "+".join(
        f"publicity{{level={level}}}" for level in ("county", "city", "province", "national")
    )
    for levels in (above, "publicity{level=township}"):
        assert (await counted(town, levels, CountedFor.ORG))[org.id] == 1


@pytest.mark.parametrize(
    "given",
    [
        {"publicity_kind": "rumour"},
        {"date": "2099-01-01"},
        {"outlet": ""},
        {"outlet_level": "planet"},
    ],
)
async def test_what_is_no_piece(town: County, given: dict[str, Any]) -> None:
    await town.refused(
        "village",
        "record_publicity",
        code="INVALID_INPUT",
        org=town.orgs["village"],
        **{**PIECE, **given},
    )


async def test_who_records_publicity(town: County) -> None:
    for caller in ("leader", "member", "auditor", "head"):
        await town.refused(
            caller, "record_publicity", code="FORBIDDEN", org=town.orgs["township"], **PIECE
        )
    await town.refused(
        "village2", "record_publicity", code="NOT_FOUND", org=town.orgs["village"], **PIECE
    )
    assert await town.rows(Publicity) == []


async def test_a_piece_is_put_right(town: County) -> None:
    author, station = await cases.person(town), await cases.station(town)
    row = await town.act("village", "record_publicity", org=town.orgs["village"], **PIECE)
    await town.act("township", "suspend_station", station=station, reason="整修")
    changed = await town.act(
        "village",
        "change_publicity",
        publicity=row,
        author=author,
        station=station,
        outlet_level="city",
        award="二等奖",
    )
    assert (changed.author_id, changed.station_id, changed.outlet_level.value, changed.award) == (
        author.id,
        station.id,
        "city",
        "二等奖",
    )
    for wrong in (
        {"date": "2099-01-01"},
        {"outlet": None},
        {"station": await cases.station(town, "village2")},
    ):
        error = await town.refused(
            "village", "change_publicity", code="INVALID_INPUT", publicity=row, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
    await town.refused("leader", "change_publicity", code="FORBIDDEN", publicity=row, award=None)
