"""Assigning the next number of a register, e.g. `2026-0012`, without gaps or duplicates."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from yishi_core.facilities.numbering.blocks import given_number, is_given
from yishi_core.facilities.numbering.models import NumberSeries
from yishi_core.kernel.database import DeferredRead, prefetch
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


async def next_number(
    context: OperationContext, register: str, year: int, org: OrgUnit | None = None
) -> str:
    """The next number of an office's register, e.g. `2026-0012`.

    `org` is by default the org of the operation. The register is locked until the transaction ends.
    """
    owner = org or context.org
    if (given := given_number((owner.org_path, register, year))) is not None:
        return given
    waiting = context.numbers.pop((owner.org_path, register, year), None)
    ((last,),) = await (waiting or await _ask(context, register, year, owner)).rows()
    return f"{year}-{last:04d}"


async def ask_ahead(context: OperationContext, year: int, *registers: str) -> None:
    """Request the next number of each register together, before they are needed.

    `next_number` must then be called for all of them, since an unused number leaves a gap.
    """
    for register in () if is_given() else registers:
        context.numbers[context.org.org_path, register, year] = await _ask(
            context, register, year, context.org
        )


async def _ask(context: OperationContext, register: str, year: int, owner: OrgUnit) -> DeferredRead:
    row = {
        "county": owner.county,
        "id": new_id(),
        "org_path": owner.org_path,
        "register": register,
        "year": year,
    }
    return await prefetch(context.session, _counted(), row)


@cache
def _counted() -> ReturningInsert[int]:
    table = NumberSeries.__table__
    assert isinstance(table, sa.Table)
    given: dict[str, Any] = {
        c.name: sa.bindparam(c.name) for c in table.columns if c.name != "last"
    }
    statement = insert(table).values(last=sa.literal_column("1"), **given)
    one_more = table.c.last + sa.literal_column("1")
    statement = statement.on_conflict_do_update(
        index_elements=["county", "org_path", "register", "year"], set_={"last": one_more}
    )
    return statement.returning(table.c.last)
