"""Writing the audit (access.md 10).

A success is written in its own transaction, a denial or failure in another one after the rollback.
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
    """Create one audit entry.

    `rest` takes `code`, `reason` and `changes`, or the subject where no row is available.
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
    """Write an audit entry directly in the transaction, without adding it to the session.

    Pending changes must have been flushed before.
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
    """Write a denial or failure in a short transaction of its own.

    The entry of a caller whose county is unknown is stored under county 0.
    """
    system = Principal.system(county, principal.policy)
    async with database.transaction(system.reading) as session:
        session.add(
            entry(principal, operation, result, county=county, path=county_path(county), **rest)
        )
