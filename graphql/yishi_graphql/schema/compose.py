"""The full schema of an installation: entities and operations of core and of all installed plugins."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

import strawberry
from strawberry.schema.config import StrawberryConfig

from graphql import GraphQLSchema, print_schema
from yishi_core.entity import Registry
from yishi_core.operation import Operation
from yishi_graphql.schema.build import Builder, Member
from yishi_graphql.schema.catalogue import Catalogue
from yishi_graphql.schema.entities import EntityTypes
from yishi_graphql.schema.models import ModelTypes
from yishi_graphql.schema.narrow import Resolvers, narrow, plain
from yishi_graphql.schema.operations import OperationTypes
from yishi_graphql.schema.scalars import scalar_map

SETS = 48
"""Narrowed schemas that are kept; each takes some megabytes."""


@dataclass
class Schema:
    """The full schema with what its fields mean. `for_plugins` narrows it to the plugins a caller has, and keeps the newest sets."""

    full: GraphQLSchema
    catalogue: Catalogue
    operations: Mapping[str, Operation]
    plugins: frozenset[str]
    _narrowed: OrderedDict[frozenset[str], GraphQLSchema] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def for_plugins(self, plugins: frozenset[str], resolvers: Resolvers) -> GraphQLSchema:
        """The schema that a caller with these plugins sees; codes that are not installed do not matter."""
        wanted = plugins & self.plugins
        with self._lock:
            found = self._narrowed.get(wanted)
            if found is None:
                found = self._narrowed[wanted] = narrow(self.full, wanted, resolvers)
                if len(self._narrowed) > SETS:
                    self._narrowed.popitem(last=False)
            else:
                self._narrowed.move_to_end(wanted)
        return found


def build_schema(registry: Registry, operations: Iterable[Operation]) -> Schema:
    """Derive everything. A name used twice, or a type the API does not know, is an error here, at start-up."""
    declared = {o.field: o for o in operations}
    builder, catalogue = Builder(), Catalogue(registry)
    entities = EntityTypes(builder, catalogue)
    made = OperationTypes(builder, ModelTypes(builder, entities))
    asked = [made.question(o) for o in declared.values() if not o.changes]
    changing = [made.mutation(o) for o in declared.values() if o.changes]
    query = builder.declare("Query", lambda: _apart([*entities.roots(), *asked]), description="查询 — Reads.")
    mutation = builder.declare("Mutation", lambda: _apart(changing), description="操作 — Changes, in order, each a transaction.")
    builder.finish()
    full = strawberry.Schema(
        query=query,
        mutation=mutation if changing else None,
        types=[entities.of(m.name) for m in catalogue.models.values()],
        config=StrawberryConfig(auto_camel_case=False, scalar_map=scalar_map()),
    )
    plugins = {m.plugin for m in registry.exposed} | {o.plugin for o in declared.values()}
    return Schema(plain(full._schema), catalogue, declared, frozenset(p for p in plugins if p))


def schema_text(schema: GraphQLSchema) -> str:
    """The SDL, as `yishi schema export` writes it."""
    return print_schema(schema) + "\n"


def _apart(members: list[Member]) -> list[Member]:
    names = [m.name for m in members]
    if twice := sorted({n for n in names if names.count(n) > 1}):
        raise ValueError(f"two root fields have one name: {', '.join(twice)}")
    return members
