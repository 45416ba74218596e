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
from yishi_core.kernel.access import Permission, Principal, PrincipalKind, holds
from yishi_core.kernel.operation.rules import require, require_field, require_state

SHORTEST_EVIDENCE = 10
"""Fewest characters of a note that replaces a document as evidence."""
FORMED = ("成果形成日期", "the day on which the outcome came about")
"""The name of the day before which nothing can have been done about an outcome."""
MOST_REWORKS = 1
DONE = frozenset({AssignmentState.CONFIRMED, AssignmentState.CLOSED})


def require_class(outcome: Outcome, wanted: RouteClass) -> None:
    """Require that the route taken is that of the outcome's class."""
    require(
        outcome.route_class is wanted,
        "route_class",
        f"只有“{wanted.label}”的成果可以这样办理。",
        f"Only an outcome of class {wanted.value} goes this way.",
    )


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
    require(
        not handles,
        "own_handling",
        "承办单位不能认定自己承办的成果已转化。",
        "A handling unit cannot call its own work converted.",
    )
    if holds(principal, Permission.OUTCOME_CONVERT, outcome):
        return
    require(
        township_may,
        "county_converts",
        "本县成果转化一律由县级认定,可申请认定。",
        "Here the county alone decides on conversion: propose it.",
    )
    require(
        grade is ConsultationGrade.SMALL_MICRO,
        "county_converts",
        "乡镇只能认定小微协商的成果。",
        "A township decides only on outcomes of small consultations.",
    )


def require_told_both_ways(feedback: Collection[Feedback]) -> None:
    """Require that party and government and the proposer were told before an outcome is closed."""
    for direction in FeedbackDirection:
        require(
            any(f.direction is direction for f in feedback),
            "feedback_missing",
            f"办结前须登记“{direction.label}”。",
            f"Record the feedback “{direction.value}” before closing.",
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
    require(
        told,
        "feedback_missing",
        "答复、批复或处理结果还没有向提出人反馈,请登记后再办结。",
        "The proposer has not been told of this result: record that feedback first.",
    )
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
    require(kept, "not_assigned", "该成果尚未交办。", "The outcome has not been assigned.")
    waiting = [a for a in kept if a.state not in DONE]
    require(
        not waiting,
        "not_confirmed",
        f"还有{len(waiting)}件交办未确认办结。",
        f"{len(waiting)} assignments are not confirmed yet.",
    )


def require_decided(report: SpecialReport | None, referrals: Sequence[VillageReferral]) -> None:
    """Require of class B that party and government decided or the village settled it."""
    require(
        report or referrals,
        "not_decided",
        "该成果尚未报送专报或交村(居)两委处理。",
        "It has neither been reported nor referred to a village.",
    )
    require(
        not report or report.decided_on,
        "not_decided",
        "专报尚未批复。",
        "The special report has not been decided.",
    )
    require(
        is_decided(report, referrals),
        "not_decided",
        "村(居)两委尚未反馈处理结果。",
        "The village committees have not told the result.",
    )


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
