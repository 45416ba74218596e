"""The attendance list of a plenary meeting, recorded in one step (domain.md 5.10).

It says who attended, who was on leave and who was absent.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Mapped

from yishi_core.domain.meetings.events import PLENARY_ATTENDANCE_RECORDED
from yishi_core.domain.meetings.models import PlenaryMeeting
from yishi_core.domain.people.models import Member, MemberLevel
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.places import person_mark
from yishi_core.kernel.entity import Entity, Labelled, Shared, column, ref
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.rules import not_future, require_field
from yishi_core.kernel.tree.models import OrgKind, OrgUnit


class Attendance(Labelled):
    ATTENDED = "attended", "出席"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "无故缺席"


class PlenaryAttendance(Shared, Entity):
    """The attendance of one member at one plenary meeting.

    It belongs to the org of the membership; the member may read their own.
    """

    __label__ = "全体会议出席"
    __constraints__ = (
        sa.Index(
            None,
            "county",
            "meeting_id",
            "person_id",
            unique=True,
            postgresql_where=sa.text("voided_at is null"),
        ),
    )

    meeting_id: Mapped[uuid.UUID] = ref("PlenaryMeeting", "全体会议", inverse="attendances")
    person_id: Mapped[uuid.UUID] = ref("Person", "委员", inverse="plenary_attendances")
    attendance: Mapped[Attendance] = column(
        "出席情况", "Attended, on approved leave, or missing without leave."
    )
    reason: Mapped[str | None] = column("请假原因", "Why the member was on leave.")


LEVELS: Mapping[OrgKind, MemberLevel] = {
    OrgKind.CITY_CPPCC: MemberLevel.CITY,
    OrgKind.PROVINCE_CPPCC: MemberLevel.PROVINCE,
}
"""The member level of a body's plenary meetings; every other body has county members."""


class AttendanceLineInput(Input):
    """The attendance of one member."""

    member: Ref[Member] = Field(title="委员", description="The membership in this committee.")
    attendance: Attendance = like(PlenaryAttendance.attendance)
    reason: str | None = like(
        PlenaryAttendance.reason, None, doc="Asked for with a leave.", max_length=200
    )


class RecordPlenaryAttendanceInput(Input):
    """The attendance list of a meeting, whole or in parts; an existing line is corrected."""

    meeting: Ref[PlenaryMeeting] = like(PlenaryMeeting)
    lines: list[AttendanceLineInput] = Field(default_factory=list, title="名单", max_length=1000)
    others_attended: bool = Field(
        False,
        title="其余均出席",
        description="All other members in office then attended, unless they are written down "
        "already.",
    )


@operation(
    Text("登记全体会议出席情况", "Record who attended a plenary meeting"),
    permission=Permission.MEETING_MANAGE,
    subject="meeting",
    event=PLENARY_ATTENDANCE_RECORDED,
)
async def record_plenary_attendance(
    context: OperationContext, data: RecordPlenaryAttendanceInput
) -> PlenaryMeeting:
    """Record who attended, who was on leave and why, and who was absent without leave.

    The duty file and the assessment use it.
    """
    meeting = data.meeting
    require_one_county(context, data)
    not_future(meeting.date_from, "meeting", context)
    require_field(
        data.lines or data.others_attended,
        "lines",
        "请填写名单,或选择“其余均出席”。",
        "Name somebody, or say that all others attended.",
    )
    members = await _members(context, meeting)
    _require_lines(data.lines, members, meeting)
    there = {
        r.person_id: r
        for r in await context.find(PlenaryAttendance, PlenaryAttendance.meeting_id == meeting.id)
    }
    given = {line.member.person_id: (line.attendance, line.reason) for line in data.lines}
    if data.others_attended:
        given |= {
            person: (Attendance.ATTENDED, None)
            for person in members
            if person not in given and person not in there
        }
    homes = {
        o.id: o
        for o in await context.find(OrgUnit, OrgUnit.id.in_({m.org_id for m in members.values()}))
    }
    for person, (attendance, reason) in given.items():
        row = there.get(person)
        if row is None:
            row = PlenaryAttendance(
                meeting_id=meeting.id, person_id=person, audience=[person_mark(person)]
            )
            context.add(row, org=homes[members[person].org_id])
        row.attendance, row.reason = attendance, reason
    return meeting


async def _members(context: OperationContext, meeting: PlenaryMeeting) -> dict[UUID, Member]:
    """Person → membership of this committee, of those in office during the meeting."""
    in_office = (
        Member.joined_on <= meeting.date_to,
        sa.or_(Member.left_on.is_(None), Member.left_on >= meeting.date_from),
    )
    level = LEVELS.get(context.org.kind, MemberLevel.COUNTY)
    return {m.person_id: m for m in await context.find(Member, Member.level == level, *in_office)}


def _require_lines(
    lines: list[AttendanceLineInput], members: Mapping[UUID, Member], meeting: PlenaryMeeting
) -> None:
    """Require that each member is listed once, was in office, and gives a reason for a leave."""
    seen: set[UUID] = set()
    for index, line in enumerate(lines):
        path, person = f"lines.{index}", line.member.person_id
        known = members.get(person)
        zh = f"该委员在{meeting.name}期间不是本级在任委员。"
        require_field(
            known and known.id == line.member.id,
            f"{path}.member",
            zh,
            "Not a member of this committee during the meeting.",
        )
        require_field(person not in seen, f"{path}.member", "名单中重复。", "Named twice.")
        require_field(
            line.attendance is not Attendance.LEAVE or line.reason,
            f"{path}.reason",
            "请填写请假原因。",
            "Say why the member was on leave.",
        )
        seen.add(person)
