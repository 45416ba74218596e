"""Attendance in inputs and in records: named persons, or head counts of one kind.

Source: domain.md 2.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import model_validator

from yishi_core.domain.activities.models import Activity
from yishi_core.domain.consultations import rules
from yishi_core.domain.consultations.models import Consultation, Participation, PartyKind
from yishi_core.domain.consultations.rules import ConsultationHint
from yishi_core.domain.people.models import MemberLevel, Person
from yishi_core.errors import Text
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.operation import like
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.inputs import Input, Ref


class AttendanceInput(Input):
    """A named person, or a head count of one kind."""

    party_kind: PartyKind = like(Participation.party_kind)
    person: Ref[Person] | None = like(
        Participation.person_id, None, doc="Left out for a head-count."
    )
    level: MemberLevel | None = like(Participation.level, None)
    count: int = like(
        Participation.count, 1, doc="Head-count; 1 for a named person.", ge=0, le=100_000
    )
    present: bool = like(Participation.present, True)
    on_leave: bool = like(
        Participation.on_leave,
        False,
        doc="A named person who asked for leave and did not come; who is neither was absent.",
    )
    leave_reason: str | None = like(
        Participation.leave_reason, None, doc="Asked for with a leave.", max_length=200
    )
    spoke: bool = like(Participation.spoke, False)

    @model_validator(mode="after")
    def _one_is_one(self) -> AttendanceInput:
        if self.person is not None and self.count != 1:
            raise BadValue("具名人员的人次为1。", "A named person counts once.")
        return self

    @model_validator(mode="after")
    def _leave_has_its_reason(self) -> AttendanceInput:
        if not self.on_leave:
            if self.leave_reason:
                raise BadValue("填写了请假原因,请勾选请假。", "A reason is given for no leave.")
            return self
        if self.person is None:
            raise BadValue("只有具名人员可以请假。", "Only a named person has leave.")
        if not self.leave_reason:
            raise BadValue("请填写请假原因。", "Say why the person had leave.")
        if self.spoke or (self.present and "present" in self.model_fields_set):
            raise BadValue(
                "请假人员不能同时登记为到会或发言。", "Who had leave neither came nor spoke."
            )
        self.present = False
        return self

    def columns(self) -> dict[str, Any]:
        """The column values of a `Participation`."""
        return {
            "person_id": self.person.id if self.person else None,
            **self.model_dump(exclude={"person"}),
        }


async def write_attendance(
    context: OperationContext, event: Consultation | Activity, given: Sequence[AttendanceInput]
) -> list[Participation]:
    """Write the attendance of an event or activity.

    A person already listed (signed in, or on leave) and a kind that already has a head count are
    updated, not counted twice.
    """
    rules.named_once([a.person for a in given], "participants.{}.person")
    link = "consultation_id" if isinstance(event, Consultation) else "activity_id"
    new = event in context.session.new  # a new event cannot have attendance yet
    there = (
        [] if new else await context.find(Participation, getattr(Participation, link) == event.id)
    )
    known = {_line(row.person_id, row.party_kind, row.level): row for row in there}
    rows = []
    for one in given:
        line = _line(one.person.id if one.person else None, one.party_kind, one.level)
        row = known.pop(line, None)
        for name, value in one.columns().items() if row else ():
            setattr(row, name, value)
        rows.append(row or context.add(Participation(**{link: event.id}, **one.columns())))
    if isinstance(event, Consultation) and event.state in rules.HELD:
        advise_parties(context, [*there, *rows])
    return rows


def _line(person: UUID | None, kind: PartyKind, level: MemberLevel | None) -> tuple[object, ...]:
    """The key by which two entries are the same: the person, or for a head count its kind."""
    return (person,) if person else (kind, level)


def advise_parties(context: OperationContext, rows: Sequence[Participation]) -> None:
    """Advise which of the four parties is missing; this is not refused."""
    missing = rules.missing_parties(r.party_kind for r in rows if r.present and r.count)
    if missing:
        context.advise(
            ConsultationHint.FOUR_PARTIES,
            missing=Text(
                "、".join(context.settings.word(k) for k in missing),
                ", ".join(k.value for k in missing),
            ),
        )
