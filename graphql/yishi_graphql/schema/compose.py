"""The full schema of an installation: entities and operations of core and all plugins."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from graphql import GraphQLSchema, print_schema
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.operation import Operation
from yishi_core.kernel.refusals import RefusalWord
from yishi_graphql.schema.build import Builder, Member
from yishi_graphql.schema.catalogue import Catalogue
from yishi_graphql.schema.convert import Resolvers
from yishi_graphql.schema.entities import EntityTypes
from yishi_graphql.schema.models import ModelTypes
from yishi_graphql.schema.narrow import NarrowedSchema
from yishi_graphql.schema.operations import OperationTypes
from yishi_graphql.schema.refusals import refusal_types
from yishi_graphql.schema.scalars import scalar_map

SETS = 48
"""Number of narrowed schemas kept.

Each takes about two megabytes, besides what documents have requested of it.
"""


@dataclass
class Schema:
    """All types as they are declared, with the meaning of their fields.

    `for_plugins` makes the schema of a caller and caches it.
    """

    builder: Builder
    nodes: Mapping[str, str | None]
    """The types that are in a schema even where no field points at them, with their plugins: those
    of all entities, and the words of refusals.
    """
    catalogue: Catalogue
    operations: Mapping[str, Operation]
    plugins: frozenset[str]
    _narrowed: OrderedDict[frozenset[str], NarrowedSchema] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def for_plugins(self, plugins: frozenset[str], resolvers: Resolvers) -> NarrowedSchema:
        """The schema that a caller with these plugins sees.

        Codes of plugins that are not installed are ignored. It takes long when the schema is not
        `known`.
        """
        wanted = plugins & self.plugins
        found = self.known(wanted)
        if found is None:
            made = NarrowedSchema(self.builder, self.nodes, wanted, resolvers)
            with self._lock:  # another thread may have made the same
                found = self._narrowed.setdefault(wanted, made)
                if len(self._narrowed) > SETS:
                    self._narrowed.popitem(last=False)
        return found

    def known(self, plugins: frozenset[str]) -> NarrowedSchema | None:
        """The schema for these plugins if it has been made already, else None."""
        wanted = plugins & self.plugins
        with self._lock:
            found = self._narrowed.get(wanted)
            if found is not None:
                self._narrowed.move_to_end(wanted)
        return found


def build_schema(
    registry: Registry, operations: Iterable[Operation], refusals: Iterable[RefusalWord] = ()
) -> Schema:
    """Derive the schema from all declarations.

    Raises `ValueError` or `TypeError` at start-up for a name used twice or an unknown type.
    """
    declared = {o.field: o for o in operations}
    builder, catalogue = Builder(scalar_map()), Catalogue(registry)
    entities = EntityTypes(builder, catalogue)
    made = OperationTypes(builder, ModelTypes(builder, entities))
    asked = [made.question(o) for o in declared.values() if not o.changes]
    changing = [made.mutation(o) for o in declared.values() if o.changes]
    builder.declare(
        "Query", lambda: _apart([*entities.roots(), *asked]), description="查询 — Reads."
    )
    if changing:
        builder.declare(
            "Mutation",
            lambda: _apart(changing),
            description="操作 — Changes, in order, each a transaction.",
        )
    builder.finish()
    nodes = {entities.of(m.name).name: m.plugin for m in catalogue.models.values()}
    nodes |= refusal_types(builder, refusals)
    models = (*catalogue.models.values(), *catalogue.own_fields.values())
    plugins = {m.plugin for m in models} | {o.plugin for o in declared.values()}
    return Schema(builder, nodes, catalogue, declared, frozenset(p for p in plugins if p))


def schema_text(schema: GraphQLSchema) -> str:
    """The SDL, as `yishi schema export` writes it."""
    return print_schema(schema) + "\n"


def _apart(members: list[Member]) -> list[Member]:
    if twice := sorted(
        name for name, times in Counter(m.name for m in members).items() if times > 1
    ):
        raise ValueError(f"two root fields have one name: {', '.join(twice)}")
    return members
