"""The life of an account: made, reset, disabled, handed over; by whom, and by whom not."""

from __future__ import annotations

import pytest

from tests.fixtures.county import County
from tests.tenants.accounts.people import PASSWORD, login, newcomer, settled
from yishi_core.domain.intake.models import Intake
from yishi_core.errors import Unauthenticated
from yishi_core.kernel.entity import describe
from yishi_tenants.accounts.models import Account
from yishi_tenants.grants.models import GrantRow
from yishi_tenants.grants.moving import OPEN


async def test_an_administrator_makes_accounts_within_his_reach(town: County) -> None:
    account, once = await newcomer(town, "Staff.One", "village", by="township")
    row = await town.fresh(account)
    assert (row.name, row.org_path, row.must_change_password) == (
        "staff.one",
        town.orgs["village"].org_path,
        True,
    )
    assert len(once) == 19
    await town.refused(
        "neighbour",
        "create_account",
        code="NOT_FOUND",
        org=town.orgs["village"],
        name="s2",
        display_name="x",
    )
    await town.refused(
        "village",
        "create_account",
        code="FORBIDDEN",
        org=town.orgs["village"],
        name="s2",
        display_name="x",
    )
    assert not await town.rows(Account, Account.name == "s2")


async def test_a_name_is_taken_in_the_whole_county(town: County) -> None:
    await newcomer(town, "same.name", "neighbour", by="neighbour")
    error = await town.refused(
        "township",
        "create_account",
        code="CONFLICT",
        org=town.orgs["township"],
        name="SAME.name",
        display_name="x",
    )
    assert "same.name" in error.text.zh


async def test_a_reset_gives_a_one_time_password_and_ends_sessions(town: County) -> None:
    account, _, token = await settled(town, "reset.me")
    made = await town.act("township", "reset_password", account=account)
    town.platform.principals.forget(token)
    with pytest.raises(Unauthenticated):
        await town.platform.principals.by_token(token)
    with pytest.raises(Unauthenticated):
        await login(town, "reset.me", PASSWORD)
    assert (await login(town, "reset.me", made.password)).must_change_password is True


async def test_nobody_takes_over_an_account_that_may_do_more_than_he(town: County) -> None:
    account, _, _ = await settled(town, "big.shot", "township")
    await town.act(
        "county", "give_grant", account=account, role="county_leader", org=town.orgs["county"]
    )
    for operation in ("reset_password", "disable_account"):
        error = await town.refused("township", operation, code="FORBIDDEN", account=account)
        assert error.data["permission"] == "role:county_leader"
    error = await town.refused(
        "township",
        "hand_over_account",
        code="FORBIDDEN",
        account=account,
        successor=await own(town, "township"),
    )
    assert (await town.fresh(account)).disabled_at is None
    assert await login(town, "big.shot", PASSWORD)


async def test_an_account_stands_for_one_person_from_the_next_request_on(town: County) -> None:
    account, _, token = await settled(town, "member.one")
    who = await town.act("township", "register_person", org=town.orgs["township"], name="孙守田")
    before = await town.platform.principals.by_token(token)
    assert before.person is None
    await town.refused("neighbour", "link_account", code="NOT_FOUND", account=account, person=who)
    await town.refused("village", "link_account", code="NOT_FOUND", account=account, person=who)
    await town.act("township", "link_account", account=account, person=who)
    town.platform.principals.forget(token)
    assert (await town.platform.principals.by_token(token)).person == who.id
    await town.act("township", "link_account", account=account)
    assert (await town.fresh(account)).person_id is None


async def own(town: County, name: str) -> Account:
    found: list[Account] = await town.rows(Account, Account.name == name)
    return found[0]


async def test_a_disabled_account_is_out_at_once_and_can_come_back(town: County) -> None:
    account, _, token = await settled(town, "gone.now")
    await town.act("township", "disable_account", account=account)
    town.platform.principals.forget(token)
    with pytest.raises(Unauthenticated):
        await town.platform.principals.by_token(token)
    with pytest.raises(Unauthenticated):
        await login(town, "gone.now", PASSWORD)
    await town.act("township", "enable_account", account=account)
    assert await login(town, "gone.now", PASSWORD)


async def test_the_last_administrator_stays(town: County) -> None:
    admin = await own(town, "county")
    await town.refused(
        "county", "disable_account", code="REFUSED", rule="last_administrator", account=admin
    )
    grant = (await town.rows(GrantRow, GrantRow.account_id == admin.id))[0]
    await town.refused(
        "county", "end_grant", code="REFUSED", rule="last_administrator", grant=grant
    )
    second, _, _ = await settled(town, "second.admin", "county")
    await town.act(
        "county", "give_grant", account=second, role="county_admin", org=town.orgs["county"]
    )
    caller = await town.platform.principals.by_token(
        (await login(town, "second.admin", PASSWORD)).token
    )
    await town.act(caller, "disable_account", account=admin)
    await town.refused(
        caller, "disable_account", code="REFUSED", rule="last_administrator", account=second
    )


async def test_duties_go_to_the_successor(town: County) -> None:
    old, _, token = await settled(town, "old.hand")
    new, _, _ = await settled(town, "new.hand")
    for org in ("township", "village2"):
        await town.act(
            "county", "give_grant", account=old, role="council_staff", org=town.orgs[org]
        )
    await town.act(
        "county", "give_grant", account=new, role="council_staff", org=town.orgs["village2"]
    )
    for org in ("village2", "neighbour_village"):
        by = "township" if org == "village2" else "neighbour"
        station = await town.act(
            by,
            "open_station",
            org=town.orgs[org],
            name="议事室",
            kind="council_room",
            level="village",
        )
        await town.act(
            town.anonymous, "submit_intake", station=station, content="河堤上的路灯坏了三个月。"
        )
    done = await town.act("township", "hand_over_account", account=old, successor=new)
    assert sorted((g.role, g.org_name) for g in done.grants) == [
        ("council_staff", "河口镇政协联络组"),
        ("council_staff", "石桥村"),
    ]
    assert [(m.entity, m.label, m.count) for m in done.open] == [("Intake", Intake.__label__, 1)]
    active = await town.rows(
        GrantRow, GrantRow.account_id.in_([old.id, new.id]), GrantRow.ended_at.is_(None)
    )
    assert sorted((g.account_id == new.id, g.reach_path) for g in active) == [
        (True, town.orgs["township"].org_path),
        (True, town.orgs["village2"].org_path),
    ]
    assert (await town.fresh(old)).disabled_at is not None
    town.platform.principals.forget(token)
    with pytest.raises(Unauthenticated):
        await town.platform.principals.by_token(token)
    fresh = await login(town, "new.hand", PASSWORD)
    assert len((await town.platform.principals.by_token(fresh.token)).grants) == 2


async def test_me_tells_grants_with_place_and_permissions(town: County) -> None:
    account, _, _ = await settled(town, "who.ami")
    await town.act(
        "county", "give_grant", account=account, role="member", org=town.orgs["township"]
    )
    caller = await town.platform.principals.by_token((await login(town, "who.ami", PASSWORD)).token)
    me = await town.act(caller, "me")
    assert (me.name, me.county, me.must_change_password, me.read_only) == (
        "who.ami",
        town.code,
        False,
        False,
    )
    (grant,) = me.grants
    assert (grant.role, grant.org_name) == ("member", "河口镇政协联络组")
    assert "consultation:speak" in grant.permissions
    assert "intake:read:own" in grant.permissions
    assert not {"topic:approve_small", "intake:read", "account:manage"} & set(grant.permissions)
    await town.refused(town.anonymous, "me", code="UNAUTHENTICATED")


async def test_open_states_are_states(town: County) -> None:
    """A state that was renamed would silently count nothing."""
    for name, states in OPEN.items():
        column = describe(town.platform.registry[name].entity).table.c.state
        assert set(states) < set(column.type.enums), name
