"""Checking a login attempt, which is counted before its password is verified.

No error and no parallel request can thus lose the count. The password itself is verified in a
thread, outside any transaction: it takes as long as a hundred statements, during which all others
would miss the connection.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.errors import Text, Unauthenticated
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.client import client
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.platform import Platform
from yishi_tenants.accounts.models import Account, ClientSecret, Credential, FailedLogin
from yishi_tenants.accounts.passwords import outdated, renewed, verify_password

FREE_ATTEMPTS = 5
LONGEST_LOCK = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Proof:
    """The result of an attempt: the account, and the stored hash that its password matches.

    `account` is None when the password was wrong or was not verified.
    """

    account: UUID | None = None
    password_hash: str = ""
    renewed_hash: str | None = None
    """The same password hashed with today's parameters, where the stored hash has older ones."""


def login_name(name: str) -> str:
    """A login name as it is stored and compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def lock_after(failures: int) -> timedelta:
    """How long attempts are refused unchecked after a number of failures.

    From the fifth failure on it is 30 s, doubled each time, at most 30 min.
    """
    if failures < FREE_ATTEMPTS:
        return timedelta()
    doublings = min(failures - FREE_ATTEMPTS, 10)
    return min(timedelta(seconds=30 << doublings), LONGEST_LOCK)


def wrong() -> Unauthenticated:
    """The one error for whatever may be wrong, which must not reveal which accounts exist."""
    return Unauthenticated(
        Text(
            "登录名或密码不正确;若已连续多次输错,请等待几分钟,或请上级管理员重置密码。",
            "Wrong name or password. After several failures wait some minutes, or ask the "
            "administrator above for a reset.",
        )
    )


async def examine(platform: Platform, county: int, who: str | UUID, password: str) -> Proof:
    """Check an attempt on the account with that name or id.

    It counts as a failure until `accept` removes the count. Attempts of one client on one account
    are counted one after the other (check K17), each before its password is verified; none is
    verified while they are locked. Raises `Unavailable` when too many attempts wait to be verified.
    """
    stored = None
    async with platform.database.transaction(
        Principal.system(county, platform.policy).reading
    ) as session:
        account, credential = await _load(session, county, who)
        if account is not None and credential is not None and await _count(session, account):
            stored = credential.password_hash
    if (
        not await platform.logins.run(verify_password, stored, password)
        or account is None
        or stored is None
    ):
        return Proof()
    return Proof(
        account.id,
        stored,
        await platform.logins.run(renewed, password) if outdated(stored) else None,
    )


async def accept(session: AsyncSession, county: int, proof: Proof | None) -> Account:
    """The account of a proof; its failures from this client are forgotten.

    Raises the one `Unauthenticated` where nothing was proved, or where the password was changed or
    the account disabled in the meantime.
    """
    if proof is None or proof.account is None:
        raise wrong()
    account, credential = await _load(session, county, proof.account)
    if account is None or credential is None or credential.password_hash != proof.password_hash:
        raise wrong()
    if proof.renewed_hash:
        credential.password_hash = proof.renewed_hash
    if (failed := await _failed(session, account)) is not None:
        await session.delete(failed)
    return account


async def forget_failures(session: AsyncSession, account: Account) -> None:
    """Remove all failures and locks of an account."""
    await session.execute(
        sa.delete(FailedLogin).where(
            FailedLogin.county == account.county, FailedLogin.account_id == account.id
        )
    )


async def _count(session: AsyncSession, account: Account) -> bool:
    """Count an attempt as a failure; return whether its password may be verified."""
    now, failed = clock.now(), await _failed(session, account)
    if failed is None:
        key = await _key(session, account)
        failed = FailedLogin(
            county=account.county,
            id=new_id(),
            org_path=account.org_path,
            account_id=account.id,
            client=key,
            failures=0,
        )
        session.add(failed)
    elif failed.locked_until is not None and failed.locked_until > now:
        return False
    failed.failures += 1
    wait = lock_after(failed.failures)
    failed.locked_until = now + wait if wait else None
    return True


async def _failed(session: AsyncSession, account: Account) -> FailedLogin | None:
    query = sa.select(FailedLogin).where(
        FailedLogin.county == account.county,
        FailedLogin.account_id == account.id,
        FailedLogin.client == await _key(session, account),
    )
    return (await session.scalars(query.execution_options(populate_existing=True))).one_or_none()


async def _key(session: AsyncSession, account: Account) -> str:
    """The key of the current client for this account and day."""
    secret = await _secret(session, account.county)
    return hmac.new(
        secret.encode(), f"{account.id} {client()}".encode(), hashlib.sha256
    ).hexdigest()


async def _secret(session: AsyncSession, county: int) -> str:
    today = clock.today()
    query = sa.select(ClientSecret.secret).where(
        ClientSecret.county == county, ClientSecret.day == today
    )
    if (found := (await session.scalars(query)).one_or_none()) is not None:
        return found
    await session.execute(
        sa.delete(ClientSecret).where(ClientSecret.county == county, ClientSecret.day != today)
    )
    await session.execute(
        sa.delete(FailedLogin).where(FailedLogin.county == county)
    )  # nobody can tell any more to which clients they belong
    row = {
        "county": county,
        "id": new_id(),
        "org_path": county_path(county),
        "day": today,
        "secret": secrets.token_hex(32),
    }
    await session.execute(insert(ClientSecret).values(row).on_conflict_do_nothing())
    return (await session.scalars(query)).one()


async def _load(
    session: AsyncSession, county: int, who: str | UUID
) -> tuple[Account | None, Credential | None]:
    """A usable account with that name or id, and its credential.

    The credential stays locked until the transaction ends.
    """
    named = Account.name == login_name(who) if isinstance(who, str) else Account.id == who
    query = (
        sa.select(Account, Credential)
        .join(
            Credential,
            sa.and_(Credential.county == Account.county, Credential.account_id == Account.id),
        )
        .where(
            Account.county == county,
            Credential.county == county,
            named,
            Account.disabled_at.is_(None),
            Account.voided_at.is_(None),
        )
        .with_for_update(of=Credential)
        .execution_options(populate_existing=True)
    )
    found = (await session.execute(query)).one_or_none()
    return (found[0], found[1]) if found else (None, None)
