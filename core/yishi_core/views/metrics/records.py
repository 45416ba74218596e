"""The question `metricRecords`: the records behind a figure (domain.md 2.20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import Field

from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.metrics import records
from yishi_core.facilities.metrics.figures import Figure, FigureSide, reading_of
from yishi_core.facilities.metrics.periods import Span
from yishi_core.facilities.metrics.records import Counted
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import OperationContext, Structure, question
from yishi_core.kernel.operation.inputs import Pending
from yishi_core.views.metrics.service import (
    MetricFigure,
    MetricInput,
    counted,
    permitted,
    require_permitted,
)
from yishi_core.views.metrics.typed import typed_at


class MetricRecordsInput(MetricInput):
    """A figure of one subject, and which of its records."""

    side: FigureSide = Field(
        FigureSide.PART,
        title="分子或分母",
        description="Of a share or mean, the records above or below the line; part unless named.",
    )
    first: int = Field(20, title="条数", description="Records on a page.", ge=1, le=100)
    after: str | None = Field(
        None, title="游标", description="endCursor of the page before.", max_length=120
    )


class MetricRecord(Structure):
    """One record behind a figure."""

    record: Pending | None = Field(title="记录", description="Of the type that was counted.")
    day: date | None = Field(
        title="日期", description="By which it counts; null where only counts what stands."
    )
    adds: Decimal = Field(
        title="计入",
        description="What it adds to the figure: 1 or its value, with the weight it has there; 0 "
        "where another record is counted already for the same.",
    )
    value: Decimal | None = Field(
        title="数值", description="What it says, where values are added up or compared."
    )
    counted_by: str | None = Field(
        title="计数依据",
        description="What is counted once where records are not counted themselves: the global "
        "id of a person, a division, a year.",
    )


class MetricRecords(Structure):
    """The records behind a figure, in the order of entry; what they add makes up the figure."""

    figure: MetricFigure = Field(
        title="指标数据", description="As it is counted; what was typed by hand has no records."
    )
    total_count: int = Field(title="总数", description="Number of all records.")
    total: Decimal = Field(
        title="合计",
        description="What all of them add: the value of a count, one side of a share or mean.",
    )
    nodes: list[MetricRecord] = Field(title="记录")
    has_next_page: bool = Field(title="有下一页")
    end_cursor: str | None = Field(
        title="末尾游标", description="Send it as `after` for the next page."
    )


@question(
    Text("指标数据的记录", "Records behind a figure"),
    permission=Permission.METRIC_SEE,
    subject="asked",
)
async def metric_records(context: OperationContext, data: MetricRecordsInput) -> MetricRecords:
    """The records behind a figure, found as the figure is counted.

    As with `metric`, it takes the right to read the rows that are counted; members may ask about
    their own figures. Figures that no records are counted for (full marks, what quotas require, who
    met them) are refused.
    """
    asked, after = data.asked, records.Place.read(data.after) if data.after else None
    assert asked is not None
    ((one, found, span),) = await permitted(context, data, [("", data)])
    behind = await _behind(context, data, found, span)
    require_permitted(
        context, data, {p for each in behind for p in reading_of(context, each.terms, each.for_)}
    )
    page = await records.page(context, behind, data.first, after)
    typed = await typed_at(context, data.org or data.station)
    return MetricRecords(
        figure=await counted(context, data, one, found, span, typed),
        total_count=page.total,
        total=page.adds,
        nodes=[
            MetricRecord(
                record=each.record,
                day=each.day,
                adds=each.adds,
                value=each.value,
                counted_by=each.counted_by,
            )
            for each in page.found
        ],
        has_next_page=page.more,
        end_cursor=str(page.end) if page.end else None,
    )


async def _behind(
    context: OperationContext, data: MetricRecordsInput, found: Figure, span: Span
) -> Sequence[Counted]:
    asked, whole = data.asked, data.side is FigureSide.WHOLE
    assert asked is not None
    behind = await found.behind(context, asked, span, data.side)
    if behind is not None:
        return behind
    if whole and await found.behind(context, asked, span, FigureSide.PART) is not None:
        raise InvalidInput.of(
            "side",
            "该指标不是比率或平均数,没有分母。",
            "It is no share and no mean, so nothing stands below the line.",
        )
    raise InvalidInput.of(
        "metric",
        "该指标按规定或评价得出,不由记录相加,没有可列出的记录。",
        "No records are added up for this figure: a rule says it, or it is worked out of others.",
    )
