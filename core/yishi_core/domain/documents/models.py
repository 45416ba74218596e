"""Documents that an office works by (domain.md 2.2)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Inherited, Shared, column, ref


class RuleDocument(Inherited, Shared, Entity):
    """A scheme, rules, a system, an opinion or assessment rules; its file is the attachment. On the
    wall, everybody may read it.
    """

    __label__ = "制度文件"

    title: Mapped[str] = column("标题", "Title.", search="title")
    doc_kind: Mapped[str] = column(
        "类别", "Scheme, rules, system, opinion, assessment.", vocabulary="document_kind"
    )
    issued_by: Mapped[str] = column("制发单位", "Who issued it.")
    issued_on: Mapped[date] = column("印发日期", "When.", search="date")
    doc_no: Mapped[str | None] = column("文号", "Number of the document.", search="number")
    on_wall: Mapped[bool] = column("上墙", "Shown on the wall, so public.", default=False)
    repealed_on: Mapped[date | None] = column("废止日期", "From when it does not hold.")
    repeal_reason: Mapped[str | None] = column("废止原因", "Why.")
    station_id: Mapped[uuid.UUID | None] = ref(
        "Station", "站点", "Of one station; empty: of the org.", inverse="rule_documents"
    )
