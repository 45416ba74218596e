"""The tree of organisations as its administrators change it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.kernel.tree.models import OrgKind, OrgLink, OrgUnit


async def test_a_unit_is_founded_below_the_county(town: County) -> None:
    made = await town.act(
        "county",
        "create_org",
        parent=town.orgs["county"],
        name="县教育局",
        kind="department",
        slug="unit-school",
        handles=True,
    )
    row = await town.fresh(made)
    assert (row.org_path, row.parent_id, row.handles) == (
        town.orgs["county"].org_path + "unit-school/",
        town.orgs["county"].id,
        True,
    )
    assert row.sort_key.startswith("xian4 jiao4 yu4 ju2")
    await town.refused(
        "county",
        "create_org",
        code="CONFLICT",
        parent=town.orgs["county"],
        name="又一个",
        kind="department",
        slug="unit-school",
    )


async def test_a_division_has_the_path_of_its_code(town: County) -> None:
    made = await town.act(
        "township",
        "create_org",
        parent=town.orgs["township"],
        name="新村",
        kind="village_committees",
        region_code=f"{town.code}100233",
    )
    assert made.org_path == town.orgs["township"].org_path + "233/"
    error = await town.refused(
        "township",
        "create_org",
        code="INVALID_INPUT",
        parent=town.orgs["township"],
        name="外村",
        kind="village_committees",
        region_code=f"{town.code}101233",
    )
    assert [f.path for f in error.fields] == ["region_code"]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"slug": "a", "region_code": "900101100"},
        {"slug": "100"},
        {"slug": "a/b"},
        {"slug": "Ab"},
        {"region_code": "9001"},
    ],
)
async def test_a_path_word_is_checked(town: County, wrong: dict[str, str]) -> None:
    before = await town.rows(OrgUnit)
    await town.refused(
        "county",
        "create_org",
        code="INVALID_INPUT",
        parent=town.orgs["county"],
        name="某组织",
        kind="area",
        **wrong,
    )
    assert len(await town.rows(OrgUnit)) == len(before)


async def test_a_name_changes_and_the_path_stays(town: County) -> None:
    place = town.orgs["village"]
    await town.act("township", "rename_org", org=place, name="安和村")
    row = await town.fresh(place)
    assert (row.name, row.org_path) == ("安和村", place.org_path)
    assert row.sort_key.startswith("an1 he2")
    await town.refused("village", "rename_org", code="FORBIDDEN", org=place, name="我的村")


async def test_a_body_is_closed_from_below(town: County) -> None:
    error = await town.refused(
        "county", "close_org", code="REFUSED", rule="children_open", org=town.orgs["neighbour"]
    )
    assert "1个" in error.text.zh
    await town.refused("county", "close_org", code="REFUSED", rule="root", org=town.orgs["county"])
    below = town.orgs["neighbour_village"]
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    await town.refused("county", "close_org", code="INVALID_INPUT", org=below, closed_on=tomorrow)
    station = await town.act(
        "county",
        "open_station",
        org=below,
        name="议事室",
        kind="council_room",
        level="village",
        opened_on="2025-01-01",
    )
    await town.refused("county", "close_org", code="REFUSED", rule="stations_open", org=below)
    await town.act("county", "close_station", station=station, on="2026-02-01", reason="撤并")
    await town.act("county", "change_org", org=below, founded_on="2020-01-01")
    await town.refused(
        "county", "close_org", code="INVALID_INPUT", org=below, closed_on="2019-12-31"
    )
    await town.act("county", "close_org", org=below, closed_on="2026-03-01")
    await town.act("county", "close_org", org=town.orgs["neighbour"])
    assert (await town.fresh(town.orgs["neighbour_village"])).closed_on == date(2026, 3, 1)
    await town.refused(
        "county", "close_org", code="REFUSED", rule="org_closed", org=town.orgs["neighbour"]
    )
    late = {"parent": town.orgs["neighbour"], "name": "晚来的", "kind": "area", "slug": "late"}
    await town.refused("county", "create_org", code="REFUSED", rule="org_closed", **late)


async def test_a_body_that_was_closed_takes_no_business_and_lets_go_of_its_people(
    town: County,
) -> None:
    """Whatever names it as its place is refused, with the field; its accounts can still be closed
    and its figures typed in.
    """
    group = await town.act(
        "township",
        "create_org",
        parent=town.orgs["township"],
        name="二组",
        kind="member_group",
        slug="two",
    )
    person = await town.act("township", "register_person", org=town.orgs["township"], name="覃光明")
    place = await town.act(
        "township", "add_to_group", group=group, person=person, from_on="2025-01-01"
    )
    link = await town.act(
        "county", "link_orgs", guided=group, guide=town.orgs["unit"], from_on="2025-01-01"
    )
    await town.refused("township", "close_org", code="REFUSED", rule="links_run", org=group)
    await town.act("county", "unlink_orgs", link=link)
    await town.act("township", "close_org", org=group)
    assert (await town.fresh(place)).to_on == clock.today()
    at = {"org": group}
    for operation, given in (
        ("register_person", {**at, "name": "新人"}),
        ("open_station", {**at, "name": "新站", "kind": "workstation", "level": "township"}),
        ("record_intake", {**at, "content": "路灯不亮", "channel": "visit"}),
        ("rename_org", {**at, "name": "三组"}),
        ("add_to_group", {"group": group, "person": person}),
        (
            "record_deed",
            {**at, "deed_kind": "practical", "description": "修路", "date": "2026-04-01"},
        ),
    ):
        error = await town.refused(
            "township", operation, code="REFUSED", rule="org_closed", **given
        )
        assert [f.path for f in error.fields] == [next(iter(given))]
    assert (await town.act("county", "close_fund_year", org=group, year=2025)).year == 2025


async def test_a_unit_is_known_to_all_while_it_handles(town: County) -> None:
    unit = await town.act(
        "county",
        "create_org",
        parent=town.orgs["county"],
        name="县农业农村局",
        kind="department",
        slug="unit-farms",
    )
    assert unit.audience is None
    assert (await town.act("county", "change_org", org=unit, handles=True)).audience == ["public"]
    assert (await town.act("county", "change_org", org=unit, handles=False)).audience is None


async def test_a_township_has_one_liaison_committee(town: County) -> None:
    first = {
        "parent": town.orgs["township"],
        "name": "河口镇联络委",
        "kind": "liaison_committee",
        "slug": "committee",
    }
    committee = await town.act("county", "create_org", **first)
    again = {**first, "name": "又一个联络委", "slug": "committee-2"}
    await town.refused("county", "create_org", code="REFUSED", rule="committee_exists", **again)
    await town.act("county", "create_org", **{**again, "parent": town.orgs["neighbour"]})
    await town.act("county", "close_org", org=committee)
    await town.act("county", "create_org", **again)


async def test_a_link_of_long_ago_is_entered_beside_the_one_that_runs(town: County) -> None:
    committee = await town.act(
        "county",
        "create_org",
        parent=town.orgs["county"],
        name="提案委",
        kind="special_committee",
        slug="committee-1",
    )
    both = {"guided": town.orgs["township"], "guide": committee}
    await town.act("county", "link_orgs", **both, from_on="2024-01-01")
    await town.refused(
        "county", "link_orgs", code="CONFLICT", **both, from_on="2018-01-01", to_on="2024-01-01"
    )
    await town.act("county", "link_orgs", **both, from_on="2018-01-01", to_on="2020-12-31")


@pytest.mark.day
async def test_a_committee_guides_a_township(town: County) -> None:
    committee = await town.act(
        "county",
        "create_org",
        parent=town.orgs["county"],
        name="提案委",
        kind="special_committee",
        slug="committee-1",
    )
    link = await town.act("county", "link_orgs", guided=town.orgs["township"], guide=committee)
    row: OrgLink = await town.fresh(link)
    assert (row.org_path, row.guide_id, row.to_on) == (
        town.orgs["township"].org_path,
        committee.id,
        None,
    )
    await town.refused(
        "county", "link_orgs", code="CONFLICT", guided=town.orgs["township"], guide=committee
    )
    await town.refused(
        "county", "link_orgs", code="INVALID_INPUT", guided=committee, guide=committee
    )
    await town.refused("neighbour", "unlink_orgs", code="NOT_FOUND", link=link)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    await town.refused("county", "unlink_orgs", code="INVALID_INPUT", link=link, to_on=yesterday)
    await town.act("county", "unlink_orgs", link=link)
    assert (await town.fresh(link)).to_on == clock.today()


async def test_a_townships_body_becomes_another_by_the_countys_word(town: County) -> None:
    org = town.orgs["township"]
    changed = await town.fresh(
        await town.act("county", "change_org_kind", org=org, kind="liaison_committee")
    )
    assert (changed.kind, changed.name, changed.org_path) == (
        OrgKind.LIAISON_COMMITTEE,
        "河口镇政协联络委员会",
        org.org_path,
    )
    named = await town.act(
        "county", "change_org_kind", org=org, kind="work_liaison_committee", name="河口镇工联委"
    )
    assert (named.kind, named.name) == (OrgKind.WORK_LIAISON_COMMITTEE, "河口镇工联委")
    again = await town.act("county", "change_org_kind", org=org, kind="liaison_group")
    assert again.name == "河口镇工联委"


async def test_a_kind_that_is_no_townships_is_refused_and_so_is_the_township(town: County) -> None:
    for name, kind in (("township", "department"), ("village", "liaison_group")):
        given = {"org": town.orgs[name], "kind": kind}
        await town.refused("county", "change_org_kind", code="REFUSED", rule="kind_stays", **given)
    await town.refused(
        "township",
        "change_org_kind",
        code="FORBIDDEN",
        org=town.orgs["township"],
        kind="liaison_committee",
    )
    await town.act(
        "county",
        "create_org",
        parent=town.orgs["township"],
        name="河口镇联络委",
        kind="liaison_committee",
        slug="committee",
    )
    await town.refused(
        "county",
        "change_org_kind",
        code="REFUSED",
        rule="committee_exists",
        org=town.orgs["township"],
        kind="liaison_committee",
    )
