"""What a unit says to a check (domain.md 2.19: handling units answer)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Shared, column, ref


class SupervisionAnswer(Shared, Entity):
    """A unit's answer to what was found and demanded. It lies at the unit's own place, with those who press as its audience."""

    __label__ = "督办回应"

    supervision_id: Mapped[uuid.UUID] = ref("Supervision", "督办", inverse="answers")
    text: Mapped[str] = column("回应内容", "What the unit says to it.", search="text")
    answered_by: Mapped[str | None] = column("回应人", "Who answers for the unit.")
    answered_on: Mapped[date] = column("回应日期", "When.", search="date")
