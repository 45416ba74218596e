"""Walk groups: formed for a clue, reporting; and consensus (domain.md 2.7, 2.9, 3.9)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.consultations.models import Consensus
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import (
    CaseState,
    ConsultationCase,
    StepRecord,
    StepState,
    WalkGroup,
    WalkGroupMember,
)
from yishi_core.domain.procedures.walks import rules
from yishi_core.domain.procedures.walks.events import (
    CONSENSUS_RECORDED,
    WALK_GROUP_FORMED,
    WALK_GROUP_REPORTED,
)
from yishi_core.domain.procedures.walks.rules import WalkHint, WalkRule
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Term,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.variants.procedure import Stage

AgreedText = Annotated[str, Field(min_length=2, max_length=2000)]


class FormWalkGroupInput(Input, enters=WalkGroup):
    """A walk group for one clue."""

    origin_intake: Ref[Intake] = like(WalkGroup.origin_intake_id, doc="The clue; analysed already.")
    case: Ref[ConsultationCase] | None = like(
        WalkGroup.case_id, None, doc="The case in whose research stage it walks."
    )
    members: Annotated[list[Ref[Person]], Beside()] = Field(
        title="成员", min_length=1, max_length=60
    )
    leader: Ref[Person] = like(WalkGroup.leader_id, doc="One of the members.")
    field: Annotated[str | None, Term("expertise")] = like(
        WalkGroup.field, None, doc="The one that the analysis found, unless named."
    )
    formed_on: date | None = like(WalkGroup.formed_on, None, doc=TODAY)

    @property
    def place(self) -> ConsultationCase | Intake:
        return self.case or self.origin_intake


class ReportWalkGroupInput(Input):
    """The findings of a walk group, and its consensus."""

    walk_group: Ref[WalkGroup] = like(WalkGroup)
    finding: str = like(WalkGroup.finding, min_length=2, max_length=8000)
    closed_on: date | None = like(WalkGroup.closed_on, None, doc=TODAY)
    consensus: list[AgreedText] = Field(
        default_factory=list,
        title="共识",
        description="One text for each agreed opinion.",
        max_length=100,
    )


class RecordConsensusInput(Input, enters=Consensus):
    """A consensus of a case or of a walk group."""

    case: Ref[ConsultationCase] | None = like(
        Consensus.case_id, None, doc="Either this or the walk group."
    )
    walk_group: Ref[WalkGroup] | None = like(
        Consensus.walk_group_id, None, doc="Either this or the case."
    )
    text: AgreedText = like(Consensus.text)
    agreed_on: date | None = like(Consensus.agreed_on, None, doc=TODAY)
    agree_share: int | None = like(Consensus.agree_share, None, ge=0, le=100)

    @property
    def place(self) -> ConsultationCase | WalkGroup | None:
        return self.case or self.walk_group


@operation(
    Text("组建走访小组", "Form a walk group"),
    permission=Permission.WALK_GROUP_FORM,
    subject="place",
    event=WALK_GROUP_FORMED,
)
async def form_walk_group(context: OperationContext, data: FormWalkGroupInput) -> WalkGroup:
    """Form a walk group to investigate one analysed clue.

    At least one member has the expertise that the clue needs (`expertise`).
    """
    require_one_county(context, data)
    rules.analysed(data.origin_intake)
    if data.case is not None:
        await _fits(context, data.case, data.origin_intake)
    rules.composed(data.members, data.leader)
    field, day = data.field or data.origin_intake.analysis_field, data.formed_on or context.today
    require_field(field, "field", "请填写所需专业。", "Say which expertise the clue needs.")
    assert field is not None
    label = context.settings.label("expertise", field)
    if others := rules.misfits(data.members, field, label):
        names = "、".join(p.name for p in others)
        context.advise(WalkHint.EXPERTISE_PARTLY, label=label, names=names, count=len(others))
    not_future(day, "formed_on", context)
    not_before(day, data.origin_intake.analysed_on, "formed_on", "线索分析日期", "the analysis")
    group = context.add(entered(WalkGroup, data, field=field, formed_on=day))
    for person in data.members:
        context.add(WalkGroupMember(walk_group_id=group.id, person_id=person.id))
    return group


@operation(
    Text("走访小组报告", "Report of a walk group"),
    permission=Permission.WALK_GROUP_FORM,
    subject="walk_group",
    event=WALK_GROUP_REPORTED,
)
async def report_walk_group(context: OperationContext, data: ReportWalkGroupInput) -> WalkGroup:
    """Record what a walk group found and close it; each agreed text becomes its consensus."""
    group, day = data.walk_group, data.closed_on or context.today
    _open(group)
    not_future(day, "closed_on", context)
    not_before(day, group.formed_on, "closed_on", "成立日期", "the day it was formed")
    group.finding, group.closed_on = data.finding, day
    for text in data.consensus:
        context.add(Consensus(walk_group_id=group.id, text=text, agreed_on=day))
    return group


@operation(
    Text("登记共识", "Record a consensus"),
    permission=Permission.CONSULTATION_RECORD,
    subject="place",
    event=CONSENSUS_RECORDED,
)
async def record_consensus(context: OperationContext, data: RecordConsensusInput) -> Consensus:
    """Record a consensus of a case or of a walk group."""
    require_one_county(context, data)
    require_field(
        data.case is None or data.walk_group is None,
        "walk_group",
        "协商事项与走访小组只填一项。",
        "Give either case or walkGroup.",
    )
    day = data.agreed_on or context.today
    if data.case is not None:
        require_state(data.case, (CaseState.RUNNING, CaseState.CONCLUDED), "case")
    not_future(day, "agreed_on", context)
    begun = (
        data.case.opened_on if data.case else data.walk_group.formed_on if data.walk_group else None
    )
    not_before(day, begun, "agreed_on", "立项或成立日期", "the beginning of the work")
    return context.add(entered(Consensus, data, agreed_on=day))


async def _fits(context: OperationContext, case: ConsultationCase, clue: Intake) -> None:
    """Require a running case, of whose topic the clue is.

    A case outside its stage of research (domain.md 2.7) gives an advice.
    """
    require_state(case, (CaseState.RUNNING,), "case")
    same = clue.topic_id is None or case.topic_id is None or clue.topic_id == case.topic_id
    require_field(same, "origin_intake", "该线索属于其他议题。", "The clue is of another topic.")
    at_work = (
        StepRecord.case_id == case.id,
        StepRecord.state == StepState.ACTIVE,
        StepRecord.stage == Stage.RESEARCH.value,
    )
    if not await context.count(StepRecord, *at_work):
        context.advise(WalkHint.NOT_RESEARCHING)


def _open(group: WalkGroup) -> None:
    require(group.closed_on is None, WalkRule.CLOSED)
