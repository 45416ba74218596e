"""How a metric is written, and which counters it means (domain.md 2.20). Pure.

A metric is written by its code, with dimensions if need be: `activities{kind=visit}`. `+` adds
several, `n*` weighs one: `8*proposals+0.25*deeds`. A bare word is short for the dimension that has
it: `attend_times{cppcc_member}`, `activities{self_started}`, `impact{jobs}`. `largest` takes the
largest single value instead of the sum: `member_project_invested{largest}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from yishi_core.facilities.metrics.counter import CountedFor, Counter
from yishi_core.kernel.entity.columns import INFO, ColumnInfo

_PART = re.compile(
    r"^(?:(?P<weight>\d{1,4}(?:\.\d{1,2})?)\*)?(?P<code>[a-z_]+)(?:\{(?P<dims>[^{}+*]{1,200})\})?$"
)
_DIM = re.compile(r"^(?:(?P<name>[a-z_]+)=)?(?P<word>[^=\x00-\x1f\ud800-\udfff]{1,60})$")
_TRUTH = {"true": True, "false": False}
LARGEST = "largest"
"""The word that asks for the largest single value instead of the sum."""
_RESERVED = frozenset({*CountedFor, LARGEST})


@dataclass(frozen=True)
class Part:
    """One metric of an expression, read."""

    code: str
    dims: tuple[tuple[str | None, str], ...]
    """Dimension → word; a bare word has no dimension yet."""
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Term:
    """What is counted together: a counter with the dimensions that are wanted; several where what
    they find is counted once over all of them, or where the largest value of all is wanted.
    """

    counters: tuple[tuple[Counter, Mapping[str, Any]], ...]
    weight: Decimal = Decimal(1)

    @property
    def counts_once(self) -> bool:
        """Whether it counts what its rows have in common, not the rows."""
        return not self.largest and (
            len(self.counters) > 1 or self.counters[0][0].distinct is not None
        )

    @property
    def largest(self) -> bool:
        """Whether it takes the largest value instead of the sum."""
        return all(counter.largest for counter, _ in self.counters)

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
    largest = (None, LARGEST) in part.dims
    fitting = []
    for counter in counted:
        dims = _wanted(counter, part, for_)
        if dims is None:
            return []
        if None not in dims.values() and counter.needs <= dims.keys():
            fitting.append((replace(counter, largest=True) if largest else counter, dims))
    most = tuple(pair for pair in fitting if pair[0].largest)
    once = tuple(pair for pair in fitting if pair[0].distinct is not None)
    apart = [(pair,) for pair in fitting if not pair[0].largest and pair[0].distinct is None]
    return [Term(pairs, part.weight) for pairs in (*apart, once, most) if pairs]


def dimension_of(counter: Counter, name: str | None, word: str) -> str | None:
    """The dimension of a counter that a pair means: the one it names, or the one that a bare word is
    short for. None when the counter has no such dimension.

    A bare word is short for a yes-or-no dimension of its name, then for the dimension that lists
    it, then for the only one whose words are a vocabulary.
    """
    if name is not None or word in counter.dims:
        found = name or word
        return found if found in counter.dims else None
    for dimension, column in counter.dims.items():
        if word in getattr(getattr(column, "type", None), "enums", ()):
            return dimension
    open_ = [dimension for dimension, column in counter.dims.items() if vocabulary_of(column)]
    return open_[0] if len(open_) == 1 and word not in _RESERVED else None


def vocabulary_of(column: Any) -> str | None:
    """The vocabulary whose words a dimension may have; None where its words are no vocabulary."""
    info = getattr(column, "info", {}).get(INFO)
    return (info.vocabulary or None) if isinstance(info, ColumnInfo) else None


def _wanted(counter: Counter, part: Part, for_: CountedFor) -> dict[str, Any] | None:
    """Dimension → value as the counter's columns have it; None in it where a constant is another
    one. None: no such dimension or word.
    """
    found: dict[str, Any] = {}
    for name, word in part.dims:
        if name is None and word == for_.value:
            continue  # `org_members{org}`, `fund_secured{case}`: of the one that is asked for
        if name is None and word == LARGEST and counter.value is not None:
            continue
        dim = dimension_of(counter, name, word)
        if dim is None:
            return None
        column = counter.dims[dim]
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


def _value(column: Any, text: str) -> Any:
    """A dimension's value as its column has it; None when there is no such value."""
    if isinstance(column.type, sa.Boolean):
        return _TRUTH.get(text)
    if isinstance(column.type, sa.Enum):
        return text if text in column.type.enums else None
    if isinstance(column.type, sa.Integer):
        return int(text) if text.isdecimal() and len(text) < 10 else None
    return text  # a word of a vocabulary: variants add to these
