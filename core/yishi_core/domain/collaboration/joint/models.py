"""A case held together with others, and what its partners get of it (domain.md 2.17; access.md 1
“Joint case over counties”).
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
"""The record at the owner of which a share is the copy."""


class ShareAnswer(Labelled):
    OPEN = "open", "待确认"
    ACCEPTED = "accepted", "同意参加"
    DECLINED = "declined", "不参加"


class JointCase(Shared, Entity):
    """A case held together. It stays its owner's; the partners read it, and each counts its events
    as joint.
    """

    __label__ = "联合协商"
    __constraints__ = (unique_while_valid("uq_joint_case_case", "case_id"),)

    case_id: Mapped[uuid.UUID] = ref("ConsultationCase", "协商事项", inverse="joint_cases")
    joint_kind: Mapped[JointKind] = column(
        "联合方式", "Over levels, regions, with enterprises or departments."
    )
    shared: Mapped[list[str]] = column(
        "共享内容", "What the partners share: topics, meetings, results."
    )
    state: Mapped[JointState] = column(
        "状态", "preparing → running → ended.", default=JointState.PREPARING
    )
    formed_on: Mapped[date] = column("发起日期", "When it was begun.")
    started_on: Mapped[date | None] = column("启动日期", "From when the partners see it.")
    ended_on: Mapped[date | None] = column("结束日期", "When it ended.")
    result_note: Mapped[str | None] = column(
        "联合成果", "What came of it, as the partners read it."
    )


class JointPartner(Shared, Entity):
    """One who holds the case together with others: a body on this platform, in any county, or one
    outside it by its name.
    """

    __label__ = "联合单位"

    joint_case_id: Mapped[uuid.UUID] = ref("JointCase", "联合协商", inverse="partners")
    name: Mapped[str] = column("单位", "Name.", search="text")
    role: Mapped[PartnerRole] = column("角色", "Initiator, co-host or participant.")
    level: Mapped[PartnerLevel] = column("层级", "Its level, or what sort of partner it is.")
    partner_county: Mapped[int | None] = column(
        "所在县级代码", "Division code of its county; empty for one outside the platform."
    )
    partner_path: Mapped[str | None] = column("组织路径", "Its place there.", hidden=True)
    answer: Mapped[ShareAnswer] = column(
        "答复", "Whether it takes part, as it said.", default=ShareAnswer.OPEN
    )
    answered_on: Mapped[date | None] = column("答复日期", "When it said so.")
    answer_note: Mapped[str | None] = column("答复说明", "In its words.")


class JointApproval(Shared, Entity):
    """A consent or approval that a joint case needs: of the party committee, of the body above."""

    __label__ = "联合协商审批"

    joint_case_id: Mapped[uuid.UUID] = ref("JointCase", "联合协商", inverse="approvals")
    approval_kind: Mapped[ApprovalKind] = column(
        "类型", "Consent of the party committee, or approval of the CPPCC body above."
    )
    body: Mapped[str] = column("审批机构", "Who consented or approved.")
    approved_on: Mapped[date] = column("审批日期", "When.")
    doc_no: Mapped[str | None] = column("文号", "Document number.")


class ReceivedShare(Shared, Entity):
    """What a partner got of a joint case: copies of what is shared of it. They lie at the partner,
    in its own county; the platform writes them.

    Of the kind `consultation` is each event held, which the partner counts as joint; the others
    count nowhere.
    """

    __label__ = "收到的联合协商"
    __constraints__ = (
        sa.UniqueConstraint("county", "org_id", "joint_source_id", "share_kind", "source_id"),
        sa.Index(None, "county", "on"),
    )

    share_kind: Mapped[ShareKind] = column("类别", "The case, or what of it.")
    part_of_id: Mapped[uuid.UUID | None] = ref(
        "ReceivedShare", "所属", "Of an event the case, of minutes the event.", inverse="parts"
    )
    from_county: Mapped[int] = column("来自县级代码", "County of the owner.")
    from_name: Mapped[str] = column("主办单位", "The owner's name.")
    source_id: Mapped[uuid.UUID] = column(
        "来源标识", "Id of the record in the owner's county.", id_of=_SHARED
    )
    joint_source_id: Mapped[uuid.UUID] = column(
        "联合协商标识", "Id of the joint case there.", hidden=True
    )
    joint_kind: Mapped[JointKind] = column(
        "联合方式", "Over levels, regions, with enterprises or departments."
    )
    role: Mapped[PartnerRole] = column("本单位角色", "As what this partner takes part.")
    title: Mapped[str] = column("名称", "Its title, or the beginning of its text.", search="title")
    text: Mapped[str | None] = column(
        "内容",
        "Its text, names of residents masked; of an ended case what came of it.",
        search="text",
    )
    standing: Mapped[str | None] = column("进展", "How it stands at the owner, in words.")
    on: Mapped[date] = column(
        "日期", "When it was shared, or the day of the event; figures count by it."
    )
    grade: Mapped[ConsultationGrade | None] = column("协商层级", "Of an event.")
    form: Mapped[ConsultationForm | None] = column("形式", "Of an event.")
    answer: Mapped[ShareAnswer] = column(
        "答复", "Whether this partner takes part.", default=ShareAnswer.OPEN
    )
    answered_on: Mapped[date | None] = column("答复日期", "When it said so.")
    answer_note: Mapped[str | None] = column("答复说明", "In its words.")
    ended_on: Mapped[date | None] = column("结束日期", "When the joint case ended.")
