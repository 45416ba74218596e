"""Who came to a plenary meeting, who was on leave, who was missing (domain.md 5.10)."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Labelled, Shared, column, ref


class Attendance(Labelled):
    ATTENDED = "attended", "出席"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "无故缺席"


class PlenaryAttendance(Shared, Entity):
    """One member at one plenary meeting. It lies where his membership is kept; he reads his own."""

    __label__ = "全体会议出席"
    __constraints__ = (sa.Index(None, "county", "meeting_id", "person_id", unique=True, postgresql_where=sa.text("voided_at is null")),)

    meeting_id: Mapped[uuid.UUID] = ref("PlenaryMeeting", "全体会议", inverse="attendances")
    person_id: Mapped[uuid.UUID] = ref("Person", "委员", inverse="plenary_attendances")
    attendance: Mapped[Attendance] = column("出席情况", "Attended, on approved leave, or missing without leave.")
    reason: Mapped[str | None] = column("请假原因", "Why the member was on leave.")
