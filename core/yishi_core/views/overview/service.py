"""The question `overview`: what a county administrator looks at first (design.md 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.overview.figure import OverviewFigure, Period, count
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.checking import Declarations, StartCheck
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.problem import Problem, unknown


class OverviewInput(Input):
    """The org and the period (both days included); by default this year up to today."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="The org whose picture is drawn.")
    from_on: date | None = Field(
        None, title="起始日期", description="First day, by default 1 January."
    )
    to_on: date | None = Field(None, title="截止日期", description="Last day, by default today.")


class OverviewRow(Structure):
    """The figures of one org with everything below it.

    Events are counted by their own date, never by the day of entry (domain.md 2.1).
    """

    org: OrgUnit
    name: str
    stations: int = Field(
        0,
        title="运行中的站点",
        description="Active stations at the end of the period; a union counts once.",
    )
    intakes: int = Field(0, title="来件", description="Matters received in the period.")
    intakes_waiting: int = Field(
        0, title="待受理", description="Matters received and not yet decided."
    )
    intakes_overdue: int = Field(
        0, title="受理超期", description="Matters not decided by their deadline."
    )
    topics: int = Field(0, title="审定议题", description="Topics approved in the period.")
    cases_running: int = Field(0, title="进行中事项", description="Running cases.")
    steps_overdue: int = Field(0, title="步骤超期", description="Active steps past their deadline.")
    consultations: int = Field(0, title="协商场次", description="Consultations held in the period.")
    attend_times: int = Field(
        0, title="参加人次", description="Person-times present at these consultations."
    )
    outcomes: int = Field(0, title="成果", description="Outcomes recorded in the period.")
    converted: int = Field(0, title="已转化", description="Outcomes converted in the period.")
    assignments_open: int = Field(0, title="办理中", description="Assignments not yet confirmed.")
    assignments_overdue: int = Field(
        0, title="办理超期", description="Open assignments past their deadline without a reply."
    )
    pledges_open: int = Field(0, title="待兑现承诺", description="Pledges not yet fulfilled.")


class Overview(Structure):
    """The org's own total, and a row for each org directly below it."""

    from_on: date
    to_on: date
    total: OverviewRow
    rows: list[OverviewRow]


@question(Text("总览", "Overview"), permission=Permission.OVERVIEW, subject="org")
async def overview(context: OperationContext, data: OverviewInput) -> Overview:
    """The overview of an org: totals, and the same figures by the orgs directly below it.

    Raises `InvalidInput` when the period ends before it begins.
    """
    period = Period(
        data.from_on or date(context.today.year, 1, 1), data.to_on or context.today, context.today
    )
    if period.to_on < period.from_on:
        raise InvalidInput.of(
            "to_on", "截止日期早于起始日期。", "The period ends before it begins."
        )
    below = await context.find(OrgUnit, OrgUnit.parent_id == data.org.id, order=OrgUnit.org_path)
    counted: dict[str, Counter[str]] = {}
    for figure in figures_of(context.platform):
        found = counted.setdefault(figure.name, Counter())
        found.update(await count(context, figure, data.org, period))
    return Overview(
        from_on=period.from_on,
        to_on=period.to_on,
        total=OverviewRow(
            org=data.org, name=data.org.name, **{n: c.total() for n, c in counted.items()}
        ),
        rows=[
            OverviewRow(
                org=org,
                name=org.name,
                **{n: c[_segment(data.org, org)] for n, c in counted.items()},
            )
            for org in below
            if org.closed_on is None or org.closed_on >= period.from_on
        ],
    )


def _segment(top: OrgUnit, org: OrgUnit) -> str:
    """The segment of a path that distinguishes the orgs below `top`."""
    return org.org_path.removeprefix(top.org_path).split("/")[0]


def figures_of(platform: Platform) -> Sequence[OverviewFigure]:
    """The figures that nouns and plugins declare."""
    return platform.derived(_collected)


def _collected(platform: Platform) -> Sequence[OverviewFigure]:
    return platform.declared(OverviewFigure)


def _wrong_figures(declarations: Declarations) -> Iterator[Problem]:
    """Figures that no field shows, and fields that nobody counts."""
    found = declarations.of(OverviewFigure)
    shown = {name for name, field in OverviewRow.model_fields.items() if field.annotation is int}
    for figure in found:
        if figure.name not in shown:
            place = declarations.place_of(figure)
            yield unknown(place, figure.name, figure.name, Text("总览字段", "figure"), shown)
    for name in sorted(shown - {figure.name for figure in found}):
        text = Text(f"总览字段 {name} 没有计数", f"nobody counts the figure {name}")
        yield Problem(f"{OverviewRow.__module__}.{OverviewRow.__name__}", name, text)


FIGURES_AGREE = StartCheck(_wrong_figures)
