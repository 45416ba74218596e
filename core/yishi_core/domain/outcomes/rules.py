"""Rules of outcomes: routing, conversion, closing (domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    EvaluationKind,
    Feedback,
    FeedbackDirection,
    Outcome,
    OutcomeState,
    Reply,
    RouteClass,
    Satisfaction,
    SpecialReport,
    VillageReferral,
)
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.errors import Hint, Rule
from yishi_core.kernel.access import Permission, Principal, PrincipalKind, holds
from yishi_core.kernel.operation.rules import require, require_field, require_state
from yishi_core.kernel.refusals import CommonRule, KernelRule


class OutcomeRule(Rule):
    """Why an operation on outcomes is refused."""

    ANSWERED = "answered", "承办单位已回应该督办,不能更正。", "A unit has answered it."
    ASKED_ALREADY = (
        "asked_already",
        "已有延期申请待答复。",
        "A request waits for its answer already.",
    )
    ASKED_TOO_LATE = (
        "asked_too_late",
        "办理期限为{due_on},延期须在到期前申请。",
        "It was due on {due_on}: ask before.",
    )
    CONVERTED = "converted", "该成果已认定转化。", "The outcome is converted already."
    COUNTY_CONVERTS = (
        "county_converts",
        "本县成果转化一律由县级认定,可申请认定。",
        "Here the county alone decides on conversion: propose it.",
    )
    DECIDED = (
        "decided",
        "该专报已批复,只能更正批复内容。",
        "It is decided: only the decision is put right.",
    )
    DECIDED_ALREADY = "decided_already", "该专报已登记批复。", "The decision is recorded already."
    DUE_DAY_STAYS = (
        KernelRule.STATE,
        "该交办已答复或已退回,不能调整期限。",
        "It is answered or returned: its due day stays.",
    )
    FEEDBACK_MISSING = (
        "feedback_missing",
        "办结前须登记“{direction.label}”。",
        "Record the feedback “{direction.value}” before closing.",
    )
    INTAKE_NOT_ANSWERED = (
        CommonRule.NOT_ANSWERED,
        "该来件尚未答复,答复后即可评价。",
        "The matter has not been answered yet: rate it afterwards.",
    )
    NONE_ASKED = (
        "none_asked",
        "该交办没有待答复的延期申请。",
        "No request for an extension waits for an answer.",
    )
    NONE_PROPOSED = (
        "none_proposed",
        "该成果没有待认定的转化申请。",
        "No proposal waits for a decision.",
    )
    NOT_ASSIGNED = "not_assigned", "该成果尚未交办。", "The outcome has not been assigned."
    NOT_CONFIRMED = (
        CommonRule.NOT_CONFIRMED,
        "还有{count}件交办未确认办结。",
        "{count} assignments are not confirmed yet.",
    )
    NOT_CONVERTED = "not_converted", "该成果未认定转化,无需撤销。", "The outcome is not converted."
    NOT_EXPLAINED = "not_explained", "请先登记宣传解释。", "Record the explanation first."
    NOT_HANDLING = (
        "not_handling",
        "本单位未承办该事项,不需回应。",
        "Your unit has no part in the matter.",
    )
    NOT_PASSED_ON = (
        "not_decided",
        "该成果尚未报送专报或交村(居)两委处理。",
        "It has neither been reported nor referred to a village.",
    )
    NOT_PROPOSER = (
        "not_proposer",
        "只有议题或来件的提出人可以评价。",
        "Only the proposer of the topic, or the sender of its matter, may rate it.",
    )
    NOT_ROUTED = KernelRule.STATE, "请先对成果分类。", "Route the outcome first."
    OUTCOME_NOT_ANSWERED = (
        CommonRule.NOT_ANSWERED,
        "该成果尚未答复,答复后即可评价。",
        "The outcome has not been answered yet.",
    )
    OWN_HANDLING = (
        "own_handling",
        "承办单位不能认定自己承办的成果已转化。",
        "A handling unit cannot call its own work converted.",
    )
    PROPOSED_ALREADY = (
        "proposed_already",
        "已有转化认定申请待认定。",
        "A proposal waits for its decision already.",
    )
    PROPOSER_NOT_TOLD = (
        "feedback_missing",
        "答复、批复或处理结果还没有向提出人反馈,请登记后再办结。",
        "The proposer has not been told of this result: record that feedback first.",
    )
    RATED_ALREADY = "rated_already", "您已评价过,感谢参与。", "You have rated the answer already."
    RECHECKED_ALREADY = (
        CommonRule.SETTLED_ALREADY,
        "该事项已复查销号。",
        "It has left the list already.",
    )
    RECLASSIFIED = (
        "route_class",
        "该成果已改为其他分类,无需复查。",
        "The outcome is of another class now.",
    )
    REFERRAL_NOT_DECIDED = (
        "not_decided",
        "村(居)两委尚未反馈处理结果。",
        "The village committees have not told the result.",
    )
    REFERRED_ALREADY = (
        "referred_already",
        "该成果已交“{village}”处理。",
        "It is with “{village}” already.",
    )
    REPORTED_ALREADY = (
        CommonRule.REPORTED_ALREADY,
        "“{outcome}”已报送专报。",
        "“{outcome}” is reported already.",
    )
    REPORT_NOT_DECIDED = "not_decided", "专报尚未批复。", "The special report has not been decided."
    RESULT_RECORDED = (
        CommonRule.SETTLED_ALREADY,
        "处理结果已登记。",
        "The result is recorded already.",
    )
    ROUTE_CLASS = (
        "route_class",
        "只有“{wanted.label}”的成果可以这样办理。",
        "Only an outcome of class {wanted.value} goes this way.",
    )
    TOWNSHIP_CONVERTS_SMALL = (
        "county_converts",
        "乡镇只能认定小微协商的成果。",
        "A township decides only on outcomes of small consultations.",
    )


class OutcomeHint(Hint):
    """What an operation on outcomes points out."""

    REWORK = (
        "rework",
        "提出人不满意,可要求承办单位重新办理一次。",
        "The proposer is not satisfied: rework may be demanded once.",
    )
    REWORK_OR_CONSULT = (
        "rework",
        "提出人对答复不满意,可先要求承办单位重新办理一次,或再协商。",
        "The proposer is not satisfied: rework may be demanded once, or the matter be "
        "consulted again.",
    )


SHORTEST_EVIDENCE = 10
"""Fewest characters of a note that replaces a document as evidence."""
FORMED = ("成果形成日期", "the day on which the outcome came about")
"""The name of the day before which nothing can have been done about an outcome."""
MOST_REWORKS = 1
DONE = frozenset({AssignmentState.CONFIRMED, AssignmentState.CLOSED})


def require_class(outcome: Outcome, wanted: RouteClass) -> None:
    """Require that the route taken is that of the outcome's class."""
    require(outcome.route_class is wanted, OutcomeRule.ROUTE_CLASS, wanted=wanted)


def require_evidence(note: str, attachments: int) -> None:
    """Require evidence of a conversion: a file, or a note of sufficient length."""
    require_field(
        attachments > 0 or len(note) >= SHORTEST_EVIDENCE,
        "conversion_note",
        f"请附上佐证材料,或用不少于{SHORTEST_EVIDENCE}个字说明转化情况。",
        f"Attach a proof, or tell in at least {SHORTEST_EVIDENCE} characters what came of it.",
    )


def require_may_convert(
    principal: Principal,
    outcome: Outcome,
    assignments: Collection[Assignment],
    grade: ConsultationGrade | None,
    *,
    township_may: bool,
) -> None:
    """Require that the caller may convert the outcome.

    The county converts; a township only for small consultations and when the county allows it. A
    unit that handles the outcome never does, whatever other role its clerk has (domain.md 2.9,
    lessons.md 1.12).
    """
    handles = principal.kind is PrincipalKind.ACCOUNT and any(
        holds(principal, Permission.ASSIGNMENT_HANDLE, a) for a in assignments
    )
    require(not handles, OutcomeRule.OWN_HANDLING)
    if holds(principal, Permission.OUTCOME_CONVERT, outcome):
        return
    require(township_may, OutcomeRule.COUNTY_CONVERTS)
    require(grade is ConsultationGrade.SMALL_MICRO, OutcomeRule.TOWNSHIP_CONVERTS_SMALL)


def require_told_both_ways(feedback: Collection[Feedback]) -> None:
    """Require that party and government and the proposer were told before an outcome is closed."""
    for direction in FeedbackDirection:
        require(
            any(f.direction is direction for f in feedback),
            OutcomeRule.FEEDBACK_MISSING,
            direction=direction,
        )


def require_result_told(
    feedback: Sequence[Feedback], result_on: date | None, reply: Reply | None
) -> Sequence[Feedback]:
    """Require that the proposer was told of this result; returns the feedback that told it.

    Opinions go up, *results* come back (domain.md 1.4). The reply after rework must be told anew.
    Of entries of the same day only the order of entry tells which came first; ids sort by time.
    """
    told = [
        f
        for f in feedback
        if f.direction is FeedbackDirection.TO_PROPOSER
        and (result_on is None or f.on >= result_on)
        and (reply is None or f.id > reply.id)
    ]
    require(told, OutcomeRule.PROPOSER_NOT_TOLD)
    return told


def ends_unsatisfied(told: Sequence[Feedback], assignments: Collection[Assignment]) -> bool:
    """Whether the last rating of a reply is “unsatisfied” and rework is still possible.

    Rework happens once (domain.md 2.9 [P]).
    """
    words = [f for f in told if f.satisfaction is not None]
    unsatisfied = bool(words) and words[-1].satisfaction is Satisfaction.UNSATISFIED
    return unsatisfied and all(
        a.rework_count < MOST_REWORKS
        for a in assignments
        if a.state is not AssignmentState.RETURNED
    )


def require_handled(assignments: Sequence[Assignment]) -> None:
    """Require of class A that it was assigned and every reply was confirmed."""
    kept = [a for a in assignments if a.state is not AssignmentState.RETURNED]
    require(kept, OutcomeRule.NOT_ASSIGNED)
    waiting = [a for a in kept if a.state not in DONE]
    require(not waiting, OutcomeRule.NOT_CONFIRMED, count=len(waiting))


def require_decided(report: SpecialReport | None, referrals: Sequence[VillageReferral]) -> None:
    """Require of class B that party and government decided or the village settled it."""
    require(report or referrals, OutcomeRule.NOT_PASSED_ON)
    require(not report or report.decided_on, OutcomeRule.REPORT_NOT_DECIDED)
    require(is_decided(report, referrals), OutcomeRule.REFERRAL_NOT_DECIDED)


def is_decided(report: SpecialReport | None, referrals: Sequence[VillageReferral]) -> bool:
    """Whether everything of a class B outcome is done.

    Party and government have decided, and every village has settled, what they were given.
    """
    return (report is None or report.decided_on is not None) and all(r.result_on for r in referrals)


def require_score(kind: EvaluationKind, score: int | None, n: int | None) -> None:
    """Require the figures of a satisfaction evaluation."""
    complete = kind is not EvaluationKind.SATISFACTION or (score is not None and n is not None)
    require_field(
        complete,
        "score",
        "满意度评估须填写得分和参评人数。",
        "Satisfaction needs a score and how many were asked.",
    )


def require_open(outcome: Outcome) -> None:
    """Require that an outcome is routed and not closed."""
    require_state(
        outcome, (OutcomeState.ROUTED, OutcomeState.HANDLING, OutcomeState.REPLIED), "outcome"
    )
