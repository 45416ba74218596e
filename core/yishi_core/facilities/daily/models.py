"""Records of the daily jobs that have run, so that none runs twice for a day."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import TenantRow, column


class DailyRun(TenantRow):
    """A daily job of a county that has run for a day.

    It is written in the transaction of the job's own work.
    """

    __constraints__ = (sa.UniqueConstraint("county", "code", "day"),)

    code: Mapped[str] = column("任务", "Code of the daily job.")
    day: Mapped[date] = column("日期", "The day for which it ran.")
    at: Mapped[datetime] = column("时间", "When it ran.")
