"""Counting records for automatic items: how many of a metric each subject has in a year (domain.md 2.13, 2.20).

A metric is written as in the catalogue, with dimensions if need be: `activities{kind=visit}`; `+` adds several.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from yishi_core import clock
from yishi_core.activities.models import Activity, Deed, Dispute, Pledge
from yishi_core.consultations.models import Consultation, ConsultationState, Participation, Suggestion
from yishi_core.entity import Entity
from yishi_core.intake.models import Intake
from yishi_core.operation import OperationContext
from yishi_core.orgs.models import OrgUnit
from yishi_core.outcomes.models import Outcome
from yishi_core.publicity.models import Honour

HELD = (ConsultationState.HELD, ConsultationState.MINUTED, ConsultationState.CLOSED)
_METRIC = re.compile(r"^(?P<name>[a-z_]+)(?:\{(?P<dims>[a-z_]+=[a-z_]+(?:,[a-z_]+=[a-z_]+)*)\})?$")


@dataclass(frozen=True)
class Counted:
    """Rows of `entity` dated by `day`, counted per value of `subject`; `through` is a parent row on whose date they count."""

    entity: type[Entity]
    day: Any
    subject: Any
    where: tuple[sa.ColumnElement[bool], ...] = ()
    through: tuple[type[Entity], Any] | None = None
    dims: Mapping[str, Any] | None = None


_HELD = Consultation.state.in_(HELD)
_DEED = {"deed_kind": Deed.deed_kind}
_ACTIVITY = {"kind": Activity.kind, "micro_kind": Activity.micro_kind, "process_kind": Activity.process_kind}
_AT_EVENT = (Consultation, Participation.consultation_id == Consultation.id)
_AT_ACTIVITY = (Activity, Participation.activity_id == Activity.id)

PERSON: Mapping[str, tuple[Counted, ...]] = {
    "attend_times": (
        Counted(Participation, Consultation.date, Participation.person_id, (Participation.present.is_(True), _HELD), _AT_EVENT),
    ),
    "activities": (
        Counted(Participation, Activity.date, Participation.person_id, (Participation.present.is_(True),), _AT_ACTIVITY, _ACTIVITY),
    ),
    "suggestions": (
        Counted(
            Suggestion, Consultation.date, Suggestion.person_id, (_HELD,), (Consultation, Suggestion.consultation_id == Consultation.id)
        ),
        Counted(Suggestion, Activity.date, Suggestion.person_id, (), (Activity, Suggestion.activity_id == Activity.id)),
    ),
    "pledges_total": (Counted(Pledge, Pledge.made_on, Pledge.person_id),),
    "pledges_fulfilled": (Counted(Pledge, Pledge.fulfilled_on, Pledge.person_id),),
    "deeds": (Counted(Deed, Deed.date, Deed.person_id, dims=_DEED),),
    "disputes_settled": (Counted(Dispute, Dispute.settled_on, Dispute.mediated_by_id),),
    "honours": (Counted(Honour, sa.func.make_date(Honour.year, 1, 1), Honour.person_id),),
}
STATION: Mapping[str, tuple[Counted, ...]] = {
    "consultations": (Counted(Consultation, Consultation.date, Consultation.station_id, (_HELD,), dims={"grade": Consultation.grade}),),
    "activities": (Counted(Activity, Activity.date, Activity.station_id, dims=_ACTIVITY),),
    "intakes": (Counted(Intake, Intake.received_at, Intake.station_id),),
    "deeds": (Counted(Deed, Deed.date, Deed.station_id, dims=_DEED),),
    "disputes_settled": (Counted(Dispute, Dispute.settled_on, Dispute.station_id),),
    "honours": (Counted(Honour, sa.func.make_date(Honour.year, 1, 1), Honour.station_id),),
}
ORG: Mapping[str, tuple[Counted, ...]] = {
    "consultations": (Counted(Consultation, Consultation.date, OrgUnit.id, (_HELD,), dims={"grade": Consultation.grade}),),
    "activities": (Counted(Activity, Activity.date, OrgUnit.id, dims=_ACTIVITY),),
    "intakes": (Counted(Intake, Intake.received_at, OrgUnit.id),),
    "outcomes": (Counted(Outcome, Outcome.created_at, OrgUnit.id),),
    "converted": (Counted(Outcome, Outcome.converted_on, OrgUnit.id, (Outcome.converted.is_(True),)),),
    "deeds": (Counted(Deed, Deed.date, OrgUnit.id, dims=_DEED),),
    "disputes_settled": (Counted(Dispute, Dispute.settled_on, OrgUnit.id),),
    "honours": (Counted(Honour, sa.func.make_date(Honour.year, 1, 1), OrgUnit.id),),
}
BY_COLUMN = {"person_id": PERSON, "station_id": STATION, "judged_org_id": ORG}


def find(metric: str, column: str) -> list[tuple[Counted, dict[str, str]]] | None:
    """What a metric counts for subjects named by `column`, with the wanted dimensions; None when that is not known."""
    found: list[tuple[Counted, dict[str, str]]] = []
    for part in metric.split("+"):
        read = _METRIC.match(part.strip())
        counted = BY_COLUMN[column].get(read["name"]) if read else None
        if read is None or counted is None:
            return None
        dims = dict(pair.split("=") for pair in (read["dims"] or "").split(",") if pair)
        if any(set(dims) - set(c.dims or {}) for c in counted):
            return None
        found += [(c, dims) for c in counted]
    return found


async def count(context: OperationContext, metric: str, column: str, year: int) -> dict[UUID, int] | None:
    """Subject → number of records in the year; None for a metric that cannot be counted for such subjects."""
    parts = find(metric, column)
    if parts is None:
        return None
    sums: dict[UUID, int] = {}
    for counted, dims in parts:
        for subject, n in (await context.session.execute(_statement(context.county, counted, dims, year))).all():
            sums[subject] = sums.get(subject, 0) + n
    return sums


def _statement(county: int, counted: Counted, dims: Mapping[str, str], year: int) -> sa.Select[Any]:
    entity = counted.entity
    query = sa.select(counted.subject, sa.func.count()).select_from(entity)
    if counted.through:
        parent, on = counted.through
        query = query.join(parent, sa.and_(parent.county == entity.county, on)).where(parent.county == county, parent.voided_at.is_(None))
    if counted.subject is OrgUnit.id:
        # An org's figure is that of everything below it.
        query = query.join(OrgUnit, sa.and_(OrgUnit.county == entity.county, entity.org_path.bool_op("^@")(OrgUnit.org_path)))
        query = query.where(OrgUnit.county == county)
    query = query.where(entity.county == county, entity.voided_at.is_(None), counted.subject.is_not(None), *counted.where)
    query = query.where(*(counted.dims[name] == value for name, value in dims.items() if counted.dims))
    return query.where(*_within(counted.day, year)).group_by(counted.subject)


def _within(day: Any, year: int) -> tuple[sa.ColumnElement[bool], ...]:
    if isinstance(day.type, sa.DateTime):
        begin, end = (datetime.combine(date(y, 1, 1), time(), clock.CHINA) for y in (year, year + 1))
        return day >= begin, day < end
    return day >= date(year, 1, 1), day <= date(year + 1, 1, 1) - timedelta(days=1)
