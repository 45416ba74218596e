"""The figures of the overview: each one statement, counted by the segment of the path below the
org.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from yishi_core import clock
from yishi_core.domain.activities.models import Pledge, PledgeState
from yishi_core.domain.consultations.models import Consultation, Participation
from yishi_core.domain.consultations.rules import HELD
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.outcomes.metrics import UNREPLIED
from yishi_core.domain.outcomes.models import Assignment, AssignmentState, Outcome
from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord, StepState
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import active_on
from yishi_core.domain.topics.models import Topic
from yishi_core.kernel.entity import Entity
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit

UNCONFIRMED = (*UNREPLIED, AssignmentState.REPLIED)


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included, and what day it is now."""

    from_on: date
    to_on: date
    today: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Begin (included) and end (excluded) in China time, for columns that hold a moment."""
        first = datetime.combine(self.from_on, time(), clock.CHINA)
        return first, datetime.combine(self.to_on + timedelta(days=1), time(), clock.CHINA)


@dataclass(frozen=True)
class Figure:
    """What is counted: rows of an entity that fit, or the sum of an expression over them."""

    entity: type[Entity]
    where: Callable[[Period], tuple[sa.ColumnElement[bool], ...]]
    value: Any = None
    join: tuple[type[Entity], sa.ColumnElement[bool]] | None = None


def _between(column: Any) -> Callable[[Period], tuple[sa.ColumnElement[bool], ...]]:
    return lambda p: (column >= p.from_on, column <= p.to_on)


def _held(p: Period) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Consultation.date >= p.from_on,
        Consultation.date <= p.to_on,
        Consultation.state.in_(HELD),
    )


FIGURES: Mapping[str, Figure] = {
    "stations": Figure(Station, lambda p: active_on(p.to_on)),
    "intakes": Figure(
        Intake, lambda p: (Intake.received_at >= p.moments[0], Intake.received_at < p.moments[1])
    ),
    "intakes_waiting": Figure(Intake, lambda p: (Intake.state == IntakeState.RECEIVED,)),
    "intakes_overdue": Figure(
        Intake, lambda p: (Intake.state == IntakeState.RECEIVED, Intake.decide_by < p.today)
    ),
    "topics": Figure(Topic, _between(Topic.approved_on)),
    "cases_running": Figure(
        ConsultationCase, lambda p: (ConsultationCase.state == CaseState.RUNNING,)
    ),
    "steps_overdue": Figure(
        StepRecord, lambda p: (StepRecord.state == StepState.ACTIVE, StepRecord.due_on < p.today)
    ),
    "consultations": Figure(Consultation, _held),
    "attend_times": Figure(
        Participation,
        lambda p: (Participation.present.is_(True), Consultation.voided_at.is_(None), *_held(p)),
        value=Participation.count,
        join=(
            Consultation,
            sa.and_(
                Consultation.county == Participation.county,
                Consultation.id == Participation.consultation_id,
            ),
        ),
    ),
    "outcomes": Figure(Outcome, _between(Outcome.formed_on)),
    "converted": Figure(Outcome, _between(Outcome.converted_on)),
    "assignments_open": Figure(Assignment, lambda p: (Assignment.state.in_(UNCONFIRMED),)),
    "assignments_overdue": Figure(
        Assignment, lambda p: (Assignment.state.in_(UNREPLIED), Assignment.due_on < p.today)
    ),
    "pledges_open": Figure(Pledge, lambda p: (Pledge.state == PledgeState.OPEN,)),
}


async def count(
    context: OperationContext, figure: Figure, org: OrgUnit, period: Period
) -> dict[str, int]:
    """A figure by the segment below `org`; its own rows stand under the empty segment. Voided rows
    never count.
    """
    entity = figure.entity
    depth = org.org_path.count("/") + 1
    segment = sa.func.split_part(entity.org_path, "/", depth)
    value = (
        sa.func.count() if figure.value is None else sa.func.coalesce(sa.func.sum(figure.value), 0)
    )
    query = (
        sa.select(segment, value)
        .select_from(entity)
        .where(
            entity.county == org.county,
            entity.org_path.bool_op("^@")(org.org_path),
            entity.voided_at.is_(None),
            *figure.where(period),
        )
        .group_by(segment)
    )
    if figure.join is not None:
        other, on = figure.join
        query = query.join(other, sa.and_(on, other.county == org.county))
    return {name: int(number) for name, number in await context.session.execute(query)}
