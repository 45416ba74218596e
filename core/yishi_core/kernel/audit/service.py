"""Writing the audit (access.md 10): a success in its own transaction, a denial or failure in
another after the rollback.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.audit.models import AuditEntry, AuditResult
from yishi_core.kernel.database import Database, put
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.entity.base import new_id


def entry(
    principal: Principal,
    operation: str,
    result: AuditResult,
    *,
    county: int,
    path: str,
    row: TenantRow | None = None,
    **rest: Any,
) -> AuditEntry:
    """One row of the audit; `rest` takes `code`, `reason`, `changes`, or the subject where no row
    is at hand.
    """
    return AuditEntry(**_values(principal, operation, result, county, path, row, rest))


async def write(
    session: AsyncSession,
    principal: Principal,
    operation: str,
    result: AuditResult,
    *,
    county: int,
    path: str,
    row: TenantRow | None = None,
    **rest: Any,
) -> None:
    """Write such a row with the transaction, in which nobody reads it any more; what is pending has
    been flushed.
    """
    await put(
        session,
        AuditEntry.__table__,
        _values(principal, operation, result, county, path, row, rest),
    )


def _values(
    principal: Principal,
    operation: str,
    result: AuditResult,
    county: int,
    path: str,
    row: TenantRow | None,
    rest: dict[str, Any],
) -> dict[str, Any]:
    if row is not None:
        rest |= {"subject_type": type(row).__name__, "subject_id": row.id}
    return {
        "county": county,
        "id": new_id(),
        "org_path": path,
        "at": clock.now(),
        "account": principal.account,
        "actor": principal.kind.value,
        "operation": operation,
        "result": result,
        **rest,
    }


async def record_failure(
    database: Database,
    principal: Principal,
    operation: str,
    result: AuditResult,
    county: int,
    **rest: Any,
) -> None:
    """A denial or failure, in a short transaction of its own; an unknown caller's goes to county
    0.
    """
    system = Principal.system(county, principal.policy)
    async with database.transaction(system.reading) as session:
        session.add(
            entry(principal, operation, result, county=county, path=county_path(county), **rest)
        )
