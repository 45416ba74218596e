"""A caller's schema: what the plugins bring that his orgs have switched on, and nothing of the
others.

What is not switched on is not in his introspection, and a document that names it is not valid
(design.md 7). A type of which no document has asked yet has a name and no fields: most callers look
at a few dozen of the two thousand types, and each of them costs memory (decision 0070).
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any, cast

from graphql.type.schema import InterfaceImplementations

from graphql import GraphQLInterfaceType, GraphQLNamedType, GraphQLObjectType, GraphQLSchema
from yishi_graphql.schema.build import Builder, Declared, reached
from yishi_graphql.schema.convert import Converter, Resolvers

ROOTS = ("Query", "Mutation")


class NarrowedSchema(GraphQLSchema):
    """The schema as a caller with these plugins sees it; each type and field carries its plugin in
    `extensions`.
    """

    def __init__(
        self,
        builder: Builder,
        nodes: Mapping[str, str | None],
        plugins: frozenset[str],
        resolvers: Resolvers,
        listed: slice | None = None,
    ) -> None:
        # Valid by its making: `Builder.finish` has looked at every type, and graphql-core's own
        # look would make all their fields.
        super().__init__(assume_valid=True)
        self._builder, self._nodes, self._plugins, self._resolvers = (
            builder,
            nodes,
            plugins,
            resolvers,
        )
        self._converter = Converter(builder, plugins, resolvers)
        self.lock = Lock()
        """Held by the thread in which types get their fields."""
        seen = [name for name, plugin in nodes.items() if plugin is None or plugin in plugins]
        names = reached(builder.types, plugins, [r for r in ROOTS if r in builder.types], seen)
        shown = {name: self._converter.shell(builder.types[name]) for name in names}
        shown |= {n: t for n, t in self.type_map.items() if n not in shown}
        self.type_map = shown if listed is None else _Listed(shown, listed)
        self.query_type, self.mutation_type = (
            cast("GraphQLObjectType | None", self.type_map.get(r)) for r in ROOTS
        )

    def anew(self, listed: slice | None = None) -> NarrowedSchema:
        """The same schema with nothing made yet: for who looks at all of it, once. `listed`: which
        of its types it lists, if not all.
        """
        return NarrowedSchema(self._builder, self._nodes, self._plugins, self._resolvers, listed)

    def end(self) -> None:
        """Take a schema apart that nobody will use again: its types hold each other in circles, and
        the memory would wait for the collector.
        """
        for name, type_ in self.type_map.items():
            if isinstance(self._builder.types.get(name), Declared):
                vars(type_).clear()
        self.type_map.clear()
        self._converter.forget()

    def get_implementations(self, interface_type: GraphQLInterfaceType) -> InterfaceImplementations:
        """The object types that have an interface; graphql-core's constructor cannot know them."""
        found = [
            t
            for _, t in self.type_map.items()
            if isinstance(t, GraphQLObjectType) and interface_type in t.interfaces
        ]
        return InterfaceImplementations(objects=found, interfaces=[])


class _Listed(dict[str, GraphQLNamedType]):
    """All types by name, of which introspection lists only some."""

    def __init__(self, types: dict[str, GraphQLNamedType], listed: slice) -> None:
        super().__init__(types)
        self._listed = listed

    def values(self) -> Any:
        return list(super().values())[self._listed]
