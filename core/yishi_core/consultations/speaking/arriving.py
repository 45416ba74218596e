"""Writing down that a member has arrived, however he signed in."""

from __future__ import annotations

from yishi_core.consultations.models import Consultation, Participation, PartyKind
from yishi_core.errors import Conflict, NotFound, Text
from yishi_core.operation import OperationContext
from yishi_core.operation.rules import require_field
from yishi_core.orgs.models import OrgUnit
from yishi_core.people.models import Member, Person

SIGNED_IN = "consultation.signed_in"


async def in_office(context: OperationContext, person: Person, path: str) -> Member:
    """The membership of somebody who signs in; `InvalidInput` for whoever is none at present."""
    member = await context.first(Member, Member.person_id == person.id, Member.left_on.is_(None))
    require_field(member is not None, path, "该人员不是在任政协委员。", "Not a member in office.")
    assert member is not None
    return member


async def arrive(context: OperationContext, event: Consultation, person: Person, member: Member) -> Participation:
    """A member is present; at an event he is present once. The row lies where the event does."""
    same = (Participation.consultation_id == event.id, Participation.person_id == person.id)
    row = await context.first(Participation, *same)
    if row is not None and row.present:
        raise Conflict(Text("您已签到。", "You have signed in already."))
    if row is None:
        org = await context.get(OrgUnit, event.org_id)
        if org is None:
            raise NotFound.at("consultation")
        row = Participation(consultation_id=event.id, person_id=person.id, party_kind=PartyKind.CPPCC_MEMBER, count=1, spoke=False)
        context.add(row, org=org)
    row.present, row.level, row.signed_in_at = True, member.level, context.now
    row.on_leave, row.leave_reason = False, None  # who had leave and comes all the same has come
    return row
