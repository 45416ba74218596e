"""JSON built by PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.ext.compiler import compiles

Pair = tuple[str, Any]
MOST_PAIRS = 50
"""Most pairs in one call, since a PostgreSQL function takes at most 100 arguments."""


class Literal(sa.ColumnElement[str]):
    """A word of the document or schema, written into the SQL text instead of a parameter."""

    inherit_cache = False
    type = sa.Text()

    def __init__(self, word: str) -> None:
        self.word = word


@compiles(Literal)
def _render(element: Literal, compiler: Any, **_: Any) -> str:
    return str(compiler.render_literal_value(element.word, element.type))


def literal(word: str) -> Literal:
    """The word as an SQL literal, quoted by SQLAlchemy."""
    return Literal(word)


def json_object(pairs: Sequence[Pair]) -> sa.ColumnElement[Any]:
    """`{"key": value, …}` in the order of the pairs."""
    if len(pairs) <= MOST_PAIRS:
        return sa.func.json_build_object(
            *(part for key, value in pairs for part in (literal(key), value)), type_=JSON()
        )
    parts = [json_object(pairs[i : i + MOST_PAIRS]) for i in range(0, len(pairs), MOST_PAIRS)]
    text: Any = sa.func.left(sa.cast(parts[0], sa.Text()), -1)
    for part in parts[1:-1]:
        inner = sa.func.left(sa.cast(part, sa.Text()), -1)
        text = text.concat(", ").concat(sa.func.substr(inner, 2))
    last = sa.func.substr(sa.cast(parts[-1], sa.Text()), 2)
    return sa.cast(text.concat(", ").concat(last), JSON())


def json_list(column: Any, most: Any = None) -> sa.ColumnElement[Any]:
    """All values of a group in their order, at most `most` of them; `[]` for none."""
    if most is None:
        made: Any = sa.func.json_agg(column, type_=JSON())
    else:
        gathered = sa.func.array_agg(column, type_=ARRAY(JSON()))
        made = sa.func.array_to_json(gathered[1:most], type_=JSON())
    return sa.func.coalesce(made, sa.cast(literal("[]"), JSON()), type_=JSON())
