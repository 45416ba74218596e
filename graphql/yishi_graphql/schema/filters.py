"""Filter and order inputs: `XWhere`, `XOrder`, and one comparison input per column family."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yishi_core.kernel.entity import EntityModel
from yishi_graphql.schema import names
from yishi_graphql.schema.build import Argument, Builder, Declared, Many, Member, optional
from yishi_graphql.schema.catalogue import (
    Catalogue,
    ColumnPart,
    GroupPart,
    IdPart,
    ManyPart,
    OnePart,
    Part,
)
from yishi_graphql.schema.columns import ORDERED, PYTHON, Sort, enum_of, sort_of

EQUAL = ("eq", "ne")
LISTS = ("in", "notIn")
RANGES = ("lt", "lte", "gt", "gte")
TEXT = ("contains", "startsWith")
DOCS = {
    "eq": "等于 — Equal to; null matches a missing value.",
    "ne": "不等于 — Not equal to; a missing value counts as different.",
    "in": "属于 — One of these.",
    "notIn": "不属于 — None of these.",
    "lt": "小于 — Less than.",
    "lte": "小于等于 — Less than or equal to.",
    "gt": "大于 — Greater than.",
    "gte": "大于等于 — Greater than or equal to.",
    "contains": "包含 — Contains.",
    "startsWith": "开头为 — Begins with.",
    "isNull": "未填写 — Whether the value is missing.",
}


def operators(sort: Sort) -> tuple[str, ...]:
    """The operators by which a family of columns is compared, besides `isNull`."""
    match sort:
        case Sort.ENUM | Sort.ID:
            return (*EQUAL, *LISTS)
        case Sort.BOOLEAN:
            return EQUAL
        case Sort.STRING:
            return (*EQUAL, *LISTS, *RANGES, *TEXT)
        case Sort.LIST:
            return ("contains",)
        case Sort.JSON:
            return ()
        case _:
            return (*EQUAL, *LISTS, *RANGES)


class FilterTypes:
    """The filter and order inputs of all exposed entities."""

    def __init__(self, builder: Builder, catalogue: Catalogue) -> None:
        self.builder = builder
        self.catalogue = catalogue
        self.direction = builder.enum(
            "Direction",
            {
                "asc": "升序 — Ascending, empty values last.",
                "desc": "降序 — Descending, empty values last.",
            },
        )

    def where(self, model: EntityModel) -> Any:
        """The input `XWhere`."""
        return self.builder.once(names.where(model.name), lambda: self._declare_where(model))

    def order(self, model: EntityModel) -> Any:
        """The input `XOrder`, in which each item names one field."""
        return self.builder.once(names.order(model.name), lambda: self._declare_order(model))

    def _declare_where(self, model: EntityModel) -> Declared:
        name = names.where(model.name)

        def members() -> Iterator[Member]:
            itself = self.where(model)
            yield Member("and", optional(Many(itself)), "且 — All of these.")
            yield Member("or", optional(Many(itself)), "或 — At least one of these.")
            yield Member("not", optional(itself), "非 — Not this.")
            yield from self._conditions(model, self.catalogue.parts[model.name])

        return self.builder.declare(
            name,
            lambda: list(members()),
            kind="input",
            description=f"{model.label}筛选条件",
            plugin=model.plugin,
        )

    def _conditions(self, model: EntityModel, parts: Any) -> Iterator[Member]:
        for name, part in parts.items():
            yield self._condition(model, name, part)

    def _condition(self, model: EntityModel, name: str, part: Part) -> Member:
        match part:
            case IdPart():
                return Member(
                    name,
                    optional(self._comparison_of(Sort.ID)),
                    "全局标识 — Global id.",
                    plugin=model.plugin,
                )
            case ColumnPart(field):
                return Member(
                    name,
                    optional(self._comparison(model, field)),
                    field.info.label,
                    plugin=model.plugin,
                )
            case OnePart(relation, target):
                doc = (
                    f"{relation.label} — Conditions on the object referred to; null matches where "
                    "there is none visible."
                )
                return Member(name, optional(self.where(target)), doc, plugin=model.plugin)
            case ManyPart(_, target):
                return Member(
                    name, optional(self._many(target)), target.label, plugin=target.plugin
                )
            case GroupPart(plugin, grouped, own):
                made = self.builder.declare(
                    names.where(names.group(model.name, plugin)),
                    lambda: [self._condition(own or model, n, p) for n, p in grouped.items()],
                    kind="input",
                    plugin=plugin,
                )
                doc = f"插件 {plugin}"
                if own is not None:
                    doc = (
                        f"{own.label} — null matches where the plugin keeps nothing of the record."
                    )
                return Member(name, optional(made), doc, plugin=plugin)

    def _comparison(self, model: EntityModel, field: Any) -> Any:
        sort = sort_of(field)
        if sort is Sort.ENUM:
            words = enum_of(self.builder, field.column.type.enum_class, model.plugin)
            name = f"{field.column.type.enum_class.__name__}Filter"
        elif sort is Sort.LIST:
            words, name = str, "StringListFilter"
        else:
            return self._comparison_of(sort)
        return self.builder.once(
            name, lambda: self._declare_comparison(name, words, operators(sort))
        )

    def _comparison_of(self, sort: Sort) -> Declared:
        name = f"{sort.value}Filter"
        return self.builder.once(
            name, lambda: self._declare_comparison(name, PYTHON[sort], operators(sort))
        )

    def _declare_comparison(self, name: str, value: Any, allowed: tuple[str, ...]) -> Declared:
        members = [
            Member(o, optional(Many(value) if o in LISTS else value), DOCS[o]) for o in allowed
        ]
        members.append(Member("isNull", optional(bool), DOCS["isNull"]))
        return self.builder.declare(name, lambda: members, kind="input")

    def _many(self, target: EntityModel) -> Declared:
        name = f"{target.name}ManyWhere"
        docs = {
            "some": "至少一个 — At least one matches.",
            "none": "没有 — None matches.",
            "every": "全部 — All match.",
        }

        def make() -> Declared:
            return self.builder.declare(
                name,
                lambda: [Member(w, optional(self.where(target)), d) for w, d in docs.items()],
                kind="input",
                plugin=target.plugin,
            )

        return self.builder.once(name, make)

    def _declare_order(self, model: EntityModel) -> Declared:
        def members() -> list[Member]:
            return [
                Member(name, optional(self.direction), part.field.info.label, plugin=model.plugin)
                for name, part in self.catalogue.parts[model.name].items()
                if isinstance(part, ColumnPart) and sort_of(part.field) in ORDERED
            ]

        return self.builder.declare(
            names.order(model.name),
            members,
            kind="input",
            description=f"{model.label}排序 — Name exactly one field.",
            plugin=model.plugin,
        )


def voided_argument(model: EntityModel) -> tuple[Argument, ...]:
    """The argument `includeVoided` of entities whose records can be voided."""
    doc = "包含已作废 — Include voided records, which are otherwise left out."
    return (Argument("includeVoided", optional(bool), doc, False),) if model.voidable else ()
