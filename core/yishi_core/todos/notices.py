"""Who hears that a day is near or has passed: those for whom it waits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yishi_core.errors import Text
from yishi_core.notifications.declaration import Notice, to_holders, to_person
from yishi_core.operation.context import OperationContext
from yishi_core.plugins.hookspecs import EventView
from yishi_core.todos.clocks import DUE_SOON, OVERDUE


async def waited_for(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
    """As the list of to-dos decides: the person, the clerks of the unit, or those who hold the permission."""
    todo = context.platform.todos.by_code.get(str(event.data.get("todo")))
    if todo is None:
        return set()
    to = to_person(todo.person.key) if todo.person is not None else to_holders(todo.permission, at=todo.at.key if todo.at is not None else None)
    return await to(context, row, event)


DUE = Notice(DUE_SOON, Text("即将到期", "Due soon"), waited_for)
PASSED = Notice(OVERDUE, Text("已超期", "Overdue"), waited_for)
