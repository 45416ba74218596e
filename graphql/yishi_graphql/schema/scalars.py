"""The scalars of the API, each value in the form in which it is transmitted.

It is text or a number, which PostgreSQL casts, Pydantic reads and JSON shows. Nothing is thus
converted twice, and an operation receives (`raw`) the JSON that the client sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal as PyDecimal
from decimal import InvalidOperation
from typing import Any, NewType

from graphql.utilities import value_from_ast_untyped

from graphql import (
    GraphQLBoolean,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLScalarType,
    GraphQLString,
    ValueNode,
)
from yishi_graphql.schema.build import ID

BigInt = NewType("BigInt", int)
Date = NewType("Date", str)
DateTime = NewType("DateTime", str)
Time = NewType("Time", str)
Decimal = NewType("Decimal", str)
JSON = NewType("JSON", object)

WIDEST = 2**63


def _big(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -WIDEST <= value < WIDEST:
        raise ValueError("a whole number of at most 64 bits is expected")
    return value


def _date(value: Any) -> str:
    return date.fromisoformat(_text(value)).isoformat()


def _moment(value: Any) -> str:
    read = datetime.fromisoformat(_text(value))
    if read.tzinfo is None:
        raise ValueError("a moment needs its time zone, e.g. 2026-03-01T09:00:00+08:00")
    return read.isoformat()


def _time(value: Any) -> str:
    read = time.fromisoformat(_text(value))
    if read.tzinfo is not None:
        raise ValueError("a time of day has no time zone: it is China time")
    return read.isoformat()


def _decimal(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("a decimal number is expected, as text or number")
    try:
        read = PyDecimal(str(value))
    except InvalidOperation:
        raise ValueError("a decimal number is expected, as text or number") from None
    if not read.is_finite() or abs(read.adjusted()) > 1000:
        raise ValueError("the number is out of range")
    return str(read)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text is expected")
    return value


def _same(value: Any) -> Any:
    return value


def _shown(value: Any) -> Any:
    """A value as it is transmitted: dates, times and decimals as text, anything else unchanged."""
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, PyDecimal) else value


def _json_literal(node: ValueNode, variables: Mapping[str, Any] | None = None) -> Any:
    return value_from_ast_untyped(node, None if variables is None else dict(variables))


def _scalar(
    name: str, doc: str, parse: Callable[[Any], Any], literal: Callable[..., Any] | None = None
) -> GraphQLScalarType:
    return GraphQLScalarType(name, _shown, parse, literal, description=doc)


def scalar_map() -> dict[object, GraphQLScalarType]:
    """Python marker → scalar."""
    return {
        ID: GraphQLID,
        str: GraphQLString,
        bool: GraphQLBoolean,
        int: GraphQLInt,
        float: GraphQLFloat,
        BigInt: _scalar("BigInt", "大整数 — Integer of up to 64 bits.", _big),
        Date: _scalar("Date", "日期 — Calendar date, ISO 8601: `2026-03-01`.", _date),
        DateTime: _scalar(
            "DateTime",
            "时刻 — Moment with time zone, ISO 8601: `2026-03-01T09:00:00+08:00`.",
            _moment,
        ),
        Time: _scalar("Time", "时间 — Time of day in China, ISO 8601: `08:30:00`.", _time),
        Decimal: _scalar("Decimal", "十进制数 — Exact decimal number as text: `12.50`.", _decimal),
        JSON: _scalar("JSON", "JSON — Any JSON value.", _same, _json_literal),
    }
