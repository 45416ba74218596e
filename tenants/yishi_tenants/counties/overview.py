"""An overview of a county, for the operator who created it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import InvalidInput, NotFound
from yishi_core.kernel.tree.models import OrgKind, OrgUnit
from yishi_tenants.accounts.models import Account


@dataclass(frozen=True)
class CountyOverview:
    """The root, the townships directly below it, and counts.

    The counts are of bodies by kind, and of accounts that can log in.
    """

    root: OrgUnit
    below: tuple[OrgUnit, ...]
    kinds: dict[OrgKind, int]
    accounts: int


async def show_county(session: AsyncSession, county: int) -> CountyOverview:
    """The overview of a county; raises `NotFound` when it does not exist.

    The session must see the whole county.
    """
    orgs = (
        await session.scalars(
            sa.select(OrgUnit).where(OrgUnit.county == county).order_by(OrgUnit.org_path)
        )
    ).all()
    root = next((o for o in orgs if o.parent_id is None), None)
    if root is None:
        raise NotFound.at("county")
    kinds: dict[OrgKind, int] = {}
    for org in orgs:
        kinds[org.kind] = kinds.get(org.kind, 0) + 1
    able = (
        sa.select(sa.func.count())
        .select_from(Account)
        .where(Account.county == county, Account.disabled_at.is_(None))
    )
    return CountyOverview(
        root,
        tuple(o for o in orgs if o.parent_id == root.id),
        kinds,
        (await session.execute(able)).scalar_one(),
    )


async def only_county(session: AsyncSession) -> int:
    """The single county of the installation, for the owner role.

    Raises `InvalidInput` when there are several or none.
    """
    query = sa.select(OrgUnit.county).where(OrgUnit.parent_id.is_(None)).order_by(OrgUnit.county)
    found = (await session.scalars(query)).all()
    if len(found) != 1:
        listed = "、".join(map(str, found)) or "无"
        raise InvalidInput.of(
            "county",
            f"请用 --county 指明县级代码(现有:{listed})。",
            f"Name the county by --county (there are: {listed}).",
        )
    return found[0]
