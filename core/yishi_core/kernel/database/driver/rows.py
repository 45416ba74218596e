"""Inserting internal rows that nobody reads in the same transaction: audit, events, search index.

They are sent with its commit. No session and no SQLAlchemy object is made for them, and the text of
the statement is compiled once per table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.database.driver.exchange import DRIVER, Connection, Message
from yishi_core.kernel.database.driver.messages import (
    DIALECT,
    ENCODER,
    Processors,
    message,
    processed,
    processors_of,
)
from yishi_core.kernel.database.driver.unit import entry_of


def driver_of(session: AsyncSession) -> Connection:
    """The connection of a running unit of work; raises `NoPrincipal` when it is over."""
    entry_of(session.sync_session)
    driver: Connection = session.sync_session.info[DRIVER]
    return driver


async def put(session: AsyncSession, table: Any, values: Mapping[str, Any]) -> None:
    """Insert one row with a value for every column; a missing one is null.

    Pending changes of the session must have been flushed before.
    """
    await send(session, _message(table, values))


async def send_each(
    session: AsyncSession, statement: Any, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Queue a cached statement once for each set of values."""
    await send(session, *(message(statement, values) for values in rows))


async def send(session: AsyncSession, *messages: Message) -> None:
    """Queue messages for the next statement whose answer is read, or for the commit."""
    driver = driver_of(session)
    if driver.hold(messages):
        await driver.ask()


def _message(table: Any, values: Mapping[str, Any]) -> Message:
    text, processors = _insertion(table)
    return ENCODER.message(text, processed(processors, values))


@cache
def _insertion(table: Any) -> tuple[str, Processors]:
    return str(sa.insert(table).compile(dialect=DIALECT)), processors_of(table.columns)
