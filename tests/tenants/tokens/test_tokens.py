"""Personal tokens: what they may do, how long, and how they end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fixtures.county import County
from tests.tenants.accounts.people import PASSWORD, login, settled
from yishi_core import clock
from yishi_core.errors import Unauthenticated
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import StaleGrants
from yishi_tenants.accounts.tokens.models import Token
from yishi_tenants.accounts.tokens.secret import county_of, token_hash
from yishi_tenants.accounts.tokens.source import TokenPrincipals


async def staff(town: County, name: str = "api.staff") -> Principal:
    """Somebody of a township who has logged in."""
    account, _, _ = await settled(town, name)
    await town.act(
        "county", "give_grant", account=account, role="township_staff", org=town.orgs["township"]
    )
    return await town.platform.principals.by_token((await login(town, name, PASSWORD)).token)


async def bearer(town: County, caller: Principal, **terms: object) -> Principal:
    issued = await town.act(caller, "issue_own_token", label="统计脚本", **terms)
    return await town.platform.principals.by_token(issued.token)


async def test_a_token_is_read_only_unless_said_otherwise(town: County) -> None:
    caller = await staff(town)
    reader = await bearer(town, caller)
    assert reader.read_only
    assert reader.paths_for("intake:read") == (town.orgs["township"].org_path,)
    error = await town.refused(
        reader,
        "create_account",
        code="FORBIDDEN",
        org=town.orgs["village"],
        name="ro",
        display_name="x",
    )
    assert error.data["permission"] == "account:manage"
    writer = await bearer(town, caller, read_only=False)
    await town.act(writer, "create_account", org=town.orgs["village"], name="rw", display_name="x")


async def test_scopes_narrow_a_token(town: County) -> None:
    caller = await staff(town)
    narrow = await bearer(town, caller, read_only=False, scopes=["org:manage", "intake:*"])
    assert (
        narrow.paths_for("intake:handle")
        == narrow.paths_for("org:manage")
        == (town.orgs["township"].org_path,)
    )
    assert narrow.paths_for("topic:read") == ()
    error = await town.refused(
        narrow, "issue_own_token", code="REFUSED", rule="token_limited", label="more"
    )
    assert error.data["rule"] == "token_limited"
    reader = await bearer(town, caller)
    for operation, raw in (
        ("logout", {}),
        ("issue_own_token", {"label": "more"}),
        ("change_password", {"old_password": PASSWORD, "new_password": "x" * 12}),
    ):
        await town.refused(reader, operation, code="REFUSED", rule="token_limited", **raw)
    assert (await town.act(reader, "me")).read_only
    wrong = await town.refused(
        caller,
        "issue_own_token",
        code="INVALID_INPUT",
        label="x",
        scopes=["intake:read", "no:such"],
    )
    assert [f.path for f in wrong.fields] == ["scopes.1"]


@pytest.mark.day
async def test_a_token_ends_with_its_days(town: County) -> None:
    caller = await staff(town)
    issued = await town.act(caller, "issue_own_token", label="kurz", days=3)
    assert await town.platform.principals.by_token(issued.token)
    with clock.moved(clock.now() + timedelta(days=3, minutes=1)), pytest.raises(Unauthenticated):
        await town.platform.principals.by_token(issued.token)


@pytest.mark.check("K12", part="a revoked token is refused with the next request, in every process")
async def test_a_revoked_token_is_out_with_the_next_request(town: County) -> None:
    caller = await staff(town)
    issued = await town.act(caller, "issue_own_token", label="weg", read_only=False)
    other = TokenPrincipals(town.platform.database, town.platform.policy)
    held = await other.by_token(issued.token)
    row = (await town.rows(Token, Token.token_hash == token_hash(issued.token)))[0]
    await town.act("county", "revoke_token", token=row)
    with pytest.raises(StaleGrants):
        await town.act(
            held, "create_account", org=town.orgs["village"], name="late", display_name="x"
        )
    other.forget(issued.token)
    with pytest.raises(Unauthenticated):
        await other.by_token(issued.token)


async def test_one_lists_and_revokes_ones_own_tokens_only(town: County) -> None:
    caller, somebody = await staff(town), await staff(town, "somebody.else")
    issued = await town.act(caller, "issue_own_token", label="mein")
    mine = await town.act(caller, "my_tokens")
    assert {(t.kind.value, t.label) for t in mine} == {("session", ""), ("personal", "mein")}
    await town.refused(somebody, "revoke_own_token", code="NOT_FOUND", id=issued.id)
    again = await town.platform.principals.by_token(
        (await login(town, "api.staff", PASSWORD)).token
    )
    await town.act(again, "revoke_own_token", id=issued.id)
    with pytest.raises(Unauthenticated):
        await TokenPrincipals(town.platform.database, town.platform.policy).by_token(issued.token)


async def test_an_administrator_issues_tokens_for_accounts_within_his_power(town: County) -> None:
    machine, _, _ = await settled(town, "machine")
    await town.act(
        "county", "give_grant", account=machine, role="auditor", org=town.orgs["township"]
    )
    issued = await town.act(
        "county", "issue_token", account=machine, label="报表", read_only=True, days=30
    )
    reader = await town.platform.principals.by_token(issued.token)
    assert (reader.account, reader.read_only) == (machine.id, True)
    await town.refused("township", "issue_token", code="FORBIDDEN", account=machine, label="x")


@pytest.mark.check("K12", part="10,000 invented tokens leave nothing in memory")
async def test_invented_tokens_leave_nothing_behind(town: County) -> None:
    source = TokenPrincipals(town.platform.database, town.platform.policy, size=8)
    for n in range(10_000):
        with pytest.raises(Unauthenticated):
            await source.by_token(f"ys_{100000 + n}_{n:043d}")
    assert len(source) == 0
    caller = await staff(town)
    good = [(await town.act(caller, "issue_own_token", label=f"t{n}")).token for n in range(12)]
    for token in good:
        await source.by_token(token)
    assert len(source) == 8


@pytest.mark.parametrize(
    "token",
    [
        "",
        "ys_",
        "ys_61092_" + "a" * 43,
        "ys_610922_short",
        "ys_610922_" + "a" * 43 + "'",
        "YS_610922_" + "a" * 43,
        "ys_610922_" + "a" * 101,
    ],
)
def test_what_is_no_token_is_not_looked_up(token: str) -> None:
    assert county_of(token) is None
