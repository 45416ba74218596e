"""A case as a whole: opened, stopped, archived, put right, begun again, and how far it is
(domain.md 2.7).
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures import steps
from yishi_core.domain.procedures.advancing import Reason, is_disclosed
from yishi_core.domain.procedures.events import (
    CASE_ARCHIVED,
    CASE_CHANGED,
    CASE_OPENED,
    CASE_RESTARTED,
    CASE_STOPPED,
)
from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord
from yishi_core.domain.procedures.opening import open_for
from yishi_core.domain.procedures.progress import CaseProgress, progress_of
from yishi_core.domain.procedures.rules import CaseRule
from yishi_core.domain.schedules.workdays import calendar
from yishi_core.domain.topics.models import Topic, TopicState
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission, holds
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.operation import (
    TODAY,
    Input,
    OperationContext,
    Ref,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.changing import change, require_one_county
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_state

PROGRESS = reading("consultation_case")


class OpenCaseInput(Input):
    """The topic to be worked on."""

    topic: Ref[Topic] = like(ConsultationCase.topic_id, doc="An approved topic.")
    procedure: str | None = like(
        ConsultationCase.procedure,
        None,
        doc="May be left out when only one is offered here.",
        max_length=60,
    )
    opened_on: date | None = like(ConsultationCase.opened_on, None, doc=TODAY)
    lead_member: Ref[Person] | None = like(ConsultationCase.lead_member_id, None)


class StopCaseInput(Input):
    """A case that is given up."""

    case: Ref[ConsultationCase] = like(ConsultationCase)
    reason: Reason


class ArchiveCaseInput(Input):
    """A case that is done with."""

    case: Ref[ConsultationCase] = like(ConsultationCase)


class ChangeCaseInput(Input):
    """Corrections of a running case; what is left out stays."""

    case: Ref[ConsultationCase] = like(ConsultationCase)
    title: str | None = like(ConsultationCase.title, None, min_length=2, max_length=120)
    lead_member: Ref[Person] | None = like(
        ConsultationCase.lead_member_id, None, doc="Another one, where the former left; null: none."
    )


class RestartCaseInput(Input):
    """A case to be consulted again (再协商)."""

    case: Ref[ConsultationCase] = Field(title="前案", description="The case that ended.")
    procedure: str | None = like(
        ConsultationCase.procedure, None, doc="The former one unless named.", max_length=60
    )
    opened_on: date | None = like(ConsultationCase.opened_on, None, doc=TODAY)


class CaseProgressInput(Input):
    """The case that is asked about."""

    case: Ref[ConsultationCase] = like(ConsultationCase)


@operation(
    Text("立项", "Open a case"),
    permission=Permission.CASE_OPEN,
    subject="topic",
    event=CASE_OPENED,
)
async def open_case(context: OperationContext, data: OpenCaseInput) -> ConsultationCase:
    """Begin the work on an approved topic. The case keeps procedure and settings of this day; its
    first step is at work at once.
    """
    require_one_county(context, data)
    topic, day = data.topic, data.opened_on or context.today
    require_state(topic, (TopicState.APPROVED,))
    not_future(day, "opened_on", context)
    not_before(day, topic.approved_on, "opened_on", "审定日期", "the approval")
    opened = await open_for(context, topic, day, procedure=data.procedure)
    opened.case.lead_member_id = data.lead_member.id if data.lead_member else None
    steps.open_next(
        opened.procedure, opened.steps, day, calendar=await calendar(context.session, day, day)
    )
    topic.state = TopicState.IN_PROCEDURE
    return opened.case


@operation(
    Text("终止事项", "Stop a case"),
    permission=Permission.CASE_ADVANCE,
    subject="case",
    event=CASE_STOPPED,
)
async def stop_case(context: OperationContext, data: StopCaseInput) -> ConsultationCase:
    """Give a case up, with a reason; also possible when the plugin of its procedure is gone
    (access.md 8). Its approved topic may be opened anew.
    """
    require_state(data.case, (CaseState.RUNNING,))
    topic = await context.get(Topic, data.case.topic_id)
    data.case.state, data.case.state_note = CaseState.STOPPED, data.reason
    if topic is not None and topic.state is TopicState.IN_PROCEDURE:
        topic.state = TopicState.APPROVED
    return data.case


@operation(
    Text("事项归档", "Archive a case"),
    permission=Permission.CASE_ADVANCE,
    subject="case",
    event=CASE_ARCHIVED,
)
async def archive_case(context: OperationContext, data: ArchiveCaseInput) -> ConsultationCase:
    """Put a concluded or stopped case away."""
    require_state(data.case, (CaseState.CONCLUDED, CaseState.STOPPED))
    data.case.state = CaseState.ARCHIVED
    return data.case


@operation(
    Text("更正事项", "Change a case"),
    permission=Permission.CASE_ADVANCE,
    subject="case",
    event=CASE_CHANGED,
)
async def change_case(context: OperationContext, data: ChangeCaseInput) -> ConsultationCase:
    """Put right the title of a running case and who leads it. Its way, grade and beginning stay:
    they were decided.
    """
    require_one_county(context, data)
    require_state(data.case, (CaseState.RUNNING,))
    change(data.case, data, but={"case"})
    return data.case


@operation(
    Text("再协商", "Consult again"),
    permission=Permission.CASE_OPEN,
    subject="case",
    event=CASE_RESTARTED,
)
async def restart_case(context: OperationContext, data: RestartCaseInput) -> ConsultationCase:
    """Begin the topic of an ended case again (协商—落实—再协商, domain.md 3.13): a new case, one cycle on,
    under today's settings.
    """
    former, day = data.case, data.opened_on or context.today
    require_state(former, (CaseState.CONCLUDED, CaseState.STOPPED, CaseState.ARCHIVED))
    not_future(day, "opened_on", context)
    not_before(
        day, former.concluded_on or former.opened_on, "opened_on", "前案日期", "the former case"
    )
    topic = await context.get(Topic, former.topic_id)
    running = topic and await context.first(
        ConsultationCase,
        ConsultationCase.topic_id == topic.id,
        ConsultationCase.state == CaseState.RUNNING,
    )
    require(topic is not None, CaseRule.NO_TOPIC)
    require(running is None, CaseRule.CASE_RUNNING)
    assert topic is not None
    newest = await context.platform.settings.effective(context.session, context.org)
    wanted = data.procedure or (former.procedure if former.procedure in newest.procedures else None)
    opened = await open_for(context, topic, day, procedure=wanted, settings=newest)
    opened.case.cycle, opened.case.restarted_from_id = former.cycle + 1, former.id
    opened.case.lead_member_id = former.lead_member_id
    steps.open_next(
        opened.procedure, opened.steps, day, calendar=await calendar(context.session, day, day)
    )
    topic.state = TopicState.IN_PROCEDURE
    return opened.case


@question(Text("事项进度", "Progress of a case"), permission=PROGRESS, subject="case", guests=True)
async def case_progress(context: OperationContext, data: CaseProgressInput) -> CaseProgress:
    """Where a case stands: its steps, which are at work or overdue, and what the ones at work still
    lack.

    A partner of a joint case is told the same, also of a case of another county (domain.md 2.17).
    """
    if holds(context.principal, PROGRESS, data.case):
        return await _progress(context, data.case)
    async with as_platform(context):
        return await _progress(context, data.case)


async def _progress(context: OperationContext, case: ConsultationCase) -> CaseProgress:
    records = await context.find(StepRecord, StepRecord.case_id == case.id)
    procedure = context.settings.procedures.get(case.procedure)
    asked = {s.code for s in procedure.steps if s.disclosure_required} if procedure else set()
    disclosed = {
        r.id
        for r in steps.active(records)
        if r.step in asked and await is_disclosed(context, case, records, r)
    }
    return progress_of(case, procedure, records, context.today, disclosed)
