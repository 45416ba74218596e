"""What the overview counts of consultations and those who came."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.consultations.models import Consultation, Participation
from yishi_core.domain.consultations.rules import HELD
from yishi_core.facilities.overview.figure import OverviewFigure, Period


def _held(p: Period) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Consultation.date >= p.from_on,
        Consultation.date <= p.to_on,
        Consultation.state.in_(HELD),
    )


CONSULTATIONS = OverviewFigure("consultations", Consultation, _held)
ATTEND_TIMES = OverviewFigure(
    "attend_times",
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
)
