"""Facts about what the work changed, their totals, and figures typed by hand.

Source: domain.md 2.18 and 2.1.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field, model_validator

from yishi_core.domain.activities.models import Activity, MemberProject
from yishi_core.domain.impact.events import (
    FIGURE_CHANGED,
    FIGURE_TYPED,
    IMPACT_CHANGED,
    IMPACT_RECORDED,
)
from yishi_core.domain.impact.models import LARGEST_ONLY, ImpactMetric, ManualFigure, Sign
from yishi_core.domain.impact.rules import require_known, require_period
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.owner import OwnedInput, require_station_of_org
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.metrics.catalogue import catalogue_for
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.words import require_known_words
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.operation import (
    Beside,
    Input,
    OperationContext,
    Ref,
    Structure,
    Term,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_future, require_field
from yishi_core.kernel.tree.models import OrgUnit

Value = Annotated[Decimal, Field(ge=0, le=10**11, max_digits=14, decimal_places=2)]
ORIGINS = ("case", "outcome", "activity", "station", "member_project")


class RecordImpactInput(Input, enters=ImpactMetric):
    """One fact about what changed, and what brought it about."""

    case: Ref[ConsultationCase] | None = like(ImpactMetric.case_id, None, doc="One of the five.")
    outcome: Ref[Outcome] | None = like(ImpactMetric.outcome_id, None, doc="One of the five.")
    activity: Ref[Activity] | None = like(ImpactMetric.activity_id, None, doc="One of the five.")
    station: Ref[Station] | None = like(ImpactMetric.station_id, None, doc="One of the five.")
    member_project: Ref[MemberProject] | None = like(
        ImpactMetric.member_project_id, None, doc="One of the five."
    )
    metric: Annotated[str, Term("impact_metric")] = like(ImpactMetric.metric)
    value: Value = like(ImpactMetric.value)
    unit: str | None = like(ImpactMetric.unit, None, max_length=20)
    sign: Sign = like(ImpactMetric.sign, Sign.EXACT, doc="Exact, more, less or about.")
    date: dt.date = like(ImpactMetric.date)
    evidence: str = like(ImpactMetric.evidence, min_length=5, max_length=1000)
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="佐证材料", description="Files.", max_length=20
    )

    @model_validator(mode="after")
    def _one_origin(self) -> RecordImpactInput:
        if sum(getattr(self, name) is not None for name in ORIGINS) != 1:
            raise BadValue(
                "协商事项、成果、活动、站点、委员项目须且只须填写一项。",
                "Give one of case, outcome, activity, station and member project.",
            )
        return self

    @property
    def origin(self) -> ConsultationCase | Outcome | Activity | Station | MemberProject | None:
        """The record that brought the change about."""
        return self.case or self.outcome or self.activity or self.station or self.member_project


class TypeFigureInput(OwnedInput, enters=ManualFigure):
    """A figure for which there are no records."""

    metric: str = like(ManualFigure.metric, min_length=1, max_length=200)
    value: Value = like(ManualFigure.value)
    sign: Sign = like(ManualFigure.sign, Sign.EXACT)
    from_on: dt.date = like(ManualFigure.from_on)
    to_on: dt.date = like(ManualFigure.to_on)
    reason: str = like(ManualFigure.reason, min_length=5, max_length=500)


class ChangeImpactInput(Correction, of=RecordImpactInput, but=ORIGINS):
    """Corrections of a fact; a fact with another origin is recorded there."""

    impact: Ref[ImpactMetric] = like(ImpactMetric)


class ChangeFigureInput(Correction, of=TypeFigureInput):
    """Corrections of a figure that was typed."""

    figure: Ref[ManualFigure] = Field(title="手工填报数据")


class ImpactTotalsInput(Input):
    """The org whose totals are asked for, with everything below it."""

    org: Ref[OrgUnit] = like(OrgUnit)
    case: Ref[ConsultationCase] | None = like(ConsultationCase, None, doc="Only of this case.")
    from_on: dt.date | None = Field(None, title="起始日期", description="First day.")
    to_on: dt.date | None = Field(None, title="截止日期", description="Last day.")


class ImpactTotal(Structure):
    """One metric added up over many facts."""

    metric: str = Field(title="指标")
    unit: str | None = Field(title="单位")
    value: Decimal = Field(
        title="合计",
        description="The sum; of the years that a problem had lasted the largest, never the sum.",
    )
    facts: int = Field(title="条数", description="How many facts it is made of.")
    exact: bool = Field(title="精确", description="Whether every fact is exact.")


@operation(
    Text("登记成效数据", "Record impact"),
    permission=Permission.IMPACT_RECORD,
    subject="origin",
    event=IMPACT_RECORDED,
)
async def record_impact(context: OperationContext, data: RecordImpactInput) -> ImpactMetric:
    """Record one fact about what changed, with its evidence.

    Wishes and disputes are counted from their records instead.
    """
    require_one_county(context, data)
    not_future(data.date, "date", context)
    fact = context.add(entered(ImpactMetric, data))
    if data.outcome:
        fact.case_id = data.outcome.case_id
    attach(context, fact, data.attachments)
    return fact


@operation(
    Text("手工填报数据", "Type a figure"),
    permission=Permission.IMPACT_RECORD,
    subject="owner",
    event=FIGURE_TYPED,
    allow_closed_org=True,
)
async def type_figure(context: OperationContext, data: TypeFigureInput) -> ManualFigure:
    """Type a figure of the catalogue for which no records exist, with the reason.

    It enters no count; a report marks it as typed.
    """
    require_one_county(context, data)
    figure = entered(ManualFigure, data)
    await _require_figure(context, figure)
    return context.add(figure)


@operation(
    Text("更正成效数据", "Change impact"),
    permission=Permission.IMPACT_RECORD,
    subject="impact",
    event=IMPACT_CHANGED,
)
async def change_impact(context: OperationContext, data: ChangeImpactInput) -> ImpactMetric:
    """Correct how much changed, as of which day, and its evidence."""
    fact = data.impact
    correct(context, fact, data)
    not_future(fact.date, "date", context)
    return fact


@operation(
    Text("更正手工填报数据", "Change a typed figure"),
    permission=Permission.IMPACT_RECORD,
    subject="figure",
    event=FIGURE_CHANGED,
    allow_closed_org=True,
)
async def change_figure(context: OperationContext, data: ChangeFigureInput) -> ManualFigure:
    """Correct a typed figure, its period or its reason."""
    figure = data.figure
    require_station_of_org(data, figure, working=False)
    correct(context, figure, data)
    await _require_figure(context, figure)
    return figure


@question(Text("成效汇总", "Impact totals"), permission=reading("impact_metric"), subject="org")
async def impact_totals(context: OperationContext, data: ImpactTotalsInput) -> list[ImpactTotal]:
    """The total of each metric over the facts of an org and everything below it.

    Facts with different units are not added.
    """
    if data.from_on and data.to_on:
        require_period(data.from_on, data.to_on)
    require_field(
        data.case is None or data.case.county == data.org.county,
        "case",
        "协商事项不在本县。",
        "The case lies in another county.",
    )
    total, largest = sa.func.sum(ImpactMetric.value), sa.func.max(ImpactMetric.value)
    value = sa.case((ImpactMetric.metric.in_(LARGEST_ONLY), largest), else_=total)
    exact = sa.func.bool_and(ImpactMetric.sign == Sign.EXACT)
    query = sa.select(ImpactMetric.metric, ImpactMetric.unit, value, sa.func.count(), exact).where(
        ImpactMetric.county == data.org.county,
        ImpactMetric.voided_at.is_(None),
        ImpactMetric.org_path.bool_op("^@")(data.org.org_path),
        *([ImpactMetric.date >= data.from_on] if data.from_on else []),
        *([ImpactMetric.date <= data.to_on] if data.to_on else []),
        *([ImpactMetric.case_id == data.case.id] if data.case else []),
    )
    query = query.group_by(ImpactMetric.metric, ImpactMetric.unit).order_by(
        ImpactMetric.metric, ImpactMetric.unit
    )
    rows = (await context.session.execute(query)).all()
    return [
        ImpactTotal(metric=metric, unit=unit, value=n, facts=facts, exact=all_exact)
        for metric, unit, n, facts, all_exact in rows
    ]


async def _require_figure(context: OperationContext, figure: ManualFigure) -> None:
    """Require a metric of the catalogue with known words, and a period that is over."""
    require_period(figure.from_on, figure.to_on)
    not_future(figure.to_on, "to_on", context)
    for_ = CountedFor.STATION if figure.station_id else CountedFor.ORG
    await require_known_words(context, figure.metric, for_, "metric")
    require_known(catalogue_for(context), figure.metric, for_)
