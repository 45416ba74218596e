"""Strawberry makes each type from our declaration when a document first asks for it.

`strawberry.Schema` would make all of some two thousand types at once, 5 s and 70 MB at every start.
Its converter makes one definition at a time and asks for the fields of a type (`get_fields`) when
graphql-core needs them (decision 0070).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import StrawberryList, StrawberryObjectDefinition, StrawberryOptional
from strawberry.types.field import StrawberryField

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLInputField,
    GraphQLNamedType,
    Undefined,
)
from yishi_graphql.schema.build import Argument, Builder, Declared, Many, Maybe, Member, Type

Resolvers = Callable[[str, str], GraphQLFieldResolver]
"""(type name, field name) → resolver."""
MEMBER, OWNER = "member", "owner"
_CONFIG = StrawberryConfig(auto_camel_case=False)


class Converter(GraphQLCoreConverter):
    """Makes the types of one narrowed schema.

    Only the definitions of Strawberry's objects are kept; graphql-core's types refer to none of
    them.
    """

    def __init__(self, builder: Builder, plugins: frozenset[str], resolvers: Resolvers) -> None:
        super().__init__(_CONFIG, {}, {}, self._members)
        self._builder, self._plugins, self._resolvers = builder, plugins, resolvers
        self._definitions: dict[str, StrawberryObjectDefinition] = {}
        self._wrapped: dict[Any, Any] = {}

    def shell(self, declared: Declared | GraphQLNamedType) -> GraphQLNamedType:
        """A type without its fields.

        Enums and scalars are shared by all schemas, since their values are the words that are
        transmitted.
        """
        if isinstance(declared, GraphQLNamedType):
            return declared
        definition = self._definition(declared)
        if declared.kind == "input":
            made: Any = self.from_input_object(cast("Any", _Input(definition)))
        elif declared.kind == "interface":
            made = self.from_interface(definition)
        else:
            made = self.from_object(definition)
            made.is_type_of = None  # values are rows and dictionaries, whose type the field knows
        made.extensions = self._builder.mark(declared.plugin)
        return cast("GraphQLNamedType", made)

    def forget(self) -> None:
        """Drop all types; nobody will use them again."""
        for registry in (self.type_map, self._definitions, self._wrapped):
            registry.clear()

    def from_type(self, type_: Any) -> Any:
        return type_ if isinstance(type_, GraphQLNamedType) else super().from_type(type_)

    def from_maybe_optional(self, type_: Any) -> Any:
        """Return one shared object for each list and each non-null type."""
        found = self._wrapped.get(type_)
        if found is None:
            found = self._wrapped[type_] = super().from_maybe_optional(type_)
        return found

    def from_resolver(self, field: StrawberryField) -> Any:
        """The resolver of a field, which is always ours.

        Data has been read before, and operations have a resolver of their own.
        """
        owner: Declared = field.metadata[OWNER]
        return (
            self._resolvers(owner.name, field.metadata[MEMBER].name)
            if owner.kind == "object"
            else None
        )

    def from_field(
        self, field: StrawberryField, *, type_definition: StrawberryObjectDefinition | None = None
    ) -> GraphQLField:
        made = super().from_field(field, type_definition=type_definition)
        made.extensions = self._builder.mark(field.metadata[MEMBER].plugin)
        return made

    def from_input_field(
        self, field: StrawberryField, *, type_definition: StrawberryObjectDefinition | None = None
    ) -> GraphQLInputField:
        made = super().from_input_field(field, type_definition=type_definition)
        made.extensions = self._builder.mark(field.metadata[MEMBER].plugin)
        return made

    def from_argument(self, argument: StrawberryArgument) -> GraphQLArgument:
        made = super().from_argument(argument)
        made.extensions = {}
        return made

    def _definition(self, declared: Declared) -> StrawberryObjectDefinition:
        """The definition of a type, without fields and without a Python class.

        The converter asks for the fields later, and no value is an instance of a class.
        """
        found = self._definitions.get(declared.name)
        if found is None:
            found = self._definitions[declared.name] = StrawberryObjectDefinition(
                declared.name,
                declared.kind == "input",
                declared.kind == "interface",
                object,
                declared.description,
                [self._definition(i) for i in declared.interfaces],
                extend=False,
                directives=(),
                is_type_of=None,
                resolve_type=_type_name,
                fields=[],
            )
        return found

    def _members(self, definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        declared = self._builder.types[definition.name]
        assert isinstance(declared, Declared)
        return [
            self._field(declared, m)
            for m in declared.members()
            if m.plugin is None or m.plugin in self._plugins
        ]

    def _field(self, owner: Declared, member: Member) -> StrawberryField:
        made = StrawberryField(
            member.name,
            member.name,
            self._annotation(member.type),
            description=member.description,
            deprecation_reason=member.deprecated,
            default=strawberry.UNSET if owner.kind == "input" else None,
            metadata={MEMBER: member, OWNER: owner},
        )
        made.arguments = [self._argument(a) for a in member.arguments]
        return made

    def _argument(self, argument: Argument) -> StrawberryArgument:
        default = strawberry.UNSET if argument.default is Undefined else argument.default
        return StrawberryArgument(
            argument.name,
            argument.name,
            self._annotation(argument.type),
            description=argument.description,
            default=default,
        )

    def _annotation(self, type_: Type) -> StrawberryAnnotation:
        return StrawberryAnnotation(self._python(type_))

    def _python(self, type_: Type) -> Any:
        """The type in the form of Strawberry's annotations."""
        if isinstance(type_, Many):
            return StrawberryList(self._python(type_.of))
        if isinstance(type_, Maybe):
            return StrawberryOptional(self._python(type_.of))
        named = self._builder.named(type_)
        return self.type_map[named.name].implementation if isinstance(named, Declared) else named


@dataclass(frozen=True, slots=True)
class _Input:
    """An input type in the form that the converter accepts."""

    __strawberry_definition__: StrawberryObjectDefinition


def _type_name(source: Any, _info: Any, _type: Any) -> str:
    return str(source["__typename"])
