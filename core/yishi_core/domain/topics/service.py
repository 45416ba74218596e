"""Topics: proposed, changed, screened, approved, returned, archived (domain.md 2.6)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.intake.rules import require_accepted
from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics import rules
from yishi_core.domain.topics.events import (
    TOPIC_APPROVED,
    TOPIC_ARCHIVED,
    TOPIC_CHANGED,
    TOPIC_PROPOSED,
    TOPIC_RETURNED,
    TOPIC_SCREENED,
)
from yishi_core.domain.topics.models import (
    BEFORE_APPROVAL,
    ConsultationGrade,
    Impact,
    Orientation,
    Topic,
    TopicScope,
    TopicState,
    Urgency,
)
from yishi_core.domain.topics.rules import TopicRule
from yishi_core.errors import Forbidden, Text
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access import Permission, authorize, holds
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Term,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit

TopicTitle = Annotated[str, Field(min_length=2, max_length=120)]
TopicText = Annotated[str, Field(min_length=2, max_length=8000)]
Tags = Annotated[list[str] | None, Term("focus_tags")]
Campaign = Annotated[str | None, Term("campaign")]


class ScreeningDecision(StrEnum):
    SCREENED = "screened"
    REJECTED = "rejected"
    MERGED = "merged"
    DEFERRED = "deferred"


class ProposeTopicInput(Input, enters=Topic):
    """A matter to be consulted, from accepted intakes or directly."""

    org: Ref[OrgUnit] = like(Topic.org_id, doc="The office in whose register it is written.")
    station: Ref[Station] | None = like(
        Topic.station_id, None, doc="Station through which it came, of this org or below."
    )
    title: TopicTitle = like(Topic.title)
    description: TopicText = like(Topic.description)
    topic_source: Annotated[str, Term("topic_source")] = like(Topic.topic_source)
    focus_category: Annotated[str, Term("focus_category")] = like(Topic.focus_category)
    focus_tags: Tags = like(Topic.focus_tags, None)
    scope: TopicScope | None = like(
        Topic.scope, None, doc="Whom it concerns; by station or org when left out."
    )
    grade: ConsultationGrade = like(
        Topic.grade, ConsultationGrade.SMALL_MICRO, doc="Decides who approves it."
    )
    urgency: Urgency = like(Topic.urgency, Urgency.NORMAL)
    impact: Impact = like(Topic.impact, Impact.LOCAL)
    is_professional: bool = like(Topic.is_professional, False)
    orientation: Orientation | None = like(
        Topic.orientation, None, doc="Livelihood, a problem, or the whole."
    )
    privacy: bool = like(Topic.privacy, False)
    theme: str | None = like(Topic.theme, None, max_length=60)
    campaign: Campaign = like(Topic.campaign, None)
    proposer: str | None = like(Topic.proposer, None, max_length=60)
    year: int | None = like(
        Topic.year, None, doc="This year unless an old topic is entered.", ge=1990, le=2100
    )
    intakes: Annotated[list[Ref[Intake]], Beside()] = Field(
        default_factory=list,
        title="来源来件",
        description="Accepted intakes it comes from.",
        max_length=200,
    )
    draft: Annotated[bool, Beside()] = Field(
        False,
        title="存为草稿",
        description="Keep as a draft; it is collected when changed with `submit`.",
    )


class ChangeTopicInput(Correction, of=ProposeTopicInput, but={"year"}):
    """Changes to a topic before approval; omitted fields stay. The year is in its number."""

    topic: Ref[Topic] = like(Topic)
    submit: bool = Field(False, title="提交", description="A draft becomes collected.")


class ScreenTopicInput(Input):
    """The decision of the screening office."""

    topic: Ref[Topic] = like(Topic)
    decision: ScreeningDecision = Field(
        title="筛选结论", description="screened, rejected, merged or deferred."
    )
    note: str | None = Field(
        None, title="筛选意见", description="Why; required unless screened.", max_length=2000
    )
    into: Ref[Topic] | None = Field(None, title="并入议题", description="Required when merged.")
    screened_on: date | None = like(Topic.screened_on, None, doc=TODAY)


class ApproveTopicInput(Input):
    """The decision of the body that approves topics of this grade."""

    topic: Ref[Topic] = like(Topic)
    approved_by: str = like(
        Topic.approved_by, doc="Body that decided, e.g. 镇党委会议.", min_length=2, max_length=60
    )
    approved_on: date | None = like(Topic.approved_on, None, doc=TODAY)


class ReturnTopicInput(Input):
    """The return of a topic to its proposer."""

    topic: Ref[Topic] = like(Topic)
    reason: str = Field(
        title="退回原因", description="What has to be improved.", min_length=2, max_length=2000
    )


class ArchiveTopicInput(Input):
    """The archiving of a topic."""

    topic: Ref[Topic] = like(Topic)


@operation(
    Text("提出议题", "Propose a topic"),
    permission=Permission.TOPIC_PROPOSE,
    subject="org",
    event=TOPIC_PROPOSED,
    importable=True,
)
async def propose_topic(context: OperationContext, data: ProposeTopicInput) -> Topic:
    """Propose a topic, entering it into an office's register (domain.md 2.6).

    The intakes it comes from must be accepted (`intake_not_accepted`) and become part of the topic.
    The form that breadth, expertise and urgency suggest is stored in `recommendedForm`.
    """
    require_one_county(context, data)
    rules.station_fits(data.station, context.org.org_path)
    require_accepted(data.intakes)
    year = data.year or context.today.year
    require_field(
        year <= context.today.year + 1, "year", "年度最晚为明年。", "Next year at the latest."
    )
    rules.station_stood(data.station, year, context.today)
    topic = context.add(
        entered(
            Topic,
            data,
            no=await next_number(context, "topic", year),
            year=year,
            state=TopicState.DRAFT if data.draft else TopicState.COLLECTED,
            scope=data.scope or rules.scope_of(context.org.org_path, context.county, data.station),
            recommended_form=rules.recommended_form(
                data.urgency, data.impact, data.is_professional
            ).value,
        )
    )
    for intake in data.intakes:
        intake.state, intake.topic_id = IntakeState.TO_TOPIC, topic.id
    return topic


@operation(
    Text("修改议题", "Change a topic"),
    permission=Permission.TOPIC_PROPOSE,
    subject="topic",
    event=TOPIC_CHANGED,
)
async def change_topic(context: OperationContext, data: ChangeTopicInput) -> Topic:
    """Improve a topic before it is approved.

    Its proposer and the office that runs cases there may do so; a screened topic is screened anew.
    """
    topic = data.topic
    require_state(topic, BEFORE_APPROVAL)
    mine = topic.created_by is not None and topic.created_by == context.principal.account
    if not mine and not holds(context.principal, Permission.CASE_OPEN, topic):
        raise Forbidden.lacking(Permission.CASE_OPEN)
    rules.station_fits(data.sent("station"), topic.org_path)
    rules.station_stood(data.sent("station"), topic.year, context.today)
    correct(context, topic, data)
    topic.recommended_form = rules.recommended_form(
        topic.urgency, topic.impact, topic.is_professional
    ).value
    if topic.state is not TopicState.DRAFT or data.submit:
        topic.state = TopicState.COLLECTED
    return topic


@operation(
    Text("筛选议题", "Screen a topic"),
    permission=Permission.TOPIC_SCREEN,
    subject="topic",
    event=TOPIC_SCREENED,
)
async def screen_topic(context: OperationContext, data: ScreenTopicInput) -> Topic:
    """Choose, reject, merge or defer a collected topic (domain.md 2.6).

    All decisions but choosing need a reason.
    """
    require_one_county(context, data)
    topic, day = data.topic, data.screened_on or context.today
    require_state(topic, (TopicState.COLLECTED, TopicState.DEFERRED))
    not_future(day, "screened_on", context)
    chosen = data.decision is ScreeningDecision.SCREENED
    require_field(
        chosen or data.note, "note", "请说明不采纳、合并或缓议的原因。", "Say why it is not chosen."
    )
    merged = data.decision is ScreeningDecision.MERGED
    require_field(merged or data.into is None, "into", "仅合并时填写。", "Only when merged.")
    if data.decision in (ScreeningDecision.REJECTED, ScreeningDecision.MERGED):
        running = await running_case(context, topic)
        require(running is None, TopicRule.CASE_RUNNING)
    if merged:
        await _merge(context, topic, data.into)
    topic.state = TopicState.read(data.decision.value)
    topic.screened_on, topic.screening_note = day, data.note
    return topic


@operation(
    Text("审定议题", "Approve a topic"),
    permission=Permission.TOPIC_PROPOSE,
    subject="topic",
    event=TOPIC_APPROVED,
)
async def approve_topic(context: OperationContext, data: ApproveTopicInput) -> Topic:
    """Approve a screened topic; its grade decides who may (domain.md 2.6, 2.19).

    Small topics need `topic:approve_small`, key ones `topic:approve_key`, deliberative ones
    `topic:approve_deliberative`. A topic that was entered afterwards together with its case goes on
    with it at once.
    """
    topic, day = data.topic, data.approved_on or context.today
    authorize(context.principal, rules.APPROVAL[topic.grade], topic)
    require_state(topic, (TopicState.SCREENED,))
    not_future(day, "approved_on", context)
    not_before(day, topic.screened_on, "approved_on", "筛选日期", "the day of the screening")
    topic.approved_on, topic.approved_by = day, data.approved_by
    topic.state = (
        TopicState.IN_PROCEDURE if await running_case(context, topic) else TopicState.APPROVED
    )
    return topic


@operation(
    Text("退回议题", "Return a topic"),
    permission=Permission.TOPIC_PROPOSE,
    subject="topic",
    event=TOPIC_RETURNED,
)
async def return_topic(context: OperationContext, data: ReturnTopicInput) -> Topic:
    """Return a topic to be improved.

    Those who screen or approve topics of its grade may do so.
    """
    if not holds(context.principal, Permission.TOPIC_SCREEN, data.topic):
        authorize(context.principal, rules.APPROVAL[data.topic.grade], data.topic)
    require_state(data.topic, (TopicState.COLLECTED, TopicState.SCREENED))
    data.topic.state, data.topic.screening_note = TopicState.RETURNED_FOR_REWORK, data.reason
    return data.topic


@operation(
    Text("议题归档", "Archive a topic"),
    permission=Permission.TOPIC_SCREEN,
    subject="topic",
    event=TOPIC_ARCHIVED,
)
async def archive_topic(context: OperationContext, data: ArchiveTopicInput) -> Topic:
    """Archive a topic that is concluded, or was not chosen."""
    done = (TopicState.CONCLUDED, TopicState.REJECTED, TopicState.MERGED, TopicState.DEFERRED)
    require_state(data.topic, done)
    data.topic.state = TopicState.ARCHIVED
    return data.topic


async def _merge(context: OperationContext, topic: Topic, into: Topic | None) -> None:
    """Merge a topic into another, with the intakes it came from.

    Their senders then follow the main topic and rate its result.
    """
    target = rules.mergeable(topic, into)
    topic.merged_into_id = target.id
    for intake in await context.find(Intake, Intake.topic_id == topic.id):
        intake.topic_id = target.id


async def running_case(context: OperationContext, topic: Topic) -> ConsultationCase | None:
    """The running case of a topic, if any."""
    same = (ConsultationCase.topic_id == topic.id, ConsultationCase.state == CaseState.RUNNING)
    return await context.first(ConsultationCase, *same)
