"""Shares and means of the catalogue: what is counted above and below the line (domain.md 2.9
“Rates”, 2.20).

Above the line stand only such records as stand below it, so that no share is more than the whole.
Where nothing stands below the line there is no rate: neither 0 % nor 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.domain.consultations.models import Consultation, ConsultationLink
from yishi_core.domain.consultations.rules import HELD
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Communication,
    Feedback,
    Outcome,
    Reply,
    ResultClass,
    Satisfaction,
)
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.views.metrics.catalogue import CATALOGUE
from yishi_core.views.metrics.overdue import UNANSWERED
from yishi_core.views.metrics.standing import ASSIGNED_MEMBERS, CHECK_SCORES, CHECKED, REACHED

Counters = tuple[Counter, ...]


@dataclass(frozen=True)
class Rate:
    """`part` ÷ `whole`, each of one or more counters with the same dimensions."""

    part: Counters
    whole: Counters
    percent: bool = True
    """A share in percent; else a mean."""


def _converted(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        Outcome.converted.is_(True), Outcome.converted_on <= day, Outcome.voided_at.is_(None)
    )


def _brought_about(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """An outcome of a case that the event treated was converted by a day."""
    link = sa.select(ConsultationLink.case_id).where(
        ConsultationLink.county == Consultation.county,
        ConsultationLink.consultation_id == Consultation.id,
        ConsultationLink.voided_at.is_(None),
    )
    treated = sa.or_(Outcome.case_id == Consultation.case_id, Outcome.case_id.in_(link))
    return (sa.exists().where(Outcome.county == Consultation.county, treated, _converted(day)),)


def _events(*where: sa.ColumnElement[bool]) -> Rate:
    """Events held of which at least one outcome was converted ÷ events held."""
    held = (Consultation.state.in_(HELD), *where)
    whole = Counter(Consultation, Consultation.date, station=Consultation.station_id, where=held)
    part = Counter(
        Consultation,
        Consultation.date,
        station=Consultation.station_id,
        where=held,
        as_of=_brought_about,
    )
    return Rate((part,), (whole,))


def _assignments(day: Any, *where: sa.ColumnElement[bool], past_only: bool = False) -> Counters:
    """Assignments that the unit did not give back."""
    return (
        Counter(
            Assignment,
            day,
            past_only=past_only,
            where=(Assignment.state != AssignmentState.RETURNED, *where),
        ),
    )


def _last_replies(*where: sa.ColumnElement[bool]) -> Counters:
    """The last reply to each assignment: after a rework the first one is no answer any more."""
    other = aliased(Reply)
    later = sa.or_(
        other.replied_on > Reply.replied_on,
        sa.and_(other.replied_on == Reply.replied_on, other.id > Reply.id),
    )
    last = ~sa.exists().where(
        other.county == Reply.county,
        other.assignment_id == Reply.assignment_id,
        other.voided_at.is_(None),
        later,
    )
    return (
        Counter(
            Assignment,
            Reply.replied_on,
            through=(Reply, Reply.assignment_id == Assignment.id),
            where=(last, *where),
        ),
    )


def _asked(*where: sa.ColumnElement[bool]) -> Counters:
    return (Counter(Feedback, Feedback.on, where=(Feedback.satisfaction.is_not(None), *where)),)


# Nothing of the reply is known until it stands in the records; both ways of talking at one table
# count (domain.md 2.9, 面商率 [P]).
_FACE = sa.exists().where(
    Reply.county == Assignment.county,
    Reply.assignment_id == Assignment.id,
    Reply.voided_at.is_(None),
    Reply.communicated_by.in_((Communication.VISIT, Communication.MEETING)),
)

RATES: Mapping[str, Rate] = {
    "avg_members_per_station": Rate(ASSIGNED_MEMBERS, CATALOGUE["stations"], percent=False),
    "coverage": Rate(REACHED, CATALOGUE["regions"]),
    "face_rate": Rate(
        _assignments(Assignment.assigned_on, _FACE), _assignments(Assignment.assigned_on)
    ),
    "filing_rate": Rate(CATALOGUE["filed"], CATALOGUE["proposals_reviewed"]),
    "key_finished_rate": Rate(CATALOGUE["key_finished"], CATALOGUE["key_proposals"]),
    "reply_rate": Rate(
        _assignments(Assignment.due_on, Assignment.state.not_in(UNANSWERED), past_only=True),
        _assignments(Assignment.due_on, past_only=True),
    ),
    "satisfaction_rate": Rate(
        _asked(
            Feedback.satisfaction.in_((Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED))
        ),
        _asked(),
    ),
    "solve_rate": Rate(_last_replies(Reply.result_class == ResultClass.A), _last_replies()),
    "standard_score": Rate(CHECK_SCORES, CHECKED, percent=False),
}

CONVERSION_RATE: Mapping[str, Rate] = {
    "consultations_all": _events(),
    "consultations_small_micro": _events(Consultation.grade == ConsultationGrade.SMALL_MICRO),
    "outcomes": Rate(
        (
            Counter(
                Outcome,
                Outcome.formed_on,
                case=Outcome.case_id,
                as_of=lambda day: (_converted(day),),
            ),
        ),
        CATALOGUE["outcomes"],
    ),
}
"""By its base, which must always be stated: 73 converted of 77 small ones are 94.8 %, of all 88
events 83.0 % (domain.md 6, 1).
"""
