"""Cases held together: begun, approved, started, ended; and a partner's word (domain.md 2.17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field, StringConstraints

from yishi_core.domain.collaboration.joint import rules
from yishi_core.domain.collaboration.joint.events import (
    JOINT_CASE_APPROVED,
    JOINT_CASE_ENDED,
    JOINT_CASE_OPENED,
    JOINT_CASE_PARTNERS_ADDED,
    JOINT_CASE_STARTED,
    RECEIVED_SHARE_ANSWERED,
)
from yishi_core.domain.collaboration.joint.models import (
    ApprovalKind,
    JointApproval,
    JointCase,
    JointKind,
    JointPartner,
    JointState,
    PartnerLevel,
    PartnerRole,
    ReceivedShare,
    ShareAnswer,
    SharedPart,
    ShareKind,
)
from yishi_core.domain.collaboration.joint.rules import JointCaseRule
from yishi_core.domain.collaboration.joint.sharing import share_all
from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.errors import Conflict, InvalidInput, NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import TODAY, Beside, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.tree.paths import region_path

Name = Annotated[str, StringConstraints(min_length=2, max_length=80)]


class PartnerInput(Input):
    """A partner: an org that you see, a place by its division code (also in another county), or a
    body outside the platform by its name.
    """

    org: Ref[OrgUnit] | None = like(OrgUnit, None, doc="An org of your own county.")
    region_code: str | None = like(
        OrgUnit.region_code,
        None,
        doc="6 digits: a county; 9: a township; 12: a village.",
        pattern=r"^\d{6}(\d{3}){0,2}$",
    )
    name: Name | None = Field(
        None, title="单位名称", description="Only for a body outside the platform."
    )
    level: PartnerLevel | None = like(
        JointPartner.level, None, doc="Needed for a body outside the platform."
    )
    role: PartnerRole = like(JointPartner.role, PartnerRole.CO_HOST)


Partners = Annotated[list[PartnerInput], Field(min_length=1, max_length=60)]


class OpenJointCaseInput(Input, enters=JointCase):
    """A case, and with whom it is held."""

    case: Ref[ConsultationCase] = like(JointCase.case_id)
    joint_kind: JointKind = like(JointCase.joint_kind)
    partners: Annotated[Partners, Beside()] = Field(
        title="联合单位", description="Beside the case's own org, which is the initiator."
    )
    shared: list[SharedPart] = like(
        JointCase.shared,
        default_factory=lambda: list(SharedPart),
        doc="What is shared; everything unless named.",
        min_length=1,
        max_length=3,
    )
    formed_on: date | None = like(JointCase.formed_on, None, doc=TODAY)


class AddJointPartnersInput(Input):
    """Further partners."""

    joint_case: Ref[JointCase] = like(JointCase)
    partners: Partners = Field(title="联合单位")


class RecordJointApprovalInput(Input, enters=JointApproval):
    """A consent or approval."""

    joint_case: Ref[JointCase] = like(JointApproval.joint_case_id)
    approval_kind: ApprovalKind = like(JointApproval.approval_kind)
    body: Name = like(JointApproval.body)
    approved_on: date | None = like(JointApproval.approved_on, None, doc=TODAY)
    doc_no: str | None = like(JointApproval.doc_no, None, max_length=60)


class StartJointCaseInput(Input):
    """From now on the partners see it."""

    joint_case: Ref[JointCase] = like(JointCase)
    started_on: date | None = like(JointCase.started_on, None, doc=TODAY)


class EndJointCaseInput(Input):
    """The end of working together."""

    joint_case: Ref[JointCase] = like(JointCase)
    result_note: str = like(
        JointCase.result_note,
        doc="What came of it; the partners read it.",
        min_length=2,
        max_length=4000,
    )
    ended_on: date | None = like(JointCase.ended_on, None, doc=TODAY)


class AnswerShareInput(Input):
    """Whether a partner takes part."""

    received_share: Ref[ReceivedShare] = like(ReceivedShare)
    accepted: bool = Field(title="同意参加")
    note: str | None = Field(
        None, title="答复说明", description="Needed when it declines.", max_length=1000
    )
    answered_on: date | None = like(ReceivedShare.answered_on, None, doc=TODAY)


@operation(
    Text("发起联合协商", "Open a joint case"),
    permission=Permission.JOINT_CASE,
    subject="case",
    event=JOINT_CASE_OPENED,
)
async def open_joint_case(context: OperationContext, data: OpenJointCaseInput) -> JointCase:
    """Hold a running case together with others. They see nothing of it before it is started."""
    require_one_county(context, data.case, "case")
    day = data.formed_on or context.today
    require_state(data.case, (CaseState.RUNNING,), "case")
    not_future(day, "formed_on", context)
    if await context.first(JointCase, JointCase.case_id == data.case.id):
        raise Conflict(Text("该事项已发起联合协商。", "The case is a joint one already."))
    joint = context.add(
        entered(
            JointCase,
            data,
            shared=list(dict.fromkeys(s.value for s in data.shared)),
            state=JointState.PREPARING,
            formed_on=day,
        )
    )
    own = JointPartner(
        joint_case_id=joint.id,
        name=context.org.name,
        role=PartnerRole.INITIATOR,
        level=rules.level_of(context.org),
        partner_county=context.county,
        answer=ShareAnswer.ACCEPTED,
        answered_on=day,
    )
    partners = [own, *await _partners(context, joint, data.partners)]
    rules.require_kind(data.joint_kind, context.county, partners)
    for partner in partners:
        context.add(partner)
    return joint


@operation(
    Text("增加联合单位", "Add joint partners"),
    permission=Permission.JOINT_CASE,
    subject="joint_case",
    event=JOINT_CASE_PARTNERS_ADDED,
)
async def add_joint_partners(context: OperationContext, data: AddJointPartnersInput) -> JointCase:
    """Let others join; those who join a running one see it at once."""
    joint = data.joint_case
    require_state(joint, (JointState.PREPARING, JointState.RUNNING), "joint_case")
    there = await _of(context, joint)
    new = await _partners(context, joint, data.partners, taken=[p.name for p in there])
    for partner in new:
        partner.audience = joint.audience
        context.add(partner)
    if joint.state is JointState.RUNNING:
        await _show(context, joint, [*there, *new])
    return joint


@operation(
    Text("登记联合审批", "Record an approval"),
    permission=Permission.JOINT_CASE,
    subject="joint_case",
    event=JOINT_CASE_APPROVED,
)
async def record_joint_approval(
    context: OperationContext, data: RecordJointApprovalInput
) -> JointApproval:
    """Record the party committee's consent, or the approval of the CPPCC body above (domain.md
    2.17, [S1.3]).
    """
    joint, day = data.joint_case, data.approved_on or context.today
    require_state(joint, (JointState.PREPARING, JointState.RUNNING), "joint_case")
    not_future(day, "approved_on", context)
    approval = entered(JointApproval, data, joint_case_id=joint.id, approved_on=day)
    approval.audience = joint.audience
    return context.add(approval)


@operation(
    Text("启动联合协商", "Start a joint case"),
    permission=Permission.JOINT_CASE,
    subject="joint_case",
    event=JOINT_CASE_STARTED,
)
async def start_joint_case(context: OperationContext, data: StartJointCaseInput) -> JointCase:
    """Show the case to its partners, with what is shared of it; over several levels consent and
    approval come first (`not_approved`).
    """
    joint, day = data.joint_case, data.started_on or context.today
    require_state(joint, (JointState.PREPARING,), "joint_case")
    not_future(day, "started_on", context)
    not_before(day, joint.formed_on, "started_on", "发起日期", "the day it was begun")
    rules.require_approved(
        joint.joint_kind, await context.find(JointApproval, JointApproval.joint_case_id == joint.id)
    )
    joint.state, joint.started_on = JointState.RUNNING, day
    await _show(context, joint, await _of(context, joint))
    return joint


@operation(
    Text("结束联合协商", "End a joint case"),
    permission=Permission.JOINT_CASE,
    subject="joint_case",
    event=JOINT_CASE_ENDED,
)
async def end_joint_case(context: OperationContext, data: EndJointCaseInput) -> JointCase:
    """End working together; the partners keep what they have seen and counted."""
    joint, day = data.joint_case, data.ended_on or context.today
    require_state(joint, (JointState.RUNNING,), "joint_case")
    not_future(day, "ended_on", context)
    not_before(day, joint.started_on, "ended_on", "启动日期", "the day it started")
    joint.state, joint.ended_on, joint.result_note = JointState.ENDED, day, data.result_note
    return joint


@operation(
    Text("答复联合协商", "Answer a share"),
    permission=Permission.JOINT_CASE,
    subject="received_share",
    event=RECEIVED_SHARE_ANSWERED,
)
async def answer_share(context: OperationContext, data: AnswerShareInput) -> ReceivedShare:
    """A partner says whether it takes part; the platform tells the owner. Asked once for a case,
    never for its events.
    """
    share, day = data.received_share, data.answered_on or context.today
    require(share.share_kind is ShareKind.CASE, JointCaseRule.NOT_ASKED)
    require(share.answer is ShareAnswer.OPEN, JointCaseRule.ANSWERED_ALREADY)
    not_future(day, "answered_on", context)
    not_before(day, share.on, "answered_on", "共享日期", "the day it was shared")
    require_field(
        data.accepted or data.note, "note", "不参加须说明原因。", "Say why you do not take part."
    )
    share.answer = ShareAnswer.ACCEPTED if data.accepted else ShareAnswer.DECLINED
    share.answered_on, share.answer_note = day, data.note
    return share


async def _show(
    context: OperationContext, joint: JointCase, partners: Sequence[JointPartner]
) -> None:
    case = await context.get(ConsultationCase, joint.case_id)
    if case is None:
        raise NotFound.at("joint_case")
    await share_all(context, joint, case, partners)
    for partner in partners:
        partner.audience = joint.audience
    for approval in await context.find(JointApproval, JointApproval.joint_case_id == joint.id):
        approval.audience = joint.audience


async def _partners(
    context: OperationContext,
    joint: JointCase,
    given: Sequence[PartnerInput],
    taken: Sequence[str] = (),
) -> list[JointPartner]:
    """The partners of an input; each once, and known to the platform where a place is named."""
    found: list[JointPartner] = []
    for index, one in enumerate(given):
        path = f"partners.{index}"
        org = await _org(context, one, path)
        if org is not None:
            name, level, county, place = org.name, rules.level_of(org), org.county, org.org_path
        else:
            require_field(
                one.name,
                f"{path}.name",
                "请选择组织、填写区划代码或单位名称。",
                "Name an org, a division code or a name.",
            )
            require_field(
                one.level,
                f"{path}.level",
                "平台外的单位须注明层级。",
                "Say the level of a body outside the platform.",
            )
            assert one.name is not None
            assert one.level is not None
            name, level, county, place = one.name, one.level, None, None
        require_field(
            one.role is not PartnerRole.INITIATOR,
            f"{path}.role",
            "发起方是本事项所属组织。",
            "The case's own org is the initiator.",
        )
        require_field(
            place != context.org.org_path,
            path,
            "不能与本组织联合。",
            "An org is not its own partner.",
        )
        twice = name in taken or any(p.name == name and p.partner_path == place for p in found)
        require_field(not twice, path, f"“{name}”重复。", f"“{name}” is named twice.")
        found.append(
            JointPartner(
                joint_case_id=joint.id,
                name=name,
                role=one.role,
                level=level,
                partner_county=county,
                partner_path=place,
                answer=ShareAnswer.OPEN,
            )
        )
    return found


async def _org(context: OperationContext, one: PartnerInput, path: str) -> OrgUnit | None:
    """The body that is meant; that it exists and its name are no secret, and nothing else is told
    of it.
    """
    if one.org is not None:
        return one.org
    if one.region_code is None:
        return None
    place, county = region_path(one.region_code), int(one.region_code[:6])
    async with as_platform(context, county):
        query = sa.select(OrgUnit).where(
            OrgUnit.county == county, OrgUnit.org_path == place, OrgUnit.closed_on.is_(None)
        )
        org = (await context.session.scalars(query)).one_or_none()
    if org is None:
        zh = "平台上没有该行政区划的组织;平台外的单位请填写名称和层级。"
        raise InvalidInput.of(
            f"{path}.region_code",
            zh,
            "No org of this place is on the platform: give name and level instead.",
        )
    return org


async def _of(context: OperationContext, joint: JointCase) -> Sequence[JointPartner]:
    return await context.find(JointPartner, JointPartner.joint_case_id == joint.id)
