"""Creating the demonstration county: divisions, tree and accounts.

The owner role does this, as in `yishi county create`; everything else happens through operations.
The accounts are written without passwords: thirty one-time passwords would have to be changed
before anything could be shown, at a tenth of a second each. They are used by token; `yishi account
reset-password` gives one a password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import as_file, files

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.domain.people.models import Person
from yishi_core.kernel.audit.models import AuditEntry, AuditResult
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.tree.models import CountyEntry, OrgUnit
from yishi_core.kernel.tree.regions import RegionLevel, read_regions_csv
from yishi_graphql.demo import further
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.tokens.models import Token, TokenKind
from yishi_tenants.accounts.tokens.secret import new_token, token_hash
from yishi_tenants.counties.onboarding import CountyOrder, NewCounty, create_county
from yishi_tenants.counties.regions import write_regions

COUNTY = 990101
LOADED = "load_demo"
"""Operation of the audit entry that marks the county as completely loaded."""
LABEL = "示范"
TOKEN_DAYS = 30


@dataclass(frozen=True)
class Seat:
    """An account to be written.

    It has a login name, a display name, a role at an org, and the person for whom it stands.
    """

    name: str
    display: str
    role: str
    org: OrgUnit
    person: Person | None = None


async def found_county(session: AsyncSession, townships: int = 0) -> NewCounty:
    """Create divisions, county, townships and villages; the administrator's account is `county`.

    There are the townships of the story, and so many further ones.
    """
    with as_file(files("yishi_graphql.demo") / "regions.csv") as path:
        rows = [*read_regions_csv(path), *further.rows(townships)]
    await write_regions(session, [r for r in rows if r.level is not RegionLevel.VILLAGE])
    made = await create_county(
        session, CountyOrder(str(COUNTY), [r for r in rows if r.level is RegionLevel.VILLAGE])
    )
    made.account.name, made.account.must_change_password = "county", False
    return made


def seat(session: AsyncSession, given: Seat) -> Account:
    """Write an account with its one role."""
    now = clock.now()
    where = {
        "county": COUNTY,
        "org_path": given.org.org_path,
        "org_id": given.org.id,
        "created_at": now,
        "updated_at": now,
    }
    account = Account(
        **where, id=new_id(), name=given.name, display_name=given.display, grant_version=1
    )
    account.person_id = given.person.id if given.person else None
    grant = GrantRow(
        **where,
        id=new_id(),
        account_id=account.id,
        role=given.role,
        reach_county=COUNTY,
        reach_path=given.org.org_path,
        given_at=now,
    )
    session.add_all([account, grant])
    return account


async def issue_tokens(session: AsyncSession) -> dict[str, str]:
    """Issue a token of 30 days for every account of the county; return them by login name.

    Earlier tokens stay valid until they expire.
    """
    query = sa.select(Account).where(
        Account.county == COUNTY,
        Account.disabled_at.is_(None),
        Account.must_change_password.is_(False),
    )
    accounts = (await session.scalars(query.order_by(Account.id))).all()
    expires = clock.now() + timedelta(days=TOKEN_DAYS)
    return {account.name: _issue(session, account, expires) for account in accounts}


def _issue(session: AsyncSession, account: Account, expires: datetime) -> str:
    token = new_token(COUNTY)
    now = clock.now()
    session.add(
        Token(
            county=COUNTY,
            id=new_id(),
            org_path=account.org_path,
            org_id=account.org_id,
            account_id=account.id,
            kind=TokenKind.PERSONAL,
            label=LABEL,
            token_hash=token_hash(token),
            read_only=False,
            expires_at=expires,
            created_at=now,
            updated_at=now,
        )
    )
    return token


async def state_of(session: AsyncSession) -> tuple[bool, bool]:
    """Return (whether the county exists, whether it was loaded completely)."""
    there = await session.scalar(sa.select(OrgUnit.id).where(OrgUnit.county == COUNTY).limit(1))
    told = await session.scalar(
        sa.select(AuditEntry.id)
        .where(AuditEntry.county == COUNTY, AuditEntry.operation == LOADED)
        .limit(1)
    )
    return there is not None, told is not None


async def forget_unfinished(session: AsyncSession) -> None:
    """Delete a county whose loading was interrupted; it holds nothing that anyone entered."""
    tables = (await session.scalars(sa.text("select name from sec.entity order by name"))).all()
    for table in tables:
        await session.execute(
            sa.delete(sa.table(table, sa.column("county"))).where(sa.column("county") == COUNTY)
        )
    await session.execute(sa.delete(CountyEntry).where(CountyEntry.code == str(COUNTY)))


def conclude(session: AsyncSession, county: OrgUnit) -> None:
    """Record that the county was loaded completely."""
    session.add(
        AuditEntry(
            county=COUNTY,
            id=new_id(),
            org_path=county.org_path,
            at=clock.now(),
            actor="owner",
            operation=LOADED,
            result=AuditResult.DONE,
            subject_type="OrgUnit",
            subject_id=county.id,
        )
    )


async def shown_accounts(session: AsyncSession) -> Mapping[str, str]:
    """Login name → display name."""
    query = (
        sa.select(Account.name, Account.display_name)
        .where(Account.county == COUNTY)
        .order_by(Account.id)
    )
    return {row.name: row.display_name for row in await session.execute(query)}
