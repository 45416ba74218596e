"""The platforms of a township by the formula of its variant, part by part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.core import cases
from tests.core.plugins.samples import Quiet
from tests.fixtures.county import County
from tests.tenants.settings.conftest import county_with
from yishi_core.kernel.database import Database
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.variants.problem import BrokenPlugin

ROOMS = """
formula = "1+10+N"
station_kinds = [
  { kind = "workstation", label = "委员工作站", min = 1, max = 1 },
  { kind = "council_room", label = "协商议事室", min = 10 },
  { kind = "flexible_venue", sub_kind = "yard", label = "邻里小院" },
  { metric = "orgs{kind=liaison_group}", label = "联络组", min = 1 },
]
"""


@pytest.fixture
async def rooms(database: Database, tmp_path: Path) -> County:
    """A township that has a station, six rooms of ten, and three yards, one of them mobile."""
    county = await county_with(database, tmp_path, Quiet("rooms", ROOMS))
    township = county.orgs["township"]
    await county.act("county", "switch_plugin", org=township, plugin="rooms", on=True)
    for kind, n in (("workstation", 2), ("council_room", 6)):
        for i in range(n):
            org = "village" if kind == "council_room" else "township"
            await cases.station(county, org, name=f"{kind}{i}", kind=kind)
    for i, mobility in enumerate(("fixed", "fixed", "mobile")):
        await cases.station(
            county,
            name=f"小院{i}",
            kind="flexible_venue",
            sub_kind="yard",
            mobility=mobility,
        )
    return county


async def board(county: County, org: str, **given: Any) -> list[Any]:
    found = await county.act("county", "platform_board", org=county.orgs[org], **given)
    return list(found.formulas)


async def test_each_part_tells_what_is_expected_registered_and_missing(rooms: County) -> None:
    [formula] = await board(rooms, "township")
    assert (formula.plugin, formula.formula, formula.name) == (
        "rooms",
        "1+10+N",
        rooms.orgs["township"].name,
    )
    told = [
        (part.expected, part.registered, part.gap, part.surplus, part.fixed, part.mobile)
        for part in formula.parts
    ]
    assert told == [
        (1, 2, 0, 1, 2, 0),
        (10, 6, 4, 0, 6, 0),
        (None, 3, 0, 0, 2, 1),
        (1, 1, 0, 0, None, None),
    ]
    assert [part.text for part in formula.parts] == [
        "委员工作站:应有1个,已登记2个,超出1个",
        "协商议事室:应有10个,已登记6个,缺4个",
        "邻里小院:已登记3个",
        "联络组:应有1个,已登记1个",
    ]


EACH = """
formula = "1镇1室"
station_kinds = [
  { kind = "council_room", label = "协商议事室", min = 1, max = 2, per = "regions{level=township}" },
]
"""


async def test_a_part_may_be_of_each_township(database: Database, tmp_path: Path) -> None:
    county = await county_with(database, tmp_path, Quiet("each", EACH))
    await county.act("county", "switch_plugin", org=county.orgs["county"], plugin="each", on=True)
    for n in range(3):
        await cases.station(county, name=f"议事室{n}", kind="council_room")
    told = [
        (part.expected, part.most, part.registered, part.gap, part.surplus, part.text)
        for org in ("county", "township", "neighbour")
        for [formula] in [await board(county, org)]
        for part in formula.parts
    ]
    assert told == [
        (2, 4, 3, 0, 0, "协商议事室:应有2个,已登记3个"),
        (1, 2, 3, 0, 1, "协商议事室:应有1个,已登记3个,超出1个"),
        (1, 2, 0, 1, 0, "协商议事室:应有1个,已登记0个,缺1个"),
    ]


async def test_a_part_is_told_by_the_orgs_directly_below(rooms: County) -> None:
    [formula] = await board(rooms, "township")
    by_org = [{one.name: one.registered for one in part.by_org} for part in formula.parts]
    village = rooms.orgs["village"].name
    assert by_org[:3] == [{}, {village: 6}, {village: 3}]


async def test_the_county_sees_the_formula_of_each_township_that_has_one(rooms: County) -> None:
    [formula] = await board(rooms, "county")
    assert formula.org.id == rooms.orgs["township"].id
    assert [part.gap for part in formula.parts] == [0, 4, 0, 0]


async def test_the_board_of_an_earlier_day_counts_what_stood_then(rooms: County) -> None:
    [formula] = await board(rooms, "township", on="2019-12-31")
    assert [part.registered for part in formula.parts[:3]] == [0, 0, 0]
    await rooms.refused(
        "county",
        "platform_board",
        code="INVALID_INPUT",
        org=rooms.orgs["township"],
        on="2026-11-26",
    )


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('{ label = "室" }', "give either kind"),
        ('{ label = "室", kind = "council_room", metric = "stations" }', "give either kind"),
        ('{ label = "室", kind = "council_room", min = 3, max = 2 }', "min exceeds max"),
        ('{ kind = "workstation", label = "站", per = "regions{level=township}" }', "per"),
    ],
)
def test_a_part_that_counts_nothing_is_refused(part: str, said: str) -> None:
    with pytest.raises(BrokenPlugin, match=said):
        load_plugins([Quiet("rooms", f"station_kinds = [{part}]")], entry_points=False)
