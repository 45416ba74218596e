"""A description of each entity for the rest of the program: fields, relations, visibility.

Nothing is declared here: everything is derived from the mapped class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.entity.base import Handed, Inherited, OrgRow, Shared, TenantRow
from yishi_core.kernel.entity.columns import ColumnInfo, Search, info_of
from yishi_core.kernel.entity.names import camel, plural, snake, summary
from yishi_core.kernel.entity.own_fields import OwnFields, own_columns


class Visibility(StrEnum):
    """Who may read a row besides the owner's org and the orgs above it (access.md 1)."""

    TREE = "tree"
    INHERITED = "inherited"
    SHARED = "shared"
    HANDED = "handed"


@dataclass(frozen=True, slots=True)
class Field:
    """A plain column as the API shows it."""

    name: str
    """The name in GraphQL spelling."""
    column: sa.Column[Any]
    info: ColumnInfo

    @property
    def nullable(self) -> bool:
        return bool(self.column.nullable) or self.info.permission is not None


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from one entity to another.

    With `many`, `column` is the target's column that points back; otherwise it is the entity's own.
    """

    name: str
    target: str
    column: sa.Column[Any]
    many: bool
    nullable: bool
    label: str


@dataclass(frozen=True)
class EntityModel:
    """The description of one entity, derived from its class."""

    entity: type[TenantRow]
    plugin: str | None

    @property
    def name(self) -> str:
        """GraphQL type name, e.g. `OrgUnit`."""
        return self.entity.__name__

    @property
    def object(self) -> str:
        """The entity's name in permissions, e.g. `org_unit` in `org_unit:read`."""
        return snake(self.name)

    @property
    def single(self) -> str:
        """The root field for one object, e.g. `orgUnit`."""
        return camel(self.object)

    @property
    def many(self) -> str:
        """The root field for the list, e.g. `orgUnits`."""
        return camel(getattr(self.entity, "__many__", None) or plural(self.object))

    @property
    def table(self) -> sa.Table:
        table = self.entity.__table__
        assert isinstance(table, sa.Table)
        return table

    @property
    def label(self) -> str:
        return str(getattr(self.entity, "__label__", self.name))

    @property
    def doc(self) -> str:
        return summary(self.entity.__doc__ or self.label)

    @property
    def exposed(self) -> bool:
        """Whether the entity is part of the API."""
        return self.entity.__exposed__

    @property
    def personal(self) -> bool:
        return any(info_of(c).personal for c in self.table.c)

    @cached_property
    def visibility(self) -> frozenset[Visibility]:
        found = {Visibility.TREE}
        if issubclass(self.entity, OwnFields) and issubclass(self.entity.__of__, Inherited):
            found.add(Visibility.INHERITED)  # whoever reads the record reads its own fields
        for base, word in (
            (Inherited, Visibility.INHERITED),
            (Shared, Visibility.SHARED),
            (Handed, Visibility.HANDED),
        ):
            if issubclass(self.entity, base):
                found.add(word)
        return frozenset(found)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The API columns in order, starting with `county` and `id`, without references."""
        return tuple(
            Field(camel(c.name), c, info)
            for c in self._shown
            if not (info := info_of(c)).hidden and info.ref is None
        )

    @cached_property
    def references(self) -> tuple[Relation, ...]:
        """The objects that this entity points at."""
        found = []
        for c in self._shown:
            info = info_of(c)
            if info.ref and not info.hidden:
                name = camel(c.name.removesuffix("_id"))
                found.append(
                    Relation(
                        name,
                        info.ref.target,
                        c,
                        many=False,
                        nullable=bool(c.nullable),
                        label=info.label,
                    )
                )
        return tuple(found)

    @property
    def _shown(self) -> Iterable[sa.Column[Any]]:
        """All columns; of own fields those that the plugin declares, since the record has the
        others.
        """
        if issubclass(self.entity, OwnFields):
            return own_columns(self.entity)
        return self.table.c

    def searched(self, as_: Search) -> tuple[sa.Column[Any], ...]:
        """The columns with this role in search, in order."""
        return tuple(c for c in self.table.c if info_of(c).search is as_)

    @cached_property
    def called(self) -> sa.Column[Any] | None:
        """The column that holds the name of a record, or None when there is none."""
        return next(iter(self.searched(Search.TITLE)), None)

    @property
    def voidable(self) -> bool:
        return issubclass(self.entity, OrgRow)


def describe(entity: type[TenantRow], plugin: str | None = None) -> EntityModel:
    """Describe one mapped class; `plugin` is the code of the plugin that brings it."""
    return EntityModel(entity, plugin)


class Registry:
    """All entities of an installation by name, with the relations that point back.

    Raises `ValueError` when two entities share a name or a reference points at an unknown entity.
    """

    def __init__(self, models: Iterable[EntityModel]) -> None:
        self._models: dict[str, EntityModel] = {}
        for model in models:
            if model.name in self._models:
                raise ValueError(f"two entities are named {model.name}")
            self._models[model.name] = model
        self._own_fields: dict[str, tuple[EntityModel, ...]] = {}
        for model in self._models.values():
            if issubclass(model.entity, OwnFields):
                of = model.entity.__of__.__name__
                self._own_fields[of] = (*self._own_fields.get(of, ()), model)
        self._inverse: dict[str, list[Relation]] = {name: [] for name in self._models}
        for model in self._models.values():
            for c in model.table.c:
                reference = info_of(c).ref
                if reference and reference.target not in self._models:
                    raise ValueError(
                        f"{model.name}.{c.name} points at {reference.target}, which is not "
                        "installed"
                    )
                if reference and reference.on_void == "set_null" and not c.nullable:
                    raise ValueError(f"{model.name}.{c.name} cannot be emptied: it is not nullable")
                if reference and reference.inverse:
                    self._inverse[reference.target].append(
                        Relation(
                            camel(reference.inverse),
                            model.name,
                            c,
                            many=True,
                            nullable=False,
                            label=model.label,
                        )
                    )

    def __getitem__(self, name: str) -> EntityModel:
        return self._models[name]

    def __contains__(self, name: object) -> bool:
        return name in self._models

    def __iter__(self) -> Iterator[EntityModel]:
        return iter(self._models.values())

    def of(self, entity: type[TenantRow]) -> EntityModel:
        return self._models[entity.__name__]

    @property
    def exposed(self) -> tuple[EntityModel, ...]:
        return tuple(m for m in self if m.exposed)

    def own_fields(self, of: str) -> tuple[EntityModel, ...]:
        """What plugins keep of the records of an entity, one for each plugin."""
        return self._own_fields.get(of, ())

    def relations(self, name: str) -> tuple[Relation, ...]:
        """Relations that start at an entity: its references, then the inverse relations."""
        return (*self._models[name].references, *self._inverse[name])
