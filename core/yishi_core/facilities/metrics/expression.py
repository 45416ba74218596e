"""How a metric is written, and which counters it means (domain.md 2.20). Pure.

A metric is written by its code, with dimensions if need be: `activities{kind=visit}`. `+` adds
several, `n*` weighs one: `8*proposals+0.25*deeds`. A bare word is short for the dimension that has
it: `attend_times{cppcc_member}`, `activities{self_started}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from yishi_core.facilities.metrics.counter import CountedFor, Counter

_PART = re.compile(
    r"^(?:(?P<weight>\d{1,4}(?:\.\d{1,2})?)\*)?(?P<code>[a-z_]+)(?:\{(?P<dims>[^{}+*]{1,200})\})?$"
)
_DIM = re.compile(r"^(?:(?P<name>[a-z_]+)=)?(?P<word>[^=\x00-\x1f\ud800-\udfff]{1,60})$")
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Part:
    """One metric of an expression, read."""

    code: str
    dims: tuple[tuple[str | None, str], ...]
    """Dimension → word; a bare word has no dimension yet."""
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Term:
    """What one statement counts: a counter with the dimensions that are wanted; several where what
    they find is counted once over all of them.
    """

    counters: tuple[tuple[Counter, Mapping[str, Any]], ...]
    weight: Decimal = Decimal(1)

    @property
    def counts_once(self) -> bool:
        """Whether it counts what its rows have in common, not the rows."""
        return len(self.counters) > 1 or self.counters[0][0].distinct is not None

    @property
    def money(self) -> bool:
        return all(counter.money for counter, _ in self.counters)


def parts(expression: str) -> list[Part] | None:
    """The metrics that an expression adds up; None when it cannot be read."""
    found = []
    for text in expression.split("+"):
        if (word := _PART.match(text.strip())) is None:
            return None
        given = [_DIM.match(pair.strip()) for pair in (word["dims"] or "").split(",") if pair]
        dims = tuple((pair["name"], pair["word"]) for pair in given if pair)
        if len(dims) < len(given):
            return None
        found.append(Part(word["code"], dims, Decimal(word["weight"] or 1)))
    return found


def terms_of(counted: Iterable[Counter], part: Part, for_: CountedFor) -> list[Term]:
    """The counters of a metric with its dimensions; empty when it has no such dimension or word."""
    fitting = []
    for counter in counted:
        dims = _wanted(counter, part, for_)
        if dims is None:
            return []
        if None not in dims.values() and counter.needs <= dims.keys():
            fitting.append((counter, dims))
    apart = [Term((pair,), part.weight) for pair in fitting if pair[0].distinct is None]
    together = tuple(pair for pair in fitting if pair[0].distinct is not None)
    return [*apart, Term(together, part.weight)] if together else apart


def _wanted(counter: Counter, part: Part, for_: CountedFor) -> dict[str, Any] | None:
    """Dimension → value as the counter's columns have it; None in it where a constant is another
    one. None: no such dimension or word.
    """
    found: dict[str, Any] = {}
    for name, word in part.dims:
        if name is None and word == for_.value:
            continue  # `org_members{org}`, `fund_secured{case}`: of the one that is asked for
        dim = name or _dimension_with(counter, word)
        column = counter.dims.get(dim) if dim else None
        if dim is None or column is None:
            return None
        if isinstance(column, str):
            found[dim] = word if column == word else None
            continue
        found[dim] = _value(
            column, "true" if name is None and isinstance(column.type, sa.Boolean) else word
        )
        if found[dim] is None:
            return None
    return found


def words_of(column: Any) -> list[str]:
    """The words that a dimension may have; empty where they are numbers or words of a vocabulary."""
    if isinstance(column, str):
        return [column]
    if isinstance(column.type, sa.Boolean):
        return list(_TRUTH)
    return list(column.type.enums) if isinstance(column.type, sa.Enum) else []


def _dimension_with(counter: Counter, word: str) -> str | None:
    """The dimension that a bare word is short for: a yes-or-no one of that name, or the one that
    has the word.
    """
    enums = {
        name: getattr(getattr(column, "type", None), "enums", ())
        for name, column in counter.dims.items()
    }
    return (
        word
        if word in counter.dims
        else next((name for name, words in enums.items() if word in words), None)
    )


def _value(column: Any, text: str) -> Any:
    """A dimension's value as its column has it; None when there is no such value."""
    if isinstance(column.type, sa.Boolean):
        return _TRUTH.get(text)
    if isinstance(column.type, sa.Enum):
        return text if text in column.type.enums else None
    if isinstance(column.type, sa.Integer):
        return int(text) if text.isdecimal() and len(text) < 10 else None
    return text  # a word of a vocabulary: variants add to these
