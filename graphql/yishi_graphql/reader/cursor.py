"""Keyset cursors: the order's values of a row, as in `kernel/operation/cursors.py`; the name of the
list is the order's signature, the last values are county and id.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON

from yishi_core.kernel.operation import cursors
from yishi_graphql.reader.json import literal
from yishi_graphql.reader.order import Key, Order
from yishi_graphql.reader.planning import Planning


def cursor_text(order: Order, row: Any) -> sa.ColumnElement[str]:
    """The cursor of a row, computed by PostgreSQL."""
    values = [sa.cast(k.of(row), sa.Text()) for k in order.all]
    listed = sa.cast(
        sa.func.json_build_array(literal(order.signature), *values, type_=JSON()), sa.Text()
    )
    encoded = sa.func.encode(sa.func.convert_to(listed, literal("UTF8")), literal("base64"))
    return sa.func.replace(encoded, sa.func.chr(10), literal(""), type_=sa.Text())


def after(p: Planning, order: Order, row: Any, cursor: Any) -> sa.ColumnElement[bool]:
    """The condition that a row comes after a cursor."""
    names = tuple(p.binder.name() for _ in order.all)
    p.binder.later(names, cursor, lambda text: _decode(order, text))
    values = [
        sa.bindparam(name, type_=_plain(key.type))
        for name, key in zip(names, order.all, strict=True)
    ]
    if all(not k.nullable for k in order.all) and len({k.descending for k in order.all}) == 1:
        mine, theirs = sa.tuple_(*(k.of(row) for k in order.all)), sa.tuple_(*values)
        behind: sa.ColumnElement[bool] = mine < theirs if order.all[0].descending else mine > theirs
        return behind
    return sa.and_(sa.true(), _lexicographic(order.all, row, values))


def _lexicographic(keys: tuple[Key, ...], row: Any, values: list[Any]) -> Any:
    key, value = keys[0], values[0]
    column = key.of(row)
    behind: Any = column < value if key.descending else column > value
    equal: Any = column == value
    if key.nullable:
        # Empty values come last: after every value, and after nothing when the cursor's own value
        # is empty.
        behind = sa.or_(behind, sa.and_(column.is_(None), value.is_not(None)))
        equal = column.is_not_distinct_from(value)
    if len(keys) == 1:
        return behind
    return sa.or_(behind, sa.and_(equal, _lexicographic(keys[1:], row, values[1:])))


def _decode(order: Order, text: Any) -> tuple[Any, ...]:
    readers = (partial(_checked, key) for key in order.all)
    return tuple(cursors.read(str(text), order.signature, *readers))


def _checked(key: Key, value: str | None) -> str | None:
    if value is None:
        if not key.nullable:
            raise ValueError("no value")
        return None
    if "\0" in value:
        raise ValueError("not a text")
    _reader(key.type)(value)
    return value


def _reader(type_: sa.types.TypeEngine[Any]) -> Callable[[str], Any]:
    """A parser of values of a type, so that no forged cursor reaches PostgreSQL's casts."""
    readers: tuple[tuple[type, Callable[[str], Any]], ...] = (
        (sa.Enum, str),
        (sa.String, str),
        (sa.Uuid, UUID),
        (sa.Boolean, _boolean),
        (sa.Integer, _whole),
        (sa.Numeric, _number),
        (sa.DateTime, datetime.fromisoformat),
        (sa.Date, date.fromisoformat),
        (sa.Time, time.fromisoformat),
    )
    return next(read for kind, read in readers if isinstance(type_, kind))


def _boolean(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError("no boolean")
    return value == "true"


def _whole(value: str) -> int:
    if len(value) > 20 or not -(2**63) <= (number := int(value)) < 2**63:
        raise ValueError("no whole number")
    return number


def _number(value: str) -> Decimal:
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 1000:
        raise ValueError("no number")
    return number


def _plain(type_: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """The type to which a value is cast, without length or precision, which would change it."""
    if isinstance(type_, sa.Enum):
        return sa.Text()
    if isinstance(type_, sa.Numeric):
        return sa.Numeric()
    return sa.Text() if isinstance(type_, sa.String) else type_
