"""What is counted of consultations: events held, who came, what was said (domain.md 2.20)."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

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
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.topics.models import ConsultationGrade, Topic
from yishi_core.facilities.metrics.counter import Counter, among
from yishi_core.facilities.metrics.metric import Metric, Rate

_HELD = Consultation.state.in_(HELD)

_ORIENTATION = (
    sa.select(Topic.orientation)
    .join(
        ConsultationCase,
        sa.and_(ConsultationCase.county == Topic.county, ConsultationCase.topic_id == Topic.id),
    )
    .where(
        ConsultationCase.county == Consultation.county,
        ConsultationCase.id == Consultation.case_id,
    )
    .scalar_subquery()
)
"""That of the topic of the event's case."""

_CONSULTATION = {
    "grade": Consultation.grade,
    "form": Consultation.form,
    "form_group": among(
        FormGroup,
        sa.case(
            {form: group.value for form, group in GROUP_OF_FORM.items()},
            value=sa.cast(Consultation.form, sa.Text),
        ),
    ),
    "micro_kind": Consultation.micro_kind,
    "joint": Consultation.joint,
    "orientation": _ORIENTATION,
}

MISSED = (Participation.present.is_(False), Participation.person_id.is_not(None))
"""Known persons who were expected and did not come."""

_AT_EVENT = (Consultation, Participation.consultation_id == Consultation.id)

_CONSULTATIONS = (
    Counter(
        Consultation,
        Consultation.date,
        station=Consultation.station_id,
        where=(_HELD,),
        dims=_CONSULTATION,
    ),
)


def _brought_about(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that an outcome of a case which the event treated was converted by a day."""
    link = sa.select(ConsultationLink.case_id).where(
        ConsultationLink.county == Consultation.county,
        ConsultationLink.consultation_id == Consultation.id,
        ConsultationLink.voided_at.is_(None),
    )
    treated = sa.or_(Outcome.case_id == Consultation.case_id, Outcome.case_id.in_(link))
    return (sa.exists().where(Outcome.county == Consultation.county, treated, converted_by(day)),)


def _events(base: str, *where: sa.ColumnElement[bool]) -> Rate:
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
    return Rate(CONVERSION, (part,), (whole,), base=base)


ABSENCES = Metric(
    "absences",
    Counter(
        Participation,
        Consultation.date,
        person=Participation.person_id,
        station=Consultation.station_id,
        through=_AT_EVENT,
        where=(*MISSED, _HELD),
        dims={"on_leave": Participation.on_leave},
    ),
)

ATTEND_TIMES = Metric(
    "attend_times",
    Counter(
        Participation,
        Consultation.date,
        person=Participation.person_id,
        station=Consultation.station_id,
        through=_AT_EVENT,
        where=(Participation.present.is_(True), _HELD),
        value=Participation.count,
        dims={"party_kind": Participation.party_kind, "grade": Consultation.grade},
    ),
)

CONSENSUS = Metric("consensus", Counter(Consensus, Consensus.agreed_on))

CONSULTATIONS = Metric("consultations", *_CONSULTATIONS)

CONSULTATIONS_TOTAL = Metric("consultations_total", *_CONSULTATIONS)

SERVED_TIMES = Metric(
    "served_times",
    Counter(
        Consultation,
        Consultation.date,
        station=Consultation.station_id,
        where=(_HELD,),
        value=Consultation.served_times,
    ),
)

SUGGESTIONS = Metric(
    "suggestions",
    Counter(
        Suggestion,
        Consultation.date,
        person=Suggestion.person_id,
        station=Consultation.station_id,
        where=(_HELD,),
        through=(Consultation, Suggestion.consultation_id == Consultation.id),
        dims={"origin": "consultation"},
    ),
)

CONVERSION_OF_EVENTS = _events("consultations_all")

CONVERSION_OF_SMALL_EVENTS = _events(
    "consultations_small_micro", Consultation.grade == ConsultationGrade.SMALL_MICRO
)
