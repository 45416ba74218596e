"""Daily: announce deadlines that are near, and those that have passed (domain.md 5.15).

Whether something is overdue is computed, never stored.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from yishi_core.errors import Text
from yishi_core.facilities.daily.declaration import daily
from yishi_core.facilities.todos.declaration import Todo, condition
from yishi_core.facilities.todos.statements import statements_of
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.variants.core_settings import CoreSettings

TODO_DUE_SOON = EventType("todo.due_soon", None, Text("即将到期", "Due soon"))
TODO_OVERDUE = EventType("todo.overdue", None, Text("已超期", "Overdue"))


@daily("todos.due_soon", emits=[TODO_DUE_SOON])
async def warn(context: OperationContext) -> None:
    """Announce what is due in the number of days that the county has set (`due_soon_days`)."""
    soon = context.today + timedelta(days=context.settings.of(CoreSettings).due_soon_days)
    for todo, row in await _due_on(context, soon):
        context.emit(TODO_DUE_SOON, row, todo=todo.code, due_on=soon.isoformat())


@daily("todos.overdue", emits=[TODO_OVERDUE])
async def tell_overdue(context: OperationContext) -> None:
    """Announce what was due yesterday and is not done."""
    yesterday = context.today - timedelta(days=1)
    for todo, row in await _due_on(context, yesterday):
        context.emit(TODO_OVERDUE, row, todo=todo.code, due_on=yesterday.isoformat())


async def _due_on(context: OperationContext, day: date) -> list[tuple[Todo, Any]]:
    """Every to-do that is due on a day, with the record on which one would act."""
    return [
        (todo, row)
        for todo in statements_of(context.platform).todos
        if todo.due is not None
        for row in await _due(context, todo, day)
    ]


async def _due(context: OperationContext, todo: Todo, due_on: date) -> list[Any]:
    """The records to act on for a to-do that is due on a day."""
    entity = todo.matter.entity
    today = sa.literal(context.today, sa.Date())
    waiting = (
        entity.county == context.county,
        entity.voided_at.is_(None),
        condition(todo, today),
        todo.due == due_on,
    )
    if todo.record is None:
        return list(
            await context.session.scalars(sa.select(entity).where(*waiting).order_by(entity.id))
        )
    other, column = todo.record
    query = (
        sa.select(other)
        .join(entity, sa.and_(other.county == entity.county, other.id == column))
        .where(*waiting)
        .order_by(other.id)
    )
    return list((await context.session.scalars(query)).unique())
