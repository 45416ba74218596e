"""Logging in: what it gives, what it counts, and what it never tells."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.ext.asyncio import AsyncSession

from tests.fixtures.county import County, schema_of
from tests.fixtures.database import Urls
from tests.tenants.accounts.people import PASSWORD, login, newcomer, settled
from yishi_core import clock
from yishi_core.errors import Code, Unauthenticated, YishiError
from yishi_core.kernel.access.client import client, from_client
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.kernel.database import Database, Limits
from yishi_graphql.reader import Reader
from yishi_tenants.accounts import logins
from yishi_tenants.accounts.logins import Proof, lock_after
from yishi_tenants.accounts.models import Account, ClientSecret, Credential, FailedLogin
from yishi_tenants.accounts.passwords import MEMORY_KIB, PASSES
from yishi_tenants.accounts.tokens.models import Token


async def refused(town: County, name: str, password: str) -> YishiError:
    return await town.refused(
        town.anonymous,
        "login",
        code="UNAUTHENTICATED",
        county=town.code,
        name=name,
        password=password,
    )


async def failures(town: County, account: Account) -> int:
    """From all clients together."""
    return sum(
        row.failures for row in await town.rows(FailedLogin, FailedLogin.account_id == account.id)
    )


@pytest.mark.day
async def test_a_login_gives_a_token_of_its_own_each_time(town: County) -> None:
    account, _, _ = await settled(town, "zhang.min")
    first, second = (
        await login(town, "zhang.min", PASSWORD),
        await login(town, " Zhang.Min ", PASSWORD),
    )
    assert first.token != second.token
    assert first.token.startswith(f"ys_{town.code}_")
    assert first.must_change_password is False
    principal = await town.platform.principals.by_token(first.token)
    assert (principal.account, principal.county, principal.read_only) == (
        account.id,
        town.code,
        False,
    )
    assert abs(first.expires_at - clock.now() - timedelta(hours=12)) < timedelta(minutes=1)


@pytest.mark.check("K30", part="tokens and passwords are stored as hashes")
async def test_no_secret_is_stored(town: County) -> None:
    _, _, token = await settled(town, "li.qiang")
    stored = [
        str(vars(row))
        for entity in (Token, Credential, Account, AuditEntry)
        for row in await town.rows(entity)
    ]
    assert len(stored) > 4
    assert not [
        text
        for text in stored
        if PASSWORD in text or token in text or token.split("_", 2)[2] in text
    ]


async def test_a_one_time_password_is_good_for_changing_it_only(town: County) -> None:
    account, once = await newcomer(town, "wang.fang")
    await town.act(
        "county", "give_grant", account=account, role="township_staff", org=town.orgs["township"]
    )
    session = await login(town, "wang.fang", once)
    assert session.must_change_password is True
    caller = await town.platform.principals.by_token(session.token)
    assert caller.must_change_password
    for operation, given in (
        ("create_account", {"org": town.orgs["village"], "name": "x1", "display_name": "x"}),
        ("issue_own_token", {"label": "x"}),
        ("my_tokens", {}),
        ("variants", {}),
    ):
        error = await town.refused(
            caller, operation, code="FORBIDDEN", rule="must_change_password", **given
        )
        assert "请先修改初始密码" in error.text.zh
    assert (await town.act(caller, "me")).must_change_password is True
    new = await town.act(caller, "change_password", old_password=once, new_password=PASSWORD)
    able = await town.platform.principals.by_token(new.token)
    assert [g.role for g in able.grants] == ["township_staff"]
    await town.act(
        able, "create_account", org=town.orgs["village"], name="wang.two", display_name="x"
    )


@pytest.mark.check("K27", part="password change and logout end sessions")
async def test_a_changed_password_ends_every_session(town: County) -> None:
    _, caller, token = await settled(town, "zhao.lei")
    other = await login(town, "zhao.lei", PASSWORD)
    new = await town.act(
        caller, "change_password", old_password=PASSWORD, new_password=PASSWORD + "改"
    )
    for old in (token, other.token):
        town.platform.principals.forget(old)
        with pytest.raises(Unauthenticated):
            await town.platform.principals.by_token(old)
    fresh = await town.platform.principals.by_token(new.token)
    assert (await town.act(fresh, "logout")).ended == 1
    town.platform.principals.forget(new.token)
    with pytest.raises(Unauthenticated):
        await town.platform.principals.by_token(new.token)


async def test_logout_of_one_session_leaves_the_other(town: County) -> None:
    _, caller, token = await settled(town, "qian.li")
    other = await login(town, "qian.li", PASSWORD)
    assert (await town.act(caller, "logout", token=other.token)).ended == 1
    assert (await town.platform.principals.by_token(token)).account == caller.account
    with pytest.raises(Unauthenticated):
        await town.platform.principals.by_token(other.token)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("短", "至少10"),
        ("aaaaaaaaaaaaa", "重复"),
        ("sun.li-2026-abc", "登录名"),
        (PASSWORD, "相同"),
    ],
)
async def test_a_weak_password_is_refused(town: County, new: str, words: str) -> None:
    _, caller, _ = await settled(town, "sun.li")
    with pytest.raises(YishiError) as caught:
        await town.act(caller, "change_password", old_password=PASSWORD, new_password=new)
    assert words in caught.value.text.zh
    assert await login(town, "sun.li", PASSWORD)


@pytest.mark.check("K25", part="unknown and known accounts: the same answer, the same work")
@pytest.mark.usefixtures("real_cost_of_passwords")
async def test_unknown_and_known_accounts_cannot_be_told_apart(town: County) -> None:
    await settled(town, "known.one")
    errors: dict[str, list[YishiError]] = {"known.one": [], "nobody.here": []}
    times: dict[str, list[float]] = {"known.one": [], "nobody.here": []}
    for attempt in range(
        4
    ):  # in turn, and the best of each counts: others may be at work on this machine
        for name in errors:
            started = time.perf_counter()
            errors[name].append(await refused(town, name, f"wrong-{attempt}"))
            times[name].append(time.perf_counter() - started)
    assert {(e.text, e.code) for e in errors["known.one"]} == {
        (e.text, e.code) for e in errors["nobody.here"]
    }
    fast, slow = sorted(min(taken) for taken in times.values())
    assert slow < 3 * fast, times


@pytest.mark.check("K25", part="argon2id above the floor")
@pytest.mark.usefixtures("real_cost_of_passwords")
async def test_passwords_are_argon2id_above_the_floor(town: County) -> None:
    account, _ = await newcomer(town, "hash.one")
    stored = (await town.rows(Credential, Credential.account_id == account.id))[0].password_hash
    assert stored.startswith(f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1$")
    assert MEMORY_KIB >= 19 * 1024
    assert PASSES >= 2


@pytest.mark.check("K25", part="rehashed on login")
@pytest.mark.usefixtures("real_cost_of_passwords")
async def test_a_hash_of_weaker_days_is_made_anew_with_the_next_login(
    town: County, owner: psycopg.Connection
) -> None:
    account, _, _ = await settled(town, "hash.two")
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    owner.execute(
        "update credential set password_hash = %s where county = %s and account_id = %s",
        [weak, town.code, account.id],
    )
    await refused(town, "hash.two", "wrong")
    assert (await town.rows(Credential, Credential.account_id == account.id))[
        0
    ].password_hash == weak
    await login(town, "hash.two", PASSWORD)
    stored = (await town.rows(Credential, Credential.account_id == account.id))[0].password_hash
    assert stored.startswith(f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1$")
    assert await login(town, "hash.two", PASSWORD)


@pytest.mark.day
@pytest.mark.check("K26", part="the fifth failure locks with back-off, in the database, audited")
async def test_failures_are_counted_and_lock_with_a_growing_wait(town: County) -> None:
    account, _, _ = await settled(town, "lock.me")
    start = clock.now()
    for _ in range(5):
        await refused(town, "lock.me", "wrong")
    assert await failures(town, account) == 5
    await refused(town, "lock.me", PASSWORD)
    assert await failures(town, account) == 5, (
        "attempts while locked are not looked at and do not lengthen the lock"
    )
    with clock.moved(start + timedelta(seconds=100)):
        await refused(town, "lock.me", "wrong again")
    assert await failures(town, account) == 6
    with clock.moved(start + timedelta(seconds=140)):
        await refused(town, "lock.me", PASSWORD)
    with clock.moved(start + timedelta(seconds=300)):
        assert await login(town, "lock.me", PASSWORD)
    assert await failures(town, account) == 0
    audited = await town.rows(
        AuditEntry, AuditEntry.operation == "login", AuditEntry.code == "UNAUTHENTICATED"
    )
    assert len(audited) == 8


@pytest.mark.check(
    "K26", part="per account and client: somebody else's failures do not keep the owner out"
)
async def test_somebody_else_s_wrong_passwords_do_not_keep_the_owner_out(town: County) -> None:
    account, _, _ = await settled(town, "own.name")
    with from_client("198.51.100.7"):
        for _ in range(8):
            await refused(town, "own.name", "wrong")
        await refused(town, "own.name", PASSWORD)
    with from_client("203.0.113.9"):
        assert await login(town, "own.name", PASSWORD)
    assert await failures(town, account) == 5, "the other client's wait goes on"
    with from_client("198.51.100.7"):
        await refused(town, "own.name", PASSWORD)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
    ],
)
def test_a_client_is_an_address_or_the_network_that_one_is_given(
    first: str, second: str, same: bool
) -> None:
    with from_client(first):
        one = client()
    with from_client(second):
        assert (client() == one) is same
    assert client() == ""


@pytest.mark.day
async def test_addresses_are_kept_hashed_with_a_secret_of_the_day(town: County) -> None:
    account, _, _ = await settled(town, "of.the.day")
    start = clock.now()
    with from_client("198.51.100.7"):
        await refused(town, "of.the.day", "wrong")
        [before] = await town.rows(ClientSecret)
        [kept] = await town.rows(FailedLogin, FailedLogin.account_id == account.id)
        assert "198.51" not in str(vars(kept))
        with clock.moved(start + timedelta(days=1)):
            await refused(town, "of.the.day", "wrong")
    [after] = await town.rows(ClientSecret)
    assert (after.day, after.secret != before.secret) == (before.day + timedelta(days=1), True)
    [anew] = await town.rows(FailedLogin, FailedLogin.account_id == account.id)
    assert (anew.failures, anew.client != kept.client) == (1, True)


async def test_no_connection_waits_for_a_password_to_be_looked_at(
    town: County, database_urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixteen wrong passwords, one connection, and whoever is logged in is served meanwhile."""
    await settled(town, "at.work")
    looked_at, most, at_once, lock = threading.Event(), 0, 0, threading.Lock()

    def look(stored: str | None, password: str) -> bool:
        nonlocal most, at_once
        with lock:
            at_once += 1
            most = max(most, at_once)
        assert looked_at.wait(60)
        with lock:
            at_once -= 1
        return False

    monkeypatch.setattr(logins, "verify_password", look)
    database = await Database.open(database_urls.app, size=1, limits=Limits(connection=30))
    platform = replace(town.platform, database=database)
    narrow = replace(town, platform=platform)
    attempts = [asyncio.create_task(refused(narrow, "at.work", "wrong")) for _ in range(16)]
    while not at_once:  # noqa: ASYNC110 — a thread
        await asyncio.sleep(0.01)
    for _ in range(3):
        async with database.transaction(town.principals["village"].reading) as session:
            await session.execute(sa.text("select 1"))
    looked_at.set()
    assert {error.code for error in await asyncio.gather(*attempts)} == {Code.UNAUTHENTICATED}
    assert most <= max(1, (os.cpu_count() or 1) // 2)
    await database.close()


async def test_a_password_that_was_changed_while_it_was_looked_at_is_wrong(
    town: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, _, _ = await settled(town, "changed.now")
    accept = logins.accept

    async def accept_later(session: AsyncSession, county: int, proof: Proof) -> Account:
        return await accept(session, county, replace(proof, password_hash="of before"))

    monkeypatch.setattr("yishi_tenants.accounts.service.accept", accept_later)
    await refused(town, "changed.now", PASSWORD)
    assert await failures(town, account) == 1


def test_the_wait_doubles_up_to_half_an_hour() -> None:
    waits = [lock_after(n).total_seconds() for n in range(4, 14)]
    assert waits == [0, 30, 60, 120, 240, 480, 960, 1800, 1800, 1800]


@pytest.mark.check("K17", part="parallel attempts are counted one by one")
async def test_parallel_attempts_are_all_counted(town: County) -> None:
    account, _, _ = await settled(town, "many.tries")
    await asyncio.gather(*(refused(town, "many.tries", f"wrong-{n}") for n in range(4)))
    assert await failures(town, account) == 4


@pytest.mark.check("K17", part="attempts under aliases are counted one by one")
async def test_attempts_under_aliases_are_all_counted(town: County) -> None:
    account, _, _ = await settled(town, "many.names")
    reader = Reader(town.platform, schema_of(town.platform.plugins))
    attempt = (
        f'login(input: {{county: {town.code}, name: "many.names", password: "wrong"}}) {{ ok }}'
    )
    document = "mutation {" + " ".join(f"a{n}: {attempt}" for n in range(4)) + "}"
    answer = json.loads(await reader.execute(town.anonymous, document, None, None, "zh"))
    assert [e["extensions"]["code"] for e in answer["errors"]] == ["UNAUTHENTICATED"] * 4
    assert await failures(town, account) == 4


async def test_a_county_that_is_not_there_is_not_found(town: County) -> None:
    await town.refused(
        town.anonymous, "login", code="NOT_FOUND", county=999999, name="a", password="b"
    )


async def test_who_is_logged_in_elsewhere_is_told_so(town: County) -> None:
    _, caller, _ = await settled(town, "here.already")
    await town.refused(
        caller,
        "login",
        code="REFUSED",
        rule="logged_in_elsewhere",
        county=town.code + 50000,
        name="here.already",
        password=PASSWORD,
    )
