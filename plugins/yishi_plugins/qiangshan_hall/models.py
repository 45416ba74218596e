"""Visits to households and temples (联户联情、联寺联僧; domain.md 3.10)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core import Entity, Labelled, Personal, Rights, column, ref

VISITING = Personal("联户联寺走访与后续帮办", 36)


class HouseholdPermission(Rights):
    """Permissions that the variant adds."""

    RECORD = "household_visit:record", "登记联户联寺走访", "record visits to households and temples"


class LinkKind(Labelled):
    HOUSEHOLD = "household", "联户联情"
    TEMPLE = "temple", "联寺联僧"


class HouseholdVisit(Entity):
    """Visit to a household or temple."""

    __label__ = "联户联寺走访"

    activity_id: Mapped[uuid.UUID] = ref("Activity", "走访活动", inverse="household_visits")
    visitor_id: Mapped[uuid.UUID] = ref("Person", "走访人", inverse="household_visits")
    link_kind: Mapped[LinkKind] = column("联系类别", "Household or temple.")
    visited: Mapped[str] = column(
        "户主或寺名",
        "Head of the household, or the temple.",
        personal=VISITING,
        permission=HouseholdPermission.RECORD,
    )
    visited_on: Mapped[date] = column("走访日期", "When.")
    wishes: Mapped[str | None] = column("诉求", "What was asked for.")
    policy_told: Mapped[str | None] = column("宣讲政策", "Law and policy told.")
    law_place: Mapped[str | None] = column(
        "七进类别", "Which of the seven kinds of places.", vocabulary="law_place"
    )
    next_visit_on: Mapped[date | None] = column("下次走访", "When to come again.")
