"""What is counted of checks against standards (domain.md 2.20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.domain.standards.models import StandardCheck, StandardChecklist
from yishi_core.domain.stations.models import Station
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric, Rate


def _last_check(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The last check of a station or org against any version of a standard, up to a day."""
    later, its = aliased(StandardCheck), aliased(StandardChecklist)
    same = (
        later.county == StandardCheck.county,
        later.org_id == StandardCheck.org_id,
        later.voided_at.is_(None),
        later.checked_on <= day,
    )
    of = (
        later.station_id.is_not_distinct_from(StandardCheck.station_id),
        its.county == later.county,
        its.id == later.checklist_id,
        its.code == StandardChecklist.code,
    )
    after = sa.or_(
        later.checked_on > StandardCheck.checked_on,
        sa.and_(later.checked_on == StandardCheck.checked_on, later.id > StandardCheck.id),
    )
    return StandardCheck.checked_on <= day, ~sa.exists().where(*same, *of, after)


def _checks(*where: sa.ColumnElement[bool], value: Any = None) -> tuple[Counter, ...]:
    level = (
        sa.select(Station.level)
        .where(Station.county == StandardCheck.county, Station.id == StandardCheck.station_id)
        .scalar_subquery()
    )
    return (
        Counter(
            StandardCheck,
            None,
            as_of=_last_check,
            station=StandardCheck.station_id,
            where=where,
            value=value,
            through=(StandardChecklist, StandardCheck.checklist_id == StandardChecklist.id),
            dims={"list": StandardChecklist.code, "level": level},
        ),
    )


STANDARD_PASSED = Metric("standard_passed", *_checks(StandardCheck.passed == StandardCheck.total))

_CHECKED = _checks()
"""The last check of each station and org."""

_CHECK_SCORES = _checks(value=sa.cast(StandardCheck.passed, sa.Numeric) * 100 / StandardCheck.total)
"""Share of passed items of each, in percent."""

STANDARD_SCORE = Rate("standard_score", _CHECK_SCORES, _CHECKED, percent=False)
