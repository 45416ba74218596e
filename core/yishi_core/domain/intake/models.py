"""Matters received from the public (domain.md 2.5)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.access.permissions import Permission
from yishi_core.kernel.entity import Entity, Labelled, Personal, Shared, column, ref

CALL_BACK = Personal("答复来件人", 24)


class Channel(Labelled):
    OFFLINE_DESK = "offline_desk", "线下收集"
    VISIT = "visit", "走访"
    BOX = "box", "意见箱"
    QR = "qr", "扫码"
    WEB = "web", "网上"
    CHAT_GROUP = "chat_group", "聊天群"
    PHONE = "phone", "电话"
    MEETING = "meeting", "会议"
    LETTER = "letter", "来信"
    FROM_PROPOSAL = "from_proposal", "提案"
    FROM_OPINION = "from_opinion", "社情民意信息"


class SubmitterKind(Labelled):
    RESIDENT = "resident", "群众"
    MEMBER = "member", "政协委员"
    CADRE = "cadre", "干部"
    EXPERT = "expert", "专家"
    ENTERPRISE = "enterprise", "企业"
    PARTY_GOVERNMENT = "party_government", "党委政府"
    VISITOR = "visitor", "游客"
    ANONYMOUS = "anonymous", "匿名"


class IntakeState(Labelled):
    RECEIVED = "received", "待受理"
    ACCEPTED = "accepted", "已受理"
    REJECTED = "rejected", "不予受理"
    MERGED = "merged", "已合并"
    TO_TOPIC = "to_topic", "转为议题"
    TO_OPINION = "to_opinion", "转为社情民意"
    TO_PROPOSAL = "to_proposal", "转为提案"
    TRANSFERRED = "transferred", "已转办"
    ANSWERED_DIRECTLY = "answered_directly", "直接答复"
    CLOSED = "closed", "已办结"


class Intake(Shared, Entity):
    """A matter received from anyone."""

    __label__ = "来件"
    __ledger__: ClassVar[tuple[str, ...]] = (
        "org",
        "no",
        "received_at",
        "channel",
        "source",
        "station",
        "content",
        "focus_category",
        "submitter_kind",
        "submitter_name",
        "submitter_phone",
        "is_anonymous",
        "handler",
        "state",
        "decide_by",
        "decided_on",
        "reject_reason",
        "reply_by",
        "topic",
        "transferred_to",
        "result_note",
        "replied_on",
    )
    __constraints__ = (
        sa.UniqueConstraint("county", "org_id", "no"),
        sa.Index(None, "county", "received_at"),
        sa.Index(None, "county", "query_hash", unique=True),
        sa.Index(None, "county", "created_by"),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text("state not in ('closed', 'rejected') and voided_at is null"),
        ),
    )

    no: Mapped[str] = column("编号", "Number in the register of its office.", search="number")
    received_at: Mapped[datetime] = column("收到时间", "When it was received.", search="date")
    channel: Mapped[Channel] = column("渠道", "How it came in.")
    source: Mapped[str | None] = column("来源", "Source, as for topics.", vocabulary="topic_source")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "受理站点", inverse="intakes")
    region_code: Mapped[str | None] = column("行政区划代码", "Division that the matter concerns.")
    content: Mapped[str] = column("内容", "Text of the matter.", search="text")
    focus_category: Mapped[str | None] = column(
        "领域", "What it is about.", vocabulary="focus_category"
    )
    submitter_kind: Mapped[SubmitterKind] = column("来件人类别", "Kind of submitter.")
    submitter_name: Mapped[str | None] = column(
        "来件人姓名",
        "Name of the submitter, if given.",
        personal=CALL_BACK,
        permission=Permission.INTAKE_HANDLE,
    )
    submitter_phone: Mapped[str | None] = column(
        "来件人电话",
        "Telephone of the submitter, if given.",
        personal=CALL_BACK,
        permission=Permission.INTAKE_HANDLE,
    )
    is_anonymous: Mapped[bool] = column("匿名", "Whether it was submitted without a name.")
    query_hash: Mapped[str | None] = column("查询码摘要", "Hash of the query code.", hidden=True)
    state: Mapped[IntakeState] = column(
        "状态", "received → accepted | rejected | merged → …", default=IntakeState.RECEIVED
    )
    decide_by: Mapped[date] = column("受理期限", "Day by which to accept or reject it.")
    reply_by: Mapped[date] = column("答复期限", "Day by which to give a first reply.")
    deadlines_provisional: Mapped[bool] = column(
        "期限暂按周末推算",
        "Whether the year's holidays were unknown when the deadlines were computed.",
        default=False,
    )
    decided_on: Mapped[date | None] = column(
        "受理决定日期", "When it was accepted, rejected or merged."
    )
    reject_reason: Mapped[str | None] = column(
        "不予受理原因", "Why it was rejected.", vocabulary="reject_reason"
    )
    duplicate_of_id: Mapped[uuid.UUID | None] = ref("Intake", "重复件主件", inverse="duplicates")
    topic_id: Mapped[uuid.UUID | None] = ref(
        "Topic", "转成的议题", inverse="origin_intakes", on_void="set_null"
    )
    opinion_id: Mapped[uuid.UUID | None] = ref(
        "Opinion", "转成的社情民意", inverse="source_intakes", on_void="set_null"
    )
    proposal_id: Mapped[uuid.UUID | None] = ref(
        "Proposal", "转成的提案", inverse="from_intakes", on_void="set_null"
    )
    box_opening_id: Mapped[uuid.UUID | None] = ref("BoxOpening", "开箱登记", inverse="intakes")
    collect_round_id: Mapped[uuid.UUID | None] = ref("CollectRound", "集中收集", inverse="intakes")
    handler_id: Mapped[uuid.UUID | None] = ref(
        "Person", "经办人", "Person who follows it up.", inverse="handled_intakes"
    )
    analysed_by_id: Mapped[uuid.UUID | None] = ref(
        "Person", "分析人", "Person who analysed it.", inverse="analysed_intakes"
    )
    analysis_field: Mapped[str | None] = column(
        "所需专业", "Professional field that the matter requires.", vocabulary="expertise"
    )
    analysis: Mapped[str | None] = column("分析意见", "Finding of the analysis.")
    analysed_on: Mapped[date | None] = column("分析日期", "When it was analysed.")
    transferred_to: Mapped[str | None] = column(
        "转办单位", "Unit asked to act, outside of a consultation."
    )
    result_note: Mapped[str | None] = column("答复内容", "What the sender was told.", search="text")
    replied_on: Mapped[date | None] = column("答复日期", "When the sender was told.")

    def served(self) -> bool:
        return self.state is not IntakeState.RECEIVED
