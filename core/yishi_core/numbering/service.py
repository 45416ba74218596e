"""Giving the next number of a register, e.g. `2026-0012`, without a gap and without two alike."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert

from yishi_core.entity.base import new_id
from yishi_core.numbering.models import NumberSeries
from yishi_core.operation.context import OperationContext
from yishi_core.orgs.models import OrgUnit


async def next_number(context: OperationContext, register: str, year: int, org: OrgUnit | None = None) -> str:
    """The next number of an office's register; the row is locked until the transaction ends."""
    owner = org or context.org
    statement = insert(NumberSeries).values(
        county=owner.county, id=new_id(), org_path=owner.org_path, register=register, year=year, last=1
    )
    statement = statement.on_conflict_do_update(
        index_elements=["county", "org_path", "register", "year"], set_={"last": NumberSeries.last + 1}
    )
    last = (await context.session.execute(statement.returning(NumberSeries.last))).scalar_one()
    return f"{year}-{last:04d}"
