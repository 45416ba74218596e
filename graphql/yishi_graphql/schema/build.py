"""The one place where Strawberry types are made: from plain descriptions, at run time, in any order.

Types refer to each other in circles, so a type is *declared* first (a class to point at) and gets its members when all are declared.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

PLUGIN = "plugin"
Kind = Literal["object", "input", "interface"]


@dataclass(frozen=True)
class Argument:
    """One argument of a field; `default` UNSET: none."""

    name: str
    type: Any
    description: str | None = None
    default: Any = strawberry.UNSET


@dataclass(frozen=True)
class Member:
    """One field of an object or input type. `plugin` is the code of the plugin that brings it, None for core."""

    name: str
    type: Any
    description: str | None = None
    arguments: tuple[Argument, ...] = ()
    plugin: str | None = None


@dataclass(frozen=True)
class Declared:
    kind: Kind
    description: str | None
    members: Callable[[], Sequence[Member]]
    interfaces: tuple[type, ...]


class Builder:
    """Collects declarations and turns them into Strawberry types at the end."""

    def __init__(self) -> None:
        self._classes: dict[str, type] = {}
        self._open: dict[str, Declared] = {}
        self._enums: dict[str, Any] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._classes or name in self._enums

    def declare(
        self,
        name: str,
        members: Callable[[], Sequence[Member]],
        *,
        kind: Kind = "object",
        description: str | None = None,
        plugin: str | None = None,
        interfaces: tuple[type, ...] = (),
    ) -> type:
        """The class of a type; a name that is taken is an error at start-up (access.md 12)."""
        if name in self:
            raise ValueError(f"two GraphQL types are named {name}")
        made = type(name, interfaces, {PLUGIN_MARK: plugin})
        self._classes[name] = made
        self._open[name] = Declared(kind, description, members, interfaces)
        return made

    def once(self, name: str, make: Callable[[], type]) -> type:
        """The type of that name, made on the first demand."""
        return self._classes.get(name) or make()

    def enum(
        self, name: str, values: Mapping[str, str], *, description: str | None = None, plugin: str | None = None
    ) -> Any:
        """An enumeration whose GraphQL names are the stored words; `values` maps word → description."""
        if name not in self._enums:
            if name in self._classes:
                raise ValueError(f"two GraphQL types are named {name}")
            members = {f"M{i}": strawberry.enum_value(word, name=word, description=text) for i, (word, text) in enumerate(values.items())}
            made: Any = enum.Enum(name, members)  # type: ignore[misc]
            setattr(made, PLUGIN_MARK, plugin)
            self._enums[name] = strawberry.enum(made, name=name, description=description)
        return self._enums[name]

    def finish(self) -> None:
        """Give every declared type its members; those may declare further types."""
        while self._open:
            name, declared = next(iter(self._open.items()))
            del self._open[name]
            self._decorate(name, self._classes[name], declared)

    def _decorate(self, name: str, made: Any, declared: Declared) -> None:
        for number, member in enumerate(declared.members()):
            setattr(made, f"m{number}_{member.name}", _field(member, number, declared.kind))
        decorate: Any = {"object": strawberry.type, "input": strawberry.input, "interface": strawberry.interface}[declared.kind]
        decorate(made, name=name, description=declared.description)


PLUGIN_MARK = "__yishi_plugin__"


def optional(type_: Any) -> Any:
    """The same type, nullable."""
    return type_ | None if not isinstance(type_, str) else f"{type_} | None"


def _field(member: Member, number: int, kind: Kind) -> StrawberryField:
    made = StrawberryField(
        python_name=f"m{number}_{member.name}",
        graphql_name=member.name,
        type_annotation=StrawberryAnnotation(member.type),
        description=member.description,
        default=strawberry.UNSET if kind == "input" else None,
        metadata={PLUGIN: member.plugin},
    )
    made.arguments = [
        StrawberryArgument(a.name, a.name, StrawberryAnnotation(a.type), description=a.description, default=a.default)
        for a in member.arguments
    ]
    return made
