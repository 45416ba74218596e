"""Entering a consultation in one operation: what a village clerk has on one sheet of paper (domain.md 2.1, 2.8)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from yishi_core.access import Permission
from yishi_core.attachments.models import Attachment
from yishi_core.attachments.service import attach
from yishi_core.consultations import rules
from yishi_core.consultations.attendance import Attendance, write_attendance
from yishi_core.consultations.models import Consultation, ConsultationForm, ConsultationState, MicroKind
from yishi_core.consultations.recording.chain import Chain, minutes_text
from yishi_core.errors import Text
from yishi_core.numbering.service import ask_ahead, next_number
from yishi_core.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.operation.changing import require_one_county
from yishi_core.operation.inputs import global_id
from yishi_core.operation.rules import not_future
from yishi_core.stations.models import Station
from yishi_core.topics.models import ConsultationGrade

RECORDED = "consultation.recorded"
"""The event's `made` holds the global ids of everything that one such operation made."""
Texts = Annotated[list[Annotated[str, Field(min_length=2, max_length=2000)]], Field(max_length=100)]


class RecordConsultation(Input):
    """A small consultation that was held, as it stands on the sheet of paper."""

    station: Ref[Station] = Field(title="站点", description="Whose consultation it was.")
    date: dt.date = Field(title="日期", description="Day of the event; not in the future.")
    title: str = Field(title="题目", description="What was consulted.", min_length=2, max_length=120)
    content: Texts = Field(title="协商内容", description="Lines of what was talked about.", min_length=1)
    place: str | None = Field(None, title="地点", description="The station's unless named.", min_length=1, max_length=120)
    time_from: dt.time | None = Field(None, title="开始时间")
    time_to: dt.time | None = Field(None, title="结束时间")
    form: ConsultationForm = Field(ConsultationForm.MEETING, title="形式")
    micro_kind: MicroKind | None = Field(None, title="微形式")
    campaign: Annotated[str | None, Term("campaign")] = Field(None, title="专项活动")
    topic_source: Annotated[str, Term("topic_source")] = Field("resident", title="议题来源")
    focus_category: Annotated[str, Term("focus_category")] = Field("other", title="领域")
    procedure: str | None = Field(None, title="工作法", description="May be left out when only one is offered here.", max_length=60)
    participants: list[Attendance] = Field(default_factory=list, title="参加情况", description="Head-counts or names.", max_length=200)
    suggestions: Texts = Field(default_factory=list, title="意见建议")
    consensus: Texts = Field(default_factory=list, title="共识")
    outcomes: Texts = Field(default_factory=list, title="协商成果", description="What somebody should act on; drafts to be routed.")
    photos: list[Ref[Attachment]] = Field(default_factory=list, title="照片", max_length=60)


@operation(Text("补录协商", "Record a consultation"), permission=Permission.CONSULTATION_RECORD, subject="station", by_sheet=True)
async def record_consultation(context: OperationContext, data: RecordConsultation) -> Consultation:
    """Enter a consultation that was held, in one go: topic, case with its steps so far, event, participants, suggestions, a draft of the minutes,
    consensus and drafts of outcomes. The topic is approved at once only where the caller may approve small ones; otherwise the case goes on
    after its approval. A mistake is taken back whole with `voidRecord` on the consultation.
    """
    require_one_county(context, data)
    not_future(data.date, "date", context)
    rules.times_in_order(data.time_from, data.time_to)
    rules.require_micro(data.micro_kind)
    rules.require_stood(data.station, data.date, context.today)
    ask_ahead(context, data.date.year, "topic", "consultation_case", "consultation")
    chain = Chain(context, data.station, data.date)
    topic = await chain.topic(data.title, data.content, data.topic_source, data.focus_category)
    case = await chain.case(topic, data.procedure)
    event = chain.add(
        Consultation(
            **data.model_dump(include={"title", "date", "time_from", "time_to", "form", "micro_kind", "campaign"}),
            no=await next_number(context, "consultation", data.date.year), case_id=case.id, station_id=data.station.id,
            place=data.place or data.station.address or data.station.name, grade=ConsultationGrade.SMALL_MICRO, round_no=1,
            is_pre_consultation=False, state=ConsultationState.HELD,
        )
    )  # fmt: skip
    people = await write_attendance(context, event, data.participants)
    chain.made += people
    chain.suggestions(event, data.suggestions)
    chain.consensus(case, data.consensus)
    await chain.outcomes(case, data.outcomes)
    chain.minutes(event, minutes_text(event, data.content, people, data.suggestions, data.consensus, data.outcomes))
    attach(context, event, data.photos, "photos")
    context.emit(RECORDED, event, made=[global_id(row) for row in chain.made])
    return event
