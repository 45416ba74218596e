"""Entering a whole consultation in one operation, from one sheet of paper.

Source: domain.md 2.1 and 2.8.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, TypeVar

from pydantic import Field

from yishi_core.domain.collaboration.joint.sharing import share_event
from yishi_core.domain.consultations import rules
from yishi_core.domain.consultations.attendance import AttendanceInput, write_attendance
from yishi_core.domain.consultations.events import CONSULTATION_RECORDED
from yishi_core.domain.consultations.models import (
    Consensus,
    Consultation,
    ConsultationForm,
    ConsultationState,
    MicroKind,
    Minutes,
    Suggestion,
)
from yishi_core.domain.consultations.planning import next_round
from yishi_core.domain.outcomes.models import Outcome, OutcomeState
from yishi_core.domain.procedures import steps
from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord, StepState
from yishi_core.domain.procedures.opening import Opened, open_for
from yishi_core.domain.schedules.workdays import calendar
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics import rules as topic_rules
from yishi_core.domain.topics.models import ConsultationGrade, Impact, Topic, TopicState, Urgency
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.numbering.service import ask_ahead, next_number
from yishi_core.kernel.access import Permission, holds
from yishi_core.kernel.entity.base import OrgRow
from yishi_core.kernel.operation import Beside, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings
from yishi_core.kernel.variants.procedure import Stage

BACK_ENTRY = "补录"
R = TypeVar("R", bound=OrgRow)


@dataclass
class Chain:
    """The records that one operation makes, in the order of making."""

    context: OperationContext
    station: Station
    on: date
    made: list[OrgRow] = field(default_factory=list)

    def add(self, row: R) -> R:
        self.made.append(self.context.add(row))
        return row

    @property
    def may_approve(self) -> bool:
        return holds(self.context.principal, Permission.TOPIC_APPROVE_SMALL, self.station)

    async def topic(self, data: RecordConsultationInput) -> Topic:
        """A small topic.

        It is approved where the caller may approve, otherwise it waits for screening and approval.
        """
        approved = self.may_approve
        return self.add(
            Topic(
                no=await next_number(self.context, "topic", self.on.year),
                title=data.title,
                description="\n".join(data.content),
                topic_source=data.topic_source,
                focus_category=data.focus_category,
                focus_tags=data.focus_tags,
                station_id=self.station.id,
                year=self.on.year,
                scope=topic_rules.scope_of(
                    self.context.org.org_path, self.context.county, self.station
                ),
                grade=ConsultationGrade.SMALL_MICRO,
                urgency=Urgency.NORMAL,
                impact=Impact.LOCAL,
                is_professional=False,
                recommended_form=topic_rules.recommended_form(
                    Urgency.NORMAL, Impact.LOCAL, False
                ).value,
                state=TopicState.IN_PROCEDURE if approved else TopicState.COLLECTED,
                screened_on=self.on if approved else None,
                screening_note=BACK_ENTRY if approved else None,
                approved_on=self.on if approved else None,
                approved_by=await self._approver() if approved else None,
            )
        )

    async def _approver(self) -> str:
        """The body for which the caller approves: the nearest where they hold the permission."""
        paths = self.context.principal.paths_for(Permission.TOPIC_APPROVE_SMALL)
        above = [path for path in paths if self.station.org_path.startswith(path)]
        org = await self.context.first(OrgUnit, OrgUnit.org_path == max(above, key=len))
        return (org or self.context.org).name

    async def case(self, topic: Topic, procedure: str | None) -> ConsultationCase:
        """The case of the topic; its steps up to the event are done where settings allow it."""
        opened = await open_for(self.context, topic, self.on, procedure=procedure)
        self.made += [opened.case, *opened.steps]
        if self.context.settings.of(CoreSettings).back_entry_steps:
            self._catch_up(opened)
        # the remaining steps are due from the day of entry, since nobody could have done them in
        # this register before
        known = await calendar(self.context.session, self.on, self.context.today)
        steps.open_next(
            opened.procedure, opened.steps, self.on, count_from=self.context.today, calendar=known
        )
        if steps.is_finished(opened.steps):
            opened.case.state, opened.case.concluded_on, topic.state = (
                CaseState.CONCLUDED,
                self.on,
                TopicState.CONCLUDED,
            )
        return opened.case

    def _catch_up(self, opened: Opened) -> None:
        held = [r.position for r in opened.steps if r.stage == Stage.DELIBERATE.value]
        done: list[StepRecord] = [r for r in opened.steps if r.position <= max(held, default=0)]
        if len(done) == len(opened.steps) and not self.may_approve:
            done = done[:-1]  # a case does not end before its topic is approved
        for record in done:
            record.started_on = self.on
            record.done_by = self.context.principal.account
            steps.finish(record, StepState.DONE, self.on, BACK_ENTRY)

    def suggestions(self, event: Consultation, texts: Sequence[str]) -> None:
        for text in texts:
            self.add(Suggestion(consultation_id=event.id, text=text))

    def consensus(self, case: ConsultationCase, texts: Sequence[str]) -> None:
        for text in texts:
            self.add(Consensus(case_id=case.id, text=text, agreed_on=self.on))

    async def outcomes(self, case: ConsultationCase, texts: Sequence[str]) -> None:
        """Draft outcomes; the township decides later how each is routed."""
        for text in texts:
            number = await next_number(self.context, "outcome", self.on.year)
            title = text if len(text) <= 40 else text[:39] + "…"
            self.add(
                Outcome(
                    no=number,
                    case_id=case.id,
                    title=title,
                    text=text,
                    state=OutcomeState.DRAFT,
                    formed_on=self.on,
                    is_major_project=False,
                    converted=False,
                )
            )

    def minutes(self, event: Consultation, text: str) -> Minutes:
        return self.add(Minutes(consultation_id=event.id, text=text, drafted_on=self.context.today))


def minutes_text(
    event: Consultation,
    content: Sequence[str],
    came: Mapping[str, int],
    said: Sequence[str],
    agreed: Sequence[str],
    results: Sequence[str],
) -> str:
    """Draft minutes written from what was entered, in the style of an office.

    `came` is what the place calls a party → person-times.
    """
    present = "、".join(f"{party}{n}人次" for party, n in came.items()) or "未登记"
    d = event.date
    head = [
        f"会议名称:{event.title}",
        f"时间:{d.year}年{d.month}月{d.day}日",
        f"地点:{event.place}",
        f"参加人员:{present}",
    ]
    sections = (
        ("协商内容", content),
        ("意见建议", said),
        ("达成共识", agreed),
        ("协商成果", results),
    )
    body = [
        line
        for title, lines in sections
        if lines
        for line in (f"{title}:", *(f"{n}. {t}" for n, t in enumerate(lines, 1)))
    ]
    return "\n".join([*head, *body])


"""The event's `made` holds the global ids of everything that one such operation made."""
Texts = Annotated[list[Annotated[str, Field(min_length=2, max_length=2000)]], Field(max_length=100)]


class RecordConsultationInput(Input, enters=Consultation):
    """A small consultation that was held, as it stands on the sheet of paper."""

    station: Ref[Station] = like(Consultation.station_id, doc="Whose consultation it was.")
    case: Ref[ConsultationCase] | None = like(
        Consultation.case_id,
        None,
        doc="Case of the station of which it is a further round; else it opens one of its own.",
    )
    date: dt.date = like(Consultation.date, doc="Day of the event; not in the future.")
    title: str = Field(
        title="题目", description="What was consulted.", min_length=2, max_length=120
    )
    content: Annotated[Texts, Beside()] = Field(
        title="协商内容", description="Lines of what was talked about.", min_length=1
    )
    place: str | None = like(
        Consultation.place, None, doc="The station's unless named.", min_length=1, max_length=120
    )
    time_from: dt.time | None = like(Consultation.time_from, None)
    time_to: dt.time | None = like(Consultation.time_to, None)
    form: ConsultationForm = like(Consultation.form, ConsultationForm.MEETING)
    micro_kind: MicroKind | None = like(Consultation.micro_kind, None)
    campaign: Annotated[str | None, Term("campaign")] = like(Consultation.campaign, None)
    topic_source: Annotated[str, Term("topic_source"), Beside()] = like(
        Topic.topic_source, "resident"
    )
    focus_category: Annotated[str, Term("focus_category"), Beside()] = like(
        Topic.focus_category, "other"
    )
    focus_tags: Annotated[list[str] | None, Term("focus_tags"), Beside()] = like(
        Topic.focus_tags, None
    )
    procedure: Annotated[str | None, Beside()] = like(
        ConsultationCase.procedure,
        None,
        doc="May be left out when only one is offered here.",
        max_length=60,
    )
    participants: Annotated[list[AttendanceInput], Beside()] = Field(
        default_factory=list, title="参加情况", description="Head-counts or names.", max_length=200
    )
    suggestions: Annotated[Texts, Beside()] = Field(default_factory=list, title="意见建议")
    consensus: Annotated[Texts, Beside()] = Field(default_factory=list, title="共识")
    outcomes: Annotated[Texts, Beside()] = Field(
        default_factory=list,
        title="协商成果",
        description="What somebody should act on; drafts to be routed.",
    )
    photos: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="照片", max_length=60
    )


@operation(
    Text("补录协商", "Record a consultation"),
    permission=Permission.CONSULTATION_RECORD,
    subject="station",
    importable=True,
    emits=[CONSULTATION_RECORDED],
    back_entry=True,
)
async def record_consultation(
    context: OperationContext, data: RecordConsultationInput
) -> Consultation:
    """Enter a consultation that was held, in one operation.

    It makes the topic, the case with its steps so far, the event, participants, suggestions, a
    draft of the minutes, consensus and draft outcomes. The topic is approved at once only where the
    caller may approve small ones; otherwise the case goes on after its approval. A further round of
    a case makes neither topic nor case, and moves no step. A mistake is undone as a whole with
    `voidRecord` on the consultation.
    """
    require_one_county(context, data)
    not_future(data.date, "date", context)
    rules.times_in_order(data.time_from, data.time_to)
    rules.require_micro(data.micro_kind)
    rules.require_stood(data.station, data.date, context.today)
    await ask_ahead(context, data.date.year, "topic", "consultation_case", "consultation")
    chain = Chain(context, data.station, data.date)
    if data.case is None:
        case = await chain.case(await chain.topic(data), data.procedure)
    else:
        case = data.case
        _require_further_round(data, case)
    event = chain.add(
        entered(
            Consultation,
            data,
            no=await next_number(context, "consultation", data.date.year),
            case_id=case.id,
            place=data.place or data.station.address or data.station.name,
            grade=case.grade,
            round_no=await next_round(context, data.case),
            is_pre_consultation=False,
            state=ConsultationState.HELD,
        )
    )
    await share_event(context, event, data.case)
    people = await write_attendance(context, event, data.participants)
    chain.made += people
    chain.suggestions(event, data.suggestions)
    chain.consensus(case, data.consensus)
    await chain.outcomes(case, data.outcomes)
    came: Counter[str] = Counter()
    for row in people:
        came[context.settings.word(row.party_kind)] += row.count if row.present else 0
    text = minutes_text(event, data.content, +came, data.suggestions, data.consensus, data.outcomes)
    chain.minutes(event, text)
    attach(context, event, data.photos, "photos")
    context.emit(CONSULTATION_RECORDED, event, made=[global_id(row) for row in chain.made])
    return event


OF_THE_TOPIC = ("topic_source", "focus_category", "focus_tags", "procedure")


def _require_further_round(data: RecordConsultationInput, case: ConsultationCase) -> None:
    """Require a case of the same station, whose topic and procedure stand already.

    It may have ended meanwhile: its rounds are entered afterwards.
    """
    require_state(case, (CaseState.RUNNING, CaseState.CONCLUDED), "case")
    require_field(
        case.station_id == data.station.id,
        "case",
        "该事项不属于所填站点。",
        "The case is not of this station.",
    )
    not_before(data.date, case.opened_on, "date", *rules.BEGUN)
    for name in OF_THE_TOPIC:
        require_field(
            name not in data.model_fields_set,
            name,
            "该事项已有议题和工作法,不再填写。",
            "The case has its topic and procedure already.",
        )
