"""Corrections of memberships, seats and posts: what is refused, what the audit tells, and two
clerks at one record.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core import cases
from tests.fixtures.county import County
from tests.fixtures.day import TOMORROW
from yishi_core.domain.people.models import GroupPosition, Member, Person
from yishi_core.errors import Conflict
from yishi_core.kernel.audit.models import AuditEntry


async def person(town: County, name: str = "李明") -> Person:
    row: Person = await town.act(
        "township", "register_person", org=town.orgs["township"], name=name
    )
    return row


async def member(town: County, **given: Any) -> Member:
    one = given.pop("person", None) or await person(town)
    row: Member = await town.act(
        "township",
        "add_member",
        **{
            "person": one,
            "level": "county",
            "term": 9,
            "sector": "agriculture",
            "joined_on": "2022-01-10",
            **given,
        },
    )
    return row


async def test_a_member_is_put_right_and_the_audit_tells_before_and_after(town: County) -> None:
    row = await member(town)
    changed = await town.act(
        "township",
        "change_member",
        member=row,
        sector="education",
        member_no="9-017",
        reason="录入时选错界别",
    )
    assert (changed.sector, changed.member_no, changed.term, changed.correction_reason) == (
        "education",
        "9-017",
        9,
        "录入时选错界别",
    )
    entry = (await town.rows(AuditEntry, AuditEntry.operation == "change_member"))[-1]
    assert entry.changes is not None
    assert entry.changes["sector"] == ["agriculture", "education"]
    assert entry.changes["correction_reason"] == [None, "录入时选错界别"]


async def test_what_figures_rest_on_is_changed_with_a_reason(town: County) -> None:
    row = await member(town)
    for change in (
        {"sector": "education"},
        {"term": 8},
        {"is_standing": True},
        {"joined_on": "2021-11-01"},
    ):
        error = await town.refused(
            "township", "change_member", code="INVALID_INPUT", member=row, **change
        )
        assert [f.path for f in error.fields] == ["reason"]
    assert (
        await town.act("township", "change_member", member=row, member_no="9-018")
    ).correction_reason is None


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"sector": "wizards"}, "sector"),
        ({"joined_on": TOMORROW}, "joined_on"),
        ({"joined_on": None}, "joined_on"),
        ({"left_on": "2024-01-01"}, "left_on"),
        ({"leave_reason": "调动"}, "leave_reason"),
    ],
)
async def test_impossible_corrections_of_a_member_are_refused(
    town: County, change: dict[str, Any], path: str
) -> None:
    row = await member(town)
    error = await town.refused(
        "township", "change_member", code="INVALID_INPUT", member=row, reason="更正", **change
    )
    assert [f.path for f in error.fields] == [path]
    assert (await town.fresh(row)).version == row.version


async def test_the_end_of_a_membership_is_put_right_or_taken_back(town: County) -> None:
    row = await member(town)
    left = await town.act(
        "township", "end_membership", member=row, left_on="2024-03-01", leave_reason="工作调动"
    )
    moved = await town.act(
        "township", "change_member", member=left, left_on="2024-02-01", reason="日期有误"
    )
    assert (moved.left_on, moved.leave_reason) == (date(2024, 2, 1), "工作调动")
    error = await town.refused(
        "township",
        "change_member",
        code="INVALID_INPUT",
        member=left,
        left_on="2021-02-01",
        reason="日期有误",
    )
    assert [f.path for f in error.fields] == ["left_on"]
    back = await town.act("township", "change_member", member=left, left_on=None, reason="未离任")
    assert (back.left_on, back.leave_reason) == (None, None)


async def test_corrected_terms_do_not_overlap(town: County) -> None:
    one = await person(town)
    first = await member(town, person=one)
    await town.act(
        "township", "end_membership", member=first, left_on="2024-01-31", leave_reason="换届"
    )
    again = await member(town, person=one, joined_on="2024-02-01")
    city = await member(town, person=one, level="city")
    overlap = {"code": "REFUSED", "rule": "already_seated", "reason": "日期有误"}
    await town.refused("township", "change_member", member=again, joined_on="2024-01-31", **overlap)
    await town.refused("township", "change_member", member=first, left_on=None, **overlap)
    await town.act(
        "township", "change_member", member=first, joined_on="2021-06-01", reason="日期有误"
    )
    assert (
        await town.act(
            "township", "change_member", member=city, joined_on="2021-06-01", reason="日期有误"
        )
    ).joined_on == date(2021, 6, 1)


async def test_two_clerks_at_one_member(town: County) -> None:
    row = await member(town)
    await town.act("township", "change_member", version=row.version, member=row, member_no="1")
    with pytest.raises(Conflict):
        await town.act("county", "change_member", version=row.version, member=row, member_no="2")
    assert (await town.fresh(row)).member_no == "1"


@pytest.mark.parametrize(
    ("who", "code"), [("village", "FORBIDDEN"), ("member", "FORBIDDEN"), ("neighbour", "NOT_FOUND")]
)
async def test_who_may_not_correct(town: County, who: str, code: str) -> None:
    await town.refused(who, "change_member", code=code, member=await member(town), member_no="1")


async def test_a_place_in_a_group_has_one_head(town: County) -> None:
    group = town.orgs["township"]
    head = await town.act(
        "township",
        "add_to_group",
        group=group,
        person=await person(town),
        group_position="head",
        from_on="2022-01-01",
    )
    other = await town.act(
        "township",
        "add_to_group",
        group=group,
        person=await person(town, "王芳"),
        from_on="2022-01-01",
    )
    await town.refused(
        "township",
        "change_org_membership",
        code="REFUSED",
        rule="head_taken",
        membership=other,
        group_position="head",
    )
    changed = await town.act(
        "township",
        "change_org_membership",
        membership=head,
        group_position="deputy",
        role="副组长",
        from_on="2021-12-01",
    )
    assert (changed.group_position, changed.role, changed.from_on) == (
        GroupPosition.DEPUTY,
        "副组长",
        date(2021, 12, 1),
    )
    await town.act("township", "change_org_membership", membership=other, group_position="head")


async def test_a_council_and_its_seats(town: County) -> None:
    council = await town.act(
        "township",
        "found_council",
        station=await cases.station(town),
        name="柳湾议事会",
        seats=2,
        founded_on="2022-01-01",
    )
    given = {"council": council, "identity": "village_worthy", "from_on": "2022-02-01"}
    one = await town.act("township", "seat_council_member", person=await person(town), **given)
    two = await town.act(
        "township", "seat_council_member", person=await person(town, "王芳"), **given
    )
    await town.refused(
        "township", "change_council", code="REFUSED", rule="no_seat", council=council, seats=1
    )
    error = await town.refused(
        "township", "change_council", code="INVALID_INPUT", council=council, founded_on="2022-03-01"
    )
    assert [f.path for f in error.fields] == ["founded_on"]
    assert (
        await town.act("township", "change_council", council=council, name="柳湾村议事会", seats=3)
    ).seats == 3
    error = await town.refused(
        "township", "change_council_seat", code="INVALID_INPUT", seat=one, from_on="2021-01-01"
    )
    assert [f.path for f in error.fields] == ["from_on"]
    changed = await town.act(
        "township", "change_council_seat", seat=one, identity="party_delegate", council_role="会长"
    )
    assert (changed.identity, changed.council_role) == ("party_delegate", "会长")
    await town.act("township", "end_council_seat", seat=two, to_on="2023-01-01")
    await town.act("township", "change_council", council=council, seats=1)
    await town.refused(
        "township", "change_council_seat", code="REFUSED", rule="no_seat", seat=two, to_on=None
    )


async def test_experts_and_talents(town: County) -> None:
    one = await person(town)
    committee = await town.act(
        "county",
        "found_expert_committee",
        org=town.orgs["county"],
        name="智囊团",
        founded_on="2022-01-01",
    )
    expert = await town.act(
        "county", "appoint_expert", committee=committee, person=one, from_on="2022-02-01"
    )
    changed = await town.act("county", "change_expert", expert=expert, expert_role="adviser")
    assert changed.expert_role.value == "adviser"
    await town.refused(
        "county", "change_expert", code="INVALID_INPUT", expert=expert, from_on="2021-01-01"
    )
    body = await town.act(
        "county",
        "change_expert_committee",
        committee=committee,
        theme="古城保护",
        founded_on="2021-12-01",
    )
    assert (body.name, body.theme, str(body.founded_on)) == ("智囊团", "古城保护", "2021-12-01")
    for wrong in ("2022-02-02", TOMORROW):
        error = await town.refused(
            "county",
            "change_expert_committee",
            code="INVALID_INPUT",
            committee=committee,
            founded_on=wrong,
        )
        assert [f.path for f in error.fields] == ["founded_on"]
    pool = await town.act(
        "township",
        "found_talent_pool",
        org=town.orgs["township"],
        name="人才库",
        founded_on="2022-01-01",
    )
    given = {"pool": pool, "person": one, "identity": "expert", "from_on": "2022-02-01"}
    await town.act("township", "add_talent", field="law", **given)
    entry = await town.act("township", "add_talent", field="economy", **given)
    await town.refused(
        "township", "change_talent", code="REFUSED", rule="already_seated", entry=entry, field="law"
    )
    assert (
        await town.act("township", "change_talent", entry=entry, source="镇党委推荐")
    ).source == "镇党委推荐"
    await town.act("township", "end_talent", entry=entry, to_on="2023-01-01")
    await town.act("township", "close_talent_pool", pool=pool)
    await town.refused(
        "township", "change_talent", code="REFUSED", rule="pool_closed", entry=entry, to_on=None
    )


async def test_a_talent_pool(town: County) -> None:
    pool = await town.act(
        "township",
        "found_talent_pool",
        org=town.orgs["township"],
        name="人才库",
        founded_on="2022-01-01",
    )
    given = {"pool": pool, "identity": "expert", "field": "law", "from_on": "2022-02-01"}
    early = await town.act(
        "township", "add_talent", person=await person(town), **given, to_on="2022-06-30"
    )
    entry = await town.act("township", "add_talent", person=await person(town, "王芳"), **given)
    change = "change_talent_pool"
    pool = await town.act(
        "township", change, pool=pool, name="河口镇协商人才库", founded_on="2021-12-01"
    )
    assert (pool.name, str(pool.founded_on)) == ("河口镇协商人才库", "2021-12-01")
    for wrong, path in (
        ({"founded_on": "2022-02-02"}, "founded_on"),
        ({"closed_on": "2024-01-01"}, "closed_on"),
        ({"name": None}, "name"),
    ):
        assert [
            f.path
            for f in (
                await town.refused("township", change, code="INVALID_INPUT", pool=pool, **wrong)
            ).fields
        ] == [path]
    await town.act("township", "close_talent_pool", pool=pool, closed_on="2024-03-01")
    pool = await town.act("township", change, pool=pool, closed_on="2024-01-31")
    assert [str((await town.fresh(e)).to_on) for e in (early, entry)] == [
        "2022-06-30",
        "2024-01-31",
    ]
    error = await town.refused(
        "township", change, code="INVALID_INPUT", pool=pool, closed_on="2022-06-29"
    )
    assert [f.path for f in error.fields] == ["closed_on"]
    pool = await town.act("township", change, pool=pool, closed_on=None)
    assert (await town.act("township", "change_talent", entry=entry, to_on=None)).to_on is None


async def test_a_post_at_a_station(town: County) -> None:
    station = await cases.station(town)
    post = await town.act(
        "township", "assign_to_station", station=station, person=await person(town), role="convener"
    )
    error = await town.refused(
        "township",
        "change_station_assignment",
        code="INVALID_INPUT",
        assignment=post,
        selected_by="镇党委",
    )
    assert [f.path for f in error.fields] == ["selected_on"]
    changed = await town.act(
        "township",
        "change_station_assignment",
        assignment=post,
        selected_by="镇党委",
        selected_on="2026-01-05",
    )
    assert changed.selected_by == "镇党委"
    error = await town.refused(
        "township",
        "change_station_assignment",
        code="INVALID_INPUT",
        assignment=post,
        from_on="1999-01-01",
    )
    assert [f.path for f in error.fields] == ["from_on"]
