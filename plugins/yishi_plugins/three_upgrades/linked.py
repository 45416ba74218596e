"""Cases linked over three levels: their levels, approvals, and the pre-consultation (domain.md 3.4)."""

from __future__ import annotations

from yishi_core import Change, ReadContext, holds, require
from yishi_core.domain.collaboration import (
    ApprovalKind,
    JointApproval,
    JointCase,
    JointKind,
    JointPartner,
    JointState,
    PartnerLevel,
    ShareAnswer,
)
from yishi_core.domain.consultations import HELD, Consultation
from yishi_plugins.three_upgrades.rules import UpgradeRule
from yishi_plugins.three_upgrades.settings import Settings

NO_LEVEL = (PartnerLevel.DEPARTMENT, PartnerLevel.ENTERPRISE)
"""Units that take part at no level of the CPPCC."""


@holds(JointCase, on=("state", "joint_kind"))
async def over_three_levels(context: ReadContext, change: Change[JointCase]) -> None:
    """A linked case runs when enough levels take part in it."""
    joint = change.row
    if joint.joint_kind is not JointKind.MULTI_LEVEL or joint.state is not JointState.RUNNING:
        return
    partners = await context.find(
        JointPartner,
        JointPartner.joint_case_id == joint.id,
        JointPartner.level.not_in(NO_LEVEL),
        JointPartner.answer != ShareAnswer.DECLINED,
    )
    there, levels = {p.level for p in partners}, context.settings.of(Settings).linked_levels
    require(len(there) >= levels, UpgradeRule.LINKED_LEVELS, levels=levels, there=len(there))


@holds(JointApproval, on=("approval_kind", "approved_on"))
async def in_order(context: ReadContext, change: Change[JointApproval]) -> None:
    """The party committee's consent comes before every approval from above."""
    given = await context.find(
        JointApproval, JointApproval.joint_case_id == change.row.joint_case_id
    )
    consents = [a.approved_on for a in given if a.approval_kind is ApprovalKind.CONSENT]
    for approval in given:
        if approval.approval_kind is ApprovalKind.APPROVAL:
            agreed = any(day <= approval.approved_on for day in consents)
            require(agreed, UpgradeRule.APPROVAL_ORDER, at="approved_on")


@holds(Consultation, on=("state", "is_pre_consultation", "case"))
async def prepared(context: ReadContext, change: Change[Consultation]) -> None:
    """A linked case is consulted formally after a pre-consultation."""
    event = change.row
    formal = event.state in HELD and not event.is_pre_consultation
    if not formal or not context.settings.of(Settings).pre_consultation_first:
        return
    linked = (
        JointCase.case_id == event.case_id,
        JointCase.joint_kind == JointKind.MULTI_LEVEL,
        JointCase.formed_on <= event.date,
    )
    if not event.case_id or not await context.count(JointCase, *linked):
        return
    before = (
        Consultation.case_id == event.case_id,
        Consultation.is_pre_consultation.is_(True),
        Consultation.state.in_(HELD),
        Consultation.date <= event.date,
    )
    require(await context.count(Consultation, *before), UpgradeRule.PRE_CONSULTATION_FIRST)
