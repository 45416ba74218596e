"""The four to-do lists and their counters: 待办, 已办, 我发起, 督办 (domain.md 2.19, 5.15)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field

from yishi_core.errors import Text
from yishi_core.facilities.todos.colours import TodoColour, colour
from yishi_core.facilities.todos.query import NEVER, After, Asked, TodoKind
from yishi_core.facilities.todos.reach import Call
from yishi_core.facilities.todos.statements import Statements, statements_of
from yishi_core.kernel.entity import camel
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    cursors,
    like,
    question,
)
from yishi_core.kernel.operation.local_terms import LocalTerms, terms_for
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings

MOST = 200


class TodosInput(Input):
    """Which list, of which place, and where to continue."""

    kind: TodoKind = Field(
        TodoKind.WAITING, title="列表", description="waiting, done, started or pressing."
    )
    org: Ref[OrgUnit] | None = like(OrgUnit, None, doc="Only what belongs there or below.")
    first: int = Field(50, title="条数", description="At most how many.", ge=1, le=MOST)
    after: str | None = Field(
        None, title="起点", description="`next` of the page before.", max_length=200
    )


class TodoCountsInput(Input):
    """The place whose counters are wanted."""

    org: Ref[OrgUnit] | None = like(OrgUnit, None, doc="Only what belongs there or below.")


class TodoItem(Structure):
    """One line of a list: the record, what is to be done, and by when."""

    record: str = Field(description="记录标识 — Global id of the record to act on.")
    entity: str = Field(description="记录类型 — Name of the entity in Chinese.")
    title: str = Field(description="标题 — Title of the record, or the beginning of its text.")
    state: str = Field(description="状态 — State of the record in words, e.g. 来件未受理.")
    todo: str | None = Field(
        description="事项代码 — Code of the to-do, e.g. intake.decide; null when nothing waits."
    )
    action: str | None = Field(description="待办事项 — What is to be done, in Chinese.")
    action_en: str | None = Field(description="待办事项(英文) — What is to be done, in English.")
    operations: list[str] = Field(description="可用操作 — Mutations with which it is done.")
    due_on: date | None = Field(description="期限 — Day by which it is due.")
    colour: TodoColour = Field(
        description="颜色 — Grey, blue, green, amber, red or purple (domain.md 5.15)."
    )
    office: str | None = Field(
        description="所属组织 — Name of the org that owns the record; null if you may not see it."
    )
    at: datetime = Field(
        description="时间 — When it was entered; in the list of what is done, when you last acted "
        "on it."
    )


class TodoPage(Structure):
    """A page of a list."""

    items: list[TodoItem]
    next: str | None = Field(description="下一页 — Pass it as `after`; null on the last page.")


class TodoCount(Structure):
    """The number of waiting lines of one kind of to-do."""

    todo: str
    action: str
    action_en: str
    waiting: int
    overdue: int


class TodoCounts(Structure):
    """The counters of the four lists."""

    waiting: int = Field(description="待办")
    overdue: int = Field(description="待办中已超期")
    done: int = Field(description="已办")
    started: int = Field(description="我发起")
    pressing: int = Field(description="督办")
    by_todo: list[TodoCount] = Field(
        description="待办分类 — Number waiting by kind of to-do, without those of which none waits."
    )


@question(Text("待办列表", "To-do list"), permission=None)
async def todos(context: OperationContext, data: TodosInput) -> TodoPage:
    """What waits for the caller, what they have done or started, or what they supervise.

    The most urgent or the newest come first.
    """
    statements = statements_of(context.platform)
    asked = Asked(
        context.today,
        data.org.org_path if data.org else None,
        data.first,
        _after(data.after, data.kind),
        _soon(context),
    )
    rows = await statements.run(context.session, data.kind, Call(context.principal, asked))
    shown = rows[: data.first]
    terms = await terms_for(context.platform, context.session, context.principal, data.org)
    return TodoPage(
        items=[_item(statements, row, asked, terms) for row in shown],
        next=_cursor(shown[-1], data.kind) if len(rows) > len(shown) else None,
    )


@question(Text("待办计数", "To-do counters"), permission=None)
async def todo_counts(context: OperationContext, data: TodoCountsInput) -> TodoCounts:
    """The lengths of the four lists, and what waits by kind of to-do."""
    statements = statements_of(context.platform)
    asked = Asked(context.today, data.org.org_path if data.org else None, soon=_soon(context))
    rows = await statements.run(context.session, None, Call(context.principal, asked))
    terms = await terms_for(context.platform, context.session, context.principal, data.org)
    waiting = [row for row in rows if row["kind"] == TodoKind.WAITING.value and row["n"]]
    return TodoCounts(
        waiting=_sum(rows, TodoKind.WAITING),
        overdue=sum(row["overdue"] for row in waiting),
        done=_sum(rows, TodoKind.DONE),
        started=_sum(rows, TodoKind.STARTED),
        pressing=_sum(rows, TodoKind.PRESSING),
        by_todo=[_count(statements, row, terms) for row in waiting],
    )


def _sum(rows: Iterable[Any], kind: TodoKind) -> int:
    return sum(row["n"] for row in rows if row["kind"] == kind.value)


def _count(statements: Statements, row: Any, terms: LocalTerms) -> TodoCount:
    action = statements.by_code[row["name"]].action
    return TodoCount(
        todo=row["name"],
        action=terms.sentence(action.zh),
        action_en=action.en,
        waiting=row["n"],
        overdue=row["overdue"],
    )


def _soon(context: OperationContext) -> timedelta:
    return timedelta(days=context.settings.of(CoreSettings).due_soon_days)


def _item(statements: Statements, row: Any, asked: Asked, terms: LocalTerms) -> TodoItem:
    matter, todo = statements.by_entity[row["entity"]], statements.by_code.get(row["name"])
    entity = statements.registry.of(matter.entity)
    label, noun = statements.label(matter, row["state"]), terms.sentence(entity.label)
    return TodoItem(
        record=f"{row['type']}:{row['county']}:{row['id']}",
        entity=noun,
        title=row["title"] or noun,
        state=terms.sentence(todo.waits) if todo else label or noun,
        todo=todo.code if todo else None,
        action=terms.sentence(todo.action.zh) if todo else None,
        action_en=todo.action.en if todo else None,
        operations=[camel(name) for name in todo.by] if todo else [],
        due_on=row["due"],
        colour=colour(
            matter, row["state"], row["due"], asked.today, waits=todo is not None, soon=asked.soon
        ),
        office=row["office"],
        at=row["at"],
    )


def _cursor(row: Any, kind: TodoKind) -> str:
    return cursors.written(
        kind.value, row["due"] or NEVER if kind.by_day else row["at"], row["row"]
    )


def _after(cursor: str | None, kind: TodoKind) -> After | None:
    """Where the previous page ended."""
    if cursor is None:
        return None
    at = date.fromisoformat if kind.by_day else datetime.fromisoformat
    return After(*cursors.read(cursor, kind.value, at, UUID))
