"""Giving and ending roles: within one's own reach, roles one may give, and never in another
place.
"""

from __future__ import annotations

import pytest

from tests.fixtures.county import County
from tests.tenants.accounts.people import PASSWORD, login, settled
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import StaleGrants
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.models import Account


async def account_of(town: County, name: str) -> Account:
    found: list[Account] = await town.rows(Account, Account.name == name)
    return found[0]


async def grants(town: County, account: Account) -> list[tuple[str, str]]:
    rows = await town.rows(GrantRow, GrantRow.account_id == account.id, GrantRow.ended_at.is_(None))
    return [(g.role, g.reach_path) for g in rows]


async def test_a_grant_lies_at_the_place_it_reaches(town: County) -> None:
    account, _, _ = await settled(town, "new.member")
    grant = await town.act(
        "township", "give_grant", account=account, role="member", org=town.orgs["township"]
    )
    row = await town.fresh(grant)
    place = town.orgs["township"]
    assert (row.org_id, row.org_path, row.reach_path, row.reach_county) == (
        place.id,
        place.org_path,
        place.org_path,
        town.code,
    )
    assert row.given_by == town.principals["township"].account
    await town.refused(
        "township", "give_grant", code="CONFLICT", account=account, role="member", org=place
    )


@pytest.mark.parametrize(
    "role", ["county_admin", "county_leader", "special_committee", "auditor", "leading_group_head"]
)
async def test_a_township_gives_no_role_above_its_own(town: County, role: str) -> None:
    account, _, _ = await settled(town, "climber")
    error = await town.refused(
        "township",
        "give_grant",
        code="FORBIDDEN",
        account=account,
        role=role,
        org=town.orgs["township"],
    )
    assert error.data["permission"] == f"role:{role}"
    assert await grants(town, account) == []


async def test_nobody_gives_what_lies_outside_his_reach(town: County) -> None:
    account, _, _ = await settled(town, "stranger")
    for place in ("neighbour", "neighbour_village"):
        await town.refused(
            "township",
            "give_grant",
            code="NOT_FOUND",
            account=account,
            role="member",
            org=town.orgs[place],
        )
    for place in ("county", "unit"):  # orgs above, and handling units, are known to all
        error = await town.refused(
            "township",
            "give_grant",
            code="FORBIDDEN",
            account=account,
            role="member",
            org=town.orgs[place],
        )
        assert error.data["permission"] == "grant:manage"
    foreign = await account_of(town, "neighbour")
    await town.refused(
        "township",
        "give_grant",
        code="NOT_FOUND",
        account=foreign,
        role="member",
        org=town.orgs["township"],
    )
    for name, code in (
        ("member", "NOT_FOUND"),
        ("village", "NOT_FOUND"),
        ("unit", "NOT_FOUND"),
        ("auditor", "FORBIDDEN"),
    ):
        await town.refused(
            name,
            "give_grant",
            code=code,
            account=account,
            role="member",
            org=town.orgs["neighbour"],
        )
    assert await grants(town, account) == []


async def test_a_role_that_is_none_is_refused(town: County) -> None:
    account, _, _ = await settled(town, "nothing")
    error = await town.refused(
        "county",
        "give_grant",
        code="INVALID_INPUT",
        account=account,
        role="king",
        org=town.orgs["township"],
    )
    assert "township_staff" in error.text.zh


@pytest.mark.check("K10", part="two grants are not used in each other's place")
async def test_two_grants_do_not_add_up(town: County) -> None:
    """Council staff in one village and member in the neighbouring township: neither right counts in
    the other place.
    """
    two = await town.person("two.grants", ("council_staff", "village"), ("member", "neighbour"))
    assert two.paths_for("consultation:record") == (town.orgs["village"].org_path,)
    assert two.paths_for("consultation:speak") == (town.orgs["neighbour"].org_path,)
    boss = await town.person(
        "two.places", ("township_staff", "township"), ("council_staff", "neighbour_village")
    )
    made = await town.act(
        boss, "create_account", org=town.orgs["village"], name="made.here", display_name="x"
    )
    await town.refused(
        boss,
        "create_account",
        code="FORBIDDEN",
        org=town.orgs["neighbour_village"],
        name="not.here",
        display_name="x",
    )
    await town.refused(
        boss,
        "give_grant",
        code="FORBIDDEN",
        account=made.account,
        role="member",
        org=town.orgs["neighbour_village"],
    )
    group = {"name": "一个小组", "kind": "member_group", "slug": "group"}
    await town.refused(
        boss, "create_org", code="FORBIDDEN", parent=town.orgs["neighbour_village"], **group
    )
    org = await town.act(boss, "create_org", parent=town.orgs["village"], **group)
    assert org.org_path == town.orgs["village"].org_path + "group/"


async def test_a_township_cannot_end_what_the_county_gave(town: County) -> None:
    account, _, _ = await settled(town, "guided")
    grant = await town.act(
        "county", "give_grant", account=account, role="special_committee", org=town.orgs["township"]
    )
    await town.refused("township", "end_grant", code="FORBIDDEN", grant=grant)
    await town.act("county", "end_grant", grant=grant)
    await town.refused("county", "end_grant", code="REFUSED", rule="ended", grant=grant)
    assert await grants(town, account) == []


@pytest.mark.check("K12", part="an ended grant is refused with the next request, in every process")
async def test_an_ended_grant_counts_no_more_with_the_next_request(town: County) -> None:
    from yishi_tenants.accounts.tokens.source import TokenPrincipals

    account, _, _ = await settled(town, "for.a.day")
    grant = await town.act(
        "county", "give_grant", account=account, role="township_staff", org=town.orgs["township"]
    )
    token = (await login(town, "for.a.day", PASSWORD)).token
    processes = [TokenPrincipals(town.platform.database, town.platform.policy) for _ in range(3)]
    held: list[Principal] = [await p.by_token(token) for p in processes]
    await town.act(
        held[0], "create_account", org=town.orgs["village"], name="while.allowed", display_name="x"
    )
    await town.act("county", "end_grant", grant=grant)
    for process, stale in zip(processes, held, strict=True):
        with pytest.raises(StaleGrants):
            await town.act(
                stale, "create_account", org=town.orgs["village"], name="too.late", display_name="x"
            )
        with pytest.raises(StaleGrants):
            await town.platform.database.read(stale.reading, "select 'seen'", {})
        process.forget(token)
        fresh = await process.by_token(token)
        assert fresh.grants == ()
        await town.refused(
            fresh,
            "create_account",
            code="NOT_FOUND",
            org=town.orgs["village"],
            name="too.late",
            display_name="x",
        )
    assert not await town.rows(Account, Account.name == "too.late")
