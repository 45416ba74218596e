"""Where a to-do waits for a caller: his grants turned into conditions that an index on `(county, org_path)` serves (access.md 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from yishi_core.access import Principal, PrincipalKind, Scope
from yishi_core.access.authorize import entry_values, readable
from yishi_core.access.principal import ancestors, county_path
from yishi_core.entity.model import EntityModel
from yishi_core.orgs.models import OrgUnit
from yishi_core.todos.declaration import Todo

TEXT = sa.Text(collation="C")


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie below another one."""
    found: list[str] = []
    for path in sorted(set(paths)):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return tuple(found)


@dataclass
class Values:
    """The values of one call, collected while its statement is shaped: equal shapes share a statement."""

    principal: Principal
    given: dict[str, Any] = field(default_factory=dict)
    _sets: dict[tuple[str, ...], str] = field(default_factory=dict)

    def within(self, column: Any, paths: tuple[str, ...]) -> sa.ColumnElement[bool]:
        """Rows at or below one of the paths, as ranges: `61/09/22/` ≤ path < `61/09/220` (the character after “/” is “0”)."""
        name = self._sets.setdefault(paths, f"p{len(self._sets)}")
        arms = []
        for index, path in enumerate(paths):
            low, high = f"{name}_{index}_from", f"{name}_{index}_to"
            self.given |= {low: path, high: path[:-1] + "0"}
            arms.append(sa.and_(column >= sa.bindparam(low, type_=TEXT), column < sa.bindparam(high, type_=TEXT)))
        return sa.or_(*arms)

    def among(self, column: Any, places: tuple[str, ...]) -> sa.ColumnElement[bool]:
        """Rows exactly at one of the places."""
        name = self._sets.setdefault(places, f"p{len(self._sets)}")
        found: sa.ColumnElement[bool] = column.in_([self.value(f"{name}_{i}_at", path, TEXT) for i, path in enumerate(places)])
        return found

    def value(self, name: str, value: Any, type_: Any) -> sa.BindParameter[Any]:
        """One named value."""
        self.given[name] = value
        return sa.bindparam(name, type_=type_)

    @property
    def account(self) -> sa.BindParameter[Any]:
        return self.value("account", self.principal.account, sa.Uuid())

    def counties(self, column: Any) -> sa.ColumnElement[bool]:
        """The counties of the caller's grants; one is the rule, and gets a plan of its own."""
        numbers = self.principal.counties
        params = [self.value(f"county_{i}", number, sa.Integer()) for i, number in enumerate(numbers)]
        found: sa.ColumnElement[bool] = column == params[0] if len(params) == 1 else column.in_(params)
        return found


def place(todo: Todo, permission: str, values: Values) -> sa.ColumnElement[bool] | None:
    """Rows at whose place the caller holds a permission; None when he holds it nowhere."""
    principal, entity = values.principal, todo.matter.entity
    if principal.kind is PrincipalKind.SYSTEM:
        return values.within(entity.org_path, (county_path(principal.county),))
    trees = outermost(principal.paths_for(permission, Scope.TREE))
    named = outermost((*trees, *principal.paths_for(permission, Scope.AUDIENCE)))
    if todo.at is not None:
        return _addressed(todo, named, values) if named else None
    arms = [values.within(entity.org_path, trees)] if trees else []
    if todo.below and trees:
        arms.append(values.among(entity.org_path, tuple(sorted({place for path in trees for place in ancestors(path)}))))
    if own := outermost(principal.paths_for(permission, Scope.OWN)):
        arms.append(sa.and_(entity.created_by == values.account, values.within(entity.org_path, own)))
    return sa.or_(*arms) if arms else None


def _addressed(todo: Todo, paths: tuple[str, ...], values: Values) -> sa.ColumnElement[bool]:
    """The org that the record names lies at one of the caller's places."""
    here = sa.select(OrgUnit.id).where(values.counties(OrgUnit.county), values.within(OrgUnit.org_path, paths))
    found: sa.ColumnElement[bool] = todo.at.in_(here)
    return found


def mine(todo: Todo, values: Values) -> sa.ColumnElement[bool] | None:
    """Whether it waits for the caller: his permission there, he himself where a person is named, not what he wrote where four eyes are wanted."""
    where = place(todo, todo.permission, values)
    person: UUID | None = values.principal.person
    if where is None or (todo.person is not None and person is None):
        return None
    if todo.person is not None:
        where = sa.and_(where, todo.person == values.value("person", person, sa.Uuid()))
    if todo.only_by is not None:
        where = sa.and_(where, todo.only_by == values.account)
    if todo.not_by is not None and values.principal.account is not None:
        where = sa.and_(where, todo.not_by.is_distinct_from(values.account))
    return where


def may_read(model: EntityModel, values: Values) -> sa.ColumnElement[bool] | None:
    """What a list of the entity would show: nobody sees the title of a record here that he does not see there."""
    rule = readable(values.principal, model)
    predicate = rule.predicate(model.table)
    if predicate is not None:
        values.given |= {**rule.values(), **entry_values(values.principal)}
    return predicate
