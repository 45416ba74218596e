"""`xsAggregate`: counts of an entity by groups, with sums, extremes and means of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yishi_core.kernel.entity import EntityModel, Field, Labelled
from yishi_graphql.schema import names, scalars
from yishi_graphql.schema.build import Argument, Builder, Declared, Many, Member, optional
from yishi_graphql.schema.catalogue import TOWNSHIP, Catalogue, ColumnPart, OnePart, Part
from yishi_graphql.schema.columns import GROUPED, Sort, graphql_type, sort_of
from yishi_graphql.schema.filters import FilterTypes, voided_argument

GROUPS, MOST_GROUPS = 100, 1000
"""Rows of an aggregate without `first`, and the most that may be requested."""
NO_MEASURE = frozenset({"county", "version"})
"""Numbers that are identifiers or counters of the platform."""
OWNER = "org"
STAMPS = frozenset({"createdAt", "updatedAt", "voidedAt"})
"""Moments of entry, which say nothing about those that refer to the record."""
_DAYS = (Sort.DATE, Sort.DATETIME)
PERIODS = {"Year": "年 year", "Quarter": "季度 quarter, `2026-Q1`", "Month": "月 month, `2026-03`"}


@dataclass(frozen=True)
class Dimension:
    """What rows can be grouped by.

    It is a column, a period of a date column (in China time), such a period of an object to which
    the rows refer, or the township.
    """

    field: Field | None
    period: str | None = None
    of: OnePart | None = None
    """The reference to the object whose date it is; None for the row itself."""

    @property
    def through(self) -> str | None:
        """The name of that reference."""
        return self.of.relation.name if self.of else None


def dimensions(catalogue: Catalogue, model: EntityModel) -> dict[str, Dimension]:
    """The dimensions of an entity by name, without personal data and restricted columns.

    Participations, say, have no day of their own: they are grouped by that of their consultation,
    `consultationDateMonth`.
    """
    parts = catalogue.parts[model.name]
    found: dict[str, Dimension] = {TOWNSHIP: Dimension(None)}
    for name, field in _grouping(parts):
        if sort_of(field) in _DAYS:
            found |= {f"{name}{period}": Dimension(field, period) for period in PERIODS}
        else:
            found[name] = Dimension(field)
    for one, part in parts.items():
        if isinstance(part, OnePart) and one != OWNER:
            for name, field in _grouping(catalogue.parts[part.target.name]):
                if sort_of(field) in _DAYS and name not in STAMPS:
                    day = f"{one}{name[0].upper()}{name[1:]}"
                    for period in PERIODS:
                        found.setdefault(f"{day}{period}", Dimension(field, period, part))
    return found


def _grouping(parts: Mapping[str, Part]) -> Iterator[tuple[str, Field]]:
    """The columns by whose values, or by whose periods, rows can be grouped."""
    for name, part in parts.items():
        if isinstance(part, ColumnPart) and not (
            part.field.info.personal or part.field.info.permission
        ):
            sort = sort_of(part.field)
            if sort in GROUPED or sort in _DAYS or name == "county":
                yield name, part.field


class Function(Labelled):
    """An aggregate function, whose value is the suffix of the field's name."""

    SUM = "Sum", "合计"
    MIN = "Min", "最小值"
    MAX = "Max", "最大值"
    AVG = "Avg", "平均值"


_NUMBER = (Function.MIN, Function.MAX, Function.AVG)
_FUNCTIONS = {
    **dict.fromkeys((Sort.INT, Sort.BIGINT, Sort.FLOAT, Sort.DECIMAL), _NUMBER),
    **dict.fromkeys((Sort.DATE, Sort.DATETIME), _NUMBER[:2]),
}
_WORDS = {
    Function.SUM: "Sum of the values; 0 when no row has one.",
    Function.MIN: "Smallest value; null when no row has one.",
    Function.MAX: "Largest value; null when no row has one.",
    Function.AVG: "Mean of the values, not rounded; null when no row has one.",
}
_OF_DAYS = {
    Function.MIN: ("最早", "Earliest value; null when no row has one."),
    Function.MAX: ("最晚", "Latest value; null when no row has one."),
}


@dataclass(frozen=True)
class Measure:
    """An aggregate function applied to a column."""

    field: Field
    function: Function


def measures(parts: Mapping[str, Any]) -> dict[str, Measure]:
    """The measures of an entity by name.

    Numbers have all functions, the sum only if their column declares it; dates and moments have the
    first and last. Personal data and restricted columns have none, since the minimum of a single
    row is the value itself.
    """
    found: dict[str, Measure] = {}
    for name, part in parts.items():
        if (
            not isinstance(part, ColumnPart)
            or part.field.info.personal
            or part.field.info.permission
            or name in NO_MEASURE
        ):
            continue
        sort = sort_of(part.field)
        functions = (*([Function.SUM] if part.field.info.summed else []), *_FUNCTIONS.get(sort, ()))
        found |= {
            f"{name}{function.value}": Measure(part.field, function) for function in functions
        }
    return found


def _told(field: Field, function: Function) -> str:
    days = _OF_DAYS if sort_of(field) in (Sort.DATE, Sort.DATETIME) else {}
    zh, en = days.get(function, (function.label, _WORDS[function]))
    return names.described(f"{field.info.label}({zh})", en)


class AggregateTypes:
    """The row, key and group types of the aggregates."""

    def __init__(
        self,
        builder: Builder,
        catalogue: Catalogue,
        filters: FilterTypes,
        of: Callable[[str], Declared],
    ) -> None:
        self.builder = builder
        self.catalogue = catalogue
        self.filters = filters
        self._of = of

    def root(self, name: str, model: EntityModel) -> Member:
        """The root field `xsAggregate`."""
        words = {n: self._doc(d) for n, d in self._dimensions(model).items()}
        group = self.builder.enum(
            f"{model.name}Group", words, description=f"{model.label}分组依据", plugin=model.plugin
        )
        arguments = (
            Argument("where", optional(self.filters.where(model)), "筛选条件 — Conditions."),
            Argument(
                "groupBy",
                optional(Many(group)),
                "分组依据 — One row per combination of values; by default a single row.",
            ),
            Argument(
                "first",
                optional(int),
                f"最多返回组数,不超过{MOST_GROUPS} — Largest number of groups.",
                GROUPS,
            ),
            *voided_argument(model),
        )
        row = self.builder.once(f"{model.name}AggregateRow", lambda: self._row(model))
        return Member(
            name, Many(row), f"{model.label}统计 — Counts by groups.", arguments, model.plugin
        )

    def _dimensions(self, model: EntityModel) -> dict[str, Dimension]:
        return dimensions(self.catalogue, model)

    def _row(self, model: EntityModel) -> Declared:
        key = self.builder.declare(
            f"{model.name}AggregateKey",
            lambda: list(self._key(model)),
            plugin=model.plugin,
            description=f"{model.label}分组键 — Null where rows are not grouped by the field, or have "
            "no value in it.",
        )
        return self.builder.declare(
            f"{model.name}AggregateRow",
            lambda: [
                Member("key", key, "分组键 — The group."),
                Member("count", int, "数量 — Number of rows in the group."),
                *self._measures(model),
            ],
            plugin=model.plugin,
            description=f"{model.label}统计行",
        )

    def _measures(self, model: EntityModel) -> Iterator[Member]:
        for name, measure in measures(self.catalogue.parts[model.name]).items():
            field, function = measure.field, measure.function
            made = (
                scalars.Decimal
                if function is Function.AVG
                else graphql_type(self.builder, model, field)
            )
            yield Member(
                name, made if function is Function.SUM else optional(made), _told(field, function)
            )

    def _key(self, model: EntityModel) -> Iterator[Member]:
        for name, dimension in self._dimensions(model).items():
            yield Member(
                name,
                optional(self._type(model, dimension)),
                self._doc(dimension),
                plugin=model.plugin,
            )

    def _type(self, model: EntityModel, dimension: Dimension) -> Any:
        if dimension.field is None:
            return self._of("OrgUnit")
        if dimension.period:
            return int if dimension.period == "Year" else str
        return graphql_type(self.builder, model, dimension.field)

    def _doc(self, dimension: Dimension) -> str:
        if dimension.field is None:
            return "乡镇(街道) — Township of the record; null for records of the county itself."
        if dimension.period:
            whose = f"{dimension.of.relation.label}·" if dimension.of else ""
            return f"{whose}{dimension.field.info.label}:{PERIODS[dimension.period]}"
        return names.described(dimension.field.info.label, dimension.field.info.doc)
