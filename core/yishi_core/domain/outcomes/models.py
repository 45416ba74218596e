"""Outcomes that someone should act on, and how they are handled: 交, 督, 复 (domain.md 2.9).

`route_class` says how an outcome is routed and `result_class` how far a handled item is solved: two
different things, never in one column.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Handed, Labelled, Shared, column, ref


class RouteClass(Labelled):
    A = "A", "A类:交承办单位办理"
    B = "B", "B类:报党委政府决策或村(居)两委处理"
    C = "C", "C类:宣传解释"


class ResultClass(Labelled):
    A = "A", "A类:已经解决或采纳"
    B = "B", "B类:正在解决或列入计划"
    C = "C", "C类:因条件限制暂不能解决、留作参考"
    D = "D", "D类:不可行或不采纳,已作解释"


class OutcomeState(Labelled):
    DRAFT = "draft", "待分类"
    ROUTED = "routed", "已分类"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "已答复"
    CLOSED = "closed", "已办结"


class ConversionKind(Labelled):
    POLICY = "policy", "写入决策"
    PROJECT = "project", "项目落地"
    PROBLEM_SOLVED = "problem_solved", "问题解决"
    RULE_CHANGED = "rule_changed", "制度完善"
    FUNDS_SECURED = "funds_secured", "争取资金"
    COMMITMENT = "commitment", "作出承诺"


class HandlingRole(Labelled):
    LEAD = "lead", "主办"
    ASSIST = "assist", "会办"
    SEPARATE = "separate", "分办"


class AssignmentState(Labelled):
    ASSIGNED = "assigned", "已交办"
    ACCEPTED = "accepted", "已签收"
    IN_PROGRESS = "in_progress", "办理中"
    REPLIED = "replied", "已答复"
    CONFIRMED = "confirmed", "已确认"
    REWORKED = "reworked", "重新办理"
    RETURNED = "returned", "已退回"
    CLOSED = "closed", "已办结"


class SupervisionMethod(Labelled):
    LEADER = "leader", "领导督办"
    SPECIAL_INSPECTION = "special_inspection", "专题视察"
    DEMOCRATIC_APPRAISAL = "democratic_appraisal", "民主评议"
    REMINDER = "reminder", "催办"
    LOOK_BACK = "look_back", "回头看"


class FeedbackDirection(Labelled):
    TO_AUTHORITY = "to_authority", "向党委政府反馈"
    TO_PROPOSER = "to_proposer", "向提出人反馈"


class Satisfaction(Labelled):
    SATISFIED = "satisfied", "满意"
    BASICALLY_SATISFIED = "basically_satisfied", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class Communication(Labelled):
    VISIT = "visit", "上门"
    PHONE = "phone", "电话"
    MEETING = "meeting", "会议"
    LETTER = "letter", "信函"


class EvaluationKind(Labelled):
    SATISFACTION = "satisfaction", "满意度"
    EFFECT = "effect", "成效"
    LOOK_BACK = "look_back", "回头看"


class Outcome(Shared, Entity):
    """An outcome of a consultation that someone should act on."""

    __label__ = "协商成果"
    __constraints__ = (
        sa.UniqueConstraint("county", "org_id", "no"),
        sa.Index(None, "county", "created_by"),
        sa.Index(None, "county", "formed_on"),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text("state <> 'closed' and voided_at is null"),
        ),
    )

    no: Mapped[str] = column("编号", "Number in the register of its office.", search="number")
    case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "协商事项", inverse="outcomes", bound=True
    )
    title: Mapped[str] = column("名称", "Title of the outcome.", search="title")
    text: Mapped[str] = column("内容", "What is to be done.", search="text")
    route_class: Mapped[RouteClass | None] = column("成果分类", "How it is routed: A, B or C.")
    state: Mapped[OutcomeState] = column(
        "状态", "draft → routed → handling → replied → closed.", default=OutcomeState.DRAFT
    )
    formed_on: Mapped[date] = column(
        "形成日期",
        "When the consultation produced it; figures count it by this day.",
        search="date",
    )
    deadline: Mapped[date | None] = column("办理期限", "Day by which it should be done.")
    report_by: Mapped[date | None] = column(
        "报送期限", "Day by which a class B outcome must be reported or referred to the village."
    )
    result_class: Mapped[ResultClass | None] = column(
        "办理结果", "Extent to which it is solved, by the unit's reply; not how it was routed."
    )
    is_major_project: Mapped[bool] = column(
        "重大项目", "Whether it is a major project.", default=False
    )
    converted: Mapped[bool] = column("已转化", "Whether it was put into practice.", default=False)
    converted_on: Mapped[date | None] = column("转化日期", "When it was put into practice.")
    conversion_kind: Mapped[ConversionKind | None] = column(
        "转化方式", "How it was put into practice."
    )
    conversion_note: Mapped[str | None] = column(
        "转化情况", "Result of the conversion.", search="text"
    )
    conversion_withdrawn_on: Mapped[date | None] = column(
        "撤销转化日期", "When the conversion was withdrawn."
    )
    conversion_withdrawn_reason: Mapped[str | None] = column(
        "撤销转化原因", "Why the conversion was withdrawn."
    )
    closed_on: Mapped[date | None] = column("办结日期", "When it was closed.")
    special_report_id: Mapped[uuid.UUID | None] = ref(
        "SpecialReport", "专报", inverse="outcomes", on_void="set_null"
    )

    def served(self) -> bool:
        return self.state is not OutcomeState.DRAFT or self.converted


class Assignment(Handed, Entity):
    """交: an outcome or a proposal that is assigned to a unit, which must act and reply.

    The unit sees this and the outcome, but never the intake or the topic.
    """

    __label__ = "交办"
    __constraints__ = (
        sa.Index(None, "county", "due_on"),
        sa.Index(None, "county", "created_by"),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text("state not in ('confirmed', 'closed') and voided_at is null"),
        ),
    )
    __handed__: ClassVar[frozenset[str]] = frozenset(
        {"state", "accepted_on", "returned_reason", "returned_note", "returned_on"}
    )

    outcome_id: Mapped[uuid.UUID | None] = ref(
        "Outcome",
        "协商成果",
        "Outcome that is assigned; null when it is a proposal.",
        inverse="assignments",
        bound=True,
    )
    proposal_id: Mapped[uuid.UUID | None] = ref(
        "Proposal",
        "提案",
        "Proposal that is assigned; null when it is an outcome.",
        inverse="assignments",
    )
    unit_id: Mapped[uuid.UUID] = ref("OrgUnit", "承办单位", inverse="assigned")
    handling_role: Mapped[HandlingRole] = column(
        "办理角色", "Lead, assist or separate.", default=HandlingRole.LEAD
    )
    brief: Mapped[str] = column(
        "交办事项", "What is to be done, with the names of residents masked.", search="text"
    )
    assigned_by: Mapped[str] = column(
        "交办单位",
        "Name of the assigning office as written on the sheet, since the unit may not see the "
        "office itself.",
    )
    assigned_on: Mapped[date] = column("交办日期", "When it was assigned.", search="date")
    due_on: Mapped[date] = column("办理期限", "Day by which to reply; overdue is computed from it.")
    due_working_days: Mapped[int | None] = column(
        "期限工作日数", "Number of working days, where the deadline was counted in them."
    )
    due_provisional: Mapped[bool] = column(
        "期限暂按周末推算",
        "Whether the year's holidays were unknown when the deadline was computed.",
        default=False,
    )
    check_on: Mapped[date | None] = column(
        "下次检查日期",
        "When the office next looks how far it is; null where the place checks at no interval.",
    )
    state: Mapped[AssignmentState] = column(
        "状态",
        "assigned → accepted → in_progress → replied → confirmed | reworked → closed; returned.",
    )
    accepted_on: Mapped[date | None] = column("签收日期", "When the unit accepted it.")
    returned_reason: Mapped[str | None] = column(
        "退回原因", "Why the unit returned it.", vocabulary="return_reason"
    )
    returned_note: Mapped[str | None] = column("退回说明", "Explanation of the unit.")
    returned_on: Mapped[date | None] = column("退回日期", "When it was returned.")
    return_refused_on: Mapped[date | None] = column(
        "不同意退回日期", "When the return was refused; the unit continues."
    )
    return_refused_note: Mapped[str | None] = column(
        "不同意退回理由", "Why the matter stays with the unit."
    )
    confirmed_on: Mapped[date | None] = column("确认日期", "When the reply was confirmed.")
    rework_count: Mapped[int] = column("重办次数", "Number of reworks, at most one.", default=0)
    reworked_on: Mapped[date | None] = column(
        "要求重办日期", "When the rework was demanded; its deadline counts from this day."
    )
    rework_note: Mapped[str | None] = column("重办要求", "What the reply lacked.")
    replaces_id: Mapped[uuid.UUID | None] = ref(
        "Assignment",
        "原交办",
        "Returned assignment that it replaces.",
        inverse="replaced_by",
        bound=True,
    )

    def served(self) -> bool:
        return self.state is not AssignmentState.ASSIGNED


class Supervision(Shared, Entity):
    """督: supervision that presses for the handling of an outcome or proposal."""

    __label__ = "督办"
    __constraints__ = (sa.Index(None, "county", "created_by"),)

    outcome_id: Mapped[uuid.UUID | None] = ref(
        "Outcome", "协商成果", inverse="supervisions", bound=True
    )
    proposal_id: Mapped[uuid.UUID | None] = ref("Proposal", "提案", inverse="supervisions")
    assignment_id: Mapped[uuid.UUID | None] = ref(
        "Assignment",
        "交办",
        "Assignment of the only unit that is supervised.",
        inverse="supervisions",
        bound=True,
    )
    on_spot_reply_id: Mapped[uuid.UUID | None] = ref(
        "OnSpotReply", "现场答复", inverse="supervisions"
    )
    activity_id: Mapped[uuid.UUID | None] = ref(
        "Activity", "视察、评议活动", "Activity in which members took part.", inverse="supervisions"
    )
    method: Mapped[SupervisionMethod] = column("督办方式", "Method of supervision.")
    by: Mapped[str] = column("督办人", "Name and post of the supervisor.")
    on: Mapped[date] = column("督办日期", "Day of the supervision.", search="date")
    finding: Mapped[str] = column("发现情况", "What was found.", search="text")
    demand: Mapped[str | None] = column("督办要求", "What is demanded.")
    new_due: Mapped[date | None] = column("新期限", "New deadline.")


class Reply(Shared, Entity):
    """复: the reply of a unit.

    It lies at the unit's own place, with the assigning office as its audience.
    """

    __label__ = "办理答复"

    assignment_id: Mapped[uuid.UUID] = ref("Assignment", "交办", inverse="replies", bound=True)
    text: Mapped[str] = column("答复内容", "Text of the reply.", search="text")
    result_class: Mapped[ResultClass] = column("办理结果", "Extent to which the matter is solved.")
    approved_by: Mapped[str | None] = column("签发人", "Person in the unit who approved it.")
    replied_on: Mapped[date] = column("答复日期", "When it was given.", search="date")
    communicated_by: Mapped[Communication | None] = column(
        "沟通方式", "How the unit communicated with those concerned."
    )
    unsigned_note: Mapped[str | None] = column(
        "未会签说明", "Why it lacks the signatures of some assisting units."
    )


class Feedback(Shared, Entity):
    """Feedback of a result to the authority or the proposer, with their satisfaction."""

    __label__ = "反馈"

    outcome_id: Mapped[uuid.UUID | None] = ref(
        "Outcome",
        "协商成果",
        "Outcome concerned; null when the matter was answered directly.",
        inverse="feedback",
        bound=True,
    )
    intake_id: Mapped[uuid.UUID | None] = ref("Intake", "来件", inverse="feedback")
    proposal_id: Mapped[uuid.UUID | None] = ref(
        "Proposal",
        "提案",
        "Proposal on whose reply the proposer gives an opinion.",
        inverse="feedback",
    )
    direction: Mapped[FeedbackDirection] = column(
        "方向", "Whether it goes to the authority or to the proposer."
    )
    to: Mapped[str] = column("对象", "Recipient of the feedback.")
    on: Mapped[date] = column("反馈日期", "When it was given.")
    satisfaction: Mapped[Satisfaction | None] = column("满意度", "Satisfaction of the proposer.")
    communicated_by: Mapped[Communication | None] = column(
        "沟通方式", "How an office learned of it; null for the proposer's own entry."
    )
    comment: Mapped[str | None] = column("意见", "Comment of the proposer.")


class Evaluation(Entity):
    """An evaluation of the effect of a case."""

    __label__ = "评估"

    case_id: Mapped[uuid.UUID] = ref(
        "ConsultationCase", "协商事项", inverse="evaluations", bound=True
    )
    kind: Mapped[EvaluationKind] = column("类型", "Satisfaction, effect or look-back.")
    score: Mapped[int | None] = column("得分", "Score from 0 to 100.")
    n: Mapped[int | None] = column("参评人数", "Number of people who were asked.")
    comment: Mapped[str] = column("评估意见", "Finding of the evaluation.", search="text")
    on: Mapped[date] = column("评估日期", "Day of the evaluation.", search="date")


class SpecialReport(Entity):
    """专报: a report of class B outcomes to party and government for decision."""

    __label__ = "专报"
    __constraints__ = (sa.Index(None, "county", "created_by"),)

    to_org_id: Mapped[uuid.UUID] = ref("OrgUnit", "报送单位")
    doc_no: Mapped[str | None] = column(
        "文号", "Document number, e.g. ××〔2025〕1号.", search="number"
    )
    text: Mapped[str] = column("内容", "Text of the report.", search="text")
    submitted_on: Mapped[date] = column("报送日期", "When it was submitted.", search="date")
    due_on: Mapped[date] = column("批复期限", "Day by which a decision is expected.")
    decision: Mapped[str | None] = column("批复意见", "What was decided.")
    decided_on: Mapped[date | None] = column("批复日期", "When it was decided.")

    def served(self) -> bool:
        return self.decided_on is not None


class VillageReferral(Entity):
    """The referral of a class B outcome that is a matter of village self-government."""

    __label__ = "交村(居)两委处理"

    outcome_id: Mapped[uuid.UUID] = ref(
        "Outcome", "协商成果", inverse="village_referrals", bound=True
    )
    village_committees_id: Mapped[uuid.UUID] = ref("OrgUnit", "村(居)两委")
    on: Mapped[date] = column("移交日期", "When it was referred.", search="date")
    result: Mapped[str | None] = column("处理结果", "Result at the village.", search="text")
    result_on: Mapped[date | None] = column("处理日期", "Day of the result.")

    def served(self) -> bool:
        return self.result_on is not None


class Explanation(Entity):
    """The public explanation of a class C outcome, which is re-checked each year."""

    __label__ = "宣传解释"

    outcome_id: Mapped[uuid.UUID] = ref("Outcome", "协商成果", inverse="explanations", bound=True)
    text: Mapped[str] = column("解释内容", "Text of the explanation.", search="text")
    by: Mapped[str] = column("解释人", "Person who explained it.")
    on: Mapped[date] = column("解释日期", "Day of the explanation.", search="date")
    place: Mapped[str] = column("地点", "Place of the explanation.")
    recheck_on: Mapped[date] = column("复查日期", "Day of the next re-check.")
    settled_on: Mapped[date | None] = column(
        "复查销号日期",
        "When a re-check found that it can be solved, which removes it from the list.",
    )
