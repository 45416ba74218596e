"""That a clock has run for a day: whoever comes second finds it done."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import TenantRow, column


class DailyRun(TenantRow):
    """One clock of one county on one day, written in the transaction of what it did."""

    __constraints__ = (sa.UniqueConstraint("county", "code", "day"),)

    code: Mapped[str] = column("任务", "The clock.")
    day: Mapped[date] = column("日期", "The day for which it ran.")
    at: Mapped[datetime] = column("时间", "When.")
