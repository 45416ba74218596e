"""People, memberships, groups (domain.md 2.4)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.fixtures.county import County, make_county
from tests.fixtures.day import TOMORROW
from yishi_core import clock
from yishi_core.domain.people.models import Member, OrgMembership, Person


async def register(town: County, name: str = "曾国强", **rest: object) -> Person:
    person: Person = await town.act(
        "township", "register_person", org=town.orgs["township"], name=name, **rest
    )
    return person


async def test_people_sort_by_the_reading_of_their_surname(town: County) -> None:
    for name in ("曾平", "张平", "单平", "仇平", "区平", "安平"):
        await register(town, name)
    rows = sorted(await town.rows(Person), key=lambda p: p.sort_key)
    assert [p.name for p in rows] == ["安平", "区平", "仇平", "单平", "曾平", "张平"]


async def test_a_name_given_twice_is_pointed_out(town: County) -> None:
    await register(town, "李明")
    result = await town.result(
        "township", "register_person", org=town.orgs["township"], name="李明"
    )
    assert [a.rule for a in result.advice] == ["same_name"]


async def test_a_changed_name_sorts_anew_and_the_rest_stays(town: County) -> None:
    person = await register(
        town, "李明", phone="13900000000", post_kind="department_head", expertise=["law"]
    )
    changed = await town.act("township", "change_person", person=person, name="解明", phone=None)
    assert (changed.name, changed.phone, changed.post_kind) == ("解明", None, "department_head")
    assert changed.sort_key.startswith("xie4 ming2")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("born_on", TOMORROW),
        ("born_on", "1850-01-01"),
        ("phone", "not a number"),
        ("post_kind", "emperor"),
        ("name", "李"),
    ],
)
async def test_impossible_particulars_are_refused(town: County, field: str, value: str) -> None:
    given = {"org": town.orgs["township"], "name": "李明", field: value}
    error = await town.refused("township", "register_person", code="INVALID_INPUT", **given)
    assert [f.path for f in error.fields] == [field]
    assert await town.rows(Person) == []


@pytest.mark.parametrize(
    ("who", "code"), [("village", "FORBIDDEN"), ("member", "FORBIDDEN"), ("neighbour", "NOT_FOUND")]
)
async def test_who_may_not_register_people(town: County, who: str, code: str) -> None:
    await town.refused(who, "register_person", code=code, org=town.orgs["village"], name="李明")


async def test_a_member_at_two_levels_but_once_at_each(town: County) -> None:
    person = await register(town)
    county = await town.act(
        "township",
        "add_member",
        person=person,
        level="county",
        term=9,
        sector="agriculture",
        joined_on="2021-11-01",
    )
    await town.act("township", "add_member", person=person, level="city", term=8)
    await town.refused(
        "township",
        "add_member",
        code="REFUSED",
        rule="already_seated",
        person=person,
        level="county",
    )
    await town.act(
        "township", "end_membership", member=county, left_on="2024-01-31", leave_reason="工作调动"
    )
    again = await town.act(
        "township", "add_member", person=person, level="county", joined_on="2024-02-01"
    )
    assert again.joined_on == date(2024, 2, 1)
    assert len(await town.rows(Member)) == 3


async def test_a_membership_ends_once_and_not_before_it_began(town: County) -> None:
    member = await town.act(
        "township",
        "add_member",
        person=await register(town),
        level="county",
        joined_on="2022-01-01",
    )
    for day in ("2021-12-31", TOMORROW):
        await town.refused(
            "township",
            "end_membership",
            code="INVALID_INPUT",
            member=member,
            left_on=day,
            leave_reason="辞去",
        )
    left = await town.act("township", "end_membership", member=member, leave_reason="辞去")
    assert left.left_on == clock.today()
    await town.refused(
        "township",
        "end_membership",
        code="REFUSED",
        rule="already_ended",
        member=member,
        leave_reason="辞去",
    )


async def test_in_and_out_of_a_group(town: County) -> None:
    person, group = await register(town), town.orgs["township"]
    place = await town.act(
        "township", "add_to_group", group=group, person=person, role="组长", from_on="2022-01-01"
    )
    await town.refused(
        "township",
        "add_to_group",
        code="REFUSED",
        rule="already_seated",
        group=group,
        person=person,
    )
    await town.refused(
        "township", "leave_group", code="INVALID_INPUT", membership=place, to_on="2021-01-01"
    )
    left = await town.act("township", "leave_group", membership=place, to_on="2023-06-30")
    assert left.to_on == date(2023, 6, 30)
    await town.refused(
        "township",
        "leave_group",
        code="REFUSED",
        rule="already_ended",
        membership=place,
        to_on="2024-06-30",
    )
    assert len(await town.rows(OrgMembership)) == 1


async def test_people_of_another_county_cannot_be_named(town: County, tmp_path: Path) -> None:
    other = await make_county(town.platform)
    stranger = await other.act(
        "township", "register_person", org=other.orgs["township"], name="外县人"
    )
    error = await town.refused(
        "county", "add_to_group", code="NOT_FOUND", group=town.orgs["township"], person=stranger
    )
    assert [f.path for f in error.fields] == ["person"]


async def test_a_person_seen_in_two_counties_is_still_not_mixed(town: County) -> None:
    other = await make_county(town.platform)
    stranger = await other.act(
        "township", "register_person", org=other.orgs["township"], name="外县人"
    )
    both = await town.person("both", ("county_admin", "county"))
    wide = type(both)(
        both.kind,
        town.code,
        both.policy,
        grants=(*both.grants, *other.principals["county"].grants),
        account=both.account,
        version=1,
    )
    error = await town.refused(
        wide, "add_to_group", code="NOT_FOUND", group=town.orgs["township"], person=stranger
    )
    assert [f.path for f in error.fields] == ["person"]
    assert await town.rows(OrgMembership) == []


async def test_a_post_of_long_ago_is_entered_beside_the_one_of_today(town: County) -> None:
    """Back-entry is normal (domain.md 2.1): what is over already comes with its last day, and only
    the same days are taken.
    """
    person, group = await register(town), town.orgs["township"]
    over = {"from_on": "2012-01-01", "to_on": "2016-12-31"}
    given = {"group": group, "person": person, "group_position": "head"}
    await town.act("township", "add_to_group", **given, from_on="2022-01-01")
    await town.refused(
        "township",
        "add_to_group",
        code="REFUSED",
        rule="already_seated",
        **given,
        from_on="2012-01-01",
    )
    old = await town.act("township", "add_to_group", **given, **over)
    assert old.to_on == date(2016, 12, 31)
    other = {**given, "person": await register(town, "王立新")}
    await town.refused(
        "township",
        "add_to_group",
        code="REFUSED",
        rule="head_taken",
        **other,
        from_on="2016-01-01",
        to_on="2018-01-01",
    )
    await town.act("township", "add_to_group", **other, from_on="2017-01-01", to_on="2018-01-01")
    await town.refused(
        "township",
        "add_to_group",
        code="INVALID_INPUT",
        **other,
        from_on="2011-01-01",
        to_on="2010-01-01",
    )

    membership = {"person": person, "level": "county"}
    await town.act("township", "add_member", **membership, term=10, joined_on="2021-11-01")
    before = {**membership, "term": 8, "joined_on": "2011-11-01", "left_on": "2016-10-31"}
    error = await town.refused("township", "add_member", code="INVALID_INPUT", **before)
    assert [f.path for f in error.fields] == ["leave_reason"]
    eighth = await town.act("township", "add_member", **before, leave_reason="换届")
    assert (eighth.left_on, eighth.leave_reason) == (date(2016, 10, 31), "换届")
    await town.refused(
        "township",
        "add_member",
        code="REFUSED",
        rule="already_seated",
        **{**before, "leave_reason": "换届"},
    )
    await town.refused(
        "township",
        "add_member",
        code="INVALID_INPUT",
        **{**before, "leave_reason": "换届", "left_on": TOMORROW},
    )
