"""How a noun or a plugin declares what a duty file tells of it: `duty_files.py` beside its models.

    SPEECHES = DutySource(
        SectionCode.SPEECHES, PlenarySpeech, PlenarySpeech.person_id, PlenarySpeech.on, …
    )

Each source is one statement over one entity (domain.md 5.10, duty file content).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.entity.labelled import Labelled


class SectionCode(Labelled):
    """The parts of a duty file, in the order of an office's file."""

    PLENARY = "plenary", "出席全体会议"
    STANDING = "standing", "出席常委会议"
    CONSULTATIONS = "consultations", "参加协商"
    CONVENED = "convened", "召集协商"
    SUGGESTIONS = "suggestions", "意见建议"
    SPEECHES = "speeches", "大会发言"
    PROPOSALS = "proposals", "提案"
    OPINIONS = "opinions", "社情民意信息"
    INQUIRIES = "inquiries", "视察调研与监督评议"
    STUDY = "study", "学习培训"
    ACTIVITIES = "activities", "其他履职活动"
    WALKS = "walks", "走访工作小组"
    PLEDGES = "pledges", "认领承诺"
    DEEDS = "deeds", "实事与捐赠"
    DISPUTES = "disputes", "化解矛盾纠纷"
    PROJECTS = "projects", "委员项目与引进项目"
    DEPLOYMENTS = "deployments", "下沉基层"
    POSTS = "posts", "任职情况"
    SCORES = "scores", "考核结果"
    HONOURS = "honours", "荣誉"


@dataclass(frozen=True, eq=False)
class DutySource:
    """Rows of `entity` that name a person: when, what, and what is told beside.

    `through` is the record that they belong to: it is dated, named, and must not be voided either.
    With `until` a row stands for the days from `day` to `until` (None: still), and belongs to a
    period that it overlaps. A row for which `uncounted` holds is listed only.
    """

    section: SectionCode
    entity: type[OrgRow]
    person: Any
    day: Any
    title: Any
    tell: Callable[..., str]
    also: tuple[Any, ...] = ()
    through: tuple[type[OrgRow], Any] | None = None
    where: tuple[sa.ColumnElement[bool], ...] = ()
    until: Any = None
    uncounted: Any = None

    def statement(self, county: int, person: object, first: date, last: date) -> sa.Select[Any]:
        """(record id, day, title, uncounted, *also) of one person within a period, in order of
        time.
        """
        about = self.through[0] if self.through and self.until is None else self.entity
        columns = (
            about.id,
            self.day,
            self.title,
            self.uncounted if self.uncounted is not None else sa.false(),
            *self.also,
        )
        query = sa.select(*columns).select_from(self.entity)
        query = query.where(
            self.entity.county == county,
            self.entity.voided_at.is_(None),
            self.person == person,
            *self.where,
        )
        if self.through:
            other, on = self.through
            query = query.join(other, sa.and_(on, other.county == self.entity.county)).where(
                other.county == county, other.voided_at.is_(None)
            )
        if self.until is None:
            query = query.where(self.day.between(first, last))
        else:
            query = query.where(self.day <= last, sa.or_(self.until.is_(None), self.until >= first))
        return query.order_by(self.day, self.entity.id)

    @property
    def record(self) -> str:
        """The entity that a line's id is of."""
        return (self.through[0] if self.through and self.until is None else self.entity).__name__


def label(*words: Labelled | str | None) -> str:
    """Labels and words, those that are there, with commas between."""
    return ",".join(w.label if isinstance(w, Labelled) else w for w in words if w)


def seat(to_on: date | None, *words: Labelled | str | None) -> str:
    """What is told of a post, and until when."""
    return label(*words, f"至{to_on}" if to_on else None)
