"""Looking again, each year, at what could not be solved (domain.md 2.9 [D])."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, column, ref


class Recheck(Entity):
    """One look at an explained outcome: solvable now, or still not."""

    __label__ = "C类复查"

    explanation_id: Mapped[uuid.UUID] = ref("Explanation", "宣传解释", inverse="rechecks")
    outcome_id: Mapped[uuid.UUID] = ref("Outcome", "协商成果", inverse="rechecks")
    on: Mapped[date] = column("复查日期", "When.", search="date")
    by: Mapped[str] = column("复查人", "Who looked, and the post.")
    finding: Mapped[str] = column("复查情况", "What was found.", search="text")
    solvable: Mapped[bool] = column("现可解决", "It can be solved now: the outcome is routed anew.")
    next_on: Mapped[date | None] = column("下次复查", "Where it still cannot be solved.")
