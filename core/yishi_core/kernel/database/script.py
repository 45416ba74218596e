"""Statements that go out as they are written, many at once: a migration of a hundred tables has
thousands of them.
"""

from __future__ import annotations

from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine.mock import MockConnection


def as_written(connection: sa.Connection, *statements: str) -> None:
    """Run statements in one round trip, past SQLAlchemy: with parameters, even none, psycopg would
    read `%L` in a function as a placeholder.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    driver.execute(";\n".join(statements).encode())


def table_ddl(connection: sa.Connection, table: sa.Table) -> list[str]:
    """What creates a table with its indexes, in the order in which SQLAlchemy would run it."""
    found: list[str] = []

    def note(element: Any, *_given: Any, **_more: Any) -> None:
        found.append(
            str(element.compile(dialect=connection.dialect)).strip().replace("%%", "%")
        )  # doubled for parameters, of which there are none

    table.create(MockConnection(connection.dialect, note), checkfirst=False)
    return found
