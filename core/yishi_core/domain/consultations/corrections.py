"""Corrections of suggestions, answers given on the spot and conveners (domain.md 2.8), until the
event is closed or the record has gone on.
"""

from __future__ import annotations

from pydantic import Field

from yishi_core.domain.consultations import rules
from yishi_core.domain.consultations.events import (
    CONSULTATION_CONVENERS_CHANGED,
    ON_SPOT_REPLY_CHANGED,
    SUGGESTION_CHANGED,
)
from yishi_core.domain.consultations.models import Consultation, OnSpotReply, Suggestion
from yishi_core.domain.consultations.planning import Conveners, name_conveners
from yishi_core.domain.consultations.rules import ConsultationRule
from yishi_core.domain.consultations.speaking import RecordOnSpotReplyInput, RecordSuggestionInput
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.rules import not_before, require, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit


class ChangeSuggestionInput(
    Correction, of=RecordSuggestionInput, row=Suggestion, but={"consultation"}
):
    """Corrections of a suggestion; one made at another event is recorded there."""

    suggestion: Ref[Suggestion] = like(Suggestion)


class ChangeOnSpotReplyInput(Correction, of=RecordOnSpotReplyInput, but={"consultation"}):
    """Corrections of an answer given on the spot."""

    on_spot_reply: Ref[OnSpotReply] = like(OnSpotReply)


class ChangeConvenersInput(Input):
    """Who called the event, in place of those who stand there."""

    consultation: Ref[Consultation] = like(Consultation)
    conveners: Conveners = Field(
        title="召集人", description="One or two, in the order of their slots.", min_length=1
    )


@operation(
    Text("更正建议", "Change a suggestion"),
    permission=Permission.CONSULTATION_RECORD,
    subject="suggestion",
    event=SUGGESTION_CHANGED,
)
async def change_suggestion(context: OperationContext, data: ChangeSuggestionInput) -> Suggestion:
    """Put right the words of a suggestion, who made it and whom it addresses, until it has become
    part of an outcome.
    """
    suggestion = data.suggestion
    require(suggestion.to_outcome_id is None, ConsultationRule.IN_OUTCOME)
    event = await context.get(Consultation, suggestion.consultation_id)
    if event is not None:
        require_state(event, rules.OPEN, "suggestion")
    correct(context, suggestion, data)
    return suggestion


@operation(
    Text("更正现场答复", "Change an on-the-spot reply"),
    permission=Permission.CONSULTATION_RECORD,
    subject="on_spot_reply",
    event=ON_SPOT_REPLY_CHANGED,
)
async def change_on_spot_reply(
    context: OperationContext, data: ChangeOnSpotReplyInput
) -> OnSpotReply:
    """Put right what a unit answered on the spot and by when it promised, until it has become an
    assignment.
    """
    reply = data.on_spot_reply
    require(reply.assignment_id is None, ConsultationRule.ASSIGNED)
    event = await context.get(Consultation, reply.consultation_id)
    if event is None:
        raise NotFound.at("on_spot_reply")
    require_state(event, rules.OPEN, "on_spot_reply")
    correct(context, reply, data)
    unit = await context.get(OrgUnit, reply.unit_id)
    require_field(
        unit is not None and unit.handles,
        "unit",
        "该组织不是承办单位。",
        "The org is no handling unit.",
    )
    not_before(reply.promise_due, event.date, "promise_due", "协商日期", "the day of the event")
    return reply


@operation(
    Text("更正召集人", "Change the conveners"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_CONVENERS_CHANGED,
)
async def change_conveners(context: OperationContext, data: ChangeConvenersInput) -> Consultation:
    """Put right who called an event, until it is closed."""
    require_one_county(context, data)
    require_state(data.consultation, rules.OPEN)
    await name_conveners(context, data.consultation, data.conveners)
    return data.consultation
