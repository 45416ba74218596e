"""Corrections of walk groups and of consensus (domain.md 2.7, 2.9, 3.9)."""

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
    WalkGroup,
    WalkGroupMember,
)
from yishi_core.domain.procedures.walks import rules
from yishi_core.domain.procedures.walks.events import CONSENSUS_CHANGED, WALK_GROUP_CHANGED
from yishi_core.domain.procedures.walks.service import FormWalkGroupInput, RecordConsensusInput
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_told
from yishi_core.kernel.operation.rules import not_before, not_future, require_state

Finding = Annotated[str, Field(min_length=2, max_length=8000)]


class ChangeWalkGroupInput(Correction, of=FormWalkGroupInput, but={"origin_intake", "case"}):
    """Corrections of a walk group; a group for another clue is formed anew."""

    walk_group: Ref[WalkGroup] = like(WalkGroup)
    members: list[Ref[Person]] | None = Field(
        None, title="成员", description="All who were in it.", min_length=1, max_length=60
    )
    finding: Finding | None = like(WalkGroup.finding, None, doc="Of a team that has reported.")
    closed_on: date | None = like(WalkGroup.closed_on, None, doc="Of a team that has reported.")


class ChangeConsensusInput(Correction, of=RecordConsensusInput, but={"case", "walk_group"}):
    """Corrections of a consensus."""

    consensus: Ref[Consensus] = like(Consensus)


@operation(
    Text("更正走访小组", "Change a walk group"),
    permission=Permission.WALK_GROUP_FORM,
    subject="walk_group",
    event=WALK_GROUP_CHANGED,
)
async def change_walk_group(context: OperationContext, data: ChangeWalkGroupInput) -> WalkGroup:
    """Correct who was in a walk group, who led it and when it walked.

    Of a group that has reported its findings are corrected, too.
    """
    group = data.walk_group
    require_told(
        data,
        group.closed_on,
        ("finding", "closed_on"),
        "走访小组尚未报告。",
        "The team has not reported yet.",
    )
    clue = await context.get(Intake, group.origin_intake_id)
    if clue is None:
        raise NotFound.at("walk_group")
    correct(context, group, data)
    await _require_team(context, group, data.members)
    not_future(group.formed_on, "formed_on", context)
    not_before(group.formed_on, clue.analysed_on, "formed_on", "线索分析日期", "the analysis")
    not_future(group.closed_on, "closed_on", context)
    not_before(group.closed_on, group.formed_on, "closed_on", "成立日期", "the day it was formed")
    return group


@operation(
    Text("更正共识", "Change a consensus"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consensus",
    event=CONSENSUS_CHANGED,
)
async def change_consensus(context: OperationContext, data: ChangeConsensusInput) -> Consensus:
    """Correct a consensus, its day and its share, until the case is archived."""
    consensus = data.consensus
    case = await context.get(ConsultationCase, consensus.case_id)
    group = await context.get(WalkGroup, consensus.walk_group_id)
    if case is not None:
        require_state(case, (CaseState.RUNNING, CaseState.CONCLUDED), "consensus")
    correct(context, consensus, data)
    not_future(consensus.agreed_on, "agreed_on", context)
    begun = case.opened_on if case else group.formed_on if group else None
    not_before(
        consensus.agreed_on, begun, "agreed_on", "立项或成立日期", "the beginning of the work"
    )
    return consensus


async def _require_team(
    context: OperationContext, group: WalkGroup, people: list[Person] | None
) -> None:
    """Replace the members of a walk group.

    The leader is one of them, and at least one has the expertise that the clue needs.
    """
    rows = await context.find(WalkGroupMember, WalkGroupMember.walk_group_id == group.id)
    there = await context.find(Person, Person.id.in_([r.person_id for r in rows]))
    leader = await context.get(Person, group.leader_id)
    if leader is None:
        raise NotFound.at("leader")
    named = list(there) if people is None else people
    rules.composed(named, leader)
    rules.misfits(named, group.field, context.settings.label("expertise", group.field))
    for row in rows:
        if row.person_id not in {p.id for p in named}:
            row.voided_at, row.void_reason = context.now, "成员更正"
    for person in named:
        if person.id not in {r.person_id for r in rows}:
            context.add(WalkGroupMember(walk_group_id=group.id, person_id=person.id))
