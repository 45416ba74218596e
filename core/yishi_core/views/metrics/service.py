"""The questions `metric` and `metrics`: figures of a subject, each over its own period.

See domain.md 2.20.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from yishi_core.domain.impact.models import ManualFigure
from yishi_core.domain.outcomes.metrics import CONVERSION
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.models import Station
from yishi_core.errors import Forbidden, InvalidInput, Text
from yishi_core.facilities.metrics.catalogue import catalogue_for
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.figures import Count, Figure, Share
from yishi_core.facilities.metrics.periods import Span
from yishi_core.facilities.metrics.printing import FigureUnit, PrintStyle, printed
from yishi_core.facilities.metrics.words import require_known_words
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.permissions import Scope, reading
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings
from yishi_core.views.metrics.typed import as_typed, typed_at, typed_instead

Day = Annotated[date, Field(ge=date(1949, 10, 1), le=date(2100, 12, 31))]
MOST = 60
"""Most figures in one question: more than any report of domain.md 3 and 4.1 has."""


class FigureInput(Input):
    """One figure with its own period, since one report mixes periods."""

    metric: str = Field(
        title="指标",
        description="As in the catalogue, e.g. consultations{grade=small_micro}.",
        min_length=1,
        max_length=500,
    )
    from_on: Day | None = Field(
        None,
        title="起始日期",
        description="First day; 1 January of the last day's year unless named.",
    )
    to_on: Day | None = Field(None, title="截止日期", description="Last day; today unless named.")
    as_of: Day | None = Field(
        None,
        title="成效截至日期",
        description="Day by which counts what became of the records: converted, replied, decided. "
        "Today unless named.",
    )
    style: PrintStyle = Field(
        PrintStyle.EXACT, title="打印方式", description="Exact, or rounded down with 余."
    )
    step: int | None = Field(
        None,
        title="约数步长",
        description="Round down to this; else 100, 10 or 1 by the size.",
        ge=1,
        le=10**9,
    )


_ONE = "One of org, station, member, case and unit."


class MetricSubjectInput(Input):
    """The subject: an org with everything below it, a station, a member, a case or a handling unit."""

    org: Ref[OrgUnit] | None = like(OrgUnit, None, doc=_ONE)
    station: Ref[Station] | None = like(Station, None, doc=_ONE)
    member: Ref[Person] | None = Field(None, title="委员", description=_ONE)
    case: Ref[ConsultationCase] | None = like(ConsultationCase, None, doc=_ONE)
    unit: Ref[OrgUnit] | None = Field(
        None,
        title="承办单位",
        description=f"{_ONE} Of a unit counts what is assigned to it, by whomever.",
    )

    @model_validator(mode="after")
    def _one_subject(self) -> MetricSubjectInput:
        given = (self.org, self.station, self.member, self.case, self.unit)
        if sum(one is not None for one in given) != 1:
            raise BadValue(
                "组织、站点、委员、协商事项、承办单位须且只须填写一项。",
                "Give one of org, station, member, case and unit.",
            )
        return self

    @property
    def asked(self) -> OrgUnit | Station | Person | ConsultationCase | None:
        """The subject of the figures; the permission is checked at its place."""
        return self.org or self.station or self.member or self.case or self.unit

    @property
    def counted_for(self) -> CountedFor:
        match self.asked:
            case Person():
                return CountedFor.PERSON
            case Station():
                return CountedFor.STATION
            case ConsultationCase():
                return CountedFor.CASE
            case _:
                return CountedFor.UNIT if self.unit else CountedFor.ORG


class MetricInput(MetricSubjectInput, FigureInput):
    """One figure of one subject."""


class MetricsInput(MetricSubjectInput):
    """The figures of a report."""

    figures: list[FigureInput] = Field(
        title="指标项", description="Each with its own period.", min_length=1, max_length=MOST
    )


class MetricFigure(Structure):
    """A figure of the catalogue."""

    metric: str = Field(title="指标", description="The metric as requested; a rate with its base.")
    from_on: date = Field(title="起始日期", description="First day.")
    to_on: date = Field(title="截止日期", description="Last day.")
    as_of: date | None = Field(
        None,
        title="成效截至日期",
        description="Day by which counts what became of the records: converted, replied, decided. "
        "Null for a figure that does not ask.",
    )
    unit: FigureUnit = Field(title="单位", description="Count, percent, mean or cents.")
    value: Decimal | None = Field(
        None,
        title="数值",
        description="Null when there is nothing to divide by, or no such scheme.",
    )
    part: Decimal | None = Field(None, title="分子", description="Numerator of a share or mean.")
    whole: Decimal | None = Field(None, title="分母", description="Denominator of a share or mean.")
    text: str = Field(title="打印文本", description="The value as a report prints it; — for null.")
    manual: bool = Field(
        False,
        title="手工填报",
        description="Whether it was typed by hand, since no records exist. It enters no count.",
    )
    reason: str | None = Field(
        None, title="填报原因", description="Why it was typed instead of counted."
    )
    typed: ManualFigure | None = Field(
        None, title="手工填报数", description="The entry, which says how exact it is."
    )


@question(
    Text("指标数据", "Figure of the catalogue"), permission=Permission.METRIC_SEE, subject="asked"
)
async def metric(context: OperationContext, data: MetricInput) -> MetricFigure:
    """One figure of the catalogue, counted from the records.

    It takes the right to read the rows that are counted; members and handling units may ask for
    their own figures.
    """
    return (await told(context, data, [("", data)]))[0]


@question(
    Text("指标数据清单", "Figures of the catalogue"),
    permission=Permission.METRIC_SEE,
    subject="asked",
)
async def metrics(context: OperationContext, data: MetricsInput) -> list[MetricFigure]:
    """Several figures of one subject, in the order of the request.

    If one of them may not be read, all are refused, since a report must have no gaps.
    """
    return await told(
        context, data, [(f"figures.{index}.", asked) for index, asked in enumerate(data.figures)]
    )


async def told(
    context: OperationContext, data: MetricSubjectInput, wanted: Iterable[tuple[str, FigureInput]]
) -> list[MetricFigure]:
    """Count the figures after all of them have been understood and permitted."""
    plan = await permitted(context, data, wanted)
    typed = await typed_at(context, data.org or data.station)
    return [await counted(context, data, one, found, span, typed) for one, found, span in plan]


async def permitted(
    context: OperationContext, data: MetricSubjectInput, wanted: Iterable[tuple[str, FigureInput]]
) -> list[tuple[FigureInput, Figure, Span]]:
    """What each figure means and over which days, after all of them have been understood and
    permitted. `wanted` pairs each with its path in the question, for errors.
    """
    stated = [(path, _stated(context, one)) for path, one in wanted]
    for path, one in stated:
        await require_known_words(context, one.metric, data.counted_for, f"{path}metric")
    understood = [(path, one, _read(context, path, one, data.counted_for)) for path, one in stated]
    plan = [(one, found, _span(context, path, one, found)) for path, one, found in understood]
    require_permitted(
        context, data, {p for _, found, _ in plan for p in found.permissions(context)}
    )
    return plan


async def counted(
    context: OperationContext,
    data: MetricSubjectInput,
    one: FigureInput,
    found: Figure,
    span: Span,
    typed_there: Sequence[ManualFigure],
) -> MetricFigure:
    """A figure that is permitted; where nothing is counted, the one that was typed for it."""
    assert data.asked is not None
    figure, typed = await found.figure(context, data.asked, span), None
    of = data.org or data.station
    if of is not None and typed_there and not (figure.value or figure.whole):
        typed = await typed_instead(context, typed_there, of, one.metric, found, span)
    value = typed.value if typed else figure.value
    text = printed(value, figure.unit, one.style, one.step)
    return MetricFigure(
        metric=one.metric,
        from_on=span.from_on,
        to_on=span.to_on,
        as_of=span.as_of,
        unit=figure.unit,
        value=value,
        part=None if typed else figure.part,
        whole=None if typed else figure.whole,
        text=as_typed(typed, text) if typed else text,
        manual=typed is not None,
        reason=typed.reason if typed else None,
        typed=typed,
    )


def require_permitted(
    context: OperationContext, data: MetricSubjectInput, permissions: Iterable[str]
) -> None:
    """Require the right to read everything that is counted; members may ask about themselves, within
    the scopes of the token in use.
    """
    asked = data.asked
    assert asked is not None
    own = isinstance(asked, Person) and asked.id == context.principal.person
    for permission in sorted(permissions):
        if own:
            context.principal.require_within_scopes(permission)
            continue
        _require_everything_there(context, permission, asked, data.counted_for)


def _require_everything_there(
    context: OperationContext, permission: str, asked: OrgRow, for_: CountedFor
) -> None:
    """Require the right to read everything at the subject's place: of a plugin's records, at each
    place there where the plugin is on.

    A caller who reads only records that they entered, or that name them, must not count the others
    by having entered the subject. A handling unit counts what names it.
    """
    held = context.principal.paths_for(permission, Scope.TREE)
    if for_ is CountedFor.UNIT and asked.org_path in context.principal.paths_for(
        permission, Scope.AUDIENCE
    ):
        return
    if not all(place.startswith(held) for place in _kept_at(context, permission, asked)):
        raise Forbidden.lacking(permission)


def _kept_at(context: OperationContext, permission: str, asked: OrgRow) -> list[str]:
    """The places at or below the subject's where there are records that the permission reads."""
    models = (m for m in context.platform.registry if reading(m.object) == permission)
    plugin = next((m.plugin for m in models), None)
    on = [
        max(asked.org_path, switch.path, key=len)
        for switch in context.principal.switches
        if switch.plugin == plugin
        and switch.county == asked.county
        and (switch.path.startswith(asked.org_path) or asked.org_path.startswith(switch.path))
    ]
    return on or [asked.org_path]


def _stated(context: OperationContext, one: FigureInput) -> FigureInput:
    """Give a conversion rate without a base the base that is set here (domain.md 2.9)."""
    if one.metric.strip() != CONVERSION:
        return one
    base = context.settings.of(CoreSettings).conversion_base
    return one.model_copy(update={"metric": f"{CONVERSION}{{base={base}}}"})


def _read(context: OperationContext, path: str, one: FigureInput, for_: CountedFor) -> Figure:
    catalogue = catalogue_for(context, to_read=True)
    variants = context.platform.plugins.switched_on(context.settings)
    found = catalogue.understood(one.metric, for_, variants)
    if found is None:
        listed = "、".join(catalogue.offered(for_))
        zh = f"没有该指标或不能如此计数,可选:{listed}。"
        raise InvalidInput.of(
            f"{path}metric", zh, f"No such metric of such a subject; there are: {listed}."
        )
    return found


def _span(context: OperationContext, path: str, one: FigureInput, found: Figure) -> Span:
    """The days of a figure. One that asks what became of the records ends on the day by which it
    asks at the latest, since nothing later was known then.
    """
    last = one.to_on or context.today
    first = one.from_on or date(last.year, 1, 1)
    require_field(
        first <= last,
        f"{path}to_on",
        "截止日期不能早于起始日期。",
        "The last day lies before the first.",
    )
    as_of = one.as_of or context.today
    require_field(
        as_of <= context.today,
        f"{path}as_of",
        "成效截至日期不能晚于今天。",
        "What became of the records is not known yet on a later day.",
    )
    if not (isinstance(found, Count | Share) and found.follows_up):
        return Span(first, last)
    require_field(
        one.as_of is None or first <= one.as_of,
        f"{path}as_of",
        "成效截至日期不能早于起始日期。",
        "It lies before the first day of the period.",
    )
    return Span(first, last if one.as_of is None else min(last, one.as_of), as_of)
