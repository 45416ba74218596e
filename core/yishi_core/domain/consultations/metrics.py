"""What is counted of consultations: events held, who came, what was said (domain.md 2.20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.domain.consultations.models import (
    Consensus,
    Consultation,
    ConsultationLink,
    Participation,
    Suggestion,
)
from yishi_core.domain.consultations.rules import GROUP_OF_FORM, HELD, FormGroup
from yishi_core.domain.outcomes.metrics import CONVERSION, converted_by
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.metrics import of_case
from yishi_core.domain.procedures.models import ConsultationCase, WalkGroup
from yishi_core.domain.topics.models import ConsultationGrade, Topic
from yishi_core.facilities.metrics.counter import AsOf, CountedFor, Counter, Join, among
from yishi_core.facilities.metrics.metric import Counters, Metric, Rate

_HELD = Consultation.state.in_(HELD)

_CASE = aliased(ConsultationCase)

_ORIENTATION = (
    sa.select(Topic.orientation)
    .join(_CASE, sa.and_(_CASE.county == Topic.county, _CASE.topic_id == Topic.id))
    .where(_CASE.county == Consultation.county, _CASE.id == Consultation.case_id)
    .scalar_subquery()
)
"""That of the topic of the event's case."""

_CONSULTATION = {
    "grade": Consultation.grade,
    "form": Consultation.form,
    "form_group": among(
        FormGroup, sa.case(GROUP_OF_FORM, value=sa.cast(Consultation.form, sa.Text))
    ),
    "micro_kind": Consultation.micro_kind,
    "joint": Consultation.joint,
    "orientation": _ORIENTATION,
}

MISSED = (Participation.present.is_(False), Participation.person_id.is_not(None))
"""Known persons who were expected and did not come."""

_AT_EVENT = (Consultation, Participation.consultation_id == Consultation.id)

_LINK = (ConsultationLink, ConsultationLink.consultation_id == Consultation.id)

_OF_LINKED: dict[str, Any] = {
    "case": ConsultationLink.case_id,
    "reach": _LINK,
    "only": CountedFor.CASE,
}
"""An event that treats several cases is one event of each of them (domain.md 2.8)."""

_ATTENDED: dict[str, Any] = {
    "person": Participation.person_id,
    "reach": (
        Participation,
        sa.and_(Participation.consultation_id == Consultation.id, Participation.present.is_(True)),
    ),
    "only": CountedFor.PERSON,
}
"""A person's events are those to which the person came."""


def _events(*where: sa.ColumnElement[bool], as_of: AsOf | None = None, **dims: Any) -> Counters:
    """Events held."""
    held: dict[str, Any] = {"where": (_HELD, *where), "as_of": as_of, "dims": dims}
    return (
        Counter(
            Consultation,
            Consultation.date,
            station=Consultation.station_id,
            case=Consultation.case_id,
            **held,
        ),
        Counter(Consultation, Consultation.date, **_OF_LINKED, **held),
        Counter(Consultation, Consultation.date, **_ATTENDED, **held),
    )


def _at_events(
    entity: type[Participation] | type[Suggestion], through: Join, **counted: Any
) -> Counters:
    """What belongs to events, by their day: of a case also what belongs to those that treat it
    beside another one.
    """
    of_event = {"through": through, **counted}
    return (
        Counter(
            entity,
            Consultation.date,
            person=entity.person_id,
            station=Consultation.station_id,
            case=Consultation.case_id,
            **of_event,
        ),
        Counter(entity, Consultation.date, **_OF_LINKED, **of_event),
    )


_AGREED_IN = sa.func.coalesce(
    Consensus.case_id,
    sa.select(WalkGroup.case_id)
    .where(WalkGroup.county == Consensus.county, WalkGroup.id == Consensus.walk_group_id)
    .scalar_subquery(),
)
"""The case of a consensus, which a walk group may have reached for it."""


def _brought_about(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that an outcome of a case which the event treated was converted by a day."""
    link = aliased(ConsultationLink)
    # Two conditions: with one and an “or” within it, every event would look through all outcomes.
    of_its_case = sa.exists().where(
        Outcome.county == Consultation.county,
        Outcome.case_id == Consultation.case_id,
        converted_by(day),
    )
    of_another = sa.exists().where(
        link.county == Consultation.county,
        link.consultation_id == Consultation.id,
        link.voided_at.is_(None),
        Outcome.county == link.county,
        Outcome.case_id == link.case_id,
        converted_by(day),
    )
    return (sa.or_(of_its_case, of_another),)


def _converted(base: str, *where: sa.ColumnElement[bool]) -> Rate:
    """Events held of which at least one outcome was converted ÷ events held."""
    return Rate(CONVERSION, _events(*where, as_of=_brought_about), _events(*where), base=base)


ABSENCES = Metric(
    "absences",
    *_at_events(
        Participation,
        _AT_EVENT,
        where=(*MISSED, _HELD),
        dims={"on_leave": Participation.on_leave},
    ),
)

ATTEND_TIMES = Metric(
    "attend_times",
    *_at_events(
        Participation,
        _AT_EVENT,
        where=(Participation.present.is_(True), _HELD),
        value=Participation.count,
        dims={"party_kind": Participation.party_kind, "grade": Consultation.grade},
    ),
)

CONSENSUS = Metric("consensus", Counter(Consensus, Consensus.agreed_on, **of_case(_AGREED_IN)))

CONSULTATIONS = Metric("consultations", *_events(**_CONSULTATION))

CONSULTATIONS_TOTAL = Metric("consultations_total", *_events(**_CONSULTATION))

SERVED_TIMES = Metric(
    "served_times",
    Counter(
        Consultation,
        Consultation.date,
        station=Consultation.station_id,
        case=Consultation.case_id,
        where=(_HELD,),
        value=Consultation.served_times,
    ),
    Counter(
        Consultation,
        Consultation.date,
        **_OF_LINKED,
        where=(_HELD,),
        value=Consultation.served_times,
    ),
)

SUGGESTIONS = Metric(
    "suggestions",
    *_at_events(
        Suggestion,
        (Consultation, Suggestion.consultation_id == Consultation.id),
        where=(_HELD,),
        dims={"origin": "consultation"},
    ),
)

CONVERSION_OF_EVENTS = _converted("consultations_all")

CONVERSION_OF_SMALL_EVENTS = _converted(
    "consultations_small_micro", Consultation.grade == ConsultationGrade.SMALL_MICRO
)
