"""Duty activities, deeds, disputes and pledges (domain.md 2.11)."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.domain.consultations.models import MicroKind
from yishi_core.kernel.entity import Entity, Labelled, Shared, column, ref, unique_while_valid


class ActivityKind(Labelled, vocabulary="activity_kind"):
    STUDY = "study", "学习"
    READING_SHARE = "reading_share", "读书分享"
    TRAINING = "training", "培训"
    SURVEY = "survey", "调研"
    JOINT_SURVEY = "joint_survey", "联动调研"
    INSPECTION = "inspection", "视察"
    SUPERVISION = "supervision", "民主监督"
    APPRAISAL = "appraisal", "民主评议"
    REPORT_APPRAISAL = "report_appraisal", "述职评议"
    VISIT = "visit", "走访"
    PREACH = "preach", "宣讲"
    LAW_PREACH = "law_preach", "法规宣讲"
    FRIENDSHIP = "friendship", "联谊"
    VOLUNTEER = "volunteer", "志愿服务"
    DONATION = "donation", "捐赠"
    WORK_MEETING = "work_meeting", "工作推进会"
    PARTY_MEETING = "party_meeting", "党委专题会"
    EXCHANGE = "exchange", "观摩交流"
    LEADER_VISIT = "leader_visit", "领导调研"
    CONTEST = "contest", "竞赛"
    PROPOSAL_DRIVE = "proposal_drive", "重点提案征集"


class VisitTarget(Labelled):
    HOUSEHOLD = "household", "农户"
    TEMPLE = "temple", "寺庙"
    ENTERPRISE = "enterprise", "企业"
    UNIT = "unit", "单位"
    CLUE_SENDER = "clue_sender", "线索提供人"


class VisitMeans(Labelled):
    ON_FOOT = "on_foot", "上门"
    PHONE = "phone", "电话"
    CHAT = "chat", "网络"


class ProcessKind(Labelled):
    TENDER = "tender", "招投标"
    APPRAISAL = "appraisal", "民主评议"
    CADRE_VETTING = "cadre_vetting", "干部考察"
    VILLAGE_AFFAIRS = "village_affairs", "村务"


class DeedKind(Labelled):
    PRACTICAL = "practical", "民生实事"
    WISH = "wish", "微心愿"
    POVERTY_HELP = "poverty_help", "帮扶"


class DeedState(Labelled):
    COLLECTED = "collected", "已征集"
    CLAIMED = "claimed", "已认领"
    FULFILLED = "fulfilled", "已完成"


class OrganiserLevel(Labelled):
    VILLAGE = "village", "村(社区)级"
    TOWNSHIP = "township", "乡镇(街道)级"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "国家级"


class DutyFunction(Labelled):
    CONSULTATION = "consultation", "政治协商"
    SUPERVISION = "supervision", "民主监督"
    PARTICIPATION = "participation", "参政议政"


class DisputeKind(Labelled):
    NEIGHBOUR = "neighbour", "邻里纠纷"
    ENTERPRISE_LOCAL = "enterprise_local", "企地纠纷"
    INTEREST = "interest", "利益纠纷"
    OTHER = "other", "其他"


class PledgeState(Labelled):
    OPEN = "open", "待兑现"
    FULFILLED = "fulfilled", "已兑现"
    WITHDRAWN = "withdrawn", "已撤回"


class Activity(Entity):
    """A duty activity other than a consultation."""

    __label__ = "履职活动"
    __constraints__ = (sa.Index(None, "county", "date"),)

    kind: Mapped[ActivityKind] = column("类型", "Kind of activity.")
    title: Mapped[str] = column("名称", "Title.", search="title")
    date: Mapped[dt.date] = column(
        "日期", "Day of the activity, by which figures count it.", search="date"
    )
    place: Mapped[str | None] = column("地点", "Place of the activity.", search="text")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="activities")
    case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "协商事项", inverse="activities", bound=True
    )
    walk_group_id: Mapped[uuid.UUID | None] = ref(
        "WalkGroup", "走访工作小组", inverse="activities", bound=True
    )
    micro_kind: Mapped[MicroKind | None] = column("微形式", "Micro supervision or micro survey.")
    self_started: Mapped[bool] = column(
        "自主开展", "Whether the members started it themselves.", default=False
    )
    organiser_level: Mapped[OrganiserLevel | None] = column(
        "组织层级", "Level of the body that organised it."
    )
    leader_post: Mapped[str | None] = column(
        "领导职务",
        "Post of the leader who visited, or chaired the meeting.",
        vocabulary="post_kind",
    )
    duty_function: Mapped[DutyFunction | None] = column(
        "履职职能", "Which of the three functions of the CPPCC it serves."
    )
    topic_id: Mapped[uuid.UUID | None] = ref("Topic", "议题", inverse="activities")
    joint_with: Mapped[list[str] | None] = column(
        "联合单位", "Bodies that held it jointly with this one."
    )
    visit_target: Mapped[VisitTarget | None] = column("走访对象", "Who is visited.")
    visit_means: Mapped[VisitMeans | None] = column("走访方式", "On foot, by phone or chat.")
    process_kind: Mapped[ProcessKind | None] = column(
        "监督事项", "Process that the members supervise."
    )
    campaign: Mapped[str | None] = column(
        "专项活动", "Campaign it belongs to.", vocabulary="campaign"
    )
    served_times: Mapped[int | None] = column("服务人次", "Person-times served.", summed=True)
    result_text: Mapped[str | None] = column("活动成果", "Result of the activity.", search="text")


class Deed(Entity):
    """A good deed for people.

    A wish runs collected → claimed → fulfilled, and counts as a deed once it is fulfilled.
    """

    __label__ = "实事"
    __constraints__ = (
        sa.Index(None, "county", "date"),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text("state <> 'fulfilled' and voided_at is null"),
        ),
    )

    deed_kind: Mapped[DeedKind] = column("类型", "Practical deed, wish or help.")
    state: Mapped[DeedState] = column(
        "状态",
        "collected → claimed → fulfilled for a wish; all others are fulfilled.",
        default=DeedState.FULFILLED,
    )
    date: Mapped[dt.date] = column(
        "日期",
        "Day on which it was done or, for an open wish, collected.",
        search="date",
    )
    collected_on: Mapped[dt.date | None] = column("征集日期", "When a wish was collected.")
    claimed_on: Mapped[dt.date | None] = column("认领日期", "When a wish was claimed.")
    people: Mapped[int] = column(
        "受益人数", "Number of people who benefit, each counted once.", default=1, summed=True
    )
    served_times: Mapped[int | None] = column("服务人次", "Person-times served.", summed=True)
    money: Mapped[int | None] = column("金额(分)", "Money in cents.", summed=True)
    description: Mapped[str] = column("内容", "What was done.", search="text")
    person_id: Mapped[uuid.UUID | None] = ref(
        "Person", "委员", "Member who did it, or the first of several.", inverse="deeds"
    )
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="deeds")


class DeedMember(Entity):
    """Another member who took part in a deed, which counts for each of its members."""

    __label__ = "实事共同参与委员"
    __constraints__ = (unique_while_valid("uq_deed_member_person", "deed_id", "person_id"),)

    deed_id: Mapped[uuid.UUID] = ref("Deed", "实事", inverse="other_members", on_void="cascade")
    person_id: Mapped[uuid.UUID] = ref("Person", "委员", inverse="shared_deeds")


class Dispute(Entity):
    """A dispute that is mediated."""

    __label__ = "矛盾纠纷化解"
    __constraints__ = (
        sa.Index(
            None,
            "county",
            "org_path",
            "settled_on",
            postgresql_where=sa.text("settled_on is null and voided_at is null"),
        ),
    )

    date: Mapped[dt.date] = column("受理日期", "When it came up.", search="date")
    dispute_kind: Mapped[DisputeKind] = column("类型", "Kind of dispute.")
    summary: Mapped[str] = column("情况", "Subject of the dispute, without names.", search="text")
    parties: Mapped[int] = column("当事方数", "Number of parties.", default=2)
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="disputes")
    case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "协商事项", inverse="disputes", bound=True
    )
    mediated_by_id: Mapped[uuid.UUID | None] = ref("Person", "调解人", inverse="mediations")
    settled_on: Mapped[dt.date | None] = column("化解日期", "When it was settled.")


class Pledge(Shared, Entity):
    """A promise that a member makes in a consultation and fulfils afterwards (认领, 兑现).

    It is shared with the member who made it.
    """

    __label__ = "认领承诺"
    __constraints__ = (sa.Index(None, "county", "due_on"),)

    person_id: Mapped[uuid.UUID] = ref("Person", "认领委员", inverse="pledges")
    consultation_id: Mapped[uuid.UUID] = ref(
        "Consultation", "协商活动", inverse="pledges", bound=True
    )
    case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "协商事项", inverse="pledges", bound=True
    )
    text: Mapped[str] = column("承诺内容", "Content of the promise.", search="text")
    made_on: Mapped[dt.date] = column("认领日期", "When it was made.", search="date")
    due_on: Mapped[dt.date] = column(
        "兑现期限", "Day by which it is due; overdue is computed from it."
    )
    state: Mapped[PledgeState] = column(
        "状态", "open → fulfilled | withdrawn.", default=PledgeState.OPEN
    )
    fulfilled_on: Mapped[dt.date | None] = column("兑现日期", "When it was fulfilled.")
    fulfil_note: Mapped[str | None] = column("兑现情况", "What was done, or why withdrawn.")


class Donation(Entity):
    """Money that a member donates (S2: charity of members)."""

    __label__ = "捐赠"

    person_id: Mapped[uuid.UUID] = ref("Person", "委员", inverse="donations")
    date: Mapped[dt.date] = column("日期", "Day of the donation.")
    amount: Mapped[int] = column("金额(分)", "Amount in cents.", summed=True)
    purpose: Mapped[str] = column("用途", "Purpose of the donation.", search="text")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="donations")


class MemberProject(Entity):
    """What a member's own enterprise did for the place in a year."""

    __label__ = "委员项目"
    __constraints__ = (unique_while_valid("uq_member_project_year", "person_id", "name", "year"),)

    person_id: Mapped[uuid.UUID] = ref("Person", "委员", inverse="projects")
    name: Mapped[str] = column("项目名称", "Name of the project.", search="title")
    year: Mapped[int] = column("年度", "Year of the figures.")
    invested: Mapped[int | None] = column(
        "投资额(分)", "Money invested in the year, in cents.", summed=True
    )
    jobs: Mapped[int | None] = column("就业岗位", "Number of jobs.", summed=True)
    land_mu: Mapped[Decimal | None] = column("土地(亩)", "Area of land in mu.")


class IntroducedProject(Entity):
    """A project that someone brought to the place (招商引资)."""

    __label__ = "引进项目"
    __constraints__ = (unique_while_valid("uq_introduced_project_year", "org_id", "name", "year"),)

    name: Mapped[str] = column("项目名称", "Name of the project.", search="title")
    year: Mapped[int] = column("年度", "Year in which it was introduced.")
    introduced_by_id: Mapped[uuid.UUID | None] = ref(
        "Person", "引荐人", inverse="introduced_projects"
    )
    funds_in_place: Mapped[int] = column(
        "到位资金(分)", "Money that has arrived, in cents.", summed=True
    )
