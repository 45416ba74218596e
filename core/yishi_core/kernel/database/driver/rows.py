"""Statements past the session's objects. Rows of machinery, which nobody reads in the transaction
that writes them: the audit, events, the index, jobs; and reads that are asked for ahead.

No object of SQLAlchemy's is made for them, and the text of a statement is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.database.driver.driver import DeferredRead, driver_of
from yishi_core.kernel.database.driver.messages import Processors, processed, processors_of, text_of


async def put(session: AsyncSession, table: Any, values: Mapping[str, Any]) -> None:
    """Insert one row with a value for every column; a missing one is null.

    Pending changes of the session must have been flushed before.
    """
    statement, processors = _insertion(table)
    await send(session, statement, processed(processors, values))


async def send(session: AsyncSession, statement: Any, values: Mapping[str, Any]) -> None:
    """Run a statement whose answer nobody reads, at the latest with the commit: a text in
    psycopg's named style, or one of SQLAlchemy's that is kept.
    """
    await send_each(session, statement, (values,))


async def send_each(
    session: AsyncSession, statement: Any, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Run such a statement for each of some sets of values."""
    await driver_of(session).send(session, text_of(statement), rows)


async def prefetch(
    session: AsyncSession, statement: Any, values: Mapping[str, Any]
) -> DeferredRead:
    """Ask for rows that are needed later in the transaction, under the scope entered now; they
    are read with the next statement. What is pending in the session has been written before.
    """
    return await driver_of(session).prefetch(session, text_of(statement), values)


@cache
def _insertion(table: Any) -> tuple[sa.Insert, Processors]:
    return sa.insert(table), processors_of(table.columns)
