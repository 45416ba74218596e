"""The UPDATE of changed records, queued as one message each until the next read or the commit.

SQLAlchemy's unit of work could do the same, but takes several times as long for one row and waits
for the number of rows it matched. Here PostgreSQL checks that itself: `1 / count(*)` fails where
the row is not as it was read, and aborts the transaction (`Missed`; decision 0065).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, Mapper, Session
from sqlalchemy.util import await_only

from yishi_core.kernel.database.driver.driver import CONNECTION
from yishi_core.kernel.database.driver.exchange import Connection, Message
from yishi_core.kernel.database.driver.messages import (
    DIALECT,
    ENCODER,
    Processors,
    processed,
    processors_of,
)
from yishi_core.kernel.entity.base import OrgRow, changes_of, values_of

_ONE_ROW = "with changed as ({} returning 1) select 1 / count(*) from changed"
_KEY, _SEEN = ("county", "id"), "seen"


def write_changed(session: Session) -> None:
    """Queue the changes of all records of a session for its next statement or its commit.

    They are sent in the order of their keys, so that two transactions that change the same rows
    wait for each other instead of deadlocking. Afterwards the session holds the rows as written.
    """
    changed = [
        (sa.inspect(row), tuple(sorted(changes_of(row))))
        for row in session.dirty
        if isinstance(row, OrgRow) and "version" in values_of(row)
    ]
    if not changed:
        return
    changed.sort(key=lambda one: (one[0].class_.__tablename__, one[0].dict["id"]))
    if session.in_nested_transaction():
        session.connection()  # its savepoint begins with the first use of the connection
    connection: Connection = session.info[CONNECTION]
    messages = [_message(state, new) for state, new in changed if new]
    session._register_altered(
        [state for state, _ in changed]
    )  # when a savepoint is rolled back they are read again
    for state, _ in changed:
        state._commit_all(state.dict, session.identity_map)
    if connection.hold(messages):
        await_only(connection.ask())


def _message(state: InstanceState[Any], new: tuple[str, ...]) -> Message:
    """The UPDATE of one row, which also increments its version."""
    now = state.dict
    seen = now["version"]
    now["version"] = seen + 1
    text, processors = _statement(state.mapper, new)
    return ENCODER.message(text, processed(processors, now) | {_SEEN: seen}, one_row=True)


@cache
def _statement(mapper: Mapper[Any], new: tuple[str, ...]) -> tuple[str, Processors]:
    """The text of the UPDATE, and the bind processor of each attribute."""
    columns = {name: mapper.columns[name] for name in (*new, "version", *_KEY)}
    values = {column: sa.bindparam(name, type_=column.type) for name, column in columns.items()}
    keys = [columns[name] == values.pop(columns[name]) for name in _KEY]
    version = columns["version"] == sa.bindparam(_SEEN, type_=columns["version"].type)
    statement = sa.update(mapper.class_).where(*keys, version).values(values)
    return _ONE_ROW.format(statement.compile(dialect=DIALECT)), processors_of(columns.values())
