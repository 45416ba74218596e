"""What a duty file tells of honours."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.publicity.models import Honour
from yishi_core.facilities.duty_files.source import DutySource, SectionCode, label
from yishi_core.facilities.metrics.years import new_year, year_end

HONOURS = DutySource(
    SectionCode.HONOURS,
    Honour,
    Honour.person_id,
    sa.func.coalesce(Honour.awarded_on, new_year(Honour.year)),
    Honour.title,
    label,
    also=(Honour.level, Honour.awarded_by),
    until=sa.func.coalesce(Honour.awarded_on, year_end(Honour.year)),
)
