"""Documents by which an office works (domain.md 2.2)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Inherited, Shared, column, ref


class RuleDocument(Inherited, Shared, Entity):
    """A rule document: a scheme, rules, a system, an opinion, or assessment rules.

    Its file is the attachment. A document shown on the wall may be read by everyone.
    """

    __label__ = "制度文件"

    title: Mapped[str] = column("标题", "Title of the document.", search="title")
    doc_kind: Mapped[str] = column(
        "类别", "Scheme, rules, system, opinion, assessment.", vocabulary="document_kind"
    )
    issued_by: Mapped[str] = column("制发单位", "Body that issued it.")
    issued_on: Mapped[date] = column("印发日期", "When it was issued.", search="date")
    doc_no: Mapped[str | None] = column("文号", "Number of the document.", search="number")
    on_wall: Mapped[bool] = column(
        "上墙", "Whether it is shown on the wall and therefore public.", default=False
    )
    repealed_on: Mapped[date | None] = column("废止日期", "When it was repealed.")
    repeal_reason: Mapped[str | None] = column("废止原因", "Why it was repealed.")
    station_id: Mapped[uuid.UUID | None] = ref(
        "Station",
        "站点",
        "Station to which it applies; null for the whole org.",
        inverse="rule_documents",
    )
