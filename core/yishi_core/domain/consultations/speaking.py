"""Sign-in and suggestions of members; suggestions and replies noted by clerks (domain.md 2.8)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.consultations import rules
from yishi_core.domain.consultations.events import (
    CONSULTATION_SIGNED_IN,
    ON_SPOT_REPLY_RECORDED,
    SUGGESTION_ADDED,
)
from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationState,
    OnSpotReply,
    Participation,
    PartyKind,
    Suggestion,
)
from yishi_core.domain.consultations.rules import ConsultationRule
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Member, Person
from yishi_core.errors import Conflict, NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, require, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit


async def in_office(context: OperationContext, person: Person, path: str) -> Member:
    """The membership of a person who signs in; `InvalidInput` when they are not in office."""
    member = await context.first(Member, Member.person_id == person.id, Member.left_on.is_(None))
    require_field(member is not None, path, "该人员不是在任政协委员。", "Not a member in office.")
    assert member is not None
    return member


async def arrive(
    context: OperationContext, event: Consultation, person: Person, member: Member
) -> Participation:
    """Record a member as present, once for each event. The row belongs to the event's org."""
    same = (Participation.consultation_id == event.id, Participation.person_id == person.id)
    row = await context.first(Participation, *same)
    if row is not None and row.present:
        raise Conflict(Text("您已签到。", "You have signed in already."))
    if row is None:
        org = await context.get(OrgUnit, event.org_id)
        if org is None:
            raise NotFound.at("consultation")
        row = Participation(
            consultation_id=event.id,
            person_id=person.id,
            party_kind=PartyKind.CPPCC_MEMBER,
            count=1,
            spoke=False,
        )
        context.add(row, org=org)
    row.present, row.level, row.signed_in_at = True, member.level, context.now
    row.on_leave, row.leave_reason = False, None  # a member on leave who comes anyway has attended
    return row


OPEN = rules.NOT_HELD_YET | {ConsultationState.HELD}
SuggestionText = Annotated[
    str, Field(title="内容", description="What is suggested.", min_length=2, max_length=4000)
]


class SignInInput(Input):
    """A member who has arrived."""

    consultation: Ref[Consultation] = like(Participation.consultation_id)
    person: Ref[Person] = Field(title="本人", description="The member concerned.")


class AddSuggestionInput(Input):
    """A suggestion of a member."""

    consultation: Ref[Consultation] = like(Suggestion.consultation_id)
    text: SuggestionText
    person: Ref[Person] | None = like(Suggestion.person_id, None, doc="The member concerned.")
    addressed_to: str | None = like(Suggestion.addressed_to, None, max_length=120)


class RecordSuggestionInput(Input):
    """A suggestion that somebody made, noted by the office."""

    consultation: Ref[Consultation] = like(Suggestion.consultation_id)
    text: SuggestionText
    person: Ref[Person] | None = like(
        Suggestion.person_id, None, doc="Left out for one of the public."
    )
    addressed_to: str | None = like(Suggestion.addressed_to, None, max_length=120)


class RecordOnSpotReplyInput(Input, enters=OnSpotReply):
    """What a unit's leader replied, at the event, to the person who sent the clue."""

    consultation: Ref[Consultation] = like(OnSpotReply.consultation_id)
    clue: Ref[Intake] = like(OnSpotReply.clue_id, doc="The clue that is answered.")
    unit: Ref[OrgUnit] = like(OnSpotReply.unit_id, doc="A handling unit.")
    speaker: str = like(OnSpotReply.speaker, min_length=2, max_length=60)
    text: str = like(OnSpotReply.text, min_length=2, max_length=4000)
    promise_due: date | None = like(
        OnSpotReply.promise_due, None, doc="By when it was promised; not before the event."
    )


@operation(
    Text("签到", "Sign in"),
    permission=Permission.CONSULTATION_SPEAK,
    subject="consultation",
    event=CONSULTATION_SIGNED_IN,
)
async def sign_in(context: OperationContext, data: SignInInput) -> Participation:
    """Sign in the calling member, on the day of the event or later. Nobody signs in others."""
    require_one_county(context, data)
    event, person = data.consultation, data.person
    require_state(event, OPEN)
    require(event.date <= context.today, ConsultationRule.NOT_BEGUN)
    member = await in_office(context, person, "person")
    rules.require_himself(context, person)
    return await arrive(context, event, person, member)


@operation(
    Text("提出建议", "Add a suggestion"),
    permission=Permission.CONSULTATION_SPEAK,
    subject="consultation",
    event=SUGGESTION_ADDED,
)
async def add_suggestion(context: OperationContext, data: AddSuggestionInput) -> Suggestion:
    """Make a suggestion in the caller's own name, at an event that is announced or held."""
    require_one_county(context, data)
    require_state(
        data.consultation, (ConsultationState.NOTIFIED, *rules.HELD - {ConsultationState.CLOSED})
    )
    if data.person is not None:
        rules.require_himself(context, data.person)
    own = data.person or await context.get(Person, context.principal.person)
    return _suggestion(context, data.consultation, data.text, own, data.addressed_to)


@operation(
    Text("登记建议", "Record a suggestion"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=SUGGESTION_ADDED,
)
async def record_suggestion(context: OperationContext, data: RecordSuggestionInput) -> Suggestion:
    """Record a suggestion made at an event that was held, as its office."""
    require_one_county(context, data)
    require_state(data.consultation, rules.HELD)
    return _suggestion(context, data.consultation, data.text, data.person, data.addressed_to)


@operation(
    Text("登记现场答复", "Record an on-the-spot reply"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=ON_SPOT_REPLY_RECORDED,
)
async def record_on_spot_reply(
    context: OperationContext, data: RecordOnSpotReplyInput
) -> OnSpotReply:
    """Record a unit's on-the-spot reply to the person who gave the clue, and the promised day.

    Source: domain.md 2.8 and 3.9.
    """
    require_one_county(context, data)
    event = data.consultation
    require_state(event, rules.HELD)
    there = data.unit.handles and (data.unit.closed_on is None or data.unit.closed_on >= event.date)
    require_field(
        there,
        "unit",
        f"{data.unit.name}不是承办单位,或当时已撤销。",
        "The org is no handling unit, or was closed by then.",
    )
    not_before(data.promise_due, event.date, "promise_due", "协商日期", "the day of the event")
    return context.add(entered(OnSpotReply, data, consultation_id=event.id))


def _suggestion(
    context: OperationContext, event: Consultation, text: str, person: Person | None, to: str | None
) -> Suggestion:
    row = Suggestion(
        consultation_id=event.id,
        person_id=person.id if person else None,
        text=text,
        addressed_to=to,
    )
    return context.add(row)
