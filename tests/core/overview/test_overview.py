"""The county's one picture."""

from __future__ import annotations

from tests.fixtures.county import County


async def test_an_empty_county_shows_a_row_for_each_org_below(town: County) -> None:
    picture = await town.act("county", "overview", org=town.orgs["county"])
    assert picture.total.stations == 0
    assert [row.name for row in picture.rows][:2] == ["河口镇政协联络组", "东坪镇政协联络组"]


async def test_a_township_does_not_see_the_county_s_picture(town: County) -> None:
    await town.refused("township", "overview", code="FORBIDDEN", org=town.orgs["county"])
    own = await town.act("township", "overview", org=town.orgs["township"])
    assert [row.name for row in own.rows] == ["柳湾村", "石桥村"]


async def test_a_period_that_ends_before_it_begins_is_refused(town: County) -> None:
    await town.refused(
        "county",
        "overview",
        code="INVALID_INPUT",
        org=town.orgs["county"],
        from_on="2026-02-01",
        to_on="2026-01-01",
    )
