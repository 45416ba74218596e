"""Limits on documents, checked before validation (design.md 8, checks K14 and K15).

Every selection set and fragment is measured once, however often it is spread: the work grows with
the length of the document and not with its expansion. (Strawberry's own depth and alias limiters
walk a fragment at every spread: 753 bytes cost 4.4 s.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    parse,
)
from yishi_core.errors import InvalidInput, Text, TooComplex
from yishi_graphql.reader.wording import worded

CEILING = 10**12
"""Counts stop growing here, so that numbers such as 2^1000 need not be computed."""


class Limits(BaseModel):
    """How large a document may be, counted with every fragment in place of its spreads."""

    length: int = Field(100_000, description="Characters of the document")
    tokens: int = Field(2_000, description="Lexical tokens")
    comments: int = Field(1_000, description="Comments")
    depth: int = Field(20, description="Fields within fields")
    fields: int = Field(2_000, description="Fields in all")
    aliases: int = Field(100, description="Fields under another name")
    repeats: int = Field(20, description="The same field again in one selection")
    directives: int = Field(50, description="Directives")
    fragments: int = Field(100, description="Fragments that are defined")
    nodes: int = Field(
        50_000, description="Objects that all lists may hold: `first` within `first` multiplies"
    )
    page: int = Field(20, description="Length of a list that does not say `first`")
    schemas: int = Field(1, description="`__schema` in one operation")
    introspection: int = Field(
        500_000, description="Values that the schema tells of itself (`__schema`, `__type`)"
    )


TOLD: Mapping[str, float] = {
    "types": 2_000,
    "directives": 10,
    "fields": 5,
    "args": 1,
    "inputFields": 4,
    "enumValues": 2,
    "interfaces": 1,
    "possibleTypes": 1,
    "ofType": 0.5,
}
"""How many objects a field of an introspection holds on average.

All types, and what an average type has; every second one is a list or not null.
"""
TOLD_OF_ONE: Mapping[str, float] = {
    **TOLD,
    "fields": 400,
    "inputFields": 70,
    "enumValues": 60,
    "possibleTypes": 120,
}
"""The same for the largest type, which `__type` may name."""

Told = Mapping[str, float] | None

LABELS: Mapping[str, tuple[str, str]] = {
    "length": ("文档长度", "characters"),
    "tokens": ("词元数", "tokens"),
    "comments": ("注释数", "comments"),
    "depth": ("嵌套层数", "nested levels"),
    "fields": ("字段总数", "fields"),
    "aliases": ("别名数", "aliases"),
    "repeats": ("重复字段数", "repeated fields"),
    "directives": ("指令数", "directives"),
    "fragments": ("片段数", "fragments"),
    "nodes": ("最多可能返回的对象数", "objects at most"),
    "schemas": ("__schema查询次数", "`__schema` fields"),
    "introspection": ("接口结构查询的数据量", "values that the schema tells of itself"),
}


@dataclass(frozen=True, slots=True)
class Dearest:
    """The list that may return the most objects: their number, and its path."""

    nodes: int = 0
    path: tuple[str, ...] = ()

    def under(self, name: str, times: int) -> Dearest:
        return Dearest(min(self.nodes * times, CEILING), (name, *self.path)) if self.path else self


@dataclass(frozen=True, slots=True)
class Size:
    """The size of one selection set."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    repeats: int = 0
    nodes: int = 0
    connection: bool = False
    """Whether `nodes` or `edges` is selected, so that the field with this selection is a list."""
    schemas: int = 0
    told: int = 0
    """Number of values in an introspection."""
    dearest: Dearest = field(default_factory=Dearest)


def parse_document(document: str, limits: Limits) -> DocumentNode:
    """Parse a document within the limits.

    Raises `TooComplex`, or `InvalidInput` for a syntax error.
    """
    if len(document) > limits.length:
        raise _too_complex("length", len(document), limits.length)
    try:
        return parse(
            document,
            no_location=False,
            max_lexical_tokens=limits.tokens,
            max_comments=limits.comments,
            max_source_length=limits.length,
        )
    except RecursionError:
        raise _too_complex("depth", limits.depth + 1, limits.depth) from None
    except GraphQLSyntaxError as error:
        for word, limit in (("tokens", limits.tokens), ("comments", limits.comments)):
            if word in error.message and "more than" in error.message:
                raise _too_complex(word, limit + 1, limit) from None
        if "nested too deeply" in error.message:
            raise _too_complex("depth", limits.depth + 1, limits.depth) from None
        place = error.locations[0] if error.locations else None
        where, said = f"{place.line}:{place.column}" if place else "?", worded(error.message)
        raise InvalidInput(
            Text(
                f"GraphQL 语法错误(行:列 {where}):{said.zh}",
                f"GraphQL syntax error at {where}: {said.en}",
            )
        ) from None


def check_limits(
    document: DocumentNode, variables: Mapping[str, Any] | None, limits: Limits
) -> None:
    """Raise `TooComplex` for a document beyond the limits.

    It names the limit, the figure found and allowed, and the most expensive field.
    """
    Measure(document, variables or {}, limits).check()


class Measure:
    """One pass over a document; `visited` counts the nodes it visited."""

    def __init__(
        self, document: DocumentNode, variables: Mapping[str, Any], limits: Limits
    ) -> None:
        self.limits = limits
        self.visited = 0
        self._given = variables
        self._variables = variables
        self._fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self._operations = [
            d for d in document.definitions if isinstance(d, OperationDefinitionNode)
        ]
        self._definitions = len(document.definitions)
        self._known: dict[tuple[str, float | None], Size] = {}
        self._open: set[str] = set()
        self._directives = 0

    def check(self) -> None:
        """Measure every operation; raises `TooComplex` at the first limit that is exceeded."""
        self._hold("fragments", self._definitions)
        for operation in self._operations:
            self._known.clear()  # sizes depend on the operation's variables
            self._variables = _with_defaults(operation, self._given)
            self._count(operation.directives)
            size = self._selection(operation.selection_set, 0)
            for limit in ("nodes", "fields", "aliases", "repeats", "depth", "schemas"):
                self._hold(limit, getattr(size, limit), size.dearest)
            self._hold("introspection", size.told)
        self._hold("directives", self._directives)

    def _hold(self, limit: str, found: int, dearest: Dearest | None = None) -> None:
        allowed: int = getattr(self.limits, limit)
        if found > allowed:
            raise _too_complex(limit, found, allowed, dearest)

    def _count(self, directives: tuple[DirectiveNode, ...] | None) -> None:
        self._directives += len(directives or ())
        self._hold("directives", self._directives)

    def _selection(self, selection: SelectionSetNode, nesting: int, told: Told = None) -> Size:
        """Measure a selection set; within an introspection `told` maps a field to its objects."""
        # Limits our own recursion; inline fragments and spreads do not deepen the answer, so they
        # get more room.
        self._hold("depth", nesting // 4)
        seen: Counter[str] = Counter()
        parts: list[Size] = []
        connection = False
        for node in selection.selections:
            self.visited += 1
            self._count(node.directives)
            if isinstance(node, FieldNode):
                seen[node.alias.value if node.alias else node.name.value] += 1
                connection = connection or node.name.value in ("nodes", "edges")
                parts.append(self._field(node, nesting, told))
            elif isinstance(node, FragmentSpreadNode):
                seen["..." + node.name.value] += 1
                parts.append(self._fragment(node.name.value, nesting, told))
            elif isinstance(node, InlineFragmentNode):
                parts.append(self._selection(node.selection_set, nesting + 1, told))
        return _together(parts, repeats=sum(n - 1 for n in seen.values()), connection=connection)

    def _fragment(self, name: str, nesting: int, told: Told) -> Size:
        # Fragments on all types and on a single type count differently; no third way leads to a
        # fragment on both.
        key = (name, None if told is None else told["fields"])
        if key in self._known:
            return self._known[key]
        if name not in self._fragments or name in self._open:
            return Size()  # unknown or circular: validation reports it
        self._open.add(name)
        fragment = self._fragments[name]
        self._count(fragment.directives)
        self._known[key] = size = self._selection(fragment.selection_set, nesting + 1, told)
        self._open.discard(name)
        return size

    def _field(self, node: FieldNode, nesting: int, told: Told) -> Size:
        name = node.alias.value if node.alias else node.name.value
        aliases = 1 if node.alias else 0
        if node.selection_set is None:
            return Size(depth=1, fields=1, aliases=aliases, told=0 if told is None else 1)
        said = (
            TOLD_OF_ONE
            if node.name.value == "__type"
            else TOLD
            if told is not None or node.name.value == "__schema"
            else None
        )
        inner = self._selection(node.selection_set, nesting + 4, said)
        length = self._length(node, inner.connection)
        times = 1 if length is None else length
        nodes = min(times * inner.nodes + (length or 0), CEILING)
        own = Dearest(length or 0, (name,))
        return Size(
            depth=inner.depth + 1,
            fields=min(inner.fields + 1, CEILING),
            aliases=min(inner.aliases + aliases, CEILING),
            repeats=inner.repeats,
            nodes=nodes,
            schemas=inner.schemas + (node.name.value == "__schema"),
            told=0
            if said is None
            else min(int((inner.told + 1) * (told or {}).get(node.name.value, 1)), CEILING),
            dearest=max(own, inner.dearest.under(name, times), key=lambda d: d.nodes),
        )

    def _length(self, node: FieldNode, connection: bool) -> int | None:
        """How many objects a list may hold; None for a field that is not a list."""
        asked = [
            self._number(a.value)
            for a in node.arguments or ()
            if a.name.value in ("first", "last", "limit")
        ]
        known = [abs(n) for n in asked if n is not None]
        if known:
            return max(known)
        return self.limits.page if connection else None

    def _number(self, value: ValueNode) -> int | None:
        if isinstance(value, IntValueNode):
            return min(int(value.value[:20]), CEILING)
        if isinstance(value, VariableNode):
            given = self._variables.get(value.name.value)
            return (
                min(given, CEILING)
                if isinstance(given, int) and not isinstance(given, bool)
                else None
            )
        return None


def _together(parts: list[Size], *, repeats: int, connection: bool) -> Size:
    return Size(
        depth=max((p.depth for p in parts), default=0),
        fields=min(sum(p.fields for p in parts), CEILING),
        aliases=min(sum(p.aliases for p in parts), CEILING),
        repeats=min(sum(p.repeats for p in parts) + repeats, CEILING),
        nodes=min(sum(p.nodes for p in parts), CEILING),
        connection=connection or any(p.connection for p in parts),
        schemas=min(sum(p.schemas for p in parts), CEILING),
        told=min(sum(p.told for p in parts), CEILING),
        dearest=max((p.dearest for p in parts), key=lambda d: d.nodes, default=Dearest()),
    )


def _with_defaults(
    operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> Mapping[str, Any]:
    defaults = {
        v.variable.name.value: int(v.default_value.value[:20])
        for v in operation.variable_definitions or ()
        if isinstance(v.default_value, IntValueNode)
    }
    return {**defaults, **variables}


def _too_complex(
    limit: str, found: int, allowed: int, dearest: Dearest | None = None
) -> TooComplex:
    zh, en = LABELS[limit]
    many = f"{found}" if found < CEILING else f"≥ {CEILING}"
    path = ".".join(dearest.path) if dearest and dearest.nodes else ""
    hint = Text("请拆分或精简查询。", "Ask for less, or in parts.")
    if path:
        zh_hint = f"开销最大的字段是“{path}”,请减小 first 或分批查询。"
        hint = Text(zh_hint, f"The most expensive field is “{path}”: ask for fewer, or in parts.")
    text = Text(
        f"查询过于复杂:{zh} {many},上限 {allowed}。{hint.zh}",
        f"The document is too complex: {many} {en}, at most {allowed}. {hint.en}",
    )
    data: dict[str, Any] = {"limit": limit, "found": min(found, CEILING), "allowed": allowed}
    return TooComplex(text, (), **data, **({"field": path} if path else {}))
