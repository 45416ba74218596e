"""What is counted of outcomes and of what became of them (domain.md 2.9, 2.20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.outcomes.handling.rules import UNANSWERED
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Communication,
    ConversionKind,
    Evaluation,
    Feedback,
    Outcome,
    Reply,
    ResultClass,
    Satisfaction,
    SpecialReport,
)
from yishi_core.domain.procedures.metrics import of_case
from yishi_core.facilities.metrics.counter import AsOf, CountedFor, Counter
from yishi_core.facilities.metrics.metric import Counters, Metric, Rate
from yishi_core.facilities.metrics.overdue import late

UNREPLIED = (AssignmentState.ASSIGNED, *UNANSWERED)
"""States in which no answer of the unit stands."""

CONVERSION = "conversion_rate"
"""One rate with several wholes, of which one must always be stated: 73 converted of 77 small
consultations are 94.8 %, of all 88 consultations 83.0 % (domain.md 6, 1).
"""


def converted_by(day: date) -> sa.ColumnElement[bool]:
    """The condition that an outcome had been converted by a day."""
    return sa.and_(
        Outcome.converted.is_(True), Outcome.converted_on <= day, Outcome.voided_at.is_(None)
    )


def _case_of(row: Any) -> Any:
    """The case of the outcome that a row is about; a proposal has none."""
    return (
        sa.select(Outcome.case_id)
        .where(Outcome.county == row.county, Outcome.id == row.outcome_id)
        .scalar_subquery()
    )


_CASE_OF_ASSIGNMENT = _case_of(Assignment)

_HANDED: dict[str, Any] = {**of_case(_CASE_OF_ASSIGNMENT), "unit": Assignment.unit_id}


def _assignments(
    day: Any,
    *where: sa.ColumnElement[bool],
    became: AsOf | None = None,
    past_only: bool = False,
) -> Counters:
    """Assignments that the unit had not given back by the day that is asked about; with `became`
    only those of which it holds by then.
    """

    def by(day: date) -> tuple[sa.ColumnElement[bool], ...]:
        kept = sa.or_(Assignment.state != AssignmentState.RETURNED, Assignment.returned_on > day)
        return kept, *(became(day) if became else ())

    return (Counter(Assignment, day, past_only=past_only, **_HANDED, where=where, as_of=by),)


def _replies(*where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The condition that an assignment has such a reply."""
    return sa.exists().where(
        Reply.county == Assignment.county,
        Reply.assignment_id == Assignment.id,
        Reply.voided_at.is_(None),
        *where,
    )


def _answered(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that an answer stood by a day: after a rework the first one is none any more. An
    assignment that was closed without a reply needs none.
    """
    not_reworked = sa.or_(Assignment.reworked_on.is_(None), Assignment.reworked_on > day)
    reply = _replies(
        Reply.replied_on <= day, sa.or_(not_reworked, Reply.replied_on >= Assignment.reworked_on)
    )
    stands = sa.or_(Assignment.state.not_in(UNREPLIED), Assignment.reworked_on > day)
    return stands, sa.or_(reply, ~_replies())


def _met(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that people had met over it by a day; both ways of talking at one table count
    (domain.md 2.9, 面商率 [P]).
    """
    talked = Reply.communicated_by.in_((Communication.VISIT, Communication.MEETING))
    return (_replies(Reply.replied_on <= day, talked),)


def _last_replies(*where: sa.ColumnElement[bool]) -> Counters:
    """The last reply to each assignment: after a rework the first one is no answer any more."""
    other = aliased(Reply)
    later = sa.or_(
        other.replied_on > Reply.replied_on,
        sa.and_(other.replied_on == Reply.replied_on, other.id > Reply.id),
    )

    def last(day: date) -> tuple[sa.ColumnElement[bool], ...]:
        after = sa.exists().where(
            other.county == Reply.county,
            other.assignment_id == Reply.assignment_id,
            other.voided_at.is_(None),
            other.replied_on <= day,
            later,
        )
        return Reply.replied_on <= day, ~after

    return (
        Counter(
            Assignment,
            Reply.replied_on,
            **_HANDED,
            through=(Reply, Reply.assignment_id == Assignment.id),
            where=where,
            as_of=last,
        ),
    )


def _asked(*where: sa.ColumnElement[bool]) -> Counters:
    """Feedback that tells a satisfaction; of a station also that on matters which it took, of a unit
    that on what was assigned to it.
    """
    told: dict[str, Any] = {
        "distinct": Feedback.id,
        "where": (Feedback.satisfaction.is_not(None), *where),
    }
    assigned = sa.or_(
        Assignment.outcome_id == Feedback.outcome_id,
        Assignment.proposal_id == Feedback.proposal_id,
    )
    kept = sa.and_(assigned, Assignment.state != AssignmentState.RETURNED)
    return (
        Counter(Feedback, Feedback.on, **of_case(_case_of(Feedback)), **told),
        Counter(
            Feedback,
            Feedback.on,
            station=Intake.station_id,
            reach=(Intake, Feedback.intake_id == Intake.id),
            only=CountedFor.STATION,
            **told,
        ),
        Counter(
            Feedback,
            Feedback.on,
            unit=Assignment.unit_id,
            reach=(Assignment, kept),
            only=CountedFor.UNIT,
            **told,
        ),
    )


def _evaluations(value: Any = None) -> Counters:
    """Evaluations that gave a score."""
    return (
        Counter(
            Evaluation,
            Evaluation.on,
            **of_case(Evaluation.case_id),
            where=(Evaluation.score.is_not(None),),
            dims={"kind": Evaluation.kind},
            value=value,
        ),
    )


_LATE = sa.or_(
    Assignment.state.in_(UNREPLIED),
    ~_replies(
        Reply.replied_on <= Assignment.due_on,
        # after a rework only a reply to it is in time
        sa.or_(Assignment.reworked_on.is_(None), Reply.replied_on >= Assignment.reworked_on),
    ),
)
"""Of what is due already: without an answer now, or without one by its day."""

ASSIGNMENTS = Metric("assignments", *_assignments(Assignment.assigned_on))

CONVERTED = Metric(
    "converted",
    Counter(
        Outcome,
        Outcome.converted_on,
        **of_case(Outcome.case_id),
        where=(Outcome.converted.is_(True),),
        dims={"kind": Outcome.conversion_kind},
    ),
)

CONVERTED_CASES = Metric(
    "converted_cases",
    Counter(
        Outcome,
        Outcome.converted_on,
        **of_case(Outcome.case_id),
        where=(Outcome.converted.is_(True),),
        distinct=Outcome.case_id,
    ),
)

LATE_ASSIGNMENTS = late(
    Assignment,
    Assignment.due_on,
    Assignment.state.in_(UNREPLIED),
    case=_CASE_OF_ASSIGNMENT,
    unit=Assignment.unit_id,
)

LATE_SPECIAL_REPORTS = late(SpecialReport, SpecialReport.due_on, SpecialReport.decided_on.is_(None))

MAJOR_PROJECTS = Metric(
    "major_projects",
    Counter(
        Outcome,
        Outcome.converted_on,
        where=(Outcome.converted.is_(True), Outcome.is_major_project.is_(True)),
        **of_case(Outcome.case_id),
    ),
)

OUTCOMES = Metric("outcomes", Counter(Outcome, Outcome.formed_on, **of_case(Outcome.case_id)))

PROBLEMS_SOLVED = Metric(
    "problems_solved",
    Counter(
        Outcome,
        Outcome.converted_on,
        **of_case(Outcome.case_id),
        where=(
            Outcome.converted.is_(True),
            Outcome.conversion_kind == ConversionKind.PROBLEM_SOLVED,
        ),
    ),
)

CONVERSION_OF_OUTCOMES = Rate(
    CONVERSION,
    (
        Counter(
            Outcome,
            Outcome.formed_on,
            **of_case(Outcome.case_id),
            as_of=lambda day: (converted_by(day),),
        ),
    ),
    OUTCOMES,
    base="outcomes",
)

EVALUATION_SCORE = Rate(
    "evaluation_score", _evaluations(value=Evaluation.score), _evaluations(), percent=False
)

FACE_RATE = Rate(
    "face_rate",
    _assignments(Assignment.assigned_on, became=_met),
    _assignments(Assignment.assigned_on),
)

OVERDUE_RATE = Rate(
    "overdue_rate",
    _assignments(Assignment.due_on, _LATE, past_only=True),
    _assignments(Assignment.due_on, past_only=True),
)

REPLY_RATE = Rate(
    "reply_rate",
    _assignments(Assignment.due_on, became=_answered, past_only=True),
    _assignments(Assignment.due_on, past_only=True),
)

SATISFACTION_RATE = Rate(
    "satisfaction_rate",
    _asked(Feedback.satisfaction.in_((Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED))),
    _asked(),
)

SOLVE_RATE = Rate("solve_rate", _last_replies(Reply.result_class == ResultClass.A), _last_replies())
