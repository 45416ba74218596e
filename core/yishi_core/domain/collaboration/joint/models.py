"""Joint cases, and what their partners receive (domain.md 2.17).

See access.md 1, “Joint case over counties”.
"""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.domain.consultations.models import ConsultationForm
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.kernel.entity import Entity, IdOf, Labelled, Shared, column, ref, unique_while_valid


class JointKind(Labelled):
    MULTI_LEVEL = "multi_level", "多级联动"
    CROSS_REGION = "cross_region", "跨区域联合"
    ENTERPRISE_LOCAL = "enterprise_local", "企地协商"
    CROSS_DEPARTMENT = "cross_department", "跨部门联合"


class JointState(Labelled):
    PREPARING = "preparing", "筹备中"
    RUNNING = "running", "联合协商中"
    ENDED = "ended", "已结束"


class PartnerRole(Labelled):
    INITIATOR = "initiator", "发起方"
    CO_HOST = "co_host", "共同主办"
    PARTICIPANT = "participant", "参与方"


class PartnerLevel(Labelled):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇(街道)"
    VILLAGE = "village", "村(社区)"
    DEPARTMENT = "department", "部门"
    ENTERPRISE = "enterprise", "企业(园区)"


class SharedPart(Labelled):
    TOPICS = "topics", "议题共商"
    MEETINGS = "meetings", "会议共开"
    RESULTS = "results", "成果共享"


class ApprovalKind(Labelled):
    CONSENT = "consent", "党委同意"
    APPROVAL = "approval", "上级政协批准"


class ShareKind(Labelled):
    CASE = "case", "联合事项"
    TOPIC = "topic", "议题"
    NOTICE = "notice", "协商通知"
    CONSULTATION = "consultation", "联合协商活动"
    MINUTES = "minutes", "会议纪要"
    SUGGESTION = "suggestion", "意见建议"
    CONSENSUS = "consensus", "共识"
    OUTCOME = "outcome", "协商成果"


_SHARED = IdOf(
    told_by="share_kind",
    entities={
        ShareKind.CASE: "ConsultationCase",
        ShareKind.TOPIC: "Topic",
        ShareKind.NOTICE: "Consultation",
        ShareKind.CONSULTATION: "Consultation",
        ShareKind.MINUTES: "Minutes",
        ShareKind.SUGGESTION: "Suggestion",
        ShareKind.CONSENSUS: "Consensus",
        ShareKind.OUTCOME: "Outcome",
    },
    county="from_county",
)
"""The record in the owner's county of which a share is a copy."""


class ShareAnswer(Labelled):
    OPEN = "open", "待确认"
    ACCEPTED = "accepted", "同意参加"
    DECLINED = "declined", "不参加"


class JointCase(Shared, Entity):
    """A case that is held jointly with partners.

    It stays its owner's; the partners can read it, and each of them counts its events as joint.
    """

    __label__ = "联合协商"
    __constraints__ = (unique_while_valid("uq_joint_case_case", "case_id"),)

    case_id: Mapped[uuid.UUID] = ref(
        "ConsultationCase", "协商事项", inverse="joint_cases", bound=True
    )
    joint_kind: Mapped[JointKind] = column(
        "联合方式", "Across levels or regions, or with enterprises or departments."
    )
    shared: Mapped[list[str]] = column(
        "共享内容", "Parts that the partners share: topics, meetings, results."
    )
    state: Mapped[JointState] = column(
        "状态", "preparing → running → ended.", default=JointState.PREPARING
    )
    formed_on: Mapped[date] = column("发起日期", "When it was begun.")
    started_on: Mapped[date | None] = column(
        "启动日期", "When it started; the partners see it since then."
    )
    ended_on: Mapped[date | None] = column("结束日期", "When it ended.")
    result_note: Mapped[str | None] = column("联合成果", "Result, as shown to the partners.")


class JointPartner(Shared, Entity):
    """A partner of a joint case.

    It is a body on this platform, in any county, or one outside the platform given by its name.
    """

    __label__ = "联合单位"

    joint_case_id: Mapped[uuid.UUID] = ref("JointCase", "联合协商", inverse="partners")
    name: Mapped[str] = column("单位", "Name of the partner.", search="text")
    role: Mapped[PartnerRole] = column("角色", "Initiator, co-host or participant.")
    level: Mapped[PartnerLevel] = column("层级", "Level or kind of the partner.")
    partner_county: Mapped[int | None] = column(
        "所在县级代码", "Division code of the partner's county; null outside the platform."
    )
    partner_path: Mapped[str | None] = column(
        "组织路径", "Path of the partner in its county.", hidden=True
    )
    answer: Mapped[ShareAnswer] = column(
        "答复", "Whether the partner takes part.", default=ShareAnswer.OPEN
    )
    answered_on: Mapped[date | None] = column("答复日期", "When the partner answered.")
    answer_note: Mapped[str | None] = column("答复说明", "Note of the partner.")


class JointApproval(Shared, Entity):
    """A consent or approval that a joint case needs."""

    __label__ = "联合协商审批"

    joint_case_id: Mapped[uuid.UUID] = ref("JointCase", "联合协商", inverse="approvals")
    approval_kind: Mapped[ApprovalKind] = column(
        "类型", "Consent of the party committee, or approval of the superior CPPCC body."
    )
    body: Mapped[str] = column("审批机构", "Body that consented or approved.")
    approved_on: Mapped[date] = column("审批日期", "Day of the consent or approval.")
    doc_no: Mapped[str | None] = column("文号", "Document number.")


class ReceivedShare(Shared, Entity):
    """A copy of a shared part of a joint case, in the partner's own county.

    The platform writes these copies. Those of the kind `consultation` are events held, which the
    partner counts as joint; the others are counted nowhere.
    """

    __label__ = "收到的联合协商"
    __constraints__ = (
        sa.UniqueConstraint("county", "org_id", "joint_source_id", "share_kind", "source_id"),
        sa.Index(None, "county", "on"),
    )

    share_kind: Mapped[ShareKind] = column("类别", "The case itself, or a part of it.")
    part_of_id: Mapped[uuid.UUID | None] = ref(
        "ReceivedShare", "所属", "The case of an event, or the event of minutes.", inverse="parts"
    )
    from_county: Mapped[int] = column("来自县级代码", "County of the owner.")
    from_name: Mapped[str] = column("主办单位", "Name of the owner.")
    source_id: Mapped[uuid.UUID] = column(
        "来源标识", "Id of the record in the owner's county.", id_of=_SHARED
    )
    joint_source_id: Mapped[uuid.UUID] = column(
        "联合协商标识", "Id of the joint case there.", hidden=True
    )
    joint_kind: Mapped[JointKind] = column(
        "联合方式", "Across levels or regions, or with enterprises or departments."
    )
    role: Mapped[PartnerRole] = column("本单位角色", "Role of this partner.")
    title: Mapped[str] = column("名称", "Title, or the beginning of the text.", search="title")
    text: Mapped[str | None] = column(
        "内容",
        "Text with the names of residents masked; for an ended case its result.",
        search="text",
    )
    standing: Mapped[str | None] = column("进展", "Progress at the owner, in words.")
    on: Mapped[date] = column("日期", "Day of sharing or of the event, by which figures count it.")
    grade: Mapped[ConsultationGrade | None] = column("协商层级", "Grade of an event.")
    form: Mapped[ConsultationForm | None] = column("形式", "Form of an event.")
    answer: Mapped[ShareAnswer] = column(
        "答复", "Whether this partner takes part.", default=ShareAnswer.OPEN
    )
    answered_on: Mapped[date | None] = column("答复日期", "When this partner answered.")
    answer_note: Mapped[str | None] = column("答复说明", "Note of this partner.")
    ended_on: Mapped[date | None] = column("结束日期", "When the joint case ended.")
