"""The one place where types are declared: plain descriptions, in any order, before any schema is
made of them.

Types refer to each other in circles, so a type is *declared* first (something to point at) and says
its members when it is asked. It is asked once here, at start-up, so that what is wrong with it
stops the start; and again by each schema that shows it (`narrow.py`), so that nothing is kept of
what nobody looks at.
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
"""`Declared`, an enumeration, a key of the scalars, or one of these within `Many` and `Maybe`. What
is not `Maybe` is never null.
"""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of it."""

    of: Type


@dataclass(frozen=True, slots=True)
class Maybe:
    """It, or null."""

    of: Type


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a field."""

    name: str
    type: Type
    description: str | None = None
    default: Any = Undefined


@dataclass(frozen=True, slots=True)
class Member:
    """One field of an object or input type. `plugin` is the code of the plugin that brings it, None
    for core.
    """

    name: str
    type: Type
    description: str | None = None
    arguments: tuple[Argument, ...] = ()
    plugin: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """A type by its name. `refers`, known when all are declared, is what its members point at, each
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
    """Collects declarations; `types` are all of them by name once it is finished."""

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
        """A type to point at; a name that is taken is an error at start-up (access.md 12)."""
        found = self.types.get(name)
        if self._finished and isinstance(found, Declared):  # members are told again to each schema
            return found
        if found is not None:
            raise ValueError(f"two GraphQL types are named {name}")
        made = Declared(assert_name(name), kind, description, plugin, interfaces, members)
        self.types[name] = made
        self._open.append(made)
        return made

    def once(self, name: str, make: Callable[[], Declared]) -> Declared:
        """The type of that name, made on the first demand."""
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
        """An enumeration whose GraphQL names are the stored words; `values` maps word →
        description. All schemas share it.
        """
        found = self.types.get(name)
        if found is None:
            words = {word: GraphQLEnumValue(word, text) for word, text in values.items()}
            found = self.types[name] = GraphQLEnumType(
                name, words, description=description, extensions=self.mark(plugin)
            )
            # looked at once: graphql-core checks the words when it is asked for them, and keeps
            # what it made
            assert found.values
        if not isinstance(found, GraphQLEnumType):
            raise ValueError(f"two GraphQL types are named {name}")
        return found

    def finish(self) -> None:
        """Ask every declared type for its members, which may declare further types; raises what is
        wrong with them.
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
        """The `extensions` of whatever a plugin brings: one object for all of it."""
        return self._marks.setdefault(plugin, {PLUGIN: plugin})

    def named(self, type_: Type) -> Declared | GraphQLNamedType:
        """What is in a list or nullable, by its name."""
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
    """The names that are seen with these plugins, from the root types and from the `nodes`, which
    are seen even where no field points at them.

    In the order in which graphql-core lists the types of a schema.
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
