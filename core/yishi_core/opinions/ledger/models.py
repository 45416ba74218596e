"""The monthly report of the opinion ledger, also a nil one (domain.md 2.10, 3.12)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Labelled, column, ref, unique_while_valid


class LedgerReportState(Labelled):
    SUBMITTED = "submitted", "已报送"
    RECEIVED = "received", "已接收"
    RETURNED = "returned", "已退回"


class LedgerEntity(Labelled):
    """Which register a report tells of; the opinions' is the one that is reported (domain.md 2.10 [S3])."""

    OPINION = "opinion", "社情民意信息"


class LedgerReport(Entity):
    """What one office reports of one month; a month without opinions is reported too."""

    __label__ = "台账月报"
    __constraints__ = (unique_while_valid("uq_ledger_report_period", "org_id", "entity", "period"),)

    period: Mapped[date] = column("月份", "First day of the month.")
    entity: Mapped[LedgerEntity] = column("台账类别", "Which register is reported.", default=LedgerEntity.OPINION)
    is_nil: Mapped[bool] = column("零报告", "Nothing was collected in the month.", default=False)
    state: Mapped[LedgerReportState] = column("状态", "submitted → received | returned → submitted.")
    submitted_on: Mapped[date] = column("报送日期", "When.")
    received_on: Mapped[date | None] = column("接收日期", "When the level above received it.")
    returned_note: Mapped[str | None] = column("退回说明", "What is to be put right.")


class LedgerItem(Entity):
    """A line of a monthly report: the opinion as it was reported."""

    __label__ = "台账月报明细"

    report_id: Mapped[uuid.UUID] = ref("LedgerReport", "台账月报", inverse="items")
    opinion_id: Mapped[uuid.UUID] = ref("Opinion", "社情民意信息", inverse="ledger_items")
    position: Mapped[int] = column("序号", "Line, from 1.")
    title: Mapped[str] = column("标题", "Title on the day of the report.")
    reported_on: Mapped[date] = column("反映日期", "When it was handed in.")
