"""Todo items of walk groups: their report (domain.md 2.7)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.procedures.models import WalkGroup
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

# The clue's own words are left out: some who see the group may not read the matter.
WALK_GROUP = Matter(
    WalkGroup,
    title=sa.func.to_char(WalkGroup.formed_on, "YYYY-MM-DD"),
    started=True,
    acts=("form_walk_group",),
)

REPORT = Todo(
    "walk_group.report",
    WALK_GROUP,
    Text("登记走访结论", "Record the team's findings"),
    waits="走访小组未报告",
    permission=Permission.WALK_GROUP_FORM,
    when=WalkGroup.closed_on.is_(None),
    by=("report_walk_group",),
)
