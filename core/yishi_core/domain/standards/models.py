"""Building standards as versioned data, and checks against them (domain.md 2.3, 5.8)."""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Inherited, Labelled, column, ref, unique_while_valid


class ItemVerdict(Labelled):
    PASS = "pass", "达标"
    PARTLY = "partly", "部分达标"
    FAIL = "fail", "未达标"


class StandardChecklist(Inherited, Entity):
    """A version of a building standard (八有, 五有 …): its items in order.

    The code is the key, never the number in its name.
    """

    __label__ = "建设标准"
    __constraints__ = (
        unique_while_valid("uq_standard_checklist_version", "org_id", "code", "checklist_version"),
    )

    code: Mapped[str] = column("代码", "Code, the same in all versions.")
    label: Mapped[str] = column("名称", "Name, e.g. 联络站八有.", search="title")
    checklist_version: Mapped[int] = column(
        "标准版本", "Version 1, 2, …; the newest without a last day is in force."
    )
    items: Mapped[list[str]] = column("标准项目", "Items that must be fulfilled, in order.")
    valid_until: Mapped[date | None] = column(
        "停用日期", "Last day on which it was used; null while in force."
    )


class StandardCheck(Entity):
    """A check of a station, or of the org itself, against a standard.

    The score is the share of items passed.
    """

    __label__ = "达标检查"
    __constraints__ = (sa.Index(None, "county", "checked_on"),)

    checklist_id: Mapped[uuid.UUID] = ref("StandardChecklist", "建设标准", inverse="checks")
    station_id: Mapped[uuid.UUID | None] = ref(
        "Station",
        "站点",
        "Station that was checked; null for the org itself.",
        inverse="standard_checks",
    )
    checked_on: Mapped[date] = column("检查日期", "Day of the check.")
    inspector_id: Mapped[uuid.UUID] = ref("Person", "检查人", inverse="standard_checks")
    passed: Mapped[int] = column(
        "达标项数", "Number of items passed, counted when it was recorded."
    )
    total: Mapped[int] = column("项目数", "Number of items of the standard.")
    note: Mapped[str | None] = column("说明", "Remarks.")


class StandardCheckItem(Entity):
    """The finding on one item; its evidence is in the attachments."""

    __label__ = "达标检查项目"
    __constraints__ = (sa.UniqueConstraint("county", "check_id", "item_no"),)

    check_id: Mapped[uuid.UUID] = ref(
        "StandardCheck", "达标检查", inverse="items", on_void="cascade"
    )
    item_no: Mapped[int] = column("序号", "Place in the standard, from 1.")
    item: Mapped[str] = column("标准项目", "Text of the item in the standard.")
    verdict: Mapped[ItemVerdict] = column("结论", "Whether the item passed fully, partly or not.")
    note: Mapped[str | None] = column("情况", "What was found.")
