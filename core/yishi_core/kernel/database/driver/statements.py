"""SQLAlchemy statements over our exchange (decision 0060).

SQLAlchemy makes the text, the session and the rows; the round trip is ours. A statement whose
answer nobody reads (an INSERT, or one marked `LATER`) is queued until the next one that is read, or
until the commit, so that the writes of an operation go out together and in order. References are
checked at commit anyway; a conflict over a unique name is reported when the row is sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import await_only

from yishi_core.kernel.database.driver.exchange import Connection, Encoder, Message, Missed

LATER = {"yishi_later": True}
"""Execution options of a statement whose answer nobody reads."""
_BACK, _RELEASE = "ROLLBACK TO SAVEPOINT ", "RELEASE SAVEPOINT "


class Answer:
    """What SQLAlchemy reads from a cursor after a statement has run."""

    def __init__(self, description: Sequence[tuple[Any, ...]] | None, rowcount: int) -> None:
        self.description = description
        self.rowcount = rowcount

    def _close(self) -> None:
        """Does nothing, because nothing is open."""


class Statements:
    """The event hooks of one engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._encoder = Encoder()
        dialect = engine.sync_engine.dialect
        event.listen(dialect, "do_execute", self._execute)
        event.listen(dialect, "do_executemany", self._execute_many)

    def _execute(
        self, cursor: Any, statement: str, parameters: Mapping[str, Any], context: Any
    ) -> bool:
        driver, message = _driver(context), self._encoder.message(statement, parameters)
        if statement.startswith(_BACK):
            await_only(driver.undo(message))
        elif statement.startswith(_RELEASE):
            await_only(
                _release(
                    driver,
                    message,
                    self._encoder.message(_BACK + statement.removeprefix(_RELEASE), {}),
                )
            )
        elif not _is_read(context):
            if driver.hold([message]):
                await_only(driver.ask())
        else:
            (result,) = await_only(driver.ask(message))
            _give(cursor, driver, result)
        return True

    def _execute_many(
        self, cursor: Any, statement: str, parameters: Sequence[Mapping[str, Any]], context: Any
    ) -> bool:
        driver, messages = (
            _driver(context),
            [self._encoder.message(statement, row) for row in parameters],
        )
        if not _is_read(context):
            if driver.hold(messages):
                await_only(driver.ask())
        else:
            results = await_only(driver.ask(*messages))
            cursor._cursor = Answer(None, sum(r.command_tuples or 0 for r in results))
        return True


async def _release(driver: Connection, release: Message, back: Message) -> None:
    """Release a savepoint, and roll back to it when PostgreSQL refuses.

    SQLAlchemy considers a savepoint gone once it releases it, so the rollback has to happen here.
    """
    try:
        await driver.ask(release)
    except (psycopg.Error, Missed):
        if driver.pgconn.transaction_status == TransactionStatus.INERROR:
            await driver.undo(back)
        raise


def _driver(context: Any) -> Connection:
    return cast("Connection", context.root_connection.connection.driver_connection)


def _is_read(context: Any) -> bool:
    """Whether the answer is read, its rows or their number."""
    options = context.execution_options
    if options.get("yishi_later"):
        return False
    return (
        not context.isinsert
        or bool(context.compiled.effective_returning)
        or bool(options.get("preserve_rowcount"))
    )


def _give(cursor: Any, driver: Connection, result: PGresult) -> None:
    """Fill SQLAlchemy's cursor with the rows as psycopg would have made them."""
    count = result.command_tuples
    if not result.nfields:
        cursor._cursor = Answer(None, -1 if count is None else count)
        return
    cursor._rows = deque(driver.rows(result))
    names = [(result.fname(i) or b"").decode() for i in range(result.nfields)]
    description = [
        (name, result.ftype(i), None, None, None, None, None) for i, name in enumerate(names)
    ]
    cursor._cursor = Answer(description, -1 if count is None else count)
