"""Looking at one attempt to log in: counted before it is looked at, so that no error and no
parallel request loses it.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import Text, Unauthenticated
from yishi_tenants.accounts.models import Account, Credential
from yishi_tenants.accounts.passwords import hash_password, outdated, verify_password

FREE_ATTEMPTS = 5
LONGEST_LOCK = timedelta(minutes=30)


def login_name(name: str) -> str:
    """The name as it is stored and compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def lock_after(failures: int) -> timedelta:
    """How long no attempt is looked at after so many failures: from the fifth on 30 s, doubled each
    time, at most 30 min.
    """
    if failures < FREE_ATTEMPTS:
        return timedelta()
    doublings = min(failures - FREE_ATTEMPTS, 10)
    return min(timedelta(seconds=30 << doublings), LONGEST_LOCK)


def wrong() -> Unauthenticated:
    """One answer for all that may be wrong: it must not tell which accounts there are."""
    return Unauthenticated(
        Text(
            "登录名或密码不正确;若已连续多次输错,请等待几分钟,或请上级管理员重置密码。",
            "Wrong name or password. After several failures wait some minutes, or ask the "
            "administrator above for a reset.",
        )
    )


async def check_password(
    session: AsyncSession, county: int, name: str, password: str, now: datetime
) -> Account:
    """The account of that name when the password is right; raises the one `Unauthenticated`
    otherwise.

    A failure is committed before it is raised. The credential's row stays locked while the password
    is checked, so parallel attempts on one account are counted one after the other (check K17).
    """
    account, credential = await _load(session, county, name)
    locked = (
        credential is not None
        and credential.locked_until is not None
        and credential.locked_until > now
    )
    usable = (
        account is not None
        and account.disabled_at is None
        and account.voided_at is None
        and not locked
    )
    right = await verify_password(
        credential.password_hash if credential and usable else None, password
    )
    if account is None or credential is None or not right:
        if credential is not None and not locked:
            credential.failures += 1
            wait = lock_after(credential.failures)
            credential.locked_until = now + wait if wait else None
        # The only commit outside the unit of work: the failure must outlive the error.
        await session.commit()
        raise wrong()
    credential.failures, credential.locked_until = 0, None
    if outdated(credential.password_hash):
        credential.password_hash = await hash_password(password)
    return account


async def _load(
    session: AsyncSession, county: int, name: str
) -> tuple[Account | None, Credential | None]:
    query = (
        sa.select(Account, Credential)
        .join(
            Credential,
            sa.and_(Credential.county == Account.county, Credential.account_id == Account.id),
        )
        .where(
            Account.county == county, Credential.county == county, Account.name == login_name(name)
        )
        .with_for_update(of=Credential)
        .execution_options(populate_existing=True)
    )
    found = (await session.execute(query)).one_or_none()
    return (found[0], found[1]) if found else (None, None)
