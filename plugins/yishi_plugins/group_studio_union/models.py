"""The union's own record: how a studio's convener was selected (domain.md 3.13)."""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core import Entity, Personal, Rights, column, ref

SELECTING = Personal("召集人遴选与薪酬发放", 60)


class ConvenerPermission(Rights):
    """Permissions that the variant adds."""

    RECORD = "convener_selection:record", "登记召集人遴选", "record how conveners were selected"


class ConvenerSelection(Entity):
    """The selection of one convener for a term; the post itself is a core assignment."""

    __label__ = "召集人遴选"
    __constraints__ = (sa.Index(None, "county", "station_id", "term_from"),)

    station_id: Mapped[uuid.UUID] = ref("Station", "工作室", inverse="convener_selections")
    candidate_id: Mapped[uuid.UUID] = ref("Person", "当选人", inverse="convener_selections")
    assignment_id: Mapped[uuid.UUID] = ref(
        "StationAssignment", "召集人任职", inverse="convener_selections"
    )
    selected_by: Mapped[str] = column("遴选单位", "Who selected.")
    selected_on: Mapped[date] = column("遴选日期", "When.")
    term_from: Mapped[date] = column("任期起始", "First day of the term.")
    term_to: Mapped[date] = column("任期截止", "Last day of the term.")
    votes_for: Mapped[int | None] = column("同意票", "Votes for the candidate.")
    votes_cast: Mapped[int | None] = column("投票人数", "Votes cast.")
    appraisal: Mapped[str | None] = column(
        "考察情况",
        "What the appraisal found.",
        personal=SELECTING,
        permission=ConvenerPermission.RECORD,
    )
