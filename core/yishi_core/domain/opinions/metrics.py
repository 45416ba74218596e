"""What is counted of social-opinion reports and of the ledger (domain.md 2.20, 5.6)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.domain.opinions.ledger import LedgerReport
from yishi_core.domain.opinions.models import (
    Adoption,
    AdoptionMode,
    Endorsement,
    Opinion,
    OpinionLevel,
)
from yishi_core.domain.schedules.metrics import NIL_REPORTS
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Addend, Metric


def best(entity: type[Adoption] | type[Endorsement]) -> Any:
    """Of several adoptions of one opinion only the highest: by level, then alone, merged,
    forwarded; so of endorsements (domain.md 5.6).
    """
    other = aliased(entity)
    higher = sa.or_(
        _height(other) > _height(entity),
        sa.and_(_height(other) == _height(entity), other.id < entity.id),
    )
    same = (
        other.county == entity.county,
        other.opinion_id == entity.opinion_id,
        other.voided_at.is_(None),
    )
    return ~sa.exists().where(*same, higher)


def _height(row: Any) -> Any:
    levels = sa.case(
        {level.value: 10 * n for n, level in enumerate(OpinionLevel)},
        value=sa.cast(row.level, sa.Text),
    )
    if not hasattr(row, "mode"):
        return levels
    return levels - sa.case(
        {mode.value: n for n, mode in enumerate(AdoptionMode)}, value=sa.cast(row.mode, sa.Text)
    )


ADOPTIONS = Metric(
    "adoptions",
    Counter(
        Adoption,
        Adoption.on,
        person=Opinion.person_id,
        station=Opinion.station_id,
        case=Opinion.from_case_id,
        through=(Opinion, Adoption.opinion_id == Opinion.id),
        dims={"level": Adoption.level, "mode": Adoption.mode, "best": best(Adoption)},
    ),
)

ENDORSEMENTS = Metric(
    "endorsements",
    Counter(
        Endorsement,
        Endorsement.on,
        person=Opinion.person_id,
        station=Opinion.station_id,
        case=Opinion.from_case_id,
        through=(Opinion, Endorsement.opinion_id == Opinion.id),
        dims={"level": Endorsement.level, "best": best(Endorsement)},
    ),
)

LEDGER_REPORTS = Metric("ledger_reports", Counter(LedgerReport, LedgerReport.submitted_on))

NIL_LEDGER_REPORTS = Addend(
    NIL_REPORTS,
    Counter(LedgerReport, LedgerReport.submitted_on, where=(LedgerReport.is_nil.is_(True),)),
)

OPINIONS = Metric(
    "opinions",
    Counter(
        Opinion,
        Opinion.reported_on,
        person=Opinion.person_id,
        station=Opinion.station_id,
        case=Opinion.from_case_id,
    ),
)
