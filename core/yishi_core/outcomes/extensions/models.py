"""More time for a unit (domain.md 2.9: difficult ones 6 months, with notice)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Handed, Labelled, column, ref


class ExtensionState(Labelled):
    ASKED = "asked", "待答复"
    GRANTED = "granted", "同意延期"
    REFUSED = "refused", "不同意延期"


class Extension(Handed, Entity):
    """A unit asks for more time. It lies at the unit's own place; the office that handed over decides on it."""

    __label__ = "延期申请"
    __handed__: ClassVar[frozenset[str]] = frozenset({"state", "granted_until", "decided_on", "decision_note"})

    assignment_id: Mapped[uuid.UUID] = ref("Assignment", "交办", inverse="extensions")
    wanted_until: Mapped[date] = column("申请延至", "The day that is asked for.")
    reason: Mapped[str] = column("延期理由", "Why.")
    asked_on: Mapped[date] = column("申请日期", "When; on the due day at the latest.")
    state: Mapped[ExtensionState] = column("状态", "asked → granted | refused.", default=ExtensionState.ASKED)
    granted_until: Mapped[date | None] = column("同意延至", "The day that was granted.")
    decided_on: Mapped[date | None] = column("答复日期", "When it was decided.")
    decision_note: Mapped[str | None] = column("答复意见", "Why it was refused, or on what condition granted.")
