"""Rows of machinery, which nobody reads in the transaction that writes them: the audit, events, the index. They go out with its commit.

No session and no object of SQLAlchemy's is made for them: the text of the statement is made once per table.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.database.exchange import Connection, Encoder, Message
from yishi_core.database.unit import entry_of

DRIVER = "yishi_driver"
_DIALECT = sa.make_url("postgresql+psycopg://").get_dialect()()
_ENCODER = Encoder()


def driver_of(session: AsyncSession) -> Connection:
    """The connection of a running unit of work; raises `NoPrincipal` when it is over."""
    entry_of(session.sync_session)
    driver: Connection = session.sync_session.info[DRIVER]
    return driver


async def put(session: AsyncSession, table: Any, values: Mapping[str, Any]) -> None:
    """Insert one row with a value for every column; a missing one is null. What is pending in the session has been written before."""
    await send(session, _message(table, values))


def message(statement: Any, values: Mapping[str, Any]) -> Message:
    """A statement of SQLAlchemy's that is kept (its text is made once) with its values, for a read past the session."""
    return _ENCODER.message(_text(statement), values)


async def send(session: AsyncSession, message: Message) -> None:
    """Let a message go out with the next one whose answer is read, or with the commit."""
    driver = driver_of(session)
    if driver.hold([message]):
        await driver.ask()


def _message(table: Any, values: Mapping[str, Any]) -> Message:
    text, processors = _insertion(table)
    given = {name: process(values.get(name)) if process else values.get(name) for name, process in processors}
    return _ENCODER.message(text, given)


@cache
def _text(statement: Any) -> str:
    return str(statement.compile(dialect=_DIALECT))


@cache
def _insertion(table: Any) -> tuple[str, tuple[tuple[str, Any], ...]]:
    processors = tuple((c.key, c.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)) for c in table.columns)
    return str(sa.insert(table).compile(dialect=_DIALECT)), processors
