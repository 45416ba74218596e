"""Money for the work (domain.md 2.14)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, column, ref


class Stipend(Entity):
    """What a convener is paid for a period."""

    __label__ = "召集人补助"

    person_id: Mapped[uuid.UUID] = ref("Person", "召集人", inverse="stipends")
    station_id: Mapped[uuid.UUID] = ref("Station", "站点", inverse="stipends")
    amount: Mapped[int] = column("金额(分)", "Amount in cents.")
    period_from: Mapped[date] = column("起始日期", "First day of the period.")
    period_to: Mapped[date] = column("截止日期", "Last day of the period.")
    paid_on: Mapped[date | None] = column("发放日期", "When it was paid.")
    note: Mapped[str | None] = column("备注", "Remarks.")
