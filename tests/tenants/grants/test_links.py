"""A committee's people reach what it guides, and what the areas it guides cover, exactly while the
links run (access.md 4, `linked`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from tests.tenants.accounts.people import settled
from yishi_core import clock
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.authorize import holds
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.tree.models import OrgKind
from yishi_tenants.accounts.grants.places import guides_of
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.tokens.source import TokenPrincipals

READS = "topic:read"


async def bodies(town: County) -> None:
    await town.org(
        "committee", "committee-1/", OrgKind.SPECIAL_COMMITTEE, "county", label="提案委员会"
    )
    await town.org("area", "area-1/", OrgKind.AREA, "county", label="河西片区")


class Clerk:
    """Somebody of the committee, seen as each request sees him."""

    def __init__(self, town: County, token: str) -> None:
        self.town, self.token = town, token

    async def now(self) -> Principal:
        """As his next request is answered, after whatever was refused as stale."""
        self.town.platform.principals.forget(self.token)
        return await self.town.platform.principals.by_token(self.token)

    async def reach(self) -> set[str]:
        """Short names of the places where he holds the role, as a process sees that has nothing
        cached.
        """
        fresh = await TokenPrincipals(
            self.town.platform.database, self.town.platform.policy
        ).by_token(self.token)
        paths = set(fresh.paths_for(READS))
        return {name for name, org in self.town.orgs.items() if org.org_path in paths}


async def holder(
    town: County, name: str, org: str = "committee", role: str = "special_committee"
) -> str:
    """The token, good for months, of a new account with a role at a body."""
    account, _, _ = await settled(town, name, org=org)
    await town.act("county", "give_grant", account=account, role=role, org=town.orgs[org])
    issued = await town.act(
        "county", "issue_token", account=account, label="测试", read_only=False, days=90
    )
    return str(issued.token)


@pytest.fixture
async def clerk(town: County) -> Clerk:
    await bodies(town)
    return Clerk(town, await holder(town, "clerk"))


async def link(town: County, guided: str, guide: str = "committee", **rest: Any) -> Any:
    return await town.act(
        "county", "link_orgs", guided=town.orgs[guided], guide=town.orgs[guide], **rest
    )


@pytest.mark.check("K12", part="a committee's reach ends with its link, with the next request")
async def test_the_reach_begins_and_ends_with_the_link(town: County, clerk: Clerk) -> None:
    assert await clerk.reach() == {"committee"}
    before = await clerk.now()
    made = await link(town, "township")
    with pytest.raises(StaleGrants):
        await town.act(before, "me")
    caller = await clerk.now()
    station = await open_station(town)
    assert holds(caller, "consultation:record", station)
    await town.act(
        caller,
        "propose_topic",
        org=town.orgs["township"],
        title="村道照明",
        description="没有路灯",
        topic_source="cadre",
        focus_category="roads",
        scope="township",
        grade="small_micro",
    )
    await town.refused(
        caller,
        "propose_topic",
        code="NOT_FOUND",
        org=town.orgs["neighbour_village"],
        title="另一村的照明",
        description="没有路灯",
        topic_source="cadre",
        focus_category="roads",
        scope="township",
        grade="small_micro",
    )
    await town.refused(
        caller, "rename_org", code="FORBIDDEN", org=town.orgs["township"], name="改名镇"
    )
    await town.act("county", "unlink_orgs", link=made)
    with pytest.raises(StaleGrants):
        await town.act(
            caller,
            "propose_topic",
            org=town.orgs["township"],
            title="再提一件",
            description="没有路灯",
            topic_source="cadre",
            focus_category="roads",
            scope="township",
            grade="small_micro",
        )
    assert await clerk.reach() == {"committee"}


async def test_what_an_area_covers_is_reached_by_its_people_and_its_guides(
    town: County, clerk: Clerk
) -> None:
    await link(town, "township", "area", link_kind="covers")
    covers = await link(town, "neighbour", "area", link_kind="covers")
    head = Clerk(town, await holder(town, "area.head", "area"))
    assert await head.reach() == {"area", "township", "neighbour"}
    assert await clerk.reach() == {"committee"}
    held = await clerk.now()
    guides = await link(town, "area")
    assert await clerk.reach() == {"committee", "area", "township", "neighbour"}
    with pytest.raises(StaleGrants):
        await town.act(held, "me")
    held = await clerk.now()
    await town.act("county", "unlink_orgs", link=covers)
    with pytest.raises(StaleGrants):
        await town.act(held, "me")
    assert await clerk.reach() == {"committee", "area", "township"}
    await town.act("county", "unlink_orgs", link=guides)
    assert (await clerk.reach(), await head.reach()) == ({"committee"}, {"area", "township"})


async def units(town: County) -> None:
    """Two work units that make up the area, and one that stands elsewhere."""
    await town.org("unit1", "area-1/unit-1/", OrgKind.WORK_UNIT, "area", label="河西第一工作单元")
    await town.org("outer", "outer/", OrgKind.WORK_UNIT, "county", label="飞地工作单元")


async def test_an_area_includes_its_work_units_and_what_they_cover(
    town: County, clerk: Clerk
) -> None:
    """Work units below the area in the tree, and those that it covers by a link: what each covers
    belongs to the area.
    """
    await units(town)
    inner = await link(town, "village", "unit1", link_kind="covers")
    await link(town, "outer", "area", link_kind="covers")
    await link(town, "neighbour_village", "outer", link_kind="covers")
    head = Clerk(town, await holder(town, "area.head", "area"))
    assert await head.reach() == {"area", "village", "outer", "neighbour_village"}
    assert await clerk.reach() == {"committee"}
    held = await clerk.now()
    guides = await link(town, "area")
    assert await clerk.reach() == {"committee", "area", "village", "outer", "neighbour_village"}
    with pytest.raises(StaleGrants):
        await town.act(held, "me")
    held, theirs = await clerk.now(), await head.now()
    await town.act("county", "unlink_orgs", link=inner)
    for stale in (held, theirs):
        with pytest.raises(StaleGrants):
            await town.act(stale, "me")
    assert await clerk.reach() == {"committee", "area", "outer", "neighbour_village"}
    await town.act("county", "unlink_orgs", link=guides)
    assert (await clerk.reach(), await head.reach()) == (
        {"committee"},
        {"area", "outer", "neighbour_village"},
    )


async def test_a_work_unit_s_people_reach_what_it_covers_and_not_its_area(
    town: County, clerk: Clerk
) -> None:
    await units(town)
    await link(town, "village", "unit1", link_kind="covers")
    await link(town, "neighbour", "area", link_kind="covers")
    assert await Clerk(town, await holder(town, "unit.head", "unit1")).reach() == {
        "unit1",
        "village",
    }


@pytest.mark.day
async def test_areas_that_cover_one_another_end(town: County, clerk: Clerk) -> None:
    await units(town)
    await link(town, "outer", "area", link_kind="covers")
    await link(town, "area", "outer", link_kind="covers")
    await link(town, "village", "outer", link_kind="covers")
    await link(town, "area")
    assert await clerk.reach() == {"committee", "area", "outer", "village"}
    assert await guided_by(town, "village") == {
        "committee": "village",
        "area": "village",
        "outer": "village",
    }


@pytest.mark.day
async def test_those_who_are_told_are_those_who_reach_it(town: County, clerk: Clerk) -> None:
    await units(town)
    await link(town, "village", "unit1", link_kind="covers")
    await link(town, "area")
    assert await guided_by(town, "village") == {
        "committee": "village",
        "area": "village",
        "unit1": "village",
    }
    assert await guided_by(town, "unit1") == {"committee": "area"}
    assert await guided_by(town, "village2") == {}


async def guided_by(town: County, place: str) -> dict[str, str]:
    """Short names of the bodies whose people reach a place by links, and the place that the link
    names.
    """
    names = {org.org_path: name for name, org in town.orgs.items()}
    async with town.platform.database.transaction(town.system.reading) as session:
        found = await guides_of(session, town.code, town.orgs[place].org_path, clock.today())
    return {names[path]: names[named] for path, named in found.items() if path in names}


async def test_guiding_is_not_passed_on(town: County, clerk: Clerk) -> None:
    """Only what an area covers is reached through it; what a guided body guides itself is not."""
    await link(town, "area")
    await link(town, "township", "area")
    assert await clerk.reach() == {"committee", "area"}


@pytest.mark.day
async def test_a_link_begins_and_ends_by_its_dates(town: County, clerk: Clerk) -> None:
    day = timedelta(days=1)
    await link(
        town,
        "township",
        from_on=(clock.today() + day).isoformat(),
        to_on=(clock.today() + 3 * day).isoformat(),
    )
    source = TokenPrincipals(town.platform.database, town.platform.policy)
    place = town.orgs["township"].org_path
    seen = {}
    for days in (0, 1, 3, 4):
        with clock.moved(clock.now() + days * day):
            seen[days] = place in (await source.by_token(clerk.token)).paths_for(READS)
    assert seen == {0: False, 1: True, 3: True, 4: False}, (
        "one process, its cache kept over the days"
    )


@pytest.mark.day
async def test_a_link_that_ends_later_runs_through_its_last_day(town: County, clerk: Clerk) -> None:
    made = await link(town, "township")
    ended = await town.act(
        "county", "unlink_orgs", link=made, to_on=(clock.today() + timedelta(days=2)).isoformat()
    )
    assert (ended.ended_at, await clerk.reach()) == (None, {"committee", "township"})
    with clock.moved(clock.now() + timedelta(days=3)):
        assert await clerk.reach() == {"committee"}


async def test_only_the_role_of_committees_is_linked(town: County, clerk: Clerk) -> None:
    token = await holder(town, "auditor.there", role="auditor")
    await link(town, "township")
    assert await Clerk(town, token).reach() == {"committee"}
    successor, _, theirs = await settled(town, "successor", org="committee")
    mine = await town.act(
        "county",
        "give_grant",
        account=successor,
        role="special_committee",
        org=town.orgs["committee"],
    )
    assert await Clerk(town, theirs).reach() == {"committee", "township"}, (
        "who comes later reaches it as well"
    )
    await town.act("county", "end_grant", grant=mine)
    assert await Clerk(town, theirs).reach() == set()


async def test_two_grants_do_not_add_up_at_a_linked_place(town: County, clerk: Clerk) -> None:
    account = (await town.rows(Account, Account.name == "clerk"))[0]
    await town.act(
        "county", "give_grant", account=account, role="township_staff", org=town.orgs["neighbour"]
    )
    await link(town, "township")
    caller = await clerk.now()
    await town.act(caller, "rename_org", org=town.orgs["neighbour_village"], name="东坪新村")
    await town.refused(
        caller, "rename_org", code="FORBIDDEN", org=town.orgs["village"], name="柳湾新村"
    )
    assert set(caller.paths_for("org:manage")) == {town.orgs["neighbour"].org_path}


async def test_the_caller_is_told_what_he_holds_by_a_link(town: County, clerk: Clerk) -> None:
    made = await link(town, "township")
    me = await town.act(await clerk.now(), "me")
    assert [(g.role, g.org_name) for g in me.grants] == [
        ("special_committee", "提案委员会"),
        ("special_committee", "河口镇政协联络组"),
    ]
    assert me.grants[1].id == f"OrgLink:{town.code}:{made.id}"
    village = f"OrgUnit:{town.code}:{town.orgs['village'].id}"
    answer = await town.act(
        await clerk.now(), "explain", permission="consultation:record", id=village
    )
    assert (answer.verdict.value, [g.org_name for g in answer.grants]) == (
        "granted",
        ["河口镇政协联络组"],
    )


async def test_who_may_link_and_what(town: County) -> None:
    await bodies(town)
    orgs = town.orgs
    given = {"guided": orgs["township"], "guide": orgs["committee"]}
    for who in ("leader", "auditor"):
        await town.refused(who, "link_orgs", code="FORBIDDEN", **given)
    for who in ("township", "neighbour"):
        await town.refused(who, "link_orgs", code="NOT_FOUND", **given)
    for wrong in (
        {"link_kind": "covers"},
        {"from_on": "2026-03-01", "to_on": "2026-02-01"},
        {"guide": orgs["township"]},
    ):
        await town.refused("county", "link_orgs", code="INVALID_INPUT", **{**given, **wrong})
    made = await town.act("county", "link_orgs", **given)
    await town.refused("township", "unlink_orgs", code="FORBIDDEN", link=made)
    await town.refused(
        "county", "void_record", code="REFUSED", rule="not_voidable", id=made, reason="录错"
    )
    later = (clock.today() + timedelta(days=9)).isoformat()
    made = await town.act("county", "change_org_link", link=made, from_on="2026-01-05", to_on=later)
    assert (str(made.from_on), str(made.to_on)) == ("2026-01-05", later)
    for wrong, path in (
        ({"to_on": "2026-02-01"}, "to_on"),
        ({"from_on": "2099-01-01"}, "to_on"),
        ({"from_on": None}, "from_on"),
    ):
        assert (
            await town.refused(
                "county", "change_org_link", code="INVALID_INPUT", link=made, **wrong
            )
        ).fields[0].path == path
    await town.refused("township", "change_org_link", code="FORBIDDEN", link=made, to_on=None)
    made = await town.act("county", "change_org_link", link=made, to_on=None)
    await town.act("county", "unlink_orgs", link=made)
    await town.refused("county", "unlink_orgs", code="REFUSED", rule="already_ended", link=made)
    assert (
        await town.refused("county", "change_org_link", code="INVALID_INPUT", link=made, to_on=None)
    ).fields[0].path == "to_on"
    await town.act("county", "link_orgs", **given)
