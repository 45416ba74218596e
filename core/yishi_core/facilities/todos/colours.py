"""The colour of a line in a to-do list (domain.md 5.15).

Grey: draft or pending; blue: in progress; green: done; amber: due within 3 days; red: overdue;
purple: returned.
"""

from __future__ import annotations

from datetime import date, timedelta

from yishi_core.facilities.todos.declaration import Matter
from yishi_core.kernel.entity import Labelled

SOON = timedelta(days=3)
"""When amber begins, unless the county sets another number of days (`due_soon_days`)."""


class TodoColour(Labelled):
    GREY = "grey", "未开始"
    BLUE = "blue", "进行中"
    GREEN = "green", "已完成"
    AMBER = "amber", "临近期限"
    RED = "red", "已超期"
    PURPLE = "purple", "退回"


def colour(
    matter: Matter,
    state: str | None,
    due: date | None,
    today: date,
    *,
    waits: bool,
    soon: timedelta = SOON,
) -> TodoColour:
    """The colour of a line.

    Overdue matters are red whatever else applies; returned ones stay purple until they are overdue.
    A day due today is not overdue.
    """
    if not waits and state in matter.finished:
        return TodoColour.GREEN
    if due is not None and due < today:
        return TodoColour.RED
    if state in matter.returned:
        return TodoColour.PURPLE
    if due is not None and due <= today + soon:
        return TodoColour.AMBER
    return TodoColour.GREY if state in matter.pending else TodoColour.BLUE
