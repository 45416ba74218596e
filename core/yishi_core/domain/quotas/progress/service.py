"""Questions about the progress of quotas (domain.md 2.12, 2.20).

They are about one subject, or about all subjects below an org.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from pydantic import Field, model_validator

from yishi_core.domain.people.models import Person
from yishi_core.domain.quotas import rules
from yishi_core.domain.quotas.models import QuotaRule, QuotaSet, QuotaSubject
from yishi_core.domain.quotas.progress.figures import (
    figures_of,
    period_at,
    period_before,
    required_of,
)
from yishi_core.domain.quotas.progress.subjects import Subject, subjects_of
from yishi_core.domain.quotas.rules import QuotaState
from yishi_core.domain.stations.models import Station
from yishi_core.errors import Text
from yishi_core.facilities.metrics.percent import percent
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.tree.models import OrgUnit


class QuotaProgressInput(Input):
    """The subject, and the day of the progress."""

    org: Ref[OrgUnit] | None = like(OrgUnit, None, doc="One of org, station and member.")
    station: Ref[Station] | None = like(Station, None, doc="One of org, station and member.")
    member: Ref[Person] | None = Field(
        None, title="委员", description="One of org, station and member."
    )
    on: date | None = Field(
        None, title="截至日期", description="As of this day; today unless named."
    )

    @model_validator(mode="after")
    def _one_subject(self) -> QuotaProgressInput:
        if sum(x is not None for x in (self.org, self.station, self.member)) != 1:
            raise BadValue(
                "组织、站点、委员须且只须填写一项。", "Give one of org, station and member."
            )
        return self

    @property
    def asked(self) -> OrgUnit | Station | Person | None:
        """The subject whose progress is asked for; the permission is checked at its place."""
        return self.org or self.station or self.member


class QuotaOverviewInput(Input):
    """The org below which all subjects are asked for."""

    org: Ref[OrgUnit] = like(OrgUnit)
    on: date | None = Field(
        None, title="截至日期", description="As of this day; today unless named."
    )


class QuotaPeriod(Structure):
    """One period of a quota."""

    from_on: date = Field(title="起始日期")
    to_on: date = Field(title="截止日期")
    required: Decimal = Field(title="应完成")
    done: Decimal = Field(title="已完成")
    progress: Decimal | None = Field(
        None,
        title="进度(%)",
        description="Done ÷ required, one decimal; more than 100 where more was done.",
    )
    state: QuotaState = Field(title="状态", description="green, yellow, red or none.")


class QuotaProgress(Structure):
    """The progress of one quota: the period that contains the day, and the one before."""

    rule: QuotaRule
    set_name: str = Field(title="履职指标")
    label: str = Field(title="指标项")
    current: QuotaPeriod = Field(title="本期")
    previous: QuotaPeriod | None = Field(
        None, title="上期", description="None when the quota began later."
    )


class QuotaTotal(Structure):
    """One quota over all its subjects, in the period that contains the day."""

    rule: QuotaRule
    set_name: str = Field(title="履职指标")
    label: str = Field(title="指标项")
    from_on: date = Field(title="起始日期")
    to_on: date = Field(title="截止日期")
    subjects: int = Field(title="对象数", description="How many must meet it.")
    met: int = Field(title="完成数", description="How many have met it.")
    required: Decimal = Field(
        title="应完成合计", description="quota_required: the sum of the least numbers."
    )
    done: Decimal = Field(title="已完成合计", description="quota_done: records counted.")
    met_share: Decimal | None = Field(
        title="完成率(%)", description="quota_met: one decimal; None without subjects."
    )


@question(Text("指标进度", "Quota progress"), permission=Permission.QUOTA_PROGRESS, subject="asked")
async def quota_progress(
    context: OperationContext, data: QuotaProgressInput
) -> list[QuotaProgress]:
    """The progress of the quotas of an org, a station or a member.

    Members ask about themselves; those who may read scores ask about others.
    """
    asked, on = data.asked, data.on or context.today
    assert asked is not None
    if isinstance(asked, Person) and asked.id != context.principal.person:
        authorize(context.principal, reading("score_entry"), asked)
    subject, kinds = Subject(asked.id, asked.org_path), _kinds(asked)
    within = (
        "" if isinstance(asked, Person) else asked.org_path
    )  # a person's memberships may lie elsewhere than the person
    found = []
    for rule, name in await _in_force(context, on, kinds, asked.org_path):
        current = await period_at(context, rule, on)
        if not any(s.id == subject.id for s in await subjects_of(context, rule, current, within)):
            continue
        before = await period_before(context, rule, current)
        found.append(
            QuotaProgress(
                rule=rule,
                set_name=name,
                label=rule.label,
                current=await _period(context, rule, subject, current, on),
                previous=await _period(context, rule, subject, before, on) if before else None,
            )
        )
    return found


@question(Text("指标总览", "Quota overview"), permission=Permission.QUOTA_PROGRESS, subject="org")
async def quota_overview(context: OperationContext, data: QuotaOverviewInput) -> list[QuotaTotal]:
    """Each quota in force at or below an org, over all its subjects below the org.

    The answer has what is required, what is done, and the share of subjects that met it.
    """
    authorize(context.principal, reading("score_entry"), data.org)
    on = data.on or context.today
    return [
        await _total(context, data.org, rule, name, on)
        for rule, name in await _in_force(context, on, tuple(QuotaSubject), data.org.org_path)
    ]


async def _total(
    context: OperationContext, org: OrgUnit, rule: QuotaRule, name: str, on: date
) -> QuotaTotal:
    span = await period_at(context, rule, on)
    subjects = await subjects_of(context, rule, span, org.org_path)
    figures = await figures_of(context, rule, span, [s.id for s in subjects])
    least = {s.id: await required_of(context, rule, s, span) for s in subjects}
    done = {s.id: figures.get(s.id, Decimal(0)) for s in subjects}
    met = sum(done[id_] >= required for id_, required in least.items())
    return QuotaTotal(
        rule=rule,
        set_name=name,
        label=rule.label,
        from_on=span.from_on,
        to_on=span.to_on,
        subjects=len(subjects),
        met=met,
        required=sum(least.values(), Decimal(0)),
        done=sum(done.values(), Decimal(0)),
        met_share=percent(met, len(subjects)),
    )


async def _period(
    context: OperationContext, rule: QuotaRule, subject: Subject, span: Span, on: date
) -> QuotaPeriod:
    done = (await figures_of(context, rule, span, [subject.id])).get(subject.id, Decimal(0))
    required = await required_of(context, rule, subject, span)
    return QuotaPeriod(
        from_on=span.from_on,
        to_on=span.to_on,
        required=required,
        done=done,
        progress=percent(done, required),
        state=rules.state_of(done, required, span, on),
    )


async def _in_force(
    context: OperationContext, on: date, kinds: tuple[QuotaSubject, ...], path: str
) -> list[tuple[QuotaRule, str]]:
    """Rules for such subjects that apply at a place, with the name of their set.

    They are those of orgs above it and those of orgs below it.
    """
    place = sa.or_(
        QuotaRule.org_path.bool_op("^@")(path), sa.literal(path).bool_op("^@")(QuotaRule.org_path)
    )
    found = rules.in_force(
        await context.find(QuotaRule, QuotaRule.subject.in_(kinds), place, order=QuotaRule.id), on
    )
    sets = {
        s.id: s.name
        for s in await context.find(QuotaSet, QuotaSet.id.in_({r.quota_set_id for r in found}))
    }
    return [(r, sets[r.quota_set_id]) for r in found if r.quota_set_id in sets]


def _kinds(asked: OrgUnit | Station | Person) -> tuple[QuotaSubject, ...]:
    match asked:
        case Person():
            return (QuotaSubject.MEMBER,)
        case Station():
            return (QuotaSubject.STATION, QuotaSubject.COUNCIL_ROOM)
        case _:
            return (QuotaSubject.ORG,)
