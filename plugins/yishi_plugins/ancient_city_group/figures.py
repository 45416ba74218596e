"""The group's figures, counted from the records (domain.md 3.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import Field

from yishi_core import OperationContext, Structure
from yishi_core.domain.activities import Activity, ActivityKind
from yishi_core.domain.consultations import HELD, Consensus, Consultation
from yishi_core.domain.intake import Intake, IntakeState
from yishi_core.domain.orgs import OrgUnit
from yishi_core.domain.people import Expert, ExpertRole, OrgMembership
from yishi_core.domain.procedures import WalkGroup
from yishi_core.domain.schedules import ScheduleDate, ScheduleKind, ScheduleRule
from yishi_core.domain.topics import ConsultationGrade, Topic

CHINA = ZoneInfo("Asia/Shanghai")
NOT_TAKEN = (IntakeState.RECEIVED, IntakeState.REJECTED, IntakeState.MERGED)


class OldTownFigures(Structure):
    """The group's figures. `surveysPerWalkGroup` has one decimal, null without walk groups."""

    members: int = Field(title="联络组成员", description="Persons in the group today.")
    advisers: int = Field(title="专家顾问", description="Advisers today.")
    committee_members: int = Field(
        title="专家委员", description="Members of the expert committee today."
    )
    intakes: int = Field(title="意见建议", description="Accepted clues.")
    topics: int = Field(title="议题", description="Approved topics.")
    walk_groups: int = Field(title="走访小组", description="Formed.")
    surveys: int = Field(title="调研", description="Activities of the kind survey.")
    surveys_per_walk_group: float | None = Field(title="每组调研次数")
    consensus: int = Field(title="共识", description="Of walk groups and cases.")
    consultations: int = Field(title="小微协商", description="Small consultations held.")
    law_preach: int = Field(
        title="法规宣讲", description="How often the local regulation was explained."
    )
    law_preach_in_cases: int = Field(title="其中在协商中", description="Filed with a case.")
    law_preach_on_visits: int = Field(title="其中在走访中", description="Filed with a walk group.")
    collect_days: int = Field(title="收集日", description="Scheduled collect days; six a year.")
    collect_days_held: int = Field(title="已收集", description="Of them held.")
    consult_days: int = Field(title="协商日", description="Scheduled consult days; six a year.")
    consult_days_held: int = Field(title="已协商", description="Of them held.")


@dataclass(frozen=True, slots=True)
class Period:
    """A year of China, or all time."""

    year: int | None

    @classmethod
    def of(cls, year: int | None) -> Period:
        return cls(year)

    def holds(self, column: Any) -> sa.ColumnElement[bool]:
        """The condition that the day, or the moment, lies in the year."""
        if self.year is None:
            return column.is_not(None)  # type: ignore[no-any-return]  # a column of either type
        if isinstance(column.type, sa.DateTime):
            begin, end = (datetime(y, 1, 1, tzinfo=CHINA) for y in (self.year, self.year + 1))
            return sa.and_(column >= begin, column < end)
        return column.between(date(self.year, 1, 1), date(self.year, 12, 31))  # type: ignore[no-any-return]


async def days(
    context: OperationContext, org: OrgUnit, kind: ScheduleKind, period: Period
) -> tuple[int, int]:
    """(held, scheduled) dates of a kind at the org and below."""
    rules = [rule.id for rule in await context.find(ScheduleRule, ScheduleRule.kind == kind)]
    rows = await context.find(
        ScheduleDate,
        ScheduleDate.rule_id.in_(rules),
        _below(ScheduleDate, org),
        period.holds(ScheduleDate.planned_on),
    )
    return sum(row.held for row in rows), len(rows)


async def gather(
    context: OperationContext, org: OrgUnit, period: Period, **days_: int
) -> OldTownFigures:
    """Compute all figures but the days, which are counted before."""
    today = context.today

    async def count(entity: Any, *where: sa.ColumnElement[bool]) -> int:
        return await context.count(entity, _below(entity, org), *where)

    async def serving(entity: Any, *where: sa.ColumnElement[bool]) -> int:
        return await count(
            entity,
            entity.from_on <= today,
            entity.to_on.is_(None) | (entity.to_on >= today),
            *where,
        )

    law = (Activity.kind == ActivityKind.LAW_PREACH, period.holds(Activity.date))
    surveys = await count(
        Activity, Activity.kind == ActivityKind.SURVEY, period.holds(Activity.date)
    )
    walks = await count(WalkGroup, period.holds(WalkGroup.formed_on))
    return OldTownFigures(
        members=await serving(OrgMembership),
        advisers=await serving(Expert, Expert.expert_role == ExpertRole.ADVISER),
        committee_members=await serving(Expert, Expert.expert_role == ExpertRole.COMMITTEE_MEMBER),
        intakes=await count(
            Intake, Intake.state.not_in(NOT_TAKEN), period.holds(Intake.received_at)
        ),
        topics=await count(Topic, period.holds(Topic.approved_on)),
        walk_groups=walks,
        surveys=surveys,
        surveys_per_walk_group=round(surveys / walks + 1e-9, 1) if walks else None,
        consensus=await count(Consensus, period.holds(Consensus.agreed_on)),
        consultations=await count(
            Consultation,
            Consultation.grade == ConsultationGrade.SMALL_MICRO,
            Consultation.state.in_(HELD),
            period.holds(Consultation.date),
        ),
        law_preach=await count(Activity, *law),
        law_preach_in_cases=await count(
            Activity, *law, Activity.case_id.is_not(None), Activity.walk_group_id.is_(None)
        ),
        law_preach_on_visits=await count(Activity, *law, Activity.walk_group_id.is_not(None)),
        **days_,
    )


def _below(entity: Any, org: OrgUnit) -> sa.ColumnElement[bool]:
    return entity.org_path.startswith(org.org_path, autoescape=True)  # type: ignore[no-any-return]  # a column of any entity
