"""Statements of SQLAlchemy's as messages of our exchange, past its sessions and connections: the
text is made once, the values each time.
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
"""Name of a value → what makes it ready to be sent; None where it is."""


def message(statement: Any, values: Mapping[str, Any]) -> Message:
    """A statement that is kept with its values."""
    return ENCODER.message(_text(statement), values)


def processors_of(columns: Iterable[sa.Column[Any]]) -> Processors:
    """What the types of columns do with values."""
    return tuple((c.key, c.type.dialect_impl(DIALECT).bind_processor(DIALECT)) for c in columns)


def processed(processors: Processors, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are named, ready to be sent; a missing one is null."""
    return {
        name: process(values.get(name)) if process else values.get(name)
        for name, process in processors
    }


@cache
def _text(statement: Any) -> str:
    return str(statement.compile(dialect=DIALECT))
