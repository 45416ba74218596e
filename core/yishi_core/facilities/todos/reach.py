"""Which records wait for a caller, as SQL conditions made from their grants (access.md 4).

An index on `(county, org_path)` serves these conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from yishi_core.facilities.todos.declaration import Todo
from yishi_core.facilities.todos.query import Asked
from yishi_core.kernel.access import Grant, Principal, PrincipalKind, Scope
from yishi_core.kernel.access.authorize import entry_values, readable
from yishi_core.kernel.access.places import ancestors, county_path
from yishi_core.kernel.entity.base import Entity
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation.binding import belongs_to_running
from yishi_core.kernel.tree.models import OrgUnit

TEXT = sa.Text(collation="C")


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie below another one."""
    found: list[str] = []
    for path in sorted(set(paths)):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return tuple(found)


@dataclass(frozen=True)
class Call:
    """One request: the caller and the parameters.

    Whatever differs between requests of the same shape is read from it when the statement runs.
    """

    principal: Principal
    asked: Asked

    @property
    def grants(self) -> tuple[Grant, ...]:
        """The caller's grants, and what plugins add to them at the places where they are on."""
        return (*self.principal.grants, *self.principal.added)

    @property
    def shape(self) -> Hashable:
        """A key of the statement: requests with equal shapes use the same one.

        Their callers have the same roles at places that relate to one another in the same way.
        """
        grants = self.grants
        paths = [g.path for g in grants]
        return (
            self.principal.kind,
            self.principal.counties.index(self.principal.county),
            self.principal.read_only,
            self.principal.scopes,
            self.principal.person is None,
            self.principal.account is None,
            tuple(
                (
                    g.role,
                    g.plugin,
                    g.retired,
                    self.principal.counties.index(g.county),
                    g.path.count("/"),
                )
                for g in grants
            ),
            tuple(
                (i, j)
                for i, low in enumerate(paths)
                for j, high in enumerate(paths)
                if i != j and high.startswith(low)
            ),
        )


Source = Callable[[Call], Any]


@dataclass
class Values:
    """The parameters of a statement by name, each with a function that reads it from a request."""

    call: Call
    sources: dict[str, Source] = field(default_factory=dict)
    _sets: dict[tuple[str, ...], str] = field(default_factory=dict)

    @property
    def principal(self) -> Principal:
        return self.call.principal

    def of(self, call: Call) -> dict[str, Any]:
        """The values for a request of the same shape."""
        return {name: source(call) for name, source in self.sources.items()}

    def within(self, column: Any, paths: tuple[str, ...]) -> sa.ColumnElement[bool]:
        """Rows at or below one of the caller's paths, as ranges.

        `61/09/22/` ≤ path < `61/09/220`, since the character after “/” is “0”.
        """
        name = self._sets.setdefault(paths, f"p{len(self._sets)}")
        return sa.or_(
            *(
                self.between(column, f"{name}_{index}", self._path(path))
                for index, path in enumerate(paths)
            )
        )

    def between(self, column: Any, name: str, path: Source) -> sa.ColumnElement[bool]:
        """Rows at or below a path; the empty path stands for everything."""
        low = self.value(f"{name}_from", path, TEXT)
        high = self.value(
            f"{name}_to", lambda call: path(call)[:-1] + "0" if path(call) else "~", TEXT
        )
        return sa.and_(column >= low, column < high)

    def among(self, column: Any, paths: tuple[str, ...]) -> sa.ColumnElement[bool]:
        """The condition that an org-path column names an ancestor of one of the paths."""
        above = {
            ancestor: (path, place)
            for path in paths
            for place, ancestor in enumerate(ancestors(path))
        }
        name = self._sets.setdefault(("above", *paths), f"p{len(self._sets)}")
        found: sa.ColumnElement[bool] = column.in_(
            [
                self.value(f"{name}_{index}", self._above(self._path(path), place), TEXT)
                for index, (path, place) in enumerate(above.values())
            ]
        )
        return found

    def exactly(self, column: Any, paths: tuple[str, ...]) -> sa.ColumnElement[bool]:
        """Rows exactly at one of the paths."""
        name = self._sets.setdefault(("at", *paths), f"p{len(self._sets)}")
        found: sa.ColumnElement[bool] = column.in_(
            [
                self.value(f"{name}_{index}", self._path(path), TEXT)
                for index, path in enumerate(paths)
            ]
        )
        return found

    def value(self, name: str, source: Source, type_: Any) -> sa.BindParameter[Any]:
        """A named parameter."""
        self.sources[name] = source
        return sa.bindparam(name, None, type_=type_)

    @property
    def account(self) -> sa.BindParameter[Any]:
        return self.value("account", lambda call: call.principal.account, sa.Uuid())

    @property
    def today(self) -> sa.BindParameter[Any]:
        return self.value("today", lambda call: call.asked.today, sa.Date())

    @property
    def soon(self) -> sa.BindParameter[Any]:
        return self.value("soon", lambda call: call.asked.today + call.asked.soon, sa.Date())

    def counties(self, column: Any) -> sa.ColumnElement[bool]:
        """The counties of the caller's grants; a single one, as usual, gets its own plan."""
        count = len(self.principal.counties)
        params = [self.value(f"county_{i}", self._county(i), sa.Integer()) for i in range(count)]
        found: sa.ColumnElement[bool] = column == params[0] if count == 1 else column.in_(params)
        return found

    def _path(self, path: str) -> Source:
        """A function that reads a path from a request of this shape: that of the same grant."""
        for index, grant in enumerate(self.call.grants):
            if grant.path == path:
                return lambda call: call.grants[index].path
        return lambda call: county_path(call.principal.county)

    @staticmethod
    def _above(path: Source, place: int) -> Source:
        return lambda call: ancestors(path(call))[place]

    @staticmethod
    def _county(index: int) -> Source:
        return lambda call: call.principal.counties[index]


def place(todo: Todo, permission: str, values: Values) -> sa.ColumnElement[bool] | None:
    """Rows at whose place the caller holds a permission; None when they hold it nowhere."""
    principal, entity = values.principal, todo.matter.entity
    if principal.kind is PrincipalKind.SYSTEM:
        return values.within(entity.org_path, (county_path(principal.county),))
    trees = outermost(principal.paths_for(permission, Scope.TREE))
    named = outermost((*trees, *principal.paths_for(permission, Scope.AUDIENCE)))
    if todo.at is not None:
        return _addressed(todo, named, values) if named else None
    arms = [values.within(entity.org_path, trees)] if trees else []
    if todo.above and trees:
        return sa.and_(arms[0], ~values.exactly(entity.org_path, trees))
    if todo.below and trees:
        arms.append(values.among(entity.org_path, trees))
    if finishing := outermost(set(_retired(principal, permission)) - set(trees)):
        arms.append(
            sa.and_(values.within(entity.org_path, finishing), constant(belongs_to_running(entity)))
        )
    if own := outermost(principal.paths_for(permission, Scope.OWN)):
        arms.append(
            sa.and_(entity.created_by == values.account, values.within(entity.org_path, own))
        )
    return sa.or_(*arms) if arms else None


def _retired(principal: Principal, permission: str) -> list[str]:
    """The paths at which the caller holds a permission by a retired plugin.

    It counts there for cases that are still running (decision 0082).
    """
    return [
        grant.path
        for grant, scopes in principal.grants_for(permission, to_read=True)
        if not grant.gives(permission) and Scope.TREE in scopes
    ]


def _addressed(todo: Todo, paths: tuple[str, ...], values: Values) -> sa.ColumnElement[bool]:
    """The org that the record names lies at one of the caller's places."""
    here = sa.select(OrgUnit.id).where(
        values.counties(OrgUnit.county), values.within(OrgUnit.org_path, paths)
    )
    found: sa.ColumnElement[bool] = todo.at.in_(here)
    return found


def mine(todo: Todo, values: Values) -> sa.ColumnElement[bool] | None:
    """Rows that wait for the caller; None when there can be none.

    The caller needs the permission there, must be the person where one is named, and must not be
    the author where a second pair of eyes is required.
    """
    where = place(todo, todo.permission, values)
    person: UUID | None = values.principal.person
    if where is None or (todo.person is not None and person is None):
        return None
    if todo.person is not None:
        where = sa.and_(
            where,
            todo.person == values.value("person", lambda call: call.principal.person, sa.Uuid()),
        )
    if todo.only_by is not None:
        where = sa.and_(where, todo.only_by == values.account)
    if todo.not_by is not None and values.principal.account is not None:
        where = sa.and_(where, todo.not_by.is_distinct_from(values.account))
    if todo.unless is not None:
        where = sa.and_(where, ~_here(todo, todo.unless, values))
    if todo.each is not None:
        where = sa.and_(where, _here(todo, todo.each, values))
    return where


def _here(todo: Todo, other: tuple[type[Entity], Any], values: Values) -> sa.ColumnElement[bool]:
    """The caller's own office has a record of another entity that belongs to this one."""
    entity, belongs = other
    own = values.exactly(
        entity.org_path, tuple(sorted(values.principal.paths_for(todo.permission, Scope.TREE)))
    )
    return sa.exists().where(
        entity.county == todo.matter.entity.county,
        constant(belongs),
        entity.voided_at.is_(None),
        own,
    )


def may_read(model: EntityModel, values: Values) -> sa.ColumnElement[bool] | None:
    """What a list of the entity would show; None when no condition is needed.

    No caller sees the title of a record here that they cannot see there.
    """
    predicate = readable(values.principal, model).predicate(model.table)
    if predicate is None:
        return None

    def named(element: Any, **_: Any) -> Any:
        if isinstance(element, sa.BindParameter) and element.required:
            return values.value(element.key, _of_rule(model, element.key), element.type)
        return None

    found: sa.ColumnElement[bool] = visitors.replacement_traverse(predicate, {}, named)
    return found


def _of_rule(model: EntityModel, name: str) -> Source:
    return lambda call: {
        **readable(call.principal, model).values(),
        **entry_values(call.principal),
    }[name]


def constant(expression: Any) -> Any:
    """The expression with its constants written into the SQL.

    A partial index over the same states can then be used.
    """

    def written(element: Any, **_: Any) -> Any:
        if isinstance(element, sa.BindParameter) and element.value is not None:
            return element.render_literal_execute()
        return None

    return visitors.replacement_traverse(expression, {}, written)
