"""The yearly plan: drawn up, studied by the leader, approved, added to (domain.md 2.6, [S1.3])."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Mapped

from yishi_core.domain.topics.models import Topic, TopicState
from yishi_core.errors import Conflict, FieldError, InvalidInput, Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.entity import Entity, Labelled, column, ref, unique_while_valid
from yishi_core.kernel.events.declaration import EventType
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
from yishi_core.kernel.operation.rules import not_before, not_future, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit


class PlanState(Labelled):
    DRAFT = "draft", "拟订中"
    STUDIED = "studied", "已研究"
    APPROVED = "approved", "已批准"


class AnnualPlan(Entity):
    """Which topics an org means to consult in a year; one plan a year."""

    __label__ = "年度协商计划"
    __constraints__ = (unique_while_valid("uq_annual_plan_year", "org_id", "year"),)

    year: Mapped[int] = column("年度", "Year.")
    title: Mapped[str] = column("名称", "Title of the plan.", search="title")
    state: Mapped[PlanState] = column(
        "状态", "draft → studied → approved.", default=PlanState.DRAFT
    )
    studied_by: Mapped[str | None] = column(
        "研究人", "Who studied it, by post.", vocabulary="post_kind"
    )
    studied_on: Mapped[date | None] = column("研究日期", "When.")
    approved_by: Mapped[str | None] = column("批准机构", "Which body approved it.")
    approved_on: Mapped[date | None] = column("批准日期", "When.")
    doc_no: Mapped[str | None] = column("文号", "Document number.", search="number")


ANNUAL_PLAN_MADE = EventType("annual_plan.made", AnnualPlan)
ANNUAL_PLAN_CHANGED = EventType("annual_plan.changed", AnnualPlan)
ANNUAL_PLAN_STUDIED = EventType("annual_plan.studied", AnnualPlan)
ANNUAL_PLAN_APPROVED = EventType("annual_plan.approved", AnnualPlan)


class PlannedTopic(Entity):
    """A topic in a plan."""

    __label__ = "计划议题"
    __constraints__ = (unique_while_valid("uq_planned_topic_topic", "plan_id", "topic_id"),)

    plan_id: Mapped[uuid.UUID] = ref("AnnualPlan", "年度协商计划", inverse="topics")
    topic_id: Mapped[uuid.UUID] = ref("Topic", "议题", inverse="planned_in")
    position: Mapped[int] = column("序号", "Place in the plan, from 1.")
    month: Mapped[int | None] = column("计划月份", "Month in which it shall be consulted.")
    added_reason: Mapped[str | None] = column(
        "增补原因", "Of a topic that came in after the approval."
    )


ANNUAL_PLAN_ADDED = EventType("annual_plan.added", PlannedTopic)
ANNUAL_PLAN_TOPIC_CHANGED = EventType("annual_plan.topic_changed", PlannedTopic)


OUT = frozenset({TopicState.REJECTED, TopicState.MERGED})


class TopicOfPlanInput(Input):
    """A topic and when it shall be consulted."""

    topic: Ref[Topic] = like(PlannedTopic.topic_id)
    month: int | None = like(PlannedTopic.month, None, doc="1 to 12.", ge=1, le=12)


Topics = Annotated[list[TopicOfPlanInput], Field(min_length=1, max_length=200)]


class MakeAnnualPlanInput(Input):
    """A plan for a year."""

    org: Ref[OrgUnit] = like(AnnualPlan.org_id, doc="Whose plan it is.")
    year: int = like(AnnualPlan.year, ge=1990, le=2100)
    title: str | None = like(
        AnnualPlan.title, None, doc="From org and year unless named.", min_length=2, max_length=120
    )
    topics: Topics = Field(title="议题", description="In order.")


class ChangeAnnualPlanInput(Input):
    """Other topics, before the approval."""

    plan: Ref[AnnualPlan] = like(AnnualPlan)
    topics: Topics = Field(title="议题", description="Instead of those that stand there.")


class StudyAnnualPlanInput(Input):
    """That the plan was studied."""

    plan: Ref[AnnualPlan] = like(AnnualPlan)
    studied_by: Annotated[str, Term("post_kind")] = like(
        AnnualPlan.studied_by, doc="By post, e.g. the township's party secretary."
    )
    studied_on: date | None = like(AnnualPlan.studied_on, None, doc=TODAY)


class ApproveAnnualPlanInput(Input):
    """The plan's approval."""

    plan: Ref[AnnualPlan] = like(AnnualPlan)
    approved_by: str = like(AnnualPlan.approved_by, min_length=2, max_length=80)
    approved_on: date | None = like(AnnualPlan.approved_on, None, doc=TODAY)
    doc_no: str | None = like(AnnualPlan.doc_no, None, max_length=60)


class AddToAnnualPlanInput(Input, enters=PlannedTopic):
    """A topic that came in after the approval."""

    plan: Ref[AnnualPlan] = like(PlannedTopic.plan_id)
    topic: Ref[Topic] = like(PlannedTopic.topic_id)
    reason: Annotated[str, Beside()] = Field(
        title="增补原因", description="Why it is taken in.", min_length=2, max_length=500
    )
    month: int | None = like(PlannedTopic.month, None, doc="1 to 12.", ge=1, le=12)


class ChangePlannedTopicInput(Correction, of=AddToAnnualPlanInput, but={"plan", "topic"}):
    """Corrections of a topic's place in a plan; a topic that was taken in by mistake is voided
    there.
    """

    planned_topic: Ref[PlannedTopic] = like(PlannedTopic)
    reason: str | None = Field(
        None,
        title="增补原因",
        description="Of one that was taken in after the approval.",
        min_length=2,
        max_length=500,
    )


@operation(
    Text("拟订年度计划", "Draw up a plan"),
    permission=Permission.TOPIC_SCREEN,
    subject="org",
    event=ANNUAL_PLAN_MADE,
)
async def make_annual_plan(context: OperationContext, data: MakeAnnualPlanInput) -> AnnualPlan:
    """Draw up the plan of a year out of topics that are the org's or lie below it."""
    require_one_county(context, data)
    if await context.first(
        AnnualPlan, AnnualPlan.org_id == data.org.id, AnnualPlan.year == data.year
    ):
        raise Conflict(
            Text(
                f"{data.year}年度计划已存在,请修改或增补。",
                f"There is a plan for {data.year}: change it or add to it.",
            )
        )
    title = data.title or f"{data.org.name}{data.year}年度协商计划"
    plan = context.add(AnnualPlan(year=data.year, title=title, state=PlanState.DRAFT))
    _put(context, plan, data.topics)
    return plan


@operation(
    Text("修改年度计划", "Change a plan"),
    permission=Permission.TOPIC_SCREEN,
    subject="plan",
    event=ANNUAL_PLAN_CHANGED,
)
async def change_annual_plan(context: OperationContext, data: ChangeAnnualPlanInput) -> AnnualPlan:
    """Put other topics into a plan that is not approved yet; one that was studied is to be studied
    again.
    """
    require_one_county(context, data)
    require_state(data.plan, (PlanState.DRAFT, PlanState.STUDIED), "plan")
    # voided ones too: a topic stands in a plan once, so one that comes back takes the row that is
    # there
    same = (PlannedTopic.county == context.county, PlannedTopic.plan_id == data.plan.id)
    _put(
        context,
        data.plan,
        data.topics,
        list(await context.session.scalars(sa.select(PlannedTopic).where(*same))),
    )
    data.plan.state, data.plan.studied_by, data.plan.studied_on = PlanState.DRAFT, None, None
    return data.plan


@operation(
    Text("研究年度计划", "Study a plan"),
    permission=Permission.TOPIC_SCREEN,
    subject="plan",
    event=ANNUAL_PLAN_STUDIED,
)
async def study_annual_plan(context: OperationContext, data: StudyAnnualPlanInput) -> AnnualPlan:
    """Record that the leader has studied the plan himself ([S1.3])."""
    plan, day = data.plan, data.studied_on or context.today
    require_state(plan, (PlanState.DRAFT,), "plan")
    not_future(day, "studied_on", context)
    plan.state, plan.studied_by, plan.studied_on = PlanState.STUDIED, data.studied_by, day
    return plan


@operation(
    Text("批准年度计划", "Approve a plan"),
    permission=Permission.TOPIC_SCREEN,
    subject="plan",
    event=ANNUAL_PLAN_APPROVED,
)
async def approve_annual_plan(
    context: OperationContext, data: ApproveAnnualPlanInput
) -> AnnualPlan:
    """Record the approval; the plan's topics are now in the plan of their year. Each topic is still
    approved for itself.
    """
    plan, day = data.plan, data.approved_on or context.today
    require_state(plan, (PlanState.STUDIED,), "plan")
    not_future(day, "approved_on", context)
    not_before(day, plan.studied_on, "approved_on", "研究日期", "the day on which it was studied")
    plan.state, plan.approved_by, plan.approved_on, plan.doc_no = (
        PlanState.APPROVED,
        data.approved_by,
        day,
        data.doc_no,
    )
    ids = [row.topic_id for row in await _rows(context, plan)]
    for topic in await context.find(Topic, Topic.id.in_(ids)):
        topic.in_annual_plan = True
    return plan


@operation(
    Text("增补计划议题", "Add to a plan"),
    permission=Permission.TOPIC_SCREEN,
    subject="plan",
    event=ANNUAL_PLAN_ADDED,
)
async def add_to_annual_plan(context: OperationContext, data: AddToAnnualPlanInput) -> PlannedTopic:
    """Take a topic into an approved plan, with the reason."""
    require_one_county(context, data)
    require_state(data.plan, (PlanState.APPROVED,), "plan")
    there = await _rows(context, data.plan)
    if any(row.topic_id == data.topic.id for row in there):
        raise Conflict(Text("该议题已在计划中。", "The topic is in the plan already."))
    _require_fit(context, data.plan, data.topic, "topic")
    data.topic.in_annual_plan = True
    return context.add(
        entered(
            PlannedTopic,
            data,
            added_reason=data.reason,
            position=1 + max((r.position for r in there), default=0),
        )
    )


@operation(
    Text("更正计划议题", "Change a planned topic"),
    permission=Permission.TOPIC_SCREEN,
    subject="planned_topic",
    event=ANNUAL_PLAN_TOPIC_CHANGED,
)
async def change_planned_topic(
    context: OperationContext, data: ChangePlannedTopicInput
) -> PlannedTopic:
    """Put right in which month a topic shall be consulted, or why it was taken in."""
    row = data.planned_topic
    correct(context, row, data)
    if "reason" in data.model_fields_set:
        whole = row.added_reason and data.reason
        require_field(
            whole,
            "reason",
            "仅增补的议题有增补原因,且不能清空。",
            "Only of one that was taken in, and never empty.",
        )
        row.added_reason = data.reason
    return row


def _put(
    context: OperationContext,
    plan: AnnualPlan,
    topics: Sequence[TopicOfPlanInput],
    there: Sequence[PlannedTopic] = (),
) -> None:
    left = {row.topic_id: row for row in there}
    seen: set[object] = set()
    for index, one in enumerate(topics):
        path = f"topics.{index}.topic"
        if one.topic.id in seen:
            text = Text(f"“{one.topic.title}”重复。", f"“{one.topic.title}” is named twice.")
            raise InvalidInput(text, [FieldError(path, text)])
        seen.add(one.topic.id)
        _require_fit(context, plan, one.topic, path)
        row = left.pop(one.topic.id, None) or context.add(
            PlannedTopic(plan_id=plan.id, topic_id=one.topic.id)
        )
        row.position, row.month, row.voided_at, row.void_reason = index + 1, one.month, None, None
    for row in left.values():
        row.voided_at, row.void_reason = row.voided_at or context.now, row.void_reason or "计划调整"


def _require_fit(context: OperationContext, plan: AnnualPlan, topic: Topic, path: str) -> None:
    """A living topic of the plan's org or below, on which the caller may decide."""
    authorize(context.principal, Permission.TOPIC_SCREEN, topic)
    if not topic.org_path.startswith(plan.org_path) or topic.state in OUT:
        zh = f"“{topic.title}”不属于本级及下级,或已不采纳、合并。"
        raise InvalidInput.of(path, zh, "The topic lies elsewhere, or was rejected or merged.")


async def _rows(context: OperationContext, plan: AnnualPlan) -> Sequence[PlannedTopic]:
    return await context.find(PlannedTopic, PlannedTopic.plan_id == plan.id)


PLAN = Matter(
    AnnualPlan,
    title=AnnualPlan.title,
    started=True,
    finished=(PlanState.APPROVED,),
    pending=(PlanState.DRAFT,),
    acts=("make_annual_plan", "change_annual_plan", "add_to_annual_plan"),
)

STUDY = Todo(
    "annual_plan.study",
    PLAN,
    Text("研究年度协商计划", "Study the plan"),
    waits="年度计划未研究",
    permission=Permission.TOPIC_SCREEN,
    when=AnnualPlan.state == PlanState.DRAFT,
    by=("study_annual_plan", "change_annual_plan"),
)
APPROVE = Todo(
    "annual_plan.approve",
    PLAN,
    Text("登记年度协商计划的批准", "Record the approval of the plan"),
    waits="年度计划未批准",
    permission=Permission.TOPIC_SCREEN,
    when=AnnualPlan.state == PlanState.STUDIED,
    by=("approve_annual_plan", "change_annual_plan"),
)
