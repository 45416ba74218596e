"""The unit of work: how a session is tied to the tenant scope it was opened with.

A hook adds `county = …` to every statement on tenant tables, at each mention of a table. The
planner can thus use the index, and Citus asks one shard instead of thirty-two (citus.md 3, rule 2).
"""

from __future__ import annotations

import contextlib
from functools import lru_cache
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import psycopg as dialect
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, with_loader_criteria

from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database.driver.failures import NoPrincipal
from yishi_core.kernel.database.driver.looking import refuse_while_looking
from yishi_core.kernel.database.driver.statements import LATER
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.entity.watching import WatchedSession

ENTER = (
    "select sec.enter(%(counties)s::int[], %(paths)s::text[], %(lineage)s::text[], "
    "%(marks)s::text[], %(account)s::uuid,"
    " %(version)s::bigint)"
)
_KEY = "yishi_entry"
NAMES_COUNTY = {"yishi_names_county": True}
"""Execution options of a statement that names the county of each of its tables itself."""
KNOWN = 1024
"""Number of sets of counties for which the condition is cached."""


class UnitSession(WatchedSession):
    """The session of a unit of work; every statement needs a tenant scope."""

    def write_changed(self) -> None:
        entry_of(self)


def entry_parameters(entry: TenantScope) -> dict[str, Any]:
    """The parameters of `ENTER`; raises `NoPrincipal` for a scope without a county."""
    if not entry.counties:
        raise NoPrincipal("an entry names at least one county")
    return {
        "counties": list(entry.counties),
        "paths": list(entry.paths),
        "lineage": list(entry.lineage),
        "marks": list(entry.marks),
        "account": entry.account,
        "version": entry.version,
    }


def entered(entry: TenantScope) -> tuple[sa.TextClause, dict[str, Any]]:
    """`sec.enter` as an SQLAlchemy statement, with its values."""
    return _ENTER, entry_parameters(entry)


def bind_to_entry(session: Session, entry: TenantScope) -> None:
    """Bind the session to a scope, whose counties its statements carry from now on."""
    session.info[_KEY] = entry


def entry_of(session: Session) -> TenantScope:
    """The scope of a session; raises `NoPrincipal` when its unit of work is over."""
    entry: TenantScope | None = session.info.get(_KEY)
    if entry is None:
        raise NoPrincipal("the unit of work is over")
    return entry


def expire(session: Session) -> None:
    """End the unit of work: any further use of the session raises `NoPrincipal`."""
    session.info[_KEY] = None


@event.listens_for(UnitSession, "before_flush")
def _refuse_flush(session: Session, *_: Any) -> None:
    refuse_while_looking("flush")


@event.listens_for(UnitSession, "do_orm_execute")
def _add_county(state: ORMExecuteState) -> None:
    entry: TenantScope | None = state.session.info.get(_KEY)
    if entry is None:
        raise NoPrincipal("the unit of work is over")
    if not (state.is_select or state.is_update or state.is_delete) or state.is_column_load:
        return
    if "yishi_names_county" in state.execution_options:
        return
    state.statement = state.statement.options(_criteria(entry.counties))


@lru_cache(maxsize=KNOWN)
def _criteria(of: tuple[int, ...]) -> LoaderCriteriaOption:
    county, *more = of
    if more:
        counties = list(of)
        return with_loader_criteria(
            TenantRow, lambda cls: cls.county.in_(counties), include_aliases=True
        )
    return with_loader_criteria(TenantRow, lambda cls: cls.county == county, include_aliases=True)


def forget_notices(connection: psycopg.AsyncConnection[Any]) -> None:
    """Remove the handler that SQLAlchemy adds to a pooled connection at each checkout."""
    with contextlib.suppress(ValueError):
        connection.remove_notice_handler(dialect._log_notices)


_ENTER = sa.text(
    "select sec.enter(cast(:counties as int[]), cast(:paths as text[]), cast(:lineage as "
    "text[]), cast(:marks as text[]),"
    " cast(:account as uuid), cast(:version as bigint))"
).execution_options(**LATER)
