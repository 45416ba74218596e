"""Corrections of joint cases and of their approvals (domain.md 2.17).

A partner's answer is the partner's own and is not corrected here.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.collaboration.joint import rules
from yishi_core.domain.collaboration.joint.events import (
    JOINT_CASE_APPROVAL_CHANGED,
    JOINT_CASE_CHANGED,
)
from yishi_core.domain.collaboration.joint.models import (
    JointApproval,
    JointCase,
    JointPartner,
    JointState,
    SharedPart,
)
from yishi_core.domain.collaboration.joint.service import (
    OpenJointCaseInput,
    RecordJointApprovalInput,
)
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_told
from yishi_core.kernel.operation.rules import not_before, not_future, require_state

AGREED = frozenset({"joint_kind", "shared"})
"""Fields the partners agreed to; they stay once the partners see the case."""
SINCE = {
    "started_on": JointState.RUNNING,
    "ended_on": JointState.ENDED,
    "result_note": JointState.ENDED,
}
"""The state from which on a field has a value to correct."""
ORDER = tuple(JointState)


class ChangeJointCaseInput(Correction, of=OpenJointCaseInput, but={"case"}):
    """Corrections of a joint case; further partners are added."""

    joint_case: Ref[JointCase] = like(JointCase)
    shared: list[SharedPart] | None = like(
        JointCase.shared, None, doc="Before it is started.", min_length=1, max_length=3
    )
    started_on: date | None = like(JointCase.started_on, None, doc="Of one that was started.")
    ended_on: date | None = like(JointCase.ended_on, None, doc="Of one that has ended.")
    result_note: Annotated[str | None, Field(min_length=2, max_length=4000)] = like(
        JointCase.result_note, None, doc="Of one that has ended; the partners read it."
    )


class ChangeJointApprovalInput(Correction, of=RecordJointApprovalInput, but={"joint_case"}):
    """Corrections of a consent or approval."""

    approval: Ref[JointApproval] = like(JointApproval)


@operation(
    Text("更正联合协商", "Change a joint case"),
    permission=Permission.JOINT_CASE,
    subject="joint_case",
    event=JOINT_CASE_CHANGED,
)
async def change_joint_case(context: OperationContext, data: ChangeJointCaseInput) -> JointCase:
    """Correct a joint case.

    Before it starts its kind and what is shared can be corrected, afterwards its days and, once it
    has ended, its result.
    """
    joint, sent = data.joint_case, data.model_fields_set
    if sent & AGREED:
        require_state(joint, (JointState.PREPARING,), "joint_case")
    for name, state in SINCE.items():
        since = ORDER.index(joint.state) >= ORDER.index(state)
        require_told(
            data,
            since,
            (name,),
            f"该联合协商尚未“{state.label}”。",
            f"It is not {state.value} yet.",
        )
    correct(context, joint, data)
    if data.shared is not None:
        joint.shared = list(dict.fromkeys(part.value for part in data.shared))
    partners = await context.find(JointPartner, JointPartner.joint_case_id == joint.id)
    rules.require_kind(joint.joint_kind, context.county, partners)
    for name in ("formed_on", *SINCE.keys() - {"result_note"}):
        not_future(getattr(joint, name), name, context)
    not_before(joint.started_on, joint.formed_on, "started_on", "发起日期", "the day it was begun")
    not_before(joint.ended_on, joint.started_on, "ended_on", "启动日期", "the day it started")
    return joint


@operation(
    Text("更正联合审批", "Change an approval"),
    permission=Permission.JOINT_CASE,
    subject="approval",
    event=JOINT_CASE_APPROVAL_CHANGED,
)
async def change_joint_approval(
    context: OperationContext, data: ChangeJointApprovalInput
) -> JointApproval:
    """Correct who consented or approved, and when.

    A case that was started keeps both its consent and its approval.
    """
    approval = data.approval
    joint = await context.get(JointCase, approval.joint_case_id)
    if joint is None:
        raise NotFound.at("approval")
    require_state(joint, (JointState.PREPARING, JointState.RUNNING), "approval")
    correct(context, approval, data)
    not_future(approval.approved_on, "approved_on", context)
    if joint.state is JointState.RUNNING:
        rules.require_approved(
            joint.joint_kind,
            await context.find(JointApproval, JointApproval.joint_case_id == joint.id),
        )
    return approval
