"""The question `caseTimeline`: one matter over all its rounds and years (domain.md 2.9, 3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.errors import Text
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.views.timelines.milestones import MILESTONES, MilestoneKind


class CaseTimelineInput(Input):
    """The case; the earlier and later cases of its topic are told with it."""

    case: Ref[ConsultationCase] = like(ConsultationCase)


class TimelineEntry(Structure):
    """One thing that happened."""

    on: date = Field(title="日期", description="When.")
    kind: MilestoneKind = Field(title="事项", description="What happened.")
    cycle: int = Field(title="次序", description="Which case of the topic: 1, 2 after 再协商.")
    round_no: int | None = Field(
        title="轮次", description="Round within the case, of a consultation and its minutes."
    )
    title: str = Field(title="内容", description="Title or text of the record.")
    detail: str = Field(title="情况", description="Further particulars.")
    record: str = Field(title="记录", description="Global id of the record.")


class CaseTimeline(Structure):
    """A matter from its beginning to this day."""

    cases: list[ConsultationCase] = Field(title="协商事项", description="Of the topic, in order.")
    rounds: int = Field(title="轮数", description="Consultations held, in all of them.")
    from_on: date = Field(title="起始日期", description="Day of the first entry.")
    to_on: date = Field(title="截止日期", description="Day of the last entry.")
    entries: list[TimelineEntry] = Field(title="大事记", description="In order of time.")


@question(
    Text("事项大事记", "Time line of a case"),
    permission=reading("consultation_case"),
    subject="case",
    guests=True,
)
async def case_timeline(context: OperationContext, data: CaseTimelineInput) -> CaseTimeline:
    """What happened to a matter: steps, rounds with their minutes, outcomes, over all years.

    A matter that was consulted again (再协商) is told as one, with all cases of its topic. It holds
    the records that the caller may read: a partner of a joint case is told what is shared.
    """
    cases = await _of_one_topic(context, data.case)
    cycle = {case.id: case.cycle for case in cases}
    entries: list[TimelineEntry] = []
    for source in MILESTONES:
        statement = source.statement(data.case.county, cycle.keys())
        for case, id_, on, title, round_no, *also in await context.session.execute(statement):
            entries.append(
                TimelineEntry(
                    on=on,
                    kind=source.kind,
                    cycle=cycle[case],
                    round_no=round_no,
                    title=title.label if isinstance(title, Labelled) else title,
                    detail=source.tell(*also),
                    record=f"{source.entity.__name__}:{data.case.county}:{id_}",
                )
            )
    order = list(MilestoneKind)
    entries.sort(key=lambda entry: (entry.on, entry.cycle, order.index(entry.kind), entry.record))
    return CaseTimeline(
        cases=list(cases),
        rounds=sum(entry.kind is MilestoneKind.CONSULTATION for entry in entries),
        from_on=entries[0].on,
        to_on=entries[-1].on,
        entries=entries,
    )


async def _of_one_topic(
    context: OperationContext, case: ConsultationCase
) -> Sequence[ConsultationCase]:
    """The case with the others of its topic, in the order of their cycles."""
    if case.topic_id is None:
        return [case]
    same = ConsultationCase.topic_id == case.topic_id
    return await context.find(ConsultationCase, same, order=ConsultationCase.cycle) or [case]
