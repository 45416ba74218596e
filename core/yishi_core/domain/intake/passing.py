"""Turning an accepted matter into an opinion, or into a part of a proposal (domain.md 2.5).

The sender may be answered in the same operation.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.intake.events import INTAKE_TO_OPINION, INTAKE_TO_PROPOSAL
from yishi_core.domain.intake.handling import Answer, day_of_step, told
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.opinions.events import OPINION_HANDED_IN
from yishi_core.domain.opinions.models import Opinion, OpinionState
from yishi_core.domain.opinions.writing import Brief, collect
from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.rules import require_field, require_state

Part = Annotated[str, StringConstraints(min_length=2, max_length=10_000)]
LIVING_OPINIONS = tuple(
    s
    for s in OpinionState
    if s
    not in (OpinionState.DRAFT, OpinionState.MERGED, OpinionState.NOT_USED, OpinionState.CLOSED)
)
LIVING_PROPOSALS = tuple(
    s
    for s in ProposalState
    if s
    not in (
        ProposalState.DRAFT,
        ProposalState.MERGED,
        ProposalState.NOT_FILED,
        ProposalState.WITHDRAWN,
        ProposalState.CLOSED,
    )
)


class NewOpinionInput(Input):
    """The opinion that a matter becomes; residents' names and telephones are masked."""

    title: str = like(Opinion.title, min_length=2, max_length=120)
    category: Annotated[str, Term("focus_category")] = like(Opinion.category)
    problem: Part = like(Opinion.problem)
    cause: Part = like(Opinion.cause)
    suggestion: Part = like(Opinion.suggestion)
    reporter: str = like(
        Opinion.reporter, doc="A clerk or a member, not the resident.", min_length=2, max_length=60
    )
    reporter_unit: str | None = like(
        Opinion.reporter_unit,
        None,
        doc="The reporter's unit; the office unless named.",
        max_length=120,
    )


class TurnIntoOpinionInput(Input):
    """An accepted matter, and the opinion that it becomes or joins."""

    intake: Ref[Intake] = like(Intake)
    new: NewOpinionInput | None = Field(
        None, title="新的社情民意", description="Either a new opinion …"
    )
    opinion: Ref[Opinion] | None = Field(
        None, title="已有社情民意", description="… or one that takes the matter up."
    )
    result_note: Answer | None = like(Intake.result_note, None, doc="What the sender is told.")
    on: date | None = Field(None, title="办理日期", description="Today unless named.")


class TurnIntoProposalInput(Input):
    """An accepted matter, and the proposal that takes it up."""

    intake: Ref[Intake] = like(Intake)
    proposal: Ref[Proposal] = like(Proposal, doc="A proposal that was handed in.")
    result_note: Answer | None = like(Intake.result_note, None, doc="What the sender is told.")
    on: date | None = Field(None, title="办理日期", description="Today unless named.")


@operation(
    Text("转为社情民意", "Turn into an opinion"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_TO_OPINION,
    emits=[OPINION_HANDED_IN],
)
async def turn_into_opinion(context: OperationContext, data: TurnIntoOpinionInput) -> Intake:
    """Turn an accepted matter into an opinion, or join it to an opinion under way.

    The sender may be answered in the same operation.
    """
    require_one_county(context, data)
    intake = data.intake
    require_state(intake, (IntakeState.ACCEPTED,), "intake")
    day = day_of_step(context, intake, data.on, "on")
    one = (data.new is None) != (data.opinion is None)
    require_field(
        one,
        "opinion",
        "新的社情民意与已有社情民意须且只须填写一项。",
        "Give either a new one or one that is there.",
    )
    if data.opinion:
        require_state(data.opinion, LIVING_OPINIONS, "opinion")
        intake.opinion_id = data.opinion.id
    elif data.new:
        said = data.new
        brief = Brief(
            title=said.title,
            category=said.category,
            problem=said.problem,
            cause=said.cause,
            suggestion=said.suggestion,
            reporter=said.reporter,
            reporter_unit=said.reporter_unit or context.org.name,
        )
        intake.opinion_id = (await collect(context, brief, day, sources=[intake])).id
    intake.state = IntakeState.TO_OPINION
    return told(intake, data.result_note, day)


@operation(
    Text("转为提案", "Turn into a proposal"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_TO_PROPOSAL,
)
async def turn_into_proposal(context: OperationContext, data: TurnIntoProposalInput) -> Intake:
    """Join an accepted matter to a member's proposal that takes it up.

    The sender may be answered in the same operation.
    """
    require_one_county(context, data)
    intake = data.intake
    require_state(intake, (IntakeState.ACCEPTED,), "intake")
    day = day_of_step(context, intake, data.on, "on")
    require_state(data.proposal, LIVING_PROPOSALS, "proposal")
    intake.proposal_id, intake.state = data.proposal.id, IntakeState.TO_PROPOSAL
    return told(intake, data.result_note, day)
