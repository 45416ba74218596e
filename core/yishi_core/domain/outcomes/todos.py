"""Todo items of outcomes and their assignments, on both sides of 交—督—复 (domain.md 2.9)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Outcome,
    OutcomeState,
    Reply,
    RouteClass,
    SpecialReport,
    VillageReferral,
)
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

_next = aliased(Assignment)
_of_referred = (Outcome.county == VillageReferral.county) & (
    Outcome.id == VillageReferral.outcome_id
)

OUTCOME = Matter(
    Outcome,
    title=Outcome.title,
    started=True,
    finished=(OutcomeState.CLOSED,),
    pending=(OutcomeState.DRAFT,),
    acts=("change_outcome", "convert_outcome"),
)
ASSIGNMENT = Matter(
    Assignment,
    title=Assignment.brief,
    started=True,
    finished=(AssignmentState.CONFIRMED, AssignmentState.CLOSED),
    returned=(AssignmentState.RETURNED, AssignmentState.REWORKED),
    pending=(AssignmentState.ASSIGNED,),
    acts=("assign_outcome", "start_assignment", "demand_rework"),
)
REPLY = Matter(Reply, title=Reply.text, acts=("reply_assignment", "issue_reply"))
SPECIAL_REPORT = Matter(
    SpecialReport, title=SpecialReport.text, started=True, acts=("submit_special_report",)
)
REFERRAL = Matter(
    VillageReferral,
    title=sa.select(Outcome.title).where(_of_referred).correlate(VillageReferral).scalar_subquery(),
    acts=("refer_to_village",),
)
ROUTE = Todo(
    "outcome.route",
    OUTCOME,
    Text("对成果分类", "Route the outcome"),
    waits="成果未分类",
    permission=Permission.OUTCOME_ROUTE,
    when=Outcome.state == OutcomeState.DRAFT,
    due=Outcome.deadline,
    by=("route_outcome",),
)
ASSIGN = Todo(
    "outcome.assign",
    OUTCOME,
    Text("交承办单位办理", "Assign to a unit"),
    waits="成果未交办",
    permission=Permission.ASSIGNMENT_CREATE,
    when=(Outcome.state == OutcomeState.ROUTED) & (Outcome.route_class == RouteClass.A),
    due=Outcome.deadline,
    by=("assign_outcome", "assign_together"),
)
DECIDE = Todo(
    "outcome.report",
    OUTCOME,
    Text("报送专报或交村(居)两委", "Report for decision or refer to the village"),
    waits="成果未报送",
    permission=Permission.OUTCOME_ROUTE,
    when=(Outcome.state == OutcomeState.ROUTED) & (Outcome.route_class == RouteClass.B),
    due=Outcome.report_by,
    by=("submit_special_report", "refer_to_village"),
)
EXPLAIN = Todo(
    "outcome.explain",
    OUTCOME,
    Text("向群众宣传解释", "Explain to the people"),
    waits="成果未解释",
    permission=Permission.OUTCOME_ROUTE,
    when=(Outcome.state == OutcomeState.ROUTED) & (Outcome.route_class == RouteClass.C),
    due=Outcome.deadline,
    by=("explain_outcome",),
)
CLOSE = Todo(
    "outcome.close",
    OUTCOME,
    Text("双向反馈并办结成果", "Tell both sides and close the outcome"),
    waits="成果已答复未办结",
    permission=Permission.OUTCOME_ROUTE,
    when=Outcome.state == OutcomeState.REPLIED,
    by=("give_feedback", "close_outcome"),
)
ACCEPT = Todo(
    "assignment.accept",
    ASSIGNMENT,
    Text("签收或退回交办", "Accept or return the assignment"),
    waits="交办未签收",
    permission=Permission.ASSIGNMENT_HANDLE,
    when=Assignment.state == AssignmentState.ASSIGNED,
    due=Assignment.due_on,
    at=Assignment.unit_id,
    by=("accept_assignment", "return_assignment"),
)
ANSWER = Todo(
    "assignment.reply",
    ASSIGNMENT,
    Text("办理并答复", "Handle the matter and reply"),
    waits="承办单位未答复",
    permission=Permission.ASSIGNMENT_HANDLE,
    when=Assignment.state.in_(
        (AssignmentState.ACCEPTED, AssignmentState.IN_PROGRESS, AssignmentState.REWORKED)
    ),
    due=Assignment.due_on,
    at=Assignment.unit_id,
    by=("reply_assignment", "start_assignment", "draft_reply", "ask_extension"),
)
CONFIRM = Todo(
    "assignment.confirm",
    ASSIGNMENT,
    Text("确认答复或要求重办", "Confirm the reply or demand rework"),
    waits="答复未确认",
    permission=Permission.ASSIGNMENT_CONFIRM,
    when=Assignment.state == AssignmentState.REPLIED,
    by=("confirm_reply", "demand_rework"),
)
REASSIGN = Todo(
    "assignment.reassign",
    ASSIGNMENT,
    Text("另交其他单位办理", "Assign to another unit"),
    waits="交办被退回未重新交办",
    permission=Permission.ASSIGNMENT_CREATE,
    when=(Assignment.state == AssignmentState.RETURNED)
    & ~sa.exists()
    .where(
        _next.county == Assignment.county,
        _next.replaces_id == Assignment.id,
        _next.voided_at.is_(None),
    )
    .correlate(Assignment),
    due=Assignment.due_on,
    by=("reassign", "refuse_return"),
)
DECIDE_REPORT = Todo(
    "special_report.decide",
    SPECIAL_REPORT,
    Text("登记专报批复", "Record the decision on the report"),
    waits="专报未批复",
    permission=Permission.OUTCOME_ROUTE,
    when=SpecialReport.decided_on.is_(None),
    due=SpecialReport.due_on,
    by=("decide_special_report",),
)
SETTLE = Todo(
    "referral.settle",
    REFERRAL,
    Text("登记村(居)处理结果", "Record how the village settled it"),
    waits="村(居)未报处理结果",
    permission=Permission.OUTCOME_RECORD,
    when=VillageReferral.result.is_(None),
    by=("record_village_result",),
)
