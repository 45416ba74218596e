"""When more time may be asked for, and how much (domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from yishi_core.operation.rules import require, require_field
from yishi_core.outcomes.extensions.models import Extension, ExtensionState
from yishi_core.outcomes.models import Assignment, AssignmentState
from yishi_core.plugins.core_settings import CoreSettings

WAITING = (AssignmentState.ASSIGNED, AssignmentState.ACCEPTED, AssignmentState.IN_PROGRESS, AssignmentState.REWORKED)
"""States in which a due day runs."""


def require_in_time(assignment: Assignment, asked_on: date) -> None:
    """Notice is given before the day, not after it."""
    require(
        asked_on <= assignment.due_on, "asked_too_late",
        f"办理期限为{assignment.due_on.isoformat()},延期须在到期前申请。", f"It was due on {assignment.due_on.isoformat()}: ask before.",
    )  # fmt: skip


def require_none_open(earlier: Collection[Extension]) -> None:
    """One request at a time."""
    require(
        all(e.state is not ExtensionState.ASKED for e in earlier), "asked_already",
        "已有延期申请待答复。", "A request waits for its answer already.",
    )  # fmt: skip


def require_longer(assignment: Assignment, until: date, settings: CoreSettings, path: str) -> None:
    """Later than now, and within the longest term of difficult matters (6 months by default)."""
    require_field(
        until > assignment.due_on, path,
        f"应晚于现办理期限({assignment.due_on.isoformat()})。", f"Must lie after the due day ({assignment.due_on.isoformat()}).",
    )  # fmt: skip
    latest = assignment.assigned_on + timedelta(days=settings.reply_max_days_difficult)
    require_field(
        until <= latest, path,
        f"自交办之日起最长{settings.reply_max_days_difficult}天(至{latest.isoformat()})。",
        f"At most {settings.reply_max_days_difficult} days from the assignment: until {latest.isoformat()}.",
    )  # fmt: skip
