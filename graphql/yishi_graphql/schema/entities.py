"""Entity types, their connections and the root fields of plain data, made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from yishi_core.kernel.entity import EntityModel
from yishi_core.kernel.entity.columns import info_of
from yishi_graphql.schema import names
from yishi_graphql.schema.aggregates import AggregateTypes
from yishi_graphql.schema.build import ID, Argument, Builder, Declared, Many, Member, optional
from yishi_graphql.schema.catalogue import (
    Catalogue,
    ColumnPart,
    GroupPart,
    IdPart,
    ManyPart,
    OnePart,
    Part,
    Root,
    RootKind,
)
from yishi_graphql.schema.columns import graphql_type
from yishi_graphql.schema.filters import FilterTypes, voided_argument

NOTHING = " Null where the plugin keeps nothing of the record."
PAGE, LONGEST_PAGE = 20, 100
"""Length of a page without `first`, and the longest that may be requested."""


class EntityTypes:
    """The output types of all exposed entities."""

    def __init__(self, builder: Builder, catalogue: Catalogue) -> None:
        self.builder = builder
        self.catalogue = catalogue
        self.filters = FilterTypes(builder, catalogue)
        self.aggregates = AggregateTypes(builder, catalogue, self.filters, self.of)
        self.node = builder.declare(
            "Node",
            lambda: [Member("id", ID, "全局标识 — Global id.")],
            kind="interface",
            description="有全局标识的对象 — An object with a global id.",
        )
        self.page_info = builder.declare(
            "PageInfo", _page_info, description="分页信息 — Position of a page in its list."
        )
        self._types = {m.name: self._declare(m) for m in catalogue.models.values()}

    def of(self, name: str) -> Declared:
        """The type of an entity by its name."""
        return self._types[name]

    def roots(self, *, below_public: bool = False) -> Iterator[Member]:
        """The data fields of `Query`, or those below `public`."""
        for name, root in self.catalogue.roots.items():
            if root.kind is RootKind.NODE:
                yield Member(
                    name,
                    optional(self.node),
                    "按全局标识取对象 — Any object by its global id.",
                    (_id(),),
                )
            elif root.kind is RootKind.PUBLIC:
                if not below_public:
                    yield self._public(name)
            else:
                yield self._root(name, root)

    def _root(self, name: str, root: Root) -> Member:
        model = root.entity
        match root.kind:
            case RootKind.ONE:
                doc = (
                    f"按标识取{model.label} — One {model.name} by its id; null when it does not exist "
                    "or is not visible."
                )
                return Member(name, optional(self.of(model.name)), doc, (_id(),), model.plugin)
            case RootKind.MANY:
                doc = f"{model.label}列表 — All that the caller may read, page by page."
                return Member(
                    name, self.connection(model), doc, self.list_arguments(model), model.plugin
                )
            case _:
                return self.aggregates.root(name, model)

    def _public(self, name: str) -> Member:
        view = self.builder.declare(
            "Public",
            lambda: list(self.roots(below_public=True)),
            description="公开视图 — What an anonymous visitor of a county can see.",
        )
        arguments = (
            Argument("county", int, "县(市、区)代码 — Division code of the county."),
            Argument(
                "receipt",
                optional(str),
                "查询码 — Query code issued when a matter was submitted.",
            ),
        )
        return Member(name, view, "公开视图 — The anonymous view of one county.", arguments)

    def connection(self, model: EntityModel) -> Declared:
        """`XConnection` and its edge type."""
        return self.builder.once(
            names.connection(model.name), lambda: self._declare_connection(model)
        )

    def list_arguments(self, model: EntityModel) -> tuple[Argument, ...]:
        """The arguments of every list of an entity."""
        arguments = [
            Argument(
                "first",
                optional(int),
                f"每页条数,最多{LONGEST_PAGE} — Length of the page, at most {LONGEST_PAGE}.",
                PAGE,
            ),
            Argument("after", optional(str), "从此游标之后开始 — Start after this cursor."),
            Argument("where", optional(self.filters.where(model)), "筛选条件 — Conditions."),
            Argument(
                "orderBy",
                optional(Many(self.filters.order(model))),
                "排序 — One field per item; ties are broken by the id.",
            ),
        ]
        return (*arguments, *voided_argument(model))

    def _declare(self, model: EntityModel) -> Declared:
        return self.builder.declare(
            model.name,
            lambda: [
                self._member(model, n, p) for n, p in self.catalogue.parts[model.name].items()
            ],
            description=names.described(model.label, model.doc),
            plugin=model.plugin,
            interfaces=(self.node,),
        )

    def _member(self, model: EntityModel, name: str, part: Part) -> Member:
        match part:
            case IdPart():
                return Member(
                    name,
                    ID,
                    "全局标识 — Global id, which contains type and county.",
                    plugin=model.plugin,
                )
            case ColumnPart(field):
                made = graphql_type(self.builder, model, field)
                doc = names.described(field.info.label, field.info.doc) + _column_notes(field.info)
                return Member(
                    name, optional(made) if field.nullable else made, doc, plugin=model.plugin
                )
            case OnePart(relation, target):
                doc = names.described(relation.label, info_of(relation.column).doc)
                return Member(name, optional(self.of(target.name)), doc, plugin=model.plugin)
            case ManyPart(_, target):
                return Member(
                    name,
                    self.connection(target),
                    target.label,
                    self.list_arguments(target),
                    target.plugin,
                )
            case GroupPart(plugin, _, own):
                made = self._group(model, part)
                return Member(
                    name,
                    made if own is None else optional(made),
                    _added(part),
                    plugin=plugin,
                )

    def _group(self, model: EntityModel, part: GroupPart) -> Declared:
        def members() -> list[Member]:
            return [
                self._member(model, n, p)
                if isinstance(p, ManyPart)
                else self._own_field(part.own or model, n, p)
                for n, p in part.parts.items()
            ]

        name = names.group(model.name, part.plugin)
        return self.builder.declare(
            name, members, description=f"{model.label} · {part.plugin}", plugin=part.plugin
        )

    def _own_field(self, own: EntityModel, name: str, part: ColumnPart | OnePart) -> Member:
        """A field that a plugin keeps of a record. The group is there for its lists alone, and then
        the field is null.
        """
        made = self._member(own, name, part)
        return replace(made, type=optional(made.type))

    def _declare_connection(self, model: EntityModel) -> Declared:
        of = self.of(model.name)
        edge = self.builder.declare(
            names.edge(model.name),
            lambda: [
                Member("cursor", str, "游标 — Cursor of this row."),
                Member("node", of, model.label),
            ],
            plugin=model.plugin,
        )
        return self.builder.declare(
            names.connection(model.name),
            lambda: [
                Member("nodes", Many(of), "对象 — The rows of this page."),
                Member(
                    "edges", Many(edge), "对象及游标 — The rows of this page with their cursors."
                ),
                Member("pageInfo", self.page_info, "分页信息 — Position of this page."),
                Member("totalCount", int, "总数 — Number of matching rows on all pages."),
            ],
            description=f"{model.label}列表",
            plugin=model.plugin,
        )


def _added(part: GroupPart) -> str:
    if part.own is None:
        return f"插件 {part.plugin} 的数据 — Data added by the plugin."
    return names.described(part.own.label, part.own.doc) + ("" if part.lists else NOTHING)


def _id() -> Argument:
    return Argument("id", ID, "全局标识 — Global id.")


def _page_info() -> list[Member]:
    return [
        Member("hasNextPage", bool, "有下一页 — Whether more rows follow."),
        Member("hasPreviousPage", bool, "有上一页 — Whether the page starts after a cursor."),
        Member("startCursor", optional(str), "首行游标 — Cursor of the first row."),
        Member(
            "endCursor", optional(str), "末行游标 — Cursor of the last row; send it as `after`."
        ),
    ]


def _column_notes(info: Any) -> str:
    notes = []
    if info.vocabulary:
        notes.append(f"词表 vocabulary: {info.vocabulary}")
    if info.permission:
        notes.append(f"须有权限 needs permission: {info.permission}")
    return f" [{'; '.join(notes)}]" if notes else ""
