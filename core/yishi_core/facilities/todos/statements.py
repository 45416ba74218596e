"""The SQL of the to-do lists: one statement per list, and one for all counters.

A statement is the union of an arm for every to-do, each limited by itself. Open records are a small
part of all; partial indexes over them begin with `(county, org_path)`, so that a township's list
costs the same in a county of any size.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.facilities.todos.declaration import Matter, SupervisedTodo, Todo, condition
from yishi_core.facilities.todos.query import AFTER_ALL, BEFORE_ALL, NEVER, After, TodoKind
from yishi_core.facilities.todos.reach import Call, Values, constant, may_read, mine, place
from yishi_core.kernel.access import Permission
from yishi_core.kernel.audit.models import AuditEntry, AuditResult
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.making import Making
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit

TITLE = 80
SHAPES = 64
"""Number of statements kept. A shape is a set of roles and has five statements."""


ARMS = "arms"
"""Stands for the union of all arms in a page's statement."""


@dataclass(frozen=True)
class Prepared:
    """The text of a statement, and where its values come from."""

    text: str
    values: Values


class Statements:
    """The statements over all matters and to-dos that are declared in an installation."""

    def __init__(
        self,
        registry: Registry,
        making: Making,
        matters: Sequence[Matter],
        todos: Sequence[Todo],
        pressed: Sequence[SupervisedTodo] = (),
    ) -> None:
        self._making = making
        self.todos, self.pressed = tuple(todos), tuple(pressed)
        self.registry = registry
        known = {id(m): m for m in (*(t.matter for t in todos), *matters)}
        self.matters = tuple(known.values())
        self._of = {id(m): [t for t in todos if t.matter is m] for m in self.matters}
        self.by_code = {t.code: t for t in todos}
        self.by_entity = {m.entity.__name__: m for m in self.matters}
        self._prepared: OrderedDict[Hashable, Prepared | None] = OrderedDict()
        if len(self.by_code) < len(self.todos) or len(self.by_entity) < len(self.matters):
            raise ValueError("two to-dos of one code, or two matters of one entity")

    def label(self, matter: Matter, state: str | None) -> str | None:
        """The Chinese label of a state of the record."""
        column = matter.entity.__table__.c.get("state")
        words = getattr(getattr(column, "type", None), "enum_class", None)
        return str(words.read(state).label) if state and words is not None else None

    async def run(
        self, session: AsyncSession, kind: TodoKind | None, call: Call
    ) -> Sequence[sa.RowMapping]:
        """The rows of a page, one more than requested; without a kind, the counters."""
        connection = await session.connection()
        prepared = await self.prepared(kind, call, connection.dialect)
        if prepared is None:
            return []
        return (
            (await connection.exec_driver_sql(prepared.text, prepared.values.of(call)))
            .mappings()
            .all()
        )

    async def prepared(
        self, kind: TodoKind | None, call: Call, dialect: sa.Dialect
    ) -> Prepared | None:
        """The statement for requests of this shape, built once and outside the event loop.

        None when nothing can be on the list.
        """
        key = (kind, call.shape)
        if key in self._prepared:
            self._prepared.move_to_end(key)
            return self._prepared[key]
        made = self._prepared[key] = await self._making.once(
            ("todos", key), lambda: self._written(kind, call, dialect)
        )
        while len(self._prepared) > SHAPES:
            self._prepared.popitem(last=False)
        return made

    def _written(self, kind: TodoKind | None, call: Call, dialect: sa.Dialect) -> Prepared | None:
        """Build a statement: up to 190 KB of SQL, which takes a second or more.

        It is compiled arm by arm. SQLAlchemy's objects for all of it together would number a
        hundred thousand, for which the garbage collector would stop all threads for more than a
        tenth of a second.
        """
        values = Values(call)
        columns: list[Any] = []
        texts: list[str] = []
        for arm in (
            self._counted(values)
            if kind is None
            else (self._limited(kind, arm, values) for arm in self._arms(kind, values))
        ):
            columns = columns or [sa.column(c.name, c.type) for c in arm.selected_columns]
            texts.append(_text(arm, dialect))
        if not texts:
            return None
        union = " UNION ALL ".join(texts)
        if kind is None:
            return Prepared(union, values)
        page = _text(self._page(kind, sa.table(ARMS, *columns), values), dialect)
        return Prepared(page.replace(f"FROM {ARMS} AS", f"FROM ({union}) AS", 1), values)

    def _page(self, kind: TodoKind, arms: sa.TableClause, values: Values) -> sa.Select[Any]:
        """The first rows of all arms in the list's order, with the names of their offices."""
        found = arms.alias("found")
        ordered = (
            sa.select(found).order_by(*_order(kind, found.c)).limit(_first(values)).subquery("page")
        )
        office = sa.and_(OrgUnit.county == ordered.c.county, OrgUnit.id == ordered.c.org_id)
        return (
            sa.select(ordered, OrgUnit.name.label("office"))
            .outerjoin(OrgUnit, office)
            .order_by(*_order(kind, ordered.c))
        )

    def _counted(self, values: Values) -> Iterator[sa.Select[Any]]:
        """For each arm a row (kind, code or entity, number of lines, number overdue)."""
        for kind in TodoKind:
            for arm in self._arms(kind, values):
                one = arm.subquery()
                overdue = sa.func.count().filter(one.c.due < values.today)
                of = (_word(kind.value).label("kind"), sa.func.min(one.c.name).label("name"))
                yield sa.select(
                    *of, sa.func.count().label("n"), overdue.label("overdue")
                ).select_from(one)

    def _arms(self, kind: TodoKind, values: Values) -> Iterator[sa.Select[Any]]:
        if kind in (TodoKind.WAITING, TodoKind.PRESSING):
            for todo in self.todos:
                reach = (
                    mine(todo, values) if kind is TodoKind.WAITING else self._pressing(todo, values)
                )
                if reach is not None:
                    yield self._open(todo, reach, values)
            if kind is TodoKind.PRESSING and values.principal.account is not None:
                yield from (self._followed(pressed, values) for pressed in self.pressed)
        elif values.principal.account is not None:
            for matter in self.matters:
                made = (
                    self._started(matter, values)
                    if kind is TodoKind.STARTED
                    else self._done(matter, values)
                )
                if made is not None:
                    yield made

    def _pressing(self, todo: Todo, values: Values) -> sa.ColumnElement[bool] | None:
        """What is due soon or overdue, for those who must act and those who may supervise."""
        if todo.due is None:
            return None
        arms = [
            a
            for a in (mine(todo, values), place(todo, Permission.SUPERVISION_RECORD, values))
            if a is not None
        ]
        if not arms:
            return None
        return sa.and_(sa.or_(*arms), todo.due <= values.soon)

    def _followed(self, pressed: SupervisedTodo, values: Values) -> sa.Select[Any]:
        """What the caller supervises personally, unless its deadline puts it on the list anyway."""
        matter, entity, by = pressed.matter, pressed.matter.entity, pressed.entity
        own = (
            by.county == entity.county,
            pressed.belongs,
            by.created_by == values.account,
            by.voided_at.is_(None),
        )
        where = [constant(pressed.when), sa.exists().where(*own).correlate(entity)]
        for todo in self._of[id(matter)]:
            if (near := self._pressing(todo, values)) is not None:
                where.append(
                    sa.and_(constant(condition(todo, values.today)), near).is_not(sa.true())
                )
        code, due = self._stand(matter, values)
        dues = [day for day in (due, pressed.due) if day is not None]
        columns = self._columns(
            matter,
            code,
            sa.func.coalesce(*dues) if dues else None,
            entity.created_at,
            _word(entity.__name__),
            entity.id,
        )
        return self._selected(matter, columns, sa.and_(*where), values)

    def _open(self, todo: Todo, reach: sa.ColumnElement[bool], values: Values) -> sa.Select[Any]:
        entity, today = todo.matter.entity, values.today
        type_, id_ = todo.record or (entity, entity.id)
        columns = self._columns(
            todo.matter, _word(todo.code), todo.due, entity.created_at, _word(type_.__name__), id_
        )
        return self._selected(
            todo.matter, columns, sa.and_(constant(condition(todo, today)), reach), values
        )

    def _started(self, matter: Matter, values: Values) -> sa.Select[Any] | None:
        entity = matter.entity
        if not matter.started:
            return None
        columns = self._columns(
            matter,
            *self._stand(matter, values),
            entity.created_at,
            _word(entity.__name__),
            entity.id,
        )
        return self._selected(matter, columns, entity.created_by == values.account, values)

    def _done(self, matter: Matter, values: Values) -> sa.Select[Any] | None:
        entity = matter.entity
        acts = {
            *matter.acts,
            *(name for t in self._of[id(matter)] if t.record is None for name in t.by),
        }
        if not acts:
            return None
        deeds = (
            sa.select(AuditEntry.subject_id, sa.func.max(AuditEntry.at).label("at"))
            .where(
                values.counties(AuditEntry.county),
                AuditEntry.account == values.account,
                AuditEntry.result == _word(AuditResult.DONE.value),
                AuditEntry.subject_type == _word(entity.__name__),
                AuditEntry.operation.in_([_word(name) for name in sorted(acts)]),
            )
            .group_by(AuditEntry.subject_id)
            .subquery("deeds")
        )
        columns = self._columns(
            matter, *self._stand(matter, values), deeds.c.at, _word(entity.__name__), entity.id
        )
        return self._selected(matter, columns, deeds.c.subject_id == entity.id, values)

    def _stand(self, matter: Matter, values: Values) -> tuple[Any, Any]:
        """The to-do for which a record currently waits, and its deadline, as expressions."""
        today = values.today
        own = self._of[id(matter)]
        if not own:
            return sa.cast(sa.null(), sa.Text()), None
        code = sa.case(
            *((constant(condition(t, today)), _word(t.code)) for t in own), else_=sa.null()
        )
        dues = [(constant(condition(t, today)), t.due) for t in own if t.due is not None]
        return code, sa.case(*dues, else_=sa.null()) if dues else None

    def _columns(
        self, matter: Matter, name: Any, due: Any, at: Any, type_: Any, id_: Any
    ) -> list[Any]:
        entity = matter.entity
        state = getattr(entity, "state", None)
        return [
            sa.cast(name, sa.Text()).label("name"),
            sa.cast(type_, sa.Text()).label("type"),
            entity.county.label("county"),
            entity.id.label("row"),
            sa.type_coerce(constant(id_), sa.Uuid()).label("id"),
            sa.cast(sa.null() if due is None else due, sa.Date()).label("due"),
            at.label("at"),
            sa.func.left(
                constant(sa.cast(matter.title, sa.Text())),
                sa.literal(TITLE, sa.Integer()).render_literal_execute(),
            ).label("title"),
            (sa.cast(sa.null(), sa.Text()) if state is None else sa.cast(state, sa.Text())).label(
                "state"
            ),
            entity.org_id.label("org_id"),
            _word(entity.__name__).label("entity"),
        ]

    def _selected(
        self, matter: Matter, columns: list[Any], where: sa.ColumnElement[bool], values: Values
    ) -> sa.Select[Any]:
        entity = matter.entity
        found = sa.select(*columns).where(
            values.counties(entity.county), entity.voided_at.is_(None), where
        )
        if (rule := may_read(self.registry.of(entity), values)) is not None:
            found = found.where(rule)
        return found.where(
            values.between(entity.org_path, "asked", lambda call: call.asked.org_path or "")
        )

    def _limited(self, kind: TodoKind, arm: sa.Select[Any], values: Values) -> sa.Select[Any]:
        """The rows of an arm that may be on the page."""
        one = arm.subquery()
        key = values.value(
            "after_key",
            lambda call: _after(kind, call).key,
            sa.Date() if kind.by_day else sa.DateTime(timezone=True),
        )
        end = sa.tuple_(
            key, values.value("after_id", lambda call: _after(kind, call).id, sa.Uuid())
        )
        here = sa.tuple_(_key(kind, one.c), one.c.row)
        limited = (
            sa.select(one)
            .where(here > end if kind.by_day else here < end)
            .order_by(*_order(kind, one.c))
            .limit(_first(values))
        )
        return sa.select(limited.subquery())


def _text(statement: sa.Select[Any], dialect: sa.Dialect) -> str:
    """The SQL of a statement, whose named values make it the same for every request of a shape."""
    return str(statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))


def _after(kind: TodoKind, call: Call) -> After:
    return call.asked.after or (BEFORE_ALL if kind.by_day else AFTER_ALL)


def _first(values: Values) -> sa.BindParameter[Any]:
    return values.value("first", lambda call: call.asked.first + 1, sa.Integer())


def _key(kind: TodoKind, c: Any) -> Any:
    """The expression by which a list is sorted."""
    return (
        sa.func.coalesce(c.due, sa.literal(NEVER, sa.Date()).render_literal_execute())
        if kind.by_day
        else c.at
    )


def _order(kind: TodoKind, c: Any) -> tuple[Any, ...]:
    key = _key(kind, c)
    return (key, c.row) if kind.by_day else (key.desc(), c.row.desc())


def _word(word: str) -> Any:
    """A fixed word (a code, a name of an entity or operation) as a constant of the statement."""
    return sa.literal(word, sa.Text()).render_literal_execute()


def statements_of(platform: Platform) -> Statements:
    """The statements of a platform, compiled from all declarations at first use."""
    return platform.derived(_compiled)


def _compiled(platform: Platform) -> Statements:
    return Statements(
        platform.registry,
        platform.making,
        platform.declared(Matter),
        platform.declared(Todo),
        platform.declared(SupervisedTodo),
    )
