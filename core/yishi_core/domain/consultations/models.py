"""Consultations: who took part, what was said and agreed (domain.md 2.8, 2.9)."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.domain.people.models import MemberLevel
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.kernel.entity import Entity, Labelled, Shared, column, ref, unique_while_valid


class ConsultationForm(Labelled, vocabulary="form"):
    MEETING = "meeting", "会场协商"
    STANDING_MEETING = "standing_meeting", "常委会议"
    CHAIRS_MEETING = "chairs_meeting", "主席会议"
    GROUP_MEETING = "group_meeting", "活动小组协商会"
    SYMPOSIUM = "symposium", "专题座谈"
    SITE_VISIT = "site_visit", "实地考察"
    ON_SITE = "on_site", "现场协商"
    YARD = "yard", "院坝协商"
    FIELD = "field", "田坝协商"
    BENCH = "bench", "板凳会"
    PARK = "park", "园区协商"
    SQUARE = "square", "广场协商"
    COMMUNITY = "community", "社区协商"
    CAMPUS = "campus", "校园协商"
    ONLINE = "online", "线上议事"
    VIDEO = "video", "视频会"
    CHAT_GROUP = "chat_group", "聊天群协商"
    ROUNDTABLE = "roundtable", "圆桌协商"
    HEARTH = "hearth", "围炉协商"
    TENT = "tent", "帐篷协商"


class ConsultationState(Labelled):
    PLANNED = "planned", "已计划"
    NOTIFIED = "notified", "已通知"
    HELD = "held", "已召开"
    MINUTED = "minuted", "已形成纪要"
    CLOSED = "closed", "已归档"
    CANCELLED = "cancelled", "已取消"
    POSTPONED = "postponed", "已延期"


class MicroKind(Labelled):
    CONSULT = "consult", "微协商"
    SUPERVISE = "supervise", "微监督"
    SURVEY = "survey", "微调研"


class PartyKind(Labelled, vocabulary="party_kind"):
    CPPCC_MEMBER = "cppcc_member", "政协委员"
    INVITED_REPRESENTATIVE = "invited_representative", "特邀代表人士"
    DEPARTMENT_HEAD = "department_head", "部门负责人"
    MASS_REPRESENTATIVE = "mass_representative", "群众代表"
    EXPERT = "expert", "专家"
    LEADER = "leader", "领导"
    ENTERPRISE_REPRESENTATIVE = "enterprise_representative", "企业代表"
    CONCERNED_PARTY = "concerned_party", "利益相关方"
    OTHER = "other", "其他"


class Consultation(Shared, Entity):
    """A consultation event; the number of events is counted (场次)."""

    __label__ = "协商活动"
    __constraints__ = (
        sa.UniqueConstraint("county", "org_id", "no"),
        sa.Index(None, "county", "date"),
        sa.Index(None, "county", "created_by"),
        sa.Index(None, "county", "sign_in_hash", unique=True),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text("state not in ('closed', 'cancelled') and voided_at is null"),
        ),
    )

    no: Mapped[str] = column("编号", "Number in the register of its office.", search="number")
    title: Mapped[str] = column("名称", "Title of the event.", search="title")
    case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase",
        "协商事项",
        "Case that it treats; further cases are linked.",
        inverse="consultations",
        bound=True,
    )
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="consultations")
    date: Mapped[dt.date] = column(
        "日期", "Day of the event, by which figures count it.", search="date"
    )
    time_from: Mapped[dt.time | None] = column("开始时间", "Start time.")
    time_to: Mapped[dt.time | None] = column("结束时间", "End time.")
    place: Mapped[str] = column("地点", "Place of the event.", search="text")
    grade: Mapped[ConsultationGrade] = column("协商层级", "Grade of the consultation.")
    form: Mapped[ConsultationForm] = column("形式", "Form of the consultation.")
    micro_kind: Mapped[MicroKind | None] = column("微形式", "One of the three micro kinds.")
    is_pre_consultation: Mapped[bool] = column(
        "预协商", "Whether it prepares a formal consultation.", default=False
    )
    round_no: Mapped[int] = column("轮次", "Round within the case.", default=1)
    joint: Mapped[bool] = column(
        "联合协商",
        "Whether it is held jointly; it is counted once here, and by each partner as joint.",
        default=False,
    )
    campaign: Mapped[str | None] = column(
        "专项活动", "Campaign it belongs to.", vocabulary="campaign"
    )
    moderator_id: Mapped[uuid.UUID | None] = ref("Person", "主持人")
    recorder_id: Mapped[uuid.UUID | None] = ref("Person", "记录人")
    agenda: Mapped[list[str] | None] = column("议程", "Agenda items in order.")
    four_step: Mapped[bool] = column(
        "四步议事",
        "Whether it is held in the four steps of one meeting, which form its agenda.",
        default=False,
    )
    served_times: Mapped[int | None] = column("服务人次", "Person-times served.", summed=True)
    cost: Mapped[int | None] = column("费用(分)", "Cost of the event in cents.", summed=True)
    state: Mapped[ConsultationState] = column(
        "状态", "planned → notified → held → minuted → closed; cancelled, postponed."
    )
    minutes_due_on: Mapped[dt.date | None] = column(
        "纪要印发期限", "Day by which the minutes of a formal event must be confirmed and sent."
    )
    notified_on: Mapped[dt.date | None] = column("通知日期", "When the invitees were notified.")
    sign_in_hash: Mapped[str | None] = column(
        "签到码摘要", "Hash of the sign-in code.", hidden=True
    )
    sign_in_until: Mapped[dt.datetime | None] = column(
        "签到码有效期至", "Until when members may sign in by code."
    )
    state_note: Mapped[str | None] = column("变更原因", "Why it was cancelled or postponed.")

    def served(self) -> bool:
        return self.state in (ConsultationState.MINUTED, ConsultationState.CLOSED)


class ConsultationLink(Entity):
    """A further case that an event treats; the event still counts once."""

    __label__ = "协商活动关联事项"
    __constraints__ = (
        unique_while_valid("uq_consultation_link_case", "consultation_id", "case_id"),
    )

    consultation_id: Mapped[uuid.UUID] = ref(
        "Consultation", "协商活动", inverse="further_cases", on_void="cascade"
    )
    case_id: Mapped[uuid.UUID] = ref(
        "ConsultationCase", "协商事项", inverse="further_consultations", bound=True
    )


class Convener(Entity):
    """A person who convenes a consultation, in slot 1 or 2 (双召集人)."""

    __label__ = "召集人"
    __constraints__ = (unique_while_valid("uq_convener_slot", "consultation_id", "convener_slot"),)

    consultation_id: Mapped[uuid.UUID] = ref(
        "Consultation", "协商活动", inverse="conveners", on_void="cascade"
    )
    convener_slot: Mapped[int] = column("席次", "1 or 2.")
    person_id: Mapped[uuid.UUID] = ref("Person", "人员")
    post_kind: Mapped[str | None] = column(
        "职务类别", "Capacity in which the person convenes.", vocabulary="post_kind"
    )


class Participation(Entity):
    """Presence at a consultation or activity: of a named person, or a head-count of one kind."""

    __label__ = "参加情况"

    consultation_id: Mapped[uuid.UUID | None] = ref(
        "Consultation", "协商活动", inverse="participants", on_void="cascade"
    )
    activity_id: Mapped[uuid.UUID | None] = ref("Activity", "履职活动", inverse="participants")
    person_id: Mapped[uuid.UUID | None] = ref("Person", "人员", inverse="participations")
    party_kind: Mapped[PartyKind] = column("身份", "Capacity in which they took part.")
    level: Mapped[MemberLevel | None] = column("委员级别", "Level of a member.")
    count: Mapped[int] = column(
        "人次", "1 for a named person, otherwise the head-count.", default=1, summed=True
    )
    present: Mapped[bool] = column("到会", "Whether they came.", default=True)
    on_leave: Mapped[bool] = column(
        "请假",
        "Whether an absence was excused; without leave it counts as absent.",
        default=False,
    )
    leave_reason: Mapped[str | None] = column("请假原因", "Why the person had leave.")
    spoke: Mapped[bool] = column("发言", "Whether they spoke.", default=False)
    signed_in_at: Mapped[dt.datetime | None] = column(
        "签到时间", "When a member signed in personally."
    )


class Minutes(Entity):
    """The minutes of a consultation."""

    __label__ = "会议纪要"
    __many__ = "minutes_records"
    __constraints__ = (
        sa.Index(
            None,
            "county",
            "org_path",
            "confirmed_on",
            postgresql_where=sa.text("confirmed_on is null and voided_at is null"),
        ),
    )

    consultation_id: Mapped[uuid.UUID] = ref(
        "Consultation", "协商活动", inverse="minutes", on_void="cascade"
    )
    text: Mapped[str] = column("正文", "Text.", search="text")
    drafted_on: Mapped[dt.date] = column("起草日期", "When it was drafted.")
    confirmed_on: Mapped[dt.date | None] = column("确认日期", "When it was confirmed.")
    confirmed_by: Mapped[uuid.UUID | None] = column(
        "确认人", "Account that confirmed them.", hidden=True
    )
    sent_on: Mapped[dt.date | None] = column("印发日期", "When they were sent.")

    def served(self) -> bool:
        return self.confirmed_on is not None


class Suggestion(Entity):
    """A suggestion made in a consultation or activity."""

    __label__ = "意见建议"

    consultation_id: Mapped[uuid.UUID | None] = ref(
        "Consultation", "协商活动", inverse="suggestions", on_void="cascade"
    )
    activity_id: Mapped[uuid.UUID | None] = ref("Activity", "履职活动", inverse="suggestions")
    person_id: Mapped[uuid.UUID | None] = ref("Person", "提出人", inverse="suggestions")
    text: Mapped[str] = column("内容", "What is suggested.", search="text")
    addressed_to: Mapped[str | None] = column("对象", "Whom it addresses.")
    to_outcome_id: Mapped[uuid.UUID | None] = ref(
        "Outcome", "转成的成果", inverse="suggestions", on_void="set_null"
    )


class Consensus(Entity):
    """A consensus reached by a case or a walk group."""

    __label__ = "共识"

    case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "协商事项", inverse="consensus", on_void="cascade"
    )
    walk_group_id: Mapped[uuid.UUID | None] = ref(
        "WalkGroup", "走访工作小组", inverse="consensus", on_void="cascade"
    )
    text: Mapped[str] = column("内容", "What was agreed.", search="text")
    agreed_on: Mapped[dt.date] = column("达成日期", "When it was reached.", search="date")
    agree_share: Mapped[int | None] = column("同意比例(%)", "Share that agreed, in percent.")


class OnSpotReply(Entity):
    """An answer given in a consultation to the person who sent the clue.

    It becomes an assignment.
    """

    __label__ = "现场答复"

    consultation_id: Mapped[uuid.UUID] = ref(
        "Consultation", "协商活动", inverse="on_spot_replies", on_void="cascade"
    )
    clue_id: Mapped[uuid.UUID] = ref("Intake", "线索", inverse="on_spot_replies")
    unit_id: Mapped[uuid.UUID] = ref("OrgUnit", "答复单位")
    speaker: Mapped[str] = column("答复人", "Name and post of the person who answered.")
    text: Mapped[str] = column("答复内容", "Text of the answer.", search="text")
    promise_due: Mapped[dt.date | None] = column(
        "承诺期限", "Day by which the result was promised."
    )
    assignment_id: Mapped[uuid.UUID | None] = ref(
        "Assignment", "形成的交办", inverse="on_spot_replies", on_void="set_null"
    )
