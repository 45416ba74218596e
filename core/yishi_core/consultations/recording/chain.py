"""Making topic, case, event and what came of it as one chain; every record made is remembered, so that the chain can be taken back whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from yishi_core.access import Permission, holds
from yishi_core.consultations.models import Consensus, Consultation, Minutes, Participation, Suggestion
from yishi_core.entity.base import OrgRow
from yishi_core.numbering.service import next_number
from yishi_core.operation.context import OperationContext
from yishi_core.orgs.models import OrgUnit
from yishi_core.outcomes.models import Outcome, OutcomeState
from yishi_core.plugins.core_settings import CoreSettings
from yishi_core.plugins.procedure import Stage
from yishi_core.procedures import steps
from yishi_core.procedures.models import CaseState, ConsultationCase, StepRecord, StepState
from yishi_core.procedures.opening import Opened, open_for
from yishi_core.schedules.workdays import calendar
from yishi_core.stations.models import Station
from yishi_core.topics import rules as topic_rules
from yishi_core.topics.models import ConsultationGrade, Impact, Topic, TopicState, Urgency

BACK_ENTRY = "补录"
R = TypeVar("R", bound=OrgRow)


@dataclass
class Chain:
    """What one operation makes, in the order of making."""

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

    async def topic(self, title: str, content: Sequence[str], source: str, category: str) -> Topic:
        """A small topic: approved where the caller may approve, otherwise waiting to be screened and approved."""
        approved = self.may_approve
        return self.add(
            Topic(
                no=await next_number(self.context, "topic", self.on.year), title=title, description="\n".join(content),
                topic_source=source, focus_category=category, station_id=self.station.id, year=self.on.year,
                scope=topic_rules.scope_of(self.context.org.org_path, self.context.county, self.station),
                grade=ConsultationGrade.SMALL_MICRO, urgency=Urgency.NORMAL, impact=Impact.LOCAL, is_professional=False,
                recommended_form=topic_rules.recommended_form(Urgency.NORMAL, Impact.LOCAL, False).value,
                state=TopicState.IN_PROCEDURE if approved else TopicState.COLLECTED,
                screened_on=self.on if approved else None, screening_note=BACK_ENTRY if approved else None,
                approved_on=self.on if approved else None, approved_by=await self._approver() if approved else None,
            )
        )  # fmt: skip

    async def _approver(self) -> str:
        """The body for which the caller approves: the nearest org where he holds the right."""
        paths = self.context.principal.paths_for(Permission.TOPIC_APPROVE_SMALL)
        above = [path for path in paths if self.station.org_path.startswith(path)]
        org = await self.context.first(OrgUnit, OrgUnit.org_path == max(above, key=len))
        return (org or self.context.org).name

    async def case(self, topic: Topic, procedure: str | None) -> ConsultationCase:
        """Its case; the steps up to the consultation are done, where the settings allow it."""
        opened = await open_for(self.context, topic, self.on, procedure=procedure)
        self.made += [opened.case, *opened.steps]
        if self.context.settings.of("core", CoreSettings).back_entry_steps:
            self._catch_up(opened)
        # what is left to do is due from the day of entry: nobody could have done it in this register before
        known = await calendar(self.context.session, self.on, self.context.today)
        steps.open_next(opened.procedure, opened.steps, self.on, count_from=self.context.today, calendar=known)
        if steps.is_finished(opened.steps):
            opened.case.state, opened.case.concluded_on, topic.state = CaseState.CONCLUDED, self.on, TopicState.CONCLUDED
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
        """Drafts: the township says how each is routed."""
        for text in texts:
            number = await next_number(self.context, "outcome", self.on.year)
            title = text if len(text) <= 40 else text[:39] + "…"
            self.add(
                Outcome(
                    no=number, case_id=case.id, title=title, text=text, state=OutcomeState.DRAFT, formed_on=self.on, is_major_project=False,
                    converted=False,
                )
            )

    def minutes(self, event: Consultation, text: str) -> Minutes:
        return self.add(Minutes(consultation_id=event.id, text=text, drafted_on=self.context.today))


def minutes_text(
    event: Consultation, content: Sequence[str], people: Sequence[Participation], said: Sequence[str], agreed: Sequence[str],
    results: Sequence[str],
) -> str:  # fmt: skip
    """A draft of the minutes out of what was entered, as an office writes them."""
    kinds: dict[str, int] = {}
    for row in people:
        if row.present:
            kinds[row.party_kind.label] = kinds.get(row.party_kind.label, 0) + row.count
    present = "、".join(f"{kind}{n}人次" for kind, n in kinds.items()) or "未登记"
    d = event.date
    head = [f"会议名称:{event.title}", f"时间:{d.year}年{d.month}月{d.day}日", f"地点:{event.place}", f"参加人员:{present}"]
    sections = (("协商内容", content), ("意见建议", said), ("达成共识", agreed), ("协商成果", results))
    body = [line for title, lines in sections if lines for line in (f"{title}:", *(f"{n}. {t}" for n, t in enumerate(lines, 1)))]
    return "\n".join([*head, *body])
