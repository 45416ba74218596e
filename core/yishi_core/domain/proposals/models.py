"""Proposals and their signers (domain.md 2.10).

The assignment to a unit and its reply are `outcomes.models.Assignment` and `Reply`.
"""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import (
    Drafted,
    Entity,
    Labelled,
    Shared,
    column,
    ref,
    unique_while_valid,
)


class ProposalKind(Labelled):
    INDIVIDUAL = "individual", "个人提案"
    JOINT = "joint", "联名提案"
    PARTY = "party", "党派提案"
    GROUP = "group", "人民团体提案"
    SECTOR = "sector", "界别提案"
    MEMBER_GROUP = "member_group", "委员小组提案"
    SPECIAL_COMMITTEE = "special_committee", "专委会提案"


class TimeKind(Labelled):
    PLENARY = "plenary", "大会提案"
    REGULAR = "regular", "平时提案"


class ProposalState(Labelled):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    REVIEWED = "reviewed", "已初审"
    FILED = "filed", "已立案"
    MERGED = "merged", "已并案"
    CONVERTED_TO_OPINION = "converted_to_opinion", "转社情民意"
    NOT_FILED = "not_filed", "不予立案"
    WITHDRAWN = "withdrawn", "已撤回"
    ASSIGNED = "assigned", "已交办"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "已答复"
    FEEDBACK = "feedback", "已反馈"
    APPRAISED = "appraised", "已评议"
    CLOSED = "closed", "已办结"


class Proposal(Drafted, Shared, Entity):
    """A formal written proposal.

    Its draft can be read only by its author; its signers and the units that handle it are its
    audience.
    """

    __label__ = "提案"
    __constraints__ = (
        sa.UniqueConstraint("county", "no"),
        sa.Index(None, "county", "submitted_on"),
        sa.Index(None, "county", "created_by"),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text(
                "state not in ('closed', 'merged', 'converted_to_opinion', 'not_filed', "
                "'withdrawn') and voided_at is null"
            ),
        ),
    )

    no: Mapped[str | None] = column(
        "提案号", "Number in the county's register, assigned when it is filed.", search="text"
    )
    title: Mapped[str] = column("案由", "Title, naming a single matter.", search="title")
    term_id: Mapped[uuid.UUID | None] = ref("Term", "届次", inverse="proposals")
    plenary_meeting_id: Mapped[uuid.UUID | None] = ref(
        "PlenaryMeeting", "全体会议", "Meeting of a plenary proposal.", inverse="proposals"
    )
    time_kind: Mapped[TimeKind] = column(
        "提出时间", "Whether it is made at a plenary meeting or between meetings."
    )
    proposal_kind: Mapped[ProposalKind] = column("提案类别", "Kind of proposer.")
    first_proposer_id: Mapped[uuid.UUID | None] = ref("Person", "第一提案人", inverse="proposals")
    proposing_org_id: Mapped[uuid.UUID | None] = ref(
        "OrgUnit", "提案单位", "Body in whose name it is made.", inverse="proposals_made"
    )
    proposer_name: Mapped[str] = column(
        "提案者",
        "Name as on the sheet, for units that may not look up persons.",
        search="text",
    )
    convener: Mapped[str | None] = column("召集人", "Person who signed for a sector or group.")
    stamped: Mapped[bool] = column(
        "已盖章", "Whether it is stamped by the party or organisation.", default=False
    )
    category: Mapped[str] = column("类别", "What it is about.", vocabulary="focus_category")
    situation: Mapped[str] = column("情况", "How things stand.", search="text")
    analysis: Mapped[str] = column("分析", "Why it is so.", search="text")
    suggestions: Mapped[str] = column("建议", "What should be done.", search="text")
    word_count: Mapped[int] = column(
        "字数", "Number of characters of situation, analysis and suggestions."
    )
    state: Mapped[ProposalState] = column(
        "状态",
        "draft → submitted → reviewed → filed | merged | converted_to_opinion | not_filed | "
        "withdrawn; filed → assigned → … → closed.",
        default=ProposalState.DRAFT,
    )
    submitted_on: Mapped[date | None] = column(
        "提交日期", "When it was submitted; figures count it by this day.", search="date"
    )
    reviewed_on: Mapped[date | None] = column("初审日期", "When it was first reviewed.")
    review: Mapped[str | None] = column("审查意见", "What the review found.")
    decided_on: Mapped[date | None] = column(
        "审定日期", "When it was filed, merged, converted or not filed."
    )
    not_filed_reason: Mapped[str | None] = column(
        "不予立案原因", "Why it was not filed.", vocabulary="not_filed_reason"
    )
    merged_into_id: Mapped[uuid.UUID | None] = ref(
        "Proposal", "并入提案", inverse="merged_proposals"
    )
    opinion_id: Mapped[uuid.UUID | None] = ref(
        "Opinion", "转成的社情民意", inverse="from_proposals"
    )
    from_case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "来源协商事项", inverse="proposals"
    )
    is_key: Mapped[bool] = column(
        "重点提案", "Whether the chairs' meeting chose it as a key proposal.", default=False
    )
    key_supervisor: Mapped[str | None] = column(
        "督办领导", "Name and post of the leader who supervises a key proposal."
    )
    key_chosen_on: Mapped[date | None] = column("重点提案确定日期", "When it was chosen.")
    is_excellent: Mapped[bool] = column("优秀提案", "Whether it was commended.", default=False)
    appraised_on: Mapped[date | None] = column("评议日期", "When its handling was appraised.")
    appraisal: Mapped[str | None] = column("评议意见", "What the appraisal found.")
    closed_on: Mapped[date | None] = column("办结日期", "When it was closed.")
    withdrawn_on: Mapped[date | None] = column("撤回日期", "When it was withdrawn.")
    withdraw_reason: Mapped[str | None] = column("撤回原因", "Why it was withdrawn.")

    def served(self) -> bool:
        # From the day it is handed in it is the county body's; the proposer withdraws it.
        return self.state is not ProposalState.DRAFT


class CoProposer(Shared, Entity):
    """A further signer of a proposal, in the order of signing.

    The first proposer is named by the proposal itself.
    """

    __label__ = "联名提案人"
    __constraints__ = (unique_while_valid("uq_co_proposer_person", "proposal_id", "person_id"),)

    proposal_id: Mapped[uuid.UUID] = ref(
        "Proposal", "提案", inverse="co_proposers", on_void="cascade"
    )
    person_id: Mapped[uuid.UUID] = ref("Person", "人员", inverse="co_proposals")
    position: Mapped[int] = column("序号", "Position on the sheet, from 1.")
