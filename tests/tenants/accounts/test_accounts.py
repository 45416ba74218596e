"""The life of an account: made, reset, disabled, handed over; by whom, and by whom not."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
import sqlalchemy as sa

from tests.fixtures.county import County
from tests.tenants.accounts.people import PASSWORD, login, newcomer, settled
from yishi_core.domain.intake.models import Intake
from yishi_core.errors import Unauthenticated
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.kernel.database import OutsideReach
from yishi_core.kernel.entity import describe
from yishi_core.kernel.events.models import Event
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.grants.moving import OPEN
from yishi_tenants.accounts.home import common
from yishi_tenants.accounts.models import Account, Credential
from yishi_tenants.accounts.tokens.models import Token
from yishi_tenants.accounts.tokens.secret import token_hash
from yishi_tenants.accounts.tokens.source import TokenPrincipals


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


async def test_what_a_disabled_account_was_let_in_by_never_comes_back(town: County) -> None:
    """Sessions, tokens of its own and those that an administrator issued; also where an older
    version left them.
    """
    account, caller, session = await settled(town, "gone.for.good")
    await town.act(
        "county", "give_grant", account=account, role="township_staff", org=town.orgs["township"]
    )
    caller = await town.platform.principals.by_token(
        (await login(town, "gone.for.good", PASSWORD)).token
    )
    own = (await town.act(caller, "issue_own_token", label="脚本", days=300)).token
    given = (await town.act("county", "issue_token", account=account, label="报表", days=300)).token
    await town.act("county", "disable_account", account=account)
    rows = await town.rows(Token, Token.account_id == account.id)
    assert len(rows) >= 4
    assert all(row.revoked_at for row in rows)
    async with town.platform.database.transaction(town.system.reading) as writing:
        (row,) = await writing.scalars(
            sa.select(Token).where(Token.county == town.code, Token.token_hash == token_hash(given))
        )
        row.revoked_at = None
    await town.act("county", "enable_account", account=account)
    for token in (session, own, given):
        with pytest.raises(Unauthenticated):
            await TokenPrincipals(town.platform.database, town.platform.policy).by_token(token)
    assert await login(town, "gone.for.good", PASSWORD)


async def moved_office(town: County) -> tuple[Account, str]:
    """An account of the township whose person works for the neighbouring one now; a token of it."""
    account, _, token = await settled(town, "has.moved")
    await town.act(
        "township", "give_grant", account=account, role="township_staff", org=town.orgs["township"]
    )
    (old,) = await town.rows(GrantRow, GrantRow.account_id == account.id)
    await town.act(
        "county", "give_grant", account=account, role="township_staff", org=town.orgs["neighbour"]
    )
    assert (await town.fresh(account)).org_id == town.orgs["township"].id, (
        "as long as it works at home too"
    )
    await town.act("township", "end_grant", grant=old)
    return account, token


async def test_an_account_belongs_to_the_office_where_it_works_now(town: County) -> None:
    account, token = await moved_office(town)
    home = town.orgs["neighbour"]
    moved = await town.fresh(account)
    assert (moved.org_id, moved.org_path) == (home.id, home.org_path)
    assert {
        row.org_path
        for entity in (Token, Credential)
        for row in await town.rows(entity, entity.account_id == account.id)
    } == {home.org_path}
    (row,) = await town.rows(
        AuditEntry, AuditEntry.subject_id == account.id, AuditEntry.operation == "end_grant"
    )
    assert (row.subject_type, row.org_path, row.changes) == (
        "Account",
        home.org_path,
        {"org_id": [str(town.orgs["township"].id), str(home.id)]},
    )
    assert [e.subject_id for e in await town.rows(Event, Event.name == "account.moved")] == [
        account.id
    ]
    town.platform.principals.forget(token)
    assert (await town.platform.principals.by_token(token)).account == account.id, (
        "what it logs in with goes along"
    )
    await town.refused("township", "reset_password", code="NOT_FOUND", account=account)
    reset = await town.act("neighbour", "reset_password", account=account)
    assert (await login(town, "has.moved", reset.password)).must_change_password
    await town.act("neighbour", "disable_account", account=account)
    await town.act("neighbour", "enable_account", account=account)


@pytest.mark.parametrize(
    ("places", "home"),
    [
        (["village"], "township"),
        (["neighbour_village"], "neighbour_village"),
        (["neighbour", "neighbour_village"], "neighbour"),
        (["neighbour", "unit"], "neighbour"),
        (["county"], "township"),
        (["township", "neighbour"], "township"),
    ],
)
async def test_it_moves_once_all_its_roles_lie_elsewhere(
    town: County, places: list[str], home: str
) -> None:
    account, _, _ = await settled(town, "wanders")
    for place in places:
        await town.act(
            "county", "give_grant", account=account, role="observer", org=town.orgs[place]
        )
    assert (await town.fresh(account)).org_id == town.orgs[home].id


async def test_an_account_without_grants_stays_and_a_successor_goes_with_its_duties(
    town: County,
) -> None:
    account, _ = await moved_office(town)
    new, _, _ = await settled(town, "comes.after")
    await town.act("county", "hand_over_account", account=account, successor=new)
    assert {(await town.fresh(row)).org_id for row in (account, new)} == {town.orgs["neighbour"].id}


async def test_row_level_security_keeps_an_account_within_the_places_of_who_moves_it(
    town: County,
) -> None:
    account, _, _ = await settled(town, "stays.put")
    for who, moved in (("township", False), ("county", True)):
        with nullcontext() if moved else pytest.raises(OutsideReach):
            async with town.platform.database.transaction(town.principals[who].reading) as session:
                (row,) = await session.scalars(
                    sa.select(Account).where(Account.county == town.code, Account.id == account.id)
                )
                row.org_path = town.orgs["neighbour"].org_path
        assert ((await town.fresh(account)).org_path == town.orgs["neighbour"].org_path) is moved


async def test_who_takes_over_duties_at_several_places_belongs_above_them_all(town: County) -> None:
    old, _, _ = await settled(town, "many.places", "county")
    for place in ("neighbour_village", "unit"):
        await town.act("county", "give_grant", account=old, role="observer", org=town.orgs[place])
    new, _, _ = await settled(town, "takes.over")
    await town.act("county", "hand_over_account", account=old, successor=new)
    assert (await town.fresh(new)).org_id == town.orgs["county"].id


@pytest.mark.parametrize(
    ("paths", "above"),
    [
        (["61/09/22/100/201/", "61/09/22/100/202/"], "61/09/22/100/"),
        (["61/09/22/100/", "61/09/22/100/202/"], "61/09/22/100/"),
        (["61/09/22/100/", "61/09/22/1001/"], "61/09/22/"),
        (["61/09/22/100/"], "61/09/22/100/"),
    ],
)
def test_the_path_above_all_ends_with_a_whole_segment(paths: list[str], above: str) -> None:
    assert common(paths) == common(reversed(paths)) == above


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
