"""Notifications that a deadline is near or has passed, to those whose to-do it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import (
    Notice,
    Receivers,
    to_holders,
    to_person,
    to_those_above,
)
from yishi_core.facilities.todos.clocks import TODO_DUE_SOON, TODO_OVERDUE
from yishi_core.facilities.todos.declaration import Todo
from yishi_core.facilities.todos.statements import statements_of
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.context import OperationContext


async def waited_for(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
    """The receivers of a to-do, chosen as for the to-do list.

    They are the person, the staff of the unit, or those who hold the permission.
    """
    todo = statements_of(context.platform).by_code.get(str(event.data.get("todo")))
    if todo is None:
        return set()
    return await _receivers(todo)(context, row, event)


def _receivers(todo: Todo) -> Receivers:
    if todo.person is not None:
        return to_person(todo.person.key)
    if todo.above:
        return to_those_above(todo.permission)
    return to_holders(todo.permission, at=todo.at.key if todo.at is not None else None)


DUE = Notice(TODO_DUE_SOON, Text("即将到期", "Due soon"), waited_for)
PASSED = Notice(TODO_OVERDUE, Text("已超期", "Overdue"), waited_for)
