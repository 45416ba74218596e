"""SQLAlchemy statements as messages of our exchange, without sessions and connections.

The text is compiled once; only the values are made each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.database.driver.exchange import Encoder, Message

DIALECT = sa.make_url("postgresql+psycopg://").get_dialect()()
ENCODER = Encoder()
Processors = tuple[tuple[str, Any], ...]
"""Name of a value → its bind processor; None where the value needs none."""


def message(statement: Any, values: Mapping[str, Any]) -> Message:
    """A message of a cached statement and its values."""
    return ENCODER.message(_text(statement), values)


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
def _text(statement: Any) -> str:
    return str(statement.compile(dialect=DIALECT))
