"""Texts and values of statements that are run past SQLAlchemy's sessions: the text is made once, the
values each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.database.driver.exchange import Encoder

DIALECT = sa.make_url("postgresql+psycopg://").get_dialect()()
ENCODER = Encoder()
Processors = tuple[tuple[str, Any], ...]
"""Name of a value → its bind processor; None where the value needs none."""


def text_of(statement: Any) -> str:
    """The text of a statement of SQLAlchemy's that is kept; a text stays as it is."""
    return statement if isinstance(statement, str) else _compiled(statement)


def processors_of(columns: Iterable[sa.Column[Any]]) -> Processors:
    """The bind processors of columns, by key."""
    return tuple((c.key, c.type.dialect_impl(DIALECT).bind_processor(DIALECT)) for c in columns)


def processed(processors: Processors, values: Mapping[str, Any]) -> dict[str, Any]:
    """The named values ready to be sent; a missing one is null."""
    return {
        name: process(values.get(name)) if process else values.get(name)
        for name, process in processors
    }


@cache
def _compiled(statement: Any) -> str:
    return str(statement.compile(dialect=DIALECT))
