"""Terms, plenary meetings and speeches (domain.md 2.2, 2.10)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.access import Permission, holds
from yishi_core.attachments.models import Attachment
from yishi_core.attachments.service import attach
from yishi_core.errors import NotFound, Text
from yishi_core.meetings import rules
from yishi_core.meetings.models import PlenaryMeeting, PlenarySpeech, SpeechMode
from yishi_core.meetings.models import Term as TermOfOffice
from yishi_core.meetings.naming import MOST, meeting_name, term_name
from yishi_core.operation import Input, OperationContext, Ref, operation
from yishi_core.operation.changing import change, require_one_county
from yishi_core.operation.rules import not_future, require, require_field
from yishi_core.orgs.models import OrgUnit
from yishi_core.people.models import Person


class RecordTermInput(Input):
    """A term of the committee."""

    org: Ref[OrgUnit] = Field(title="政协组织", description="The county's committee.")
    no: int = Field(title="届", description="Number of the term, e.g. 9 for 九届.", ge=1, le=MOST)
    start: date = Field(title="起始日期", description="First day.")
    end: date = Field(title="截止日期", description="Last day, usually five years on.")


class PlanPlenaryMeetingInput(Input):
    """A yearly plenary meeting, to come or long held."""

    term: Ref[TermOfOffice] = Field(title="届次", description="The term it belongs to.")
    no: int = Field(title="次", description="Number within the term.", ge=1, le=MOST)
    date_from: date = Field(title="开幕日期", description="First day.")
    date_to: date = Field(title="闭幕日期", description="Last day.")
    proposals_until: date | None = Field(None, title="提案截止日期", description="Last day for plenary proposals; the closing day unless named.")


class ChangePlenaryMeetingInput(Input):
    """What is put right of a plenary meeting; what is left out stays."""

    meeting: Ref[PlenaryMeeting] = Field(title="全体会议")
    date_from: date | None = Field(None, title="开幕日期", description="First day.")
    date_to: date | None = Field(None, title="闭幕日期", description="Last day.")
    proposals_until: date | None = Field(None, title="提案截止日期", description="Last day for plenary proposals.")


class RecordSpeechInput(Input):
    """A speech at a plenary meeting."""

    org: Ref[OrgUnit] = Field(title="所属组织", description="The office in whose record it lies: the county body's, or the member's own.")
    meeting: Ref[PlenaryMeeting] = Field(title="全体会议")
    title: str = Field(title="题目", description="Title.", min_length=2, max_length=120)
    person: Ref[Person] | None = Field(None, title="发言人", description="Who speaks; a member records his own.")
    speaking_org: Ref[OrgUnit] | None = Field(None, title="发言单位", description="In whose name, if not his own.")
    mode: SpeechMode = Field(title="发言形式", description="Spoken or handed in.")
    text: str = Field(title="发言内容", description="Text.", min_length=2, max_length=20_000)
    on: date | None = Field(None, title="发言日期", description="The opening day unless named.")
    attachments: list[Ref[Attachment]] = Field(default_factory=list, title="附件", description="Files.", max_length=20)


@operation(Text("登记届次", "Record a term"), permission=Permission.MEETING_MANAGE, subject="org", event="term.recorded")
async def record_term(context: OperationContext, data: RecordTermInput) -> TermOfOffice:
    """Record a term of the committee; terms do not overlap and follow one another by their numbers."""
    rules.require_term(data.start, data.end, await context.find(TermOfOffice), data.no)
    rules.advise_length(context, data.start, data.end)
    return context.add(TermOfOffice(no=data.no, name=term_name(data.no), start=data.start, end=data.end))


@operation(
    Text("安排全体会议", "Plan a plenary meeting"), permission=Permission.MEETING_MANAGE, subject="term", event="plenary_meeting.planned"
)
async def plan_plenary_meeting(context: OperationContext, data: PlanPlenaryMeetingInput) -> PlenaryMeeting:
    """Enter a plenary meeting, planned or long held, with the last day for its proposals."""
    until = data.proposals_until or data.date_to
    rules.require_meeting(data.term, data.date_from, data.date_to, until)
    same = await context.first(PlenaryMeeting, PlenaryMeeting.term_id == data.term.id, PlenaryMeeting.no == data.no)
    name = meeting_name(data.term.no, data.no)
    require(same is None, "meeting_taken", f"{name}已登记。", "This meeting is there already.")
    return context.add(
        PlenaryMeeting(term_id=data.term.id, no=data.no, name=name, date_from=data.date_from, date_to=data.date_to, proposals_until=until)
    )


@operation(
    Text("调整全体会议", "Change a plenary meeting"), permission=Permission.MEETING_MANAGE, subject="meeting", event="plenary_meeting.changed"
)
async def change_plenary_meeting(context: OperationContext, data: ChangePlenaryMeetingInput) -> PlenaryMeeting:
    """Put the days of a meeting right, or move the last day for its proposals."""
    meeting = data.meeting
    term = await context.get(TermOfOffice, meeting.term_id)
    if term is None:
        raise NotFound.at("meeting")
    change(meeting, data, but=("meeting",))
    rules.require_meeting(term, meeting.date_from, meeting.date_to, meeting.proposals_until)
    return meeting


@operation(Text("登记大会发言", "Record a speech"), permission=Permission.SPEECH_RECORD, subject="org", event="speech.recorded", by_sheet=True)
async def record_speech(context: OperationContext, data: RecordSpeechInput) -> PlenarySpeech:
    """Record a speech at a plenary meeting. A member records his own; the county body everybody's, also those in the name of a body."""
    require_one_county(context, data)
    require_field(data.person or data.speaking_org, "person", "请填写发言人或发言单位。", "Say who speaks, or in whose name.")
    if not holds(context.principal, Permission.MEETING_MANAGE, data.org):
        own = data.person is not None and data.person.id == context.principal.person
        require(own, "not_own", "委员只能登记本人的大会发言。", "A member records his own speeches.")
    day = data.on or data.meeting.date_from
    not_future(day, "on", context)
    within = data.meeting.date_from <= day <= data.meeting.date_to
    require_field(within, "on", f"发言日期须在{data.meeting.name}会期内。", "The day must lie within the meeting.")
    speech = context.add(
        PlenarySpeech(
            meeting_id=data.meeting.id, title=data.title, person_id=data.person.id if data.person else None,
            speaking_org_id=data.speaking_org.id if data.speaking_org else None, mode=data.mode, text=data.text, on=day,
        )
    )  # fmt: skip
    attach(context, speech, data.attachments)
    return speech
