"""What each field of each entity type means; types, filters and plans are made from this list.

Nothing here knows classes of GraphQL or SQL: `entities.py` makes types of it, and the reader makes
statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from yishi_core.kernel.entity import EntityModel, Field, Registry, Relation, camel

ID = "id"
TOWNSHIP = "township"


@dataclass(frozen=True)
class IdPart:
    """The global id."""


@dataclass(frozen=True)
class ColumnPart:
    """A plain column."""

    field: Field


@dataclass(frozen=True)
class OnePart:
    """The object to which a column of the row refers."""

    relation: Relation
    target: EntityModel


@dataclass(frozen=True)
class ManyPart:
    """The rows whose column refers to this one: a connection."""

    relation: Relation
    target: EntityModel


@dataclass(frozen=True)
class GroupPart:
    """What one plugin adds to an entity that is not its own."""

    plugin: str
    parts: Mapping[str, ColumnPart | OnePart | ManyPart]
    own: EntityModel | None = None
    """The plugin's own fields of the entity: the parts that are columns and references are its."""

    @property
    def lists(self) -> bool:
        """Whether it holds lists as well, so that it is there without own fields."""
        return any(isinstance(part, ManyPart) for part in self.parts.values())


Part = IdPart | ColumnPart | OnePart | ManyPart | GroupPart


class RootKind(StrEnum):
    ONE = "one"
    MANY = "many"
    AGGREGATE = "aggregate"
    NODE = "node"
    PUBLIC = "public"


@dataclass(frozen=True)
class Root:
    """A root field with plain data; `node` and `public` belong to no entity."""

    kind: RootKind
    model: EntityModel | None = None

    @property
    def plugin(self) -> str | None:
        return self.model.plugin if self.model else None

    @property
    def entity(self) -> EntityModel:
        """The entity of a root field that has one."""
        assert self.model is not None
        return self.model


ORGS_ALIAS = "orgs"


class Catalogue:
    """The parts of every exposed entity and the root fields, by GraphQL name."""

    def __init__(self, registry: Registry) -> None:
        self.models: Mapping[str, EntityModel] = {m.name: m for m in registry.exposed}
        self.own_fields: Mapping[str, EntityModel] = {
            own.name: own for m in registry.exposed for own in registry.own_fields(m.name)
        }
        """What plugins keep of the records of exposed entities."""
        self.entities = frozenset(m.name for m in registry)
        """The names of all entities, including those that the API does not expose.

        The audit names records of such entities as well.
        """
        self.parts: Mapping[str, Mapping[str, Part]] = {
            m.name: dict(_parts(registry, m)) for m in self.models.values()
        }
        self.roots: Mapping[str, Root] = dict(_roots(self.models.values()))

    def part(self, model: EntityModel, name: str) -> Part:
        return self.parts[model.name][name]


def _parts(registry: Registry, model: EntityModel) -> Iterator[tuple[str, Part]]:
    taken: set[str] = set()
    for name, part in (*_own(registry, model), *_inverse(registry, model)):
        if name in taken:
            raise ValueError(f"{model.name}.{name} is declared twice")
        taken.add(name)
        yield name, part


def _own(registry: Registry, model: EntityModel) -> Iterator[tuple[str, Part]]:
    yield ID, IdPart()
    for name, part in _columns(registry, model):
        if name != ID:
            yield name, part


def _columns(registry: Registry, model: EntityModel) -> Iterator[tuple[str, ColumnPart | OnePart]]:
    for field in model.fields:
        yield field.name, ColumnPart(field)
    for relation in model.references:
        target = registry[relation.target]
        if target.exposed:
            yield relation.name, OnePart(relation, target)


def _inverse(registry: Registry, model: EntityModel) -> Iterator[tuple[str, Part]]:
    grouped: dict[str, dict[str, ColumnPart | OnePart | ManyPart]] = {}
    own = {str(fields.plugin): fields for fields in registry.own_fields(model.name)}
    for plugin, fields in own.items():
        grouped[plugin] = dict(_columns(registry, fields))
    for relation in registry.relations(model.name):
        target = registry[relation.target]
        if not relation.many or not target.exposed:
            continue
        part = ManyPart(relation, target)
        if target.plugin is None or target.plugin == model.plugin:
            yield relation.name, part
        elif relation.name in grouped.setdefault(target.plugin, {}):
            raise ValueError(
                f"{model.name}: {target.plugin} brings two relations named {relation.name}"
            )
        else:
            grouped[target.plugin][relation.name] = part
    for plugin, parts in grouped.items():
        yield camel(plugin), GroupPart(plugin, parts, own.get(plugin))


def _roots(models: Iterable[EntityModel]) -> Iterator[tuple[str, Root]]:
    for model in models:
        yield model.single, Root(RootKind.ONE, model)
        yield model.many, Root(RootKind.MANY, model)
        yield f"{model.many}Aggregate", Root(RootKind.AGGREGATE, model)
        if model.name == "OrgUnit":
            yield ORGS_ALIAS, Root(RootKind.MANY, model)
    yield "node", Root(RootKind.NODE)
    yield "public", Root(RootKind.PUBLIC)
