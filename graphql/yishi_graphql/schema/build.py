"""Declarations of GraphQL types as plain descriptions, independent of any schema.

Types refer to each other in cycles, so a type is *declared* first and lists its members when it is
asked. It is asked once at start-up, so that mistakes stop the start, and again by each schema that
shows it (`narrow.py`), so that nothing is kept for types that nobody uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NewType

from graphql import (
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLNamedType,
    GraphQLScalarType,
    Undefined,
    assert_name,
)

PLUGIN = "plugin"
ID = NewType("ID", str)
Kind = Literal["object", "input", "interface"]
Type = Any
"""`Declared`, an enum, a key of the scalars, or one of these inside `Many` and `Maybe`.

A type that is not `Maybe` is never null.
"""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of a type."""

    of: Type


@dataclass(frozen=True, slots=True)
class Maybe:
    """A nullable type."""

    of: Type


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a field."""

    name: str
    type: Type
    description: str | None = None
    default: Any = Undefined


@dataclass(frozen=True, slots=True)
class Member:
    """A field of an object or input type.

    `plugin` is the code of the plugin that brings it, None for core.
    """

    name: str
    type: Type
    description: str | None = None
    arguments: tuple[Argument, ...] = ()
    plugin: str | None = None
    deprecated: str | None = None
    """What to use instead of a field that will be taken away."""


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """A declared type.

    `refers`, filled once all types are declared, holds the types to which its members refer, each
    with the plugin of the member.
    """

    name: str
    kind: Kind
    description: str | None
    plugin: str | None
    interfaces: tuple[Declared, ...]
    members: Callable[[], Sequence[Member]]
    refers: dict[tuple[str, str | None], None] = field(default_factory=dict)


class Builder:
    """Collects declarations; when it is finished, `types` holds all of them by name."""

    def __init__(self, scalars: Mapping[Any, GraphQLScalarType]) -> None:
        self.scalars = scalars
        self.types: dict[str, Declared | GraphQLNamedType] = {s.name: s for s in scalars.values()}
        self._open: list[Declared] = []
        self._finished = False
        self._marks: dict[str | None, dict[str, Any]] = {}

    def declare(
        self,
        name: str,
        members: Callable[[], Sequence[Member]],
        *,
        kind: Kind = "object",
        description: str | None = None,
        plugin: str | None = None,
        interfaces: tuple[Declared, ...] = (),
    ) -> Declared:
        """Declare a type; raises `ValueError` for a name that is taken (access.md 12)."""
        found = self.types.get(name)
        if self._finished and isinstance(found, Declared):  # each schema asks for the members again
            return found
        if found is not None:
            raise ValueError(f"two GraphQL types are named {name}")
        made = Declared(assert_name(name), kind, description, plugin, interfaces, members)
        self.types[name] = made
        self._open.append(made)
        return made

    def once(self, name: str, make: Callable[[], Declared]) -> Declared:
        """The declared type of that name, made on first use."""
        found = self.types.get(name)
        if found is not None and not isinstance(found, Declared):
            raise ValueError(f"two GraphQL types are named {name}")
        return found or make()

    def enum(
        self,
        name: str,
        values: Mapping[str, str],
        *,
        description: str | None = None,
        plugin: str | None = None,
    ) -> GraphQLEnumType:
        """An enum whose GraphQL names are the stored values; `values` maps value → description.

        All schemas share it. It is core's as soon as core uses it, whoever asks for it first.
        """
        found = self.types.get(name)
        if found is None:
            words = {word: GraphQLEnumValue(word, text) for word, text in values.items()}
            found = self.types[name] = GraphQLEnumType(
                name, words, description=description, extensions=self.mark(plugin)
            )
            # Accessed once here: graphql-core checks the values at first access and caches the
            # result.
            assert found.values
        if not isinstance(found, GraphQLEnumType):
            raise ValueError(f"two GraphQL types are named {name}")
        if plugin is None:
            found.extensions = self.mark(None)
        return found

    def finish(self) -> None:
        """Ask every declared type for its members, which may declare further types.

        Raises `ValueError` or `TypeError` for what is wrong with them.
        """
        while self._open:
            declared = self._open.pop()
            members = declared.members()
            if not members:
                raise ValueError(f"{declared.name} has no fields")
            for interface in declared.interfaces:
                declared.refers[interface.name, None] = None
            for member in members:
                _checked(declared, member.name)
                for type_ in (member.type, *(a.type for a in member.arguments)):
                    declared.refers[self.named(type_).name, member.plugin] = None
        self._finished = True

    def mark(self, plugin: str | None) -> dict[str, Any]:
        """The `extensions` of everything that a plugin brings: one shared object."""
        return self._marks.setdefault(plugin, {PLUGIN: plugin})

    def named(self, type_: Type) -> Declared | GraphQLNamedType:
        """The type inside lists and nullable types."""
        while isinstance(type_, (Many, Maybe)):
            type_ = type_.of
        if isinstance(type_, (Declared, GraphQLNamedType)):
            return type_
        if type_ not in self.scalars:
            raise TypeError(f"the API has no type for {type_!r}")
        return self.scalars[type_]


def optional(type_: Type) -> Type:
    """The same type, nullable."""
    return type_ if isinstance(type_, Maybe) else Maybe(type_)


def reached(
    types: Mapping[str, Declared | GraphQLNamedType],
    plugins: frozenset[str],
    roots: Sequence[str],
    nodes: Sequence[str],
) -> Iterator[str]:
    """The names of types that are visible with these plugins, from the roots and the `nodes`.

    The `nodes` are visible even where no field refers to them. The order is that in which
    graphql-core lists the types of a schema.
    """
    waiting = dict.fromkeys(nodes)
    seen: set[str] = set()
    for start in (*nodes, *roots):
        stack = [iter((start,))]
        waiting.pop(start, None)
        while stack:
            name = next(stack[-1], None)
            if name is None:
                stack.pop()
            elif name not in seen and name not in waiting:
                seen.add(name)
                yield name
                declared = types[name]
                if isinstance(declared, Declared):
                    stack.append(
                        iter(
                            [
                                n
                                for n, plugin in declared.refers
                                if plugin is None or plugin in plugins
                            ]
                        )
                    )


def _checked(declared: Declared, name: str) -> None:
    if assert_name(name).startswith("__"):
        raise ValueError(
            f"{declared.name}.{name}: names with two underscores belong to GraphQL itself"
        )
