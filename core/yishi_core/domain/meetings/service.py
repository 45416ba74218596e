"""Terms, plenary meetings and speeches (domain.md 2.2, 2.10)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.meetings import rules
from yishi_core.domain.meetings.events import (
    PLENARY_MEETING_CHANGED,
    PLENARY_MEETING_PLANNED,
    SPEECH_CHANGED,
    SPEECH_RECORDED,
    TERM_CHANGED,
    TERM_RECORDED,
)
from yishi_core.domain.meetings.models import PlenaryMeeting, PlenarySpeech, SpeechMode
from yishi_core.domain.meetings.models import Term as TermOfOffice
from yishi_core.domain.meetings.naming import MOST, meeting_name, term_name
from yishi_core.domain.meetings.rules import MeetingRule
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.errors import NotFound, Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission, holds
from yishi_core.kernel.operation import Beside, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_future, require, require_field
from yishi_core.kernel.tree.models import OrgUnit


class RecordTermInput(Input, enters=TermOfOffice):
    """A term of the committee."""

    org: Ref[OrgUnit] = Field(title="政协组织", description="The county's committee.")
    no: int = like(TermOfOffice.no, ge=1, le=MOST)
    start: date = like(TermOfOffice.start)
    end: date = like(TermOfOffice.end, doc="Last day, usually five years on.")


class PlanPlenaryMeetingInput(Input, enters=PlenaryMeeting):
    """A yearly plenary meeting, planned or held long ago."""

    term: Ref[TermOfOffice] = like(PlenaryMeeting.term_id, doc="The term it belongs to.")
    no: int = like(PlenaryMeeting.no, ge=1, le=MOST)
    date_from: date = like(PlenaryMeeting.date_from)
    date_to: date = like(PlenaryMeeting.date_to)
    proposals_until: date | None = like(
        PlenaryMeeting.proposals_until,
        None,
        doc="Last day for plenary proposals; the closing day unless named.",
    )


class ChangeTermInput(Correction, of=RecordTermInput):
    """Corrections of a term."""

    term: Ref[TermOfOffice] = like(TermOfOffice)


class ChangePlenaryMeetingInput(Correction, of=PlanPlenaryMeetingInput, but={"term"}):
    """Corrections of a plenary meeting; a meeting of another term is entered anew."""

    meeting: Ref[PlenaryMeeting] = like(PlenaryMeeting)


class RecordSpeechInput(Input, enters=PlenarySpeech):
    """A speech at a plenary meeting."""

    org: Ref[OrgUnit] = like(
        PlenarySpeech.org_id,
        doc="The office in whose record it lies: the county body's, or the member's own.",
    )
    meeting: Ref[PlenaryMeeting] = like(PlenarySpeech.meeting_id)
    title: str = like(PlenarySpeech.title, min_length=2, max_length=120)
    person: Ref[Person] | None = like(
        PlenarySpeech.person_id, None, doc="Who speaks; members record their own speeches."
    )
    speaking_org: Ref[OrgUnit] | None = like(
        PlenarySpeech.speaking_org_id, None, doc="In whose name, if not their own."
    )
    from_case: Ref[ConsultationCase] | None = like(
        PlenarySpeech.from_case_id, None, doc="The consultation that it comes from."
    )
    mode: SpeechMode = like(PlenarySpeech.mode)
    text: str = like(PlenarySpeech.text, min_length=2, max_length=20_000)
    on: date | None = like(PlenarySpeech.on, None, doc="The opening day unless named.")
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class ChangeSpeechInput(Correction, of=RecordSpeechInput):
    """Corrections of a speech."""

    speech: Ref[PlenarySpeech] = like(PlenarySpeech)


@operation(
    Text("登记届次", "Record a term"),
    permission=Permission.MEETING_MANAGE,
    subject="org",
    event=TERM_RECORDED,
)
async def record_term(context: OperationContext, data: RecordTermInput) -> TermOfOffice:
    """Record a term of the committee.

    Terms do not overlap, and their numbers follow their order in time.
    """
    rules.require_term(data.start, data.end, await context.find(TermOfOffice), data.no)
    rules.advise_length(context, data.start, data.end)
    return context.add(entered(TermOfOffice, data, name=term_name(data.no)))


@operation(
    Text("更正届次", "Change a term"),
    permission=Permission.MEETING_MANAGE,
    subject="term",
    event=TERM_CHANGED,
)
async def change_term(context: OperationContext, data: ChangeTermInput) -> TermOfOffice:
    """Correct the number or the days of a term.

    Its meetings must still lie within it, and are renamed after it.
    """
    term = data.term
    others = await context.find(TermOfOffice, TermOfOffice.id != term.id)
    rules.require_term(
        data.sent("start") or term.start,
        data.sent("end") or term.end,
        others,
        data.sent("no") or term.no,
    )
    correct(context, term, data)
    term.name = term_name(term.no)
    for meeting in await context.find(PlenaryMeeting, PlenaryMeeting.term_id == term.id):
        rules.require_within(term, meeting)
        meeting.name = meeting_name(term.no, meeting.no)
    rules.advise_length(context, term.start, term.end)
    return term


@operation(
    Text("安排全体会议", "Plan a plenary meeting"),
    permission=Permission.MEETING_MANAGE,
    subject="term",
    event=PLENARY_MEETING_PLANNED,
)
async def plan_plenary_meeting(
    context: OperationContext, data: PlanPlenaryMeetingInput
) -> PlenaryMeeting:
    """Enter a plenary meeting, planned or held long ago, with the last day for its proposals."""
    until = data.proposals_until or data.date_to
    rules.require_meeting(data.term, data.date_from, data.date_to, until)
    await _require_free(context, data.term, data.no)
    return context.add(
        entered(
            PlenaryMeeting, data, name=meeting_name(data.term.no, data.no), proposals_until=until
        )
    )


@operation(
    Text("调整全体会议", "Change a plenary meeting"),
    permission=Permission.MEETING_MANAGE,
    subject="meeting",
    event=PLENARY_MEETING_CHANGED,
)
async def change_plenary_meeting(
    context: OperationContext, data: ChangePlenaryMeetingInput
) -> PlenaryMeeting:
    """Correct the number or days of a meeting, or move the last day for its proposals.

    The speeches given there must still lie within its days.
    """
    meeting = data.meeting
    term = await context.get(TermOfOffice, meeting.term_id)
    if term is None:
        raise NotFound.at("meeting")
    await _require_free(context, term, data.sent("no") or meeting.no, but=meeting)
    correct(context, meeting, data)
    meeting.name = meeting_name(term.no, meeting.no)
    rules.require_meeting(term, meeting.date_from, meeting.date_to, meeting.proposals_until)
    for speech in await context.find(PlenarySpeech, PlenarySpeech.meeting_id == meeting.id):
        rules.require_said_within(meeting, speech.on, "date_from")
    return meeting


@operation(
    Text("登记大会发言", "Record a speech"),
    permission=Permission.SPEECH_RECORD,
    subject="org",
    event=SPEECH_RECORDED,
    importable=True,
)
async def record_speech(context: OperationContext, data: RecordSpeechInput) -> PlenarySpeech:
    """Record a speech at a plenary meeting.

    Members record their own speeches; the county body records everybody's, also those given in the
    name of a body.
    """
    require_one_county(context, data)
    speech = entered(PlenarySpeech, data, on=data.on or data.meeting.date_from)
    _require_speech(context, speech, data.meeting)
    context.add(speech)
    attach(context, speech, data.attachments)
    return speech


@operation(
    Text("更正大会发言", "Change a speech"),
    permission=Permission.SPEECH_RECORD,
    subject="speech",
    event=SPEECH_CHANGED,
)
async def change_speech(context: OperationContext, data: ChangeSpeechInput) -> PlenarySpeech:
    """Correct the record of a speech: members their own, the county body everybody's."""
    speech = data.speech
    _require_own(context, speech)
    correct(context, speech, data)
    meeting = await context.get(PlenaryMeeting, speech.meeting_id)
    if meeting is None:
        raise NotFound.at("speech")
    _require_speech(context, speech, meeting)
    return speech


async def _require_free(
    context: OperationContext, term: TermOfOffice, no: int, but: PlenaryMeeting | None = None
) -> None:
    """Require that no other meeting of the term has this number."""
    others = [
        m
        for m in await context.find(
            PlenaryMeeting, PlenaryMeeting.term_id == term.id, PlenaryMeeting.no == no
        )
        if m is not but
    ]
    require(not others, MeetingRule.MEETING_TAKEN, meeting=meeting_name(term.no, no))


def _require_speech(
    context: OperationContext, speech: PlenarySpeech, meeting: PlenaryMeeting
) -> None:
    """Require a speaker, and a day of the meeting that has come.

    A member speaks only for themselves.
    """
    require_field(
        speech.person_id or speech.speaking_org_id,
        "person",
        "请填写发言人或发言单位。",
        "Say who speaks, or in whose name.",
    )
    _require_own(context, speech)
    not_future(speech.on, "on", context)
    rules.require_said_within(meeting, speech.on, "on")


def _require_own(context: OperationContext, speech: PlenarySpeech) -> None:
    """Restrict callers who do not run the meetings to their own speeches (domain.md 2.19)."""
    own = speech.person_id is not None and speech.person_id == context.principal.person
    everybody = holds(context.principal, Permission.MEETING_MANAGE, context.org)
    require(own or everybody, MeetingRule.NOT_OWN)
