"""One statement per list, one for all counters: an arm for every to-do, limited in itself, and the best of all arms.

What is open is a small part of what there ever was; partial indexes over it begin with `(county, org_path)`, so that a township's list costs the
same in a county of any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from yishi_core.access import Permission
from yishi_core.audit.models import AuditEntry, AuditResult
from yishi_core.entity import Labelled, Registry
from yishi_core.orgs.models import OrgUnit
from yishi_core.todos.colours import SOON
from yishi_core.todos.declaration import Matter, Todo, condition
from yishi_core.todos.reach import Values, may_read, mine, place

NEVER = date(9999, 12, 31)
"""Where what has no due day stands: last."""
TITLE = 80


class TodoKind(Labelled):
    WAITING = "waiting", "待办"
    DONE = "done", "已办"
    STARTED = "started", "我发起"
    PRESSING = "pressing", "督办"


@dataclass(frozen=True)
class After:
    """Where the page before ended: the due day (of what is done, the moment) and the id."""

    key: Any
    id: UUID


@dataclass(frozen=True)
class Asked:
    """What is asked: for which place, on which day, how many, from where on."""

    today: date
    org_path: str | None = None
    first: int = 50
    after: After | None = None
    soon: timedelta = SOON


class Statements:
    """The statements over all that is declared in an installation."""

    def __init__(self, registry: Registry, matters: Sequence[Matter], todos: Sequence[Todo]) -> None:
        self.todos = tuple(todos)
        self.registry = registry
        known = {id(m): m for m in (*(t.matter for t in todos), *matters)}
        self.matters = tuple(known.values())
        self._of = {id(m): [t for t in todos if t.matter is m] for m in self.matters}
        self.by_code = {t.code: t for t in todos}
        self.by_entity = {m.entity.__name__: m for m in self.matters}
        if len(self.by_code) < len(self.todos) or len(self.by_entity) < len(self.matters):
            raise ValueError("two to-dos of one code, or two matters of one entity")

    def label(self, matter: Matter, state: str | None) -> str | None:
        """What the office calls a state of the record."""
        column = matter.entity.__table__.c.get("state")
        words = getattr(getattr(column, "type", None), "enum_class", None)
        return str(words.read(state).label) if state and words is not None else None

    def page(self, kind: TodoKind, values: Values, asked: Asked) -> sa.Select[Any] | None:
        """The rows of a page, one more than asked; None when nothing can be on it."""
        arms = [self._limited(kind, arm, asked, values) for arm in self._arms(kind, values, asked)]
        if not arms:
            return None
        found = sa.union_all(*arms).subquery("found")
        ordered = sa.select(found).order_by(*_order(kind, found.c)).limit(asked.first + 1).subquery("page")
        office = sa.and_(OrgUnit.county == ordered.c.county, OrgUnit.id == ordered.c.org_id)
        return sa.select(ordered, OrgUnit.name.label("office")).outerjoin(OrgUnit, office).order_by(*_order(kind, ordered.c))

    def counts(self, values: Values, asked: Asked) -> sa.CompoundSelect[Any] | None:
        """(kind, code or entity, how many, how many of them overdue)."""
        arms = []
        for kind in TodoKind:
            for arm in self._arms(kind, values, asked):
                one = arm.subquery()
                overdue = sa.func.count().filter(one.c.due < values.value("today", asked.today, sa.Date()))
                of = (_word(kind.value).label("kind"), sa.func.min(one.c.name).label("name"))
                arms.append(sa.select(*of, sa.func.count().label("n"), overdue.label("overdue")).select_from(one))
        return sa.union_all(*arms) if arms else None

    def _arms(self, kind: TodoKind, values: Values, asked: Asked) -> Iterator[sa.Select[Any]]:
        if kind in (TodoKind.WAITING, TodoKind.PRESSING):
            for todo in self.todos:
                reach = self._waiting(todo, values) if kind is TodoKind.WAITING else self._pressing(todo, values, asked)
                if reach is not None:
                    yield self._open(todo, reach, values, asked)
        elif values.principal.account is not None:
            for matter in self.matters:
                made = self._started(matter, values, asked) if kind is TodoKind.STARTED else self._done(matter, values, asked)
                if made is not None:
                    yield made

    def _waiting(self, todo: Todo, values: Values) -> sa.ColumnElement[bool] | None:
        return mine(todo, values)

    def _pressing(self, todo: Todo, values: Values, asked: Asked) -> sa.ColumnElement[bool] | None:
        """What is due soon or overdue: with those who wait for it, and with those who may press it."""
        if todo.due is None:
            return None
        arms = [a for a in (mine(todo, values), place(todo, Permission.SUPERVISION_RECORD, values)) if a is not None]
        if not arms:
            return None
        return sa.and_(sa.or_(*arms), todo.due <= values.value("soon", asked.today + asked.soon, sa.Date()))

    def _open(self, todo: Todo, reach: sa.ColumnElement[bool], values: Values, asked: Asked) -> sa.Select[Any]:
        entity, today = todo.matter.entity, values.value("today", asked.today, sa.Date())
        type_, id_ = todo.record or (entity, entity.id)
        columns = self._columns(todo.matter, _word(todo.code), todo.due, entity.created_at, _word(type_.__name__), id_)
        return self._selected(todo.matter, columns, sa.and_(_constant(condition(todo, today)), reach), values, asked)

    def _started(self, matter: Matter, values: Values, asked: Asked) -> sa.Select[Any] | None:
        entity = matter.entity
        if not matter.started:
            return None
        columns = self._columns(matter, *self._stand(matter, values, asked), entity.created_at, _word(entity.__name__), entity.id)
        return self._selected(matter, columns, entity.created_by == values.account, values, asked)

    def _done(self, matter: Matter, values: Values, asked: Asked) -> sa.Select[Any] | None:
        entity = matter.entity
        acts = {*matter.acts, *(name for t in self._of[id(matter)] if t.record is None for name in t.by)}
        if not acts:
            return None
        deeds = (
            sa.select(AuditEntry.subject_id, sa.func.max(AuditEntry.at).label("at"))
            .where(
                values.counties(AuditEntry.county), AuditEntry.account == values.account,
                AuditEntry.result == _word(AuditResult.DONE.value),
                AuditEntry.subject_type == _word(entity.__name__),
                AuditEntry.operation.in_([_word(name) for name in sorted(acts)]),
            )
            .group_by(AuditEntry.subject_id)
            .subquery("deeds")
        )  # fmt: skip
        columns = self._columns(matter, *self._stand(matter, values, asked), deeds.c.at, _word(entity.__name__), entity.id)
        return self._selected(matter, columns, deeds.c.subject_id == entity.id, values, asked)

    def _stand(self, matter: Matter, values: Values, asked: Asked) -> tuple[Any, Any]:
        """For what a record waits now, and until when."""
        today = values.value("today", asked.today, sa.Date())
        own = self._of[id(matter)]
        if not own:
            return sa.cast(sa.null(), sa.Text()), None
        code = sa.case(*((_constant(condition(t, today)), _word(t.code)) for t in own), else_=sa.null())
        dues = [(_constant(condition(t, today)), t.due) for t in own if t.due is not None]
        return code, sa.case(*dues, else_=sa.null()) if dues else None

    def _columns(self, matter: Matter, name: Any, due: Any, at: Any, type_: Any, id_: Any) -> list[Any]:
        entity = matter.entity
        state = getattr(entity, "state", None)
        return [
            sa.cast(name, sa.Text()).label("name"), sa.cast(type_, sa.Text()).label("type"), entity.county.label("county"), entity.id.label("row"),
            sa.type_coerce(id_, sa.Uuid()).label("id"), sa.cast(sa.null() if due is None else due, sa.Date()).label("due"), at.label("at"),
            sa.func.left(_constant(sa.cast(matter.title, sa.Text())), sa.literal(TITLE, sa.Integer()).render_literal_execute()).label("title"),
            (sa.cast(sa.null(), sa.Text()) if state is None else sa.cast(state, sa.Text())).label("state"),
            entity.org_id.label("org_id"), _word(entity.__name__).label("entity"),
        ]  # fmt: skip

    def _selected(
        self, matter: Matter, columns: list[Any], where: sa.ColumnElement[bool], values: Values, asked: Asked
    ) -> sa.Select[Any]:
        entity = matter.entity
        found = sa.select(*columns).where(values.counties(entity.county), entity.voided_at.is_(None), where)
        if (rule := may_read(self.registry.of(entity), values)) is not None:
            found = found.where(rule)
        if asked.org_path is not None:
            found = found.where(values.within(entity.org_path, (asked.org_path,)))
        return found

    def _limited(self, kind: TodoKind, arm: sa.Select[Any], asked: Asked, values: Values) -> sa.Select[Any]:
        one = arm.subquery()
        limited = sa.select(one).order_by(*_order(kind, one.c)).limit(asked.first + 1)
        if asked.after is not None:
            key, newest = _key(kind, one.c)
            type_ = sa.DateTime(timezone=True) if newest else sa.Date()
            end = sa.tuple_(values.value("after_key", asked.after.key, type_), values.value("after_id", asked.after.id, sa.Uuid()))
            here = sa.tuple_(key, one.c.row)
            limited = limited.where(here < end if newest else here > end)
        return sa.select(limited.subquery())


def _key(kind: TodoKind, c: Any) -> tuple[Any, bool]:
    """What a list is sorted by, and whether the newest comes first."""
    if kind in (TodoKind.WAITING, TodoKind.PRESSING):
        return sa.func.coalesce(c.due, sa.literal(NEVER, sa.Date()).render_literal_execute()), False
    return c.at, True


def _order(kind: TodoKind, c: Any) -> tuple[Any, ...]:
    key, newest = _key(kind, c)
    return (key.desc(), c.row.desc()) if newest else (key, c.row)


def _word(word: str) -> Any:
    """A word of ours (a code, a name of an entity or operation) as a constant of the statement."""
    return sa.literal(word, sa.Text()).render_literal_execute()


def _constant(expression: Any) -> Any:
    """The declaration's own constants written into the statement, so that a partial index over the same states is found."""

    def written(element: Any, **_: Any) -> Any:
        if isinstance(element, sa.BindParameter) and element.value is not None:
            return element.render_literal_execute()
        return None

    return visitors.replacement_traverse(expression, {}, written)
