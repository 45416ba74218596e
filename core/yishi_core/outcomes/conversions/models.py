"""A word that an outcome was put into practice, before the office says so (domain.md 2.9, 2.19)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Handed, Labelled, column, ref
from yishi_core.outcomes.models import ConversionKind


class ConversionState(Labelled):
    PROPOSED = "proposed", "待认定"
    ACCEPTED = "accepted", "已认定"
    DECLINED = "declined", "未认定"


class ConversionProposal(Handed, Entity):
    """A village, the linked committee or a unit proposes that an outcome counts as converted. It lies at their own place; the office decides."""

    __label__ = "转化认定申请"
    __handed__: ClassVar[frozenset[str]] = frozenset({"state", "decided_on", "decision_note"})

    outcome_id: Mapped[uuid.UUID] = ref("Outcome", "协商成果", inverse="conversion_proposals")
    conversion_kind: Mapped[ConversionKind] = column("转化方式", "How it was put into practice.")
    conversion_note: Mapped[str] = column("转化情况", "What came of it.", search="text")
    proposed_on: Mapped[date] = column("申请日期", "When.", search="date")
    state: Mapped[ConversionState] = column("状态", "proposed → accepted | declined.", default=ConversionState.PROPOSED)
    decided_on: Mapped[date | None] = column("认定日期", "When it was decided.")
    decision_note: Mapped[str | None] = column("认定意见", "Why it was declined.")
