"""Run many statements as they are written: a migration of a hundred tables has thousands."""

from __future__ import annotations

from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine.mock import MockConnection


def as_written(connection: sa.Connection, *statements: str) -> None:
    """Run statements in one round trip, bypassing SQLAlchemy's parameters.

    With parameters, even none, psycopg would read `%L` in a function as a placeholder.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    driver.execute(";\n".join(statements).encode())


def table_ddl(connection: sa.Connection, table: sa.Table) -> list[str]:
    """The statements that create a table with its indexes, in SQLAlchemy's order."""
    found: list[str] = []

    def note(element: Any, *_given: Any, **_more: Any) -> None:
        found.append(
            str(element.compile(dialect=connection.dialect)).strip().replace("%%", "%")
        )  # SQLAlchemy doubles `%` for parameters, but these statements have none

    table.create(MockConnection(connection.dialect, note), checkfirst=False)
    return found
