"""Who took part, as inputs say it and as records keep it: named persons, or a head-count of one kind (domain.md 2.8)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field, model_validator

from yishi_core.consultations import rules
from yishi_core.consultations.models import Consultation, Participation, PartyKind
from yishi_core.operation.context import OperationContext
from yishi_core.operation.inputs import Input, Ref
from yishi_core.operation.messages import BadValue
from yishi_core.people.models import MemberLevel, Person


class Attendance(Input):
    """A named person, or how many of one kind came."""

    party_kind: PartyKind = Field(title="身份", description="As whom they took part.")
    person: Ref[Person] | None = Field(None, title="人员", description="Left out for a head-count.")
    level: MemberLevel | None = Field(None, title="委员级别", description="Level of members.")
    count: int = Field(1, title="人次", description="Head-count; 1 for a named person.", ge=0, le=100_000)
    present: bool = Field(True, title="到会", description="Whether they came.")
    spoke: bool = Field(False, title="发言", description="Whether they spoke.")

    @model_validator(mode="after")
    def _one_is_one(self) -> Attendance:
        if self.person is not None and self.count != 1:
            raise BadValue("具名人员的人次为1。", "A named person counts once.")
        return self


async def record_attendance(context: OperationContext, consultation: Consultation, given: Sequence[Attendance]) -> list[Participation]:
    """Write down who took part; somebody who signed in himself is brought up to date, not counted twice."""
    rules.named_once([a.person for a in given], "participants.{}.person")
    there = await context.find(Participation, Participation.consultation_id == consultation.id)
    signed_in = {row.person_id: row for row in there if row.person_id}
    rows = []
    for one in given:
        row = signed_in.get(one.person.id) if one.person else None
        if row is None:
            row = context.add(Participation(consultation_id=consultation.id, person_id=one.person.id if one.person else None))
        row.party_kind, row.level, row.count, row.present, row.spoke = one.party_kind, one.level, one.count, one.present, one.spoke
        rows.append(row)
    advise_parties(context, [*there, *rows])
    return rows


def advise_parties(context: OperationContext, rows: Sequence[Participation]) -> None:
    """Tell which of the four parties is missing; that is a warning, no refusal."""
    missing = rules.missing_parties(r.party_kind for r in rows if r.present and r.count)
    if missing:
        zh = f"四方协商缺少:{'、'.join(k.label for k in missing)}。"
        context.advise("four_parties", zh, f"Of the four parties these are missing: {', '.join(k.value for k in missing)}.")
