"""Finding the accounts of a county by name, in a session that can see the county."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import InvalidInput
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.logins import login_name
from yishi_tenants.accounts.models import Account


async def account_named(session: AsyncSession, county: int, name: str) -> Account:
    """The account with a login name.

    Raises `InvalidInput` naming it when there is none: only the operator, who may know, is told.
    """
    query = sa.select(Account).where(Account.county == county, Account.name == login_name(name))
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise InvalidInput.of(
            "account", f"{county}没有账号“{name}”。", f"{county} has no account “{name}”."
        )
    return found


async def accounts_of(session: AsyncSession, county: int) -> list[tuple[Account, list[str]]]:
    """All accounts by name, each with the roles that it currently holds."""
    accounts = (
        await session.scalars(
            sa.select(Account).where(Account.county == county).order_by(Account.name)
        )
    ).all()
    held = await session.scalars(
        sa.select(GrantRow).where(GrantRow.county == county, GrantRow.ended_at.is_(None))
    )
    roles: dict[object, list[str]] = {}
    for grant in held:
        roles.setdefault(grant.account_id, []).append(grant.role)
    return [(a, sorted(set(roles.get(a.id, [])))) for a in accounts]
