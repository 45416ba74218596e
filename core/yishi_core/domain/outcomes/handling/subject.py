"""The matter of an assignment: an outcome of a consultation, or a proposal.

Both use the same chain 交—督—复 (domain.md 2.9, 2.10).
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from yishi_core.domain.collaboration.joint.sharing import readers_of_results
from yishi_core.domain.consultations.models import OnSpotReply
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.orgs.root import county_root
from yishi_core.domain.outcomes.handling.rules import still_counts
from yishi_core.domain.outcomes.models import Assignment, Outcome, OutcomeState, VillageReferral
from yishi_core.domain.outcomes.rules import require_open
from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.domain.proposals.rules import IN_HAND, READERS
from yishi_core.domain.publicity.masking import personal_words
from yishi_core.errors import NotFound
from yishi_core.kernel.access.audience import audience_of, joined
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.rules import require_state
from yishi_core.kernel.tree.models import OrgUnit

Matter = Outcome | Proposal


async def matter_of(context: OperationContext, assignment: Assignment) -> Matter:
    """The outcome or proposal that was assigned."""
    found: Matter | None
    if assignment.proposal_id:
        found = await context.get(Proposal, assignment.proposal_id)
    else:
        found = await context.get(Outcome, assignment.outcome_id)
    if found is None:
        raise NotFound.at("assignment")
    return found


async def assignments_of(context: OperationContext, matter: Matter) -> Sequence[Assignment]:
    """All assignments of a matter, including returned ones."""
    return await context.find(Assignment, _of(matter))


def require_under_way(matter: Matter) -> None:
    """Require that a matter is filed or routed, and not closed, before it is assigned."""
    if isinstance(matter, Proposal):
        require_state(matter, IN_HAND, "proposal")
    else:
        require_open(matter)


def begin(matter: Matter) -> None:
    """Set a matter to being handled, because a unit has it (again)."""
    if isinstance(matter, Proposal):
        waiting = matter.state in (ProposalState.FILED, ProposalState.ASSIGNED)
        matter.state = ProposalState.ASSIGNED if waiting else ProposalState.HANDLING
    else:
        matter.state, matter.result_class = OutcomeState.HANDLING, None
    matter.closed_on = None


def answered(matter: Matter) -> None:
    """Set a matter to answered, because nothing waits for a unit any more."""
    matter.state = ProposalState.REPLIED if isinstance(matter, Proposal) else OutcomeState.REPLIED


async def accepted(context: OperationContext, assignment: Assignment) -> None:
    """Set a proposal to being handled once its first unit has accepted.

    The unit does not own the proposal, so the platform writes this change.
    """
    if assignment.proposal_id is None:
        return
    async with as_platform(context):
        proposal = await context.get(Proposal, assignment.proposal_id)
        if proposal is not None and proposal.state is ProposalState.ASSIGNED:
            proposal.state = ProposalState.HANDLING
            await context.session.flush()


async def words_of(
    context: OperationContext, matter: Matter, said: OnSpotReply | None = None
) -> list[str]:
    """The names and telephone numbers of the residents behind a matter."""
    if isinstance(matter, Outcome):
        return await personal_words(context, matter.case_id, said.clue_id if said else None)
    sources = await context.find(Intake, Intake.proposal_id == matter.id)
    return await personal_words(context, matter.from_case_id, *(i.id for i in sources))


def texts_of(matter: Matter) -> dict[str, str]:
    """The texts of a matter that a unit reads beside the brief.

    Matters may have joined a proposal after it was handed in.
    """
    if isinstance(matter, Outcome):
        return {"outcome.title": matter.title, "outcome.text": matter.text}
    return {
        f"proposal.{name}": getattr(matter, name)
        for name in ("title", "situation", "analysis", "suggestions")
    }


async def place_of(context: OperationContext, matter: Matter) -> OrgUnit:
    """The org of the assignment.

    For an outcome it is its own org; for a proposal the county body, which alone assigns proposals
    (domain.md 2.19).
    """
    return await county_root(context) if isinstance(matter, Proposal) else context.org


def followers_of(marks: Sequence[str] | None) -> list[str]:
    """The tokens of a proposal's signers among a row's tokens; they follow its handling."""
    return [mark for mark in marks or () if mark.startswith(READERS)]


async def show_to_units(
    context: OperationContext, matter: Matter, assignments: Sequence[Assignment]
) -> None:
    """Let exactly the units that still take part read a matter, beside its other readers."""
    kept: list[Sequence[str]] = [followers_of(matter.audience)]
    if isinstance(matter, Outcome):
        referrals = await context.find(VillageReferral, VillageReferral.outcome_id == matter.id)
        kept = [
            *(audience_of(r.org_path, r.county) for r in referrals),
            await readers_of_results(context, matter.case_id),
        ]
    matter.audience = joined(*(a.audience for a in assignments if still_counts(a)), *kept)


def _of(matter: Matter) -> sa.ColumnElement[bool]:
    return (
        Assignment.proposal_id == matter.id
        if isinstance(matter, Proposal)
        else Assignment.outcome_id == matter.id
    )
