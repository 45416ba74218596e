"""The readers of a joint case and its records: the partners' tokens in its audience.

Source: access.md 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yishi_core.domain.collaboration.joint.models import (
    JointCase,
    JointPartner,
    JointState,
    SharedPart,
)
from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.kernel.access.audience import audience_of, joined
from yishi_core.kernel.operation import OperationContext


def tokens_of(partners: Iterable[JointPartner]) -> list[str] | None:
    """The tokens of all partners on the platform."""
    known = [
        (p.partner_path, p.partner_county) for p in partners if p.partner_path and p.partner_county
    ]
    return joined(*(audience_of(path, county) for path, county in known))


async def joint_of(context: OperationContext, case: ConsultationCase | None) -> JointCase | None:
    """The joint case of a case, once its partners see it; else None."""
    if case is None:
        return None
    return await context.first(
        JointCase, JointCase.case_id == case.id, JointCase.state == JointState.RUNNING
    )


async def share_event(
    context: OperationContext, event: Consultation, case: ConsultationCase | None
) -> None:
    """Mark an event of a joint case as joint and let the partners read it.

    It is counted once here, and by each partner as joint.
    """
    joint = await joint_of(context, case)
    if joint is None:
        return
    event.joint = True
    if SharedPart.MEETINGS in joint.shared:
        event.audience = joined(event.audience, joint.audience)


async def share_outcome(
    context: OperationContext, outcome: Outcome, case: ConsultationCase | None
) -> None:
    """Let the partners read an outcome of a joint case whose results are shared."""
    joint = await joint_of(context, case)
    if joint is not None and SharedPart.RESULTS in joint.shared:
        outcome.audience = joined(outcome.audience, joint.audience)


async def readers_of_results(context: OperationContext, case_id: UUID | None) -> list[str]:
    """The partners' tokens on the outcomes of a case whose results are shared.

    Partners keep what they have when the joint work ends.
    """
    seen = (JointCase.case_id == case_id, JointCase.state != JointState.PREPARING)
    joint = await context.first(JointCase, *seen) if case_id is not None else None
    return joint.audience or [] if joint is not None and SharedPart.RESULTS in joint.shared else []


async def share_all(
    context: OperationContext,
    joint: JointCase,
    case: ConsultationCase,
    partners: Iterable[JointPartner],
) -> None:
    """Write the partners' tokens to the case and to what is shared of it."""
    tokens = tokens_of(partners)
    joint.audience = joined(joint.audience, tokens)
    case.audience = joined(case.audience, tokens)
    for event in await context.find(Consultation, Consultation.case_id == case.id):
        event.joint = True
        if SharedPart.MEETINGS in joint.shared:
            event.audience = joined(event.audience, tokens)
    if SharedPart.RESULTS in joint.shared:
        for outcome in await context.find(Outcome, Outcome.case_id == case.id):
            outcome.audience = joined(outcome.audience, tokens)
