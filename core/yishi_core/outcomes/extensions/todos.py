"""What waits when a unit asks for more time (domain.md 2.9)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.outcomes.extensions.models import Extension, ExtensionState
from yishi_core.outcomes.models import Assignment
from yishi_core.outcomes.todos import ASSIGNMENT
from yishi_core.todos.declaration import Todo

_asked = sa.exists().where(
    Extension.county == Assignment.county, Extension.assignment_id == Assignment.id, Extension.state == ExtensionState.ASKED,
    Extension.voided_at.is_(None),
).correlate(Assignment)  # fmt: skip

# The request lies at the unit; the office looks at its assignment.
DECIDE = Todo(
    "extension.decide", ASSIGNMENT, Text("答复延期申请", "Decide on the extension"), waits="延期申请未答复", permission=Permission.ASSIGNMENT_CONFIRM,
    when=_asked, due=Assignment.due_on, by=("decide_extension",),
)  # fmt: skip
