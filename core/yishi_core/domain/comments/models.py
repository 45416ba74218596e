"""A word to a topic that is screened, to minutes that are drafted, to an outcome (domain.md
2.19).
"""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Shared, column, ref


class Comment(Shared, Entity):
    """What somebody says to a record who decides nothing about it. A unit's lies at its own place,
    with the office as its audience.
    """

    __label__ = "意见"

    topic_id: Mapped[uuid.UUID | None] = ref("Topic", "议题", inverse="comments")
    minutes_id: Mapped[uuid.UUID | None] = ref("Minutes", "会议纪要", inverse="comments")
    outcome_id: Mapped[uuid.UUID | None] = ref("Outcome", "协商成果", inverse="comments")
    text: Mapped[str] = column("意见内容", "What is said to it.", search="text")
    on: Mapped[date] = column("日期", "When.", search="date")
