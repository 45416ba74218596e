"""Leading groups: founding document, one head, deputies, members (domain.md 2.2, 3.12)."""

from __future__ import annotations

from datetime import date

from tests.core.people.test_people import TOMORROW, register
from tests.fixtures.county import County
from yishi_core.domain.people.models import GroupPosition, OrgMembership


async def test_a_leading_group_has_one_head_at_a_time(town: County) -> None:
    group = await town.act(
        "township",
        "create_org",
        parent=town.orgs["township"],
        name="协商工作领导小组",
        kind="leading_group",
        slug="leading",
        founded_on="2021-03-01",
        doc_no="河委〔2021〕7号",
    )
    assert (group.founded_on, group.doc_no) == (date(2021, 3, 1), "河委〔2021〕7号")
    first, second, third = [await register(town, name) for name in ("任平", "查平", "单平")]
    head = await town.act(
        "township",
        "add_to_group",
        group=group,
        person=first,
        group_position="head",
        role="组长",
        post_kind="township_party_secretary",
        from_on="2021-03-01",
    )
    await town.refused(
        "township",
        "add_to_group",
        code="REFUSED",
        rule="head_taken",
        group=group,
        person=second,
        group_position="head",
    )
    for person in (second, third):
        await town.act(
            "township",
            "add_to_group",
            group=group,
            person=person,
            group_position="deputy",
            from_on="2021-03-01",
        )
    await town.act("township", "leave_group", membership=head, to_on="2024-01-31")
    fourth = await register(town, "仇平")
    await town.act(
        "township",
        "add_to_group",
        group=group,
        person=fourth,
        group_position="head",
        from_on="2024-02-01",
    )
    positions = [m.group_position for m in await town.rows(OrgMembership)]
    assert positions == [
        GroupPosition.HEAD,
        GroupPosition.DEPUTY,
        GroupPosition.DEPUTY,
        GroupPosition.HEAD,
    ]


async def test_the_head_of_a_liaison_committee_should_be_a_county_member(town: County) -> None:
    given = {
        "parent": town.orgs["township"],
        "name": "政协联络委员会",
        "kind": "liaison_committee",
        "slug": "liaison",
    }
    committee = await town.act("township", "create_org", **given)
    stranger, member = await register(town, "任平"), await register(town, "查平")
    result = await town.result(
        "township",
        "add_to_group",
        group=committee,
        person=stranger,
        group_position="head",
        from_on="2024-01-01",
    )
    assert [a.rule for a in result.advice] == ["head_not_member"]
    await town.act("township", "leave_group", membership=result.value, to_on="2024-01-31")
    await town.act("township", "add_member", person=member, level="county")
    result = await town.result(
        "township",
        "add_to_group",
        group=committee,
        person=member,
        group_position="head",
        from_on="2024-02-01",
    )
    assert result.advice == ()


async def test_what_is_recorded_of_a_body_is_corrected(town: County) -> None:
    given = {
        "parent": town.orgs["township"],
        "name": "第一履职小组",
        "kind": "member_group",
        "slug": "duty-1",
        "group_kind": "duty",
    }
    group = await town.act("township", "create_org", **given)
    changed = await town.act(
        "township", "change_org", org=group, contact="镇政府201室", doc_no="河委〔2024〕1号"
    )
    assert (changed.contact, changed.doc_no, changed.group_kind) == (
        "镇政府201室",
        "河委〔2024〕1号",
        "duty",
    )
    await town.refused(
        "township", "change_org", code="INVALID_INPUT", org=group, founded_on=TOMORROW
    )
    for wrong in ({"kind": "leading_group"}, {"group_kind": "sports"}):
        error = await town.refused(
            "township", "create_org", code="INVALID_INPUT", **{**given, "slug": "other", **wrong}
        )
        assert [f.path for f in error.fields] == ["group_kind"]
    await town.refused(
        "village", "change_org", code="FORBIDDEN", org=town.orgs["village"], contact="x"
    )
    await town.act("township", "close_org", org=group)
    await town.refused(
        "township", "change_org", code="REFUSED", rule="org_closed", org=group, contact="x"
    )
