"""Giving the next number of a register, e.g. `2026-0012`, without a gap and without two alike."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from yishi_core.entity.base import new_id
from yishi_core.numbering.blocks import given_number
from yishi_core.numbering.models import NumberSeries
from yishi_core.operation.context import OperationContext
from yishi_core.orgs.models import OrgUnit


async def next_number(context: OperationContext, register: str, year: int, org: OrgUnit | None = None) -> str:
    """The next number of an office's register; the row is locked until the transaction ends."""
    owner = org or context.org
    if (given := given_number((owner.org_path, register, year))) is not None:
        return given
    row = {"county": owner.county, "id": new_id(), "org_path": owner.org_path, "register": register, "year": year}
    connection = await context.session.connection()
    last: int = (await connection.execute(_counted(), row)).scalar_one()
    return f"{year}-{last:04d}"


@cache
def _counted() -> ReturningInsert[int]:
    table = NumberSeries.__table__
    assert isinstance(table, sa.Table)
    given: dict[str, Any] = {c.name: sa.bindparam(c.name) for c in table.columns if c.name != "last"}
    statement = insert(table).values(last=1, **given)
    statement = statement.on_conflict_do_update(index_elements=["county", "org_path", "register", "year"], set_={"last": table.c.last + 1})
    return statement.returning(table.c.last)
