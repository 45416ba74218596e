"""Comments on topics, drafted minutes and outcomes (domain.md 2.19)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Shared, column, ref


class Comment(Shared, Entity):
    """A comment on a record by someone who does not decide about it.

    A unit's comment lies at the unit's own place, with the office as its audience.
    """

    __label__ = "意见"

    topic_id: Mapped[uuid.UUID | None] = ref("Topic", "议题", inverse="comments")
    minutes_id: Mapped[uuid.UUID | None] = ref(
        "Minutes", "会议纪要", inverse="comments", bound=True
    )
    outcome_id: Mapped[uuid.UUID | None] = ref(
        "Outcome", "协商成果", inverse="comments", bound=True
    )
    text: Mapped[str] = column("意见内容", "Text of the comment.", search="text")
    on: Mapped[date] = column("日期", "When it was made.", search="date")
