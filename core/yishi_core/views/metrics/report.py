"""What a variant shows of an org: its table of figures, and the outline of its written report.

Both are declared in `variant.toml` (`figures`, `report`; domain.md 2.20, 4.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import Field

from yishi_core.errors import Text
from yishi_core.facilities.metrics.printing import PrintStyle
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import ReportSectionDef, Variant
from yishi_core.views.metrics.service import (
    Day,
    FigureInput,
    MetricFigure,
    MetricSubjectInput,
    told,
)
from yishi_core.views.metrics.variants import PLACE


class VariantFiguresInput(Input):
    """An org and a period; by default this year up to today."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="With everything below it.")
    from_on: Day | None = Field(
        None,
        title="起始日期",
        description="First day; 1 January of the last day's year unless named.",
    )
    to_on: Day | None = Field(None, title="截止日期", description="Last day; today unless named.")


class ReportOutlineInput(VariantFiguresInput):
    """An org and the period of the report."""


class ShownFigure(Structure):
    """A figure as a variant shows it."""

    label: str = Field(title="名称", description="As the variant calls it; else the metric.")
    figure: MetricFigure = Field(title="数据", description="Counted from the records.")


class VariantFigures(Structure):
    """The table of figures of one variant."""

    plugin: str = Field(title="插件", description="Code of the plugin.")
    label: str = Field(title="做法", description="Name of the plugin.")
    figures: list[ShownFigure] = Field(title="指标", description="In the order of the variant.")


class ReportChapter(Structure):
    """A chapter of a written report."""

    plugin: str = Field(title="插件", description="Code of the plugin.")
    heading: str = Field(title="标题")
    text: str = Field(title="正文", description="With every figure in its place.")
    figures: list[ShownFigure] = Field(
        title="指标", description="Those in the text and those that the chapter lists, each once."
    )


class ReportOutline(Structure):
    """The chapters of the variants that are on at an org, in their order."""

    org: OrgUnit
    from_on: date = Field(title="起始日期", description="First day.")
    to_on: date = Field(title="截止日期", description="Last day.")
    chapters: list[ReportChapter] = Field(title="章节")


@question(
    Text("做法指标表", "A variant's figures"), permission=Permission.METRIC_SEE, subject="org"
)
async def variant_figures(
    context: OperationContext, data: VariantFiguresInput
) -> list[VariantFigures]:
    """The tables of figures of the variants that are on at the org, counted from the records.

    As with `metrics`, all are refused if one of them may not be read.
    """
    variants = [v for v in _on(context) if v.figures]
    counted = await _counted(context, data, (metric for v in variants for metric in shown_by(v)))
    return [
        VariantFigures(
            plugin=variant.code,
            label=variant.label,
            figures=[
                ShownFigure(label=shown.label, figure=counted[shown.metric])
                for shown in variant.figures
            ],
        )
        for variant in variants
    ]


@question(Text("报告提纲", "Report outline"), permission=Permission.METRIC_SEE, subject="org")
async def report_outline(context: OperationContext, data: ReportOutlineInput) -> ReportOutline:
    """The chapters of the org's written report, each with its figures counted and put into its text.

    As with `metrics`, the whole is refused if one of the figures may not be read, since a report
    must have no gaps.
    """
    sections = [(variant, section) for variant in _on(context) for section in variant.report]
    counted = await _counted(context, data, (m for v in _on(context) for m in reported_by(v)))
    last = data.to_on or context.today
    return ReportOutline(
        org=data.org,
        from_on=data.from_on or date(last.year, 1, 1),
        to_on=last,
        chapters=[_chapter(context, variant, section, counted) for variant, section in sections],
    )


def _chapter(
    context: OperationContext,
    variant: Variant,
    section: ReportSectionDef,
    counted: Mapping[str, MetricFigure],
) -> ReportChapter:
    labels = {shown.metric: shown.label for v in _on(context) for shown in v.figures}
    return ReportChapter(
        plugin=variant.code,
        heading=section.heading,
        text=PLACE.sub(lambda place: counted[place[1]].text, section.text),
        figures=[
            ShownFigure(label=labels.get(metric, metric), figure=counted[metric])
            for metric in _named(section)
        ],
    )


def _on(context: OperationContext) -> list[Variant]:
    return context.platform.plugins.switched_on(context.settings)


def shown_by(variant: Variant) -> list[str]:
    """The metrics of a variant's table of figures, each once."""
    return list(dict.fromkeys(figure.metric for figure in variant.figures))


def reported_by(variant: Variant) -> list[str]:
    """The metrics of a variant's chapters, each once."""
    return list(dict.fromkeys(m for section in variant.report for m in _named(section)))


def _named(section: ReportSectionDef) -> list[str]:
    """The metrics of a chapter, each once."""
    return list(dict.fromkeys([*PLACE.findall(section.text), *section.figures]))


async def _counted(
    context: OperationContext, data: VariantFiguresInput, metrics: Iterable[str]
) -> dict[str, MetricFigure]:
    """Metric → its figure of the period, each counted once and printed as its variant prints it."""
    styles = {shown.metric: shown.print for v in _on(context) for shown in v.figures}
    wanted = [
        FigureInput(
            metric=metric,
            from_on=data.from_on,
            to_on=data.to_on,
            style=PrintStyle.read(styles.get(metric, PrintStyle.EXACT.value)),
        )
        for metric in dict.fromkeys(metrics)
    ]
    found = await told(context, MetricSubjectInput(org=data.org), [("", one) for one in wanted])
    return {one.metric: figure for one, figure in zip(wanted, found, strict=True)}
