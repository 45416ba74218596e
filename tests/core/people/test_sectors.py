"""The county's list of sectors (domain.md 5.7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core.metrics.test_counting import ORG, counted
from tests.core.people.test_people import register
from tests.fixtures.county import County
from yishi_core.domain.people.models import Member
from yishi_core.domain.people.sectors import Sector
from yishi_core.errors import YishiError
from yishi_core.facilities.metrics.periods import Span


async def listed(town: County, who: str = "county", org: str = "county") -> dict[str, Any]:
    return {line.code: line for line in await town.act(who, "county_sectors", org=town.orgs[org])}


async def refused(
    town: County, who: str, operation: str, error: str, rule: str | None = None, **raw: Any
) -> None:
    """`County.refused` has a keyword `code` of its own, and so have these inputs."""
    with pytest.raises(YishiError) as caught:
        await town.act(who, operation, **raw)
    assert (caught.value.code.value, caught.value.data.get("rule")) == (error, rule)


async def test_the_delivered_list_has_34_sectors_in_six_groups(town: County) -> None:
    found = await listed(town)
    assert len(found) == 34
    assert all(line.delivered and not line.hidden for line in found.values())
    assert (found["cpc"].group, found["agriculture"].group, found["ethnic"].group) == (
        "party",
        "profession",
        "ethnic_religious",
    )
    assert (found["macao"].group_label, found["youth"].group, found["non_party"].group) == (
        "特邀",
        "mass_organisation",
        "non_party",
    )
    assert list(found) == list(town.platform.plugins.core.words["sector"])


async def test_a_county_renames_moves_hides_and_adds(town: County) -> None:
    org = town.orgs["county"]
    await town.act("county", "change_sector", org=org, code="trade_union", name="工会", sort=1)
    await town.act("county", "change_sector", org=org, code="hongkong", hidden=True)
    await town.act(
        "county",
        "add_sector",
        org=org,
        code="new_groups",
        name="新的社会阶层人士",
        group="profession",
    )
    found = await listed(town, "township", "township")
    assert next(iter(found)) == "trade_union"
    assert found["trade_union"].name == "工会"
    assert found["hongkong"].hidden
    assert list(found)[-1] == "new_groups"
    assert not found["new_groups"].delivered
    await town.act("county", "change_sector", org=org, code="hongkong", hidden=False)
    assert not (await listed(town))["hongkong"].hidden
    assert len(await town.rows(Sector)) == 3


@pytest.mark.parametrize(
    ("operation", "given", "code", "rule"),
    [
        (
            "add_sector",
            {"code": "cpc", "name": "中共", "group": "party"},
            "REFUSED",
            "sector_taken",
        ),
        (
            "add_sector",
            {"code": "farming", "name": "农业界", "group": "profession"},
            "REFUSED",
            "sector_named",
        ),
        (
            "add_sector",
            {"code": "farming", "name": "农业和农村界", "group": "unheard_of"},
            "INVALID_INPUT",
            None,
        ),
        (
            "add_sector",
            {"code": "Farming!", "name": "农业和农村界", "group": "profession"},
            "INVALID_INPUT",
            None,
        ),
        ("change_sector", {"code": "farming", "name": "农业和农村界"}, "INVALID_INPUT", None),
        ("change_sector", {"code": "agriculture", "name": "教育界"}, "REFUSED", "sector_named"),
    ],
)
async def test_what_is_refused_of_a_list(
    town: County, operation: str, given: dict[str, Any], code: str, rule: str | None
) -> None:
    await refused(town, "county", operation, code, rule, org=town.orgs["county"], **given)
    assert await town.rows(Sector) == []


@pytest.mark.parametrize("who", ["township", "village", "member", "leader", "auditor"])
async def test_only_the_county_changes_its_list(town: County, who: str) -> None:
    await refused(
        town, who, "change_sector", "FORBIDDEN", org=town.orgs["county"], code="cpc", name="中共"
    )
    await refused(
        town,
        "county",
        "change_sector",
        "INVALID_INPUT",
        org=town.orgs["township"],
        code="cpc",
        name="中共",
    )


async def test_members_represent_a_sector_of_the_list(town: County) -> None:
    org, person = town.orgs["county"], await register(town)
    given = {"person": person, "level": "county", "joined_on": "2022-01-10"}
    await town.refused("township", "add_member", code="INVALID_INPUT", **given, sector="new_groups")
    await town.act(
        "county",
        "add_sector",
        org=org,
        code="new_groups",
        name="新的社会阶层人士",
        group="profession",
    )
    assert (
        await town.act("township", "add_member", **given, sector="新的社会阶层人士")
    ).sector == "new_groups"
    await town.act("county", "change_sector", org=org, code="new_groups", hidden=True)
    again = {**given, "level": "city"}
    error = await town.refused(
        "township", "add_member", code="INVALID_INPUT", **again, sector="new_groups"
    )
    assert error.fields[0].path == "sector"
    assert [m.sector for m in await town.rows(Member)] == ["new_groups"]


async def test_members_are_counted_by_sector_and_by_its_group(town: County) -> None:
    org = town.orgs["county"]
    for n, (sector, left_on) in enumerate(
        [
            ("cpc", None),
            ("cdl", None),
            ("agriculture", None),
            ("agriculture", "2023-06-30"),
            (None, None),
        ]
    ):
        person = await register(town, f"周委员{n}", sex="female" if n < 3 else "male")
        row = await town.act(
            "township",
            "add_member",
            person=person,
            level="county",
            joined_on="2022-01-10",
            sector=sector,
        )
        if n == 0:
            await town.act(
                "township",
                "add_member",
                person=person,
                level="city",
                joined_on="2022-01-10",
                sector=sector,
            )
        if left_on:
            await town.act(
                "township", "end_membership", member=row, left_on=left_on, leave_reason="调离"
            )
    figures = {
        "members": 5,
        "members{level=city}": 1,
        "members{sex=female}": 4,
        "members{sector=agriculture}": 1,
        "members{group=party}": 3,
        "members{group=profession}": 1,
        "sectors_covered": 3,
    }
    for metric, n in figures.items():
        assert (await counted(town, metric, ORG)).get(town.orgs["township"].id) == n, metric
    earlier = Span(date(2022, 1, 1), date(2022, 12, 31))
    assert (await counted(town, "members", ORG, earlier))[org.id] == 6
    await town.act("county", "change_sector", org=org, code="cdl", group="non_party")
    assert (await counted(town, "members{group=party}", ORG))[org.id] == 2
    found = await listed(town)
    assert (found["agriculture"].members, found["cpc"].members, found["health"].members) == (
        1,
        1,
        0,
    )
    assert (await listed(town, "neighbour", "neighbour"))["cpc"].members == 0
