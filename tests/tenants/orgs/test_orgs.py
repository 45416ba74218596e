"""The tree of organisations as its administrators change it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.orgs.models import OrgLink, OrgUnit


async def test_a_unit_is_founded_below_the_county(town: County) -> None:
    made = await town.act(
        "county", "create_org", parent=town.orgs["county"], name="县教育局", kind="department", slug="unit-school", handles=True
    )
    row = await town.fresh(made)
    assert (row.org_path, row.parent_id, row.handles) == (town.orgs["county"].org_path + "unit-school/", town.orgs["county"].id, True)
    assert row.sort_key.startswith("xian4 jiao4 yu4 ju2")
    await town.refused("county", "create_org", code="CONFLICT", parent=town.orgs["county"], name="又一个", kind="department", slug="unit-school")


async def test_a_division_has_the_path_of_its_code(town: County) -> None:
    made = await town.act(
        "township", "create_org", parent=town.orgs["township"], name="新村", kind="village_committees", region_code=f"{town.code}100233"
    )
    assert made.org_path == town.orgs["township"].org_path + "233/"
    error = await town.refused(
        "township", "create_org", code="INVALID_INPUT", parent=town.orgs["township"], name="外村", kind="village_committees",
        region_code=f"{town.code}101233",
    )  # fmt: skip
    assert [f.path for f in error.fields] == ["region_code"]


@pytest.mark.parametrize(
    "wrong", [{}, {"slug": "a", "region_code": "900101100"}, {"slug": "100"}, {"slug": "a/b"}, {"slug": "Ab"}, {"region_code": "9001"}]
)
async def test_a_path_word_is_checked(town: County, wrong: dict[str, str]) -> None:
    before = await town.rows(OrgUnit)
    await town.refused("county", "create_org", code="INVALID_INPUT", parent=town.orgs["county"], name="某组织", kind="area", **wrong)
    assert len(await town.rows(OrgUnit)) == len(before)


async def test_a_name_changes_and_the_path_stays(town: County) -> None:
    place = town.orgs["village"]
    await town.act("township", "rename_org", org=place, name="安和村")
    row = await town.fresh(place)
    assert (row.name, row.org_path) == ("安和村", place.org_path)
    assert row.sort_key.startswith("an1 he2")
    await town.refused("village", "rename_org", code="FORBIDDEN", org=place, name="我的村")


async def test_a_body_is_closed_from_below(town: County) -> None:
    error = await town.refused("county", "close_org", code="REFUSED", rule="children_open", org=town.orgs["neighbour"])
    assert "1个" in error.text.zh
    await town.refused("county", "close_org", code="REFUSED", rule="root", org=town.orgs["county"])
    await town.act("county", "close_org", org=town.orgs["neighbour_village"], closed_on="2026-03-01")
    await town.act("county", "close_org", org=town.orgs["neighbour"])
    assert (await town.fresh(town.orgs["neighbour_village"])).closed_on == date(2026, 3, 1)
    await town.refused("county", "close_org", code="REFUSED", rule="closed", org=town.orgs["neighbour"])
    late = {"parent": town.orgs["neighbour"], "name": "晚来的", "kind": "area", "slug": "late"}
    await town.refused("county", "create_org", code="REFUSED", rule="parent_closed", **late)


async def test_a_committee_guides_a_township(town: County) -> None:
    committee = await town.act("county", "create_org", parent=town.orgs["county"], name="提案委", kind="special_committee", slug="committee-1")
    link = await town.act("county", "link_orgs", guided=town.orgs["township"], guide=committee)
    row: OrgLink = await town.fresh(link)
    assert (row.org_path, row.guide_id, row.to_on) == (town.orgs["township"].org_path, committee.id, None)
    await town.refused("county", "link_orgs", code="CONFLICT", guided=town.orgs["township"], guide=committee)
    await town.refused("county", "link_orgs", code="INVALID_INPUT", guided=committee, guide=committee)
    await town.refused("neighbour", "unlink_orgs", code="NOT_FOUND", link=link)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    await town.refused("county", "unlink_orgs", code="INVALID_INPUT", link=link, to_on=yesterday)
    await town.act("county", "unlink_orgs", link=link)
    assert (await town.fresh(link)).to_on == clock.today()
