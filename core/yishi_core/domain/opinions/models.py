"""Public-opinion briefs, their submissions, adoptions and endorsements (domain.md 2.10, 5.6)."""

from __future__ import annotations

import datetime as dt
import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.domain.people.models import DUTY
from yishi_core.kernel.entity import Drafted, Entity, Labelled, Shared, column, ref


class OpinionState(Labelled):
    DRAFT = "draft", "草稿"
    COLLECTED = "collected", "已收集"
    EDITED = "edited", "已编辑"
    REPORTED_LOCAL = "reported_local", "已报同级党委政府"
    REPORTED_COUNTY = "reported_county", "已报县级政协"
    SUBMITTED_UP = "submitted_up", "已上报"
    ADOPTED = "adopted", "已采用"
    ENDORSED = "endorsed", "已批示"
    EFFECT_FED_BACK = "effect_fed_back", "已反馈成效"
    CLOSED = "closed", "已办结"
    NOT_USED = "not_used", "未采用"
    MERGED = "merged", "已合并"


class OpinionLevel(Labelled):
    TOWNSHIP = "township", "乡镇(街道)级"
    COUNTY = "county", "县(市、区)级"
    CITY = "city", "市(州)级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "全国"


class SubmissionRoute(Labelled):
    NORMAL = "normal", "逐级上报"
    EXPRESS = "express", "直通车"


class AdoptionMode(Labelled):
    SINGLE = "single", "单篇采用"
    MERGED = "merged", "综合采用"
    FORWARDED = "forwarded", "转办"


class Opinion(Drafted, Shared, Entity):
    """A public-opinion brief on a single matter.

    Its draft can be read only by its author; the reporter can read what becomes of it.
    """

    __label__ = "社情民意信息"
    __constraints__ = (
        sa.UniqueConstraint("county", "org_id", "no"),
        sa.Index(None, "county", "reported_on"),
        sa.Index(None, "county", "digest"),
        sa.Index(None, "county", "created_by"),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text(
                "state not in ('closed', 'not_used', 'merged') and voided_at is null"
            ),
        ),
    )

    no: Mapped[str | None] = column(
        "编号", "Number in the register of its office; a draft has none.", search="text"
    )
    title: Mapped[str] = column("标题", "Title, naming a single matter.", search="title")
    person_id: Mapped[uuid.UUID | None] = ref(
        "Person", "反映人", "The reporter, where they are registered.", inverse="opinions"
    )
    reporter: Mapped[str] = column("反映人姓名", "Name of the reporter.", personal=DUTY)
    reporter_unit: Mapped[str] = column("反映单位", "Unit of the reporter.")
    observer_id: Mapped[uuid.UUID | None] = ref(
        "Person", "信息员", "Observer who noticed it.", inverse="observed_opinions"
    )
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="opinions")
    category: Mapped[str] = column("类别", "What it is about.", vocabulary="focus_category")
    problem: Mapped[str] = column("问题", "What is wrong.", search="text")
    cause: Mapped[str] = column("原因", "Why it is so.", search="text")
    suggestion: Mapped[str] = column("建议", "What should be done.", search="text")
    word_count: Mapped[int] = column(
        "字数", "Number of characters of problem, cause and suggestion."
    )
    digest: Mapped[str] = column("内容摘要值", "Hash of the text, to find copies.", hidden=True)
    reported_on: Mapped[date | None] = column(
        "反映日期", "When it was submitted; figures count it by this day.", search="date"
    )
    from_case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "来源协商事项", inverse="opinions"
    )
    editor: Mapped[str | None] = column("编辑人", "Who edited it.")
    edited_on: Mapped[date | None] = column("编辑日期", "When it was edited.")
    issue_no: Mapped[str | None] = column(
        "刊期", "Number of the issue in which the county body printed it."
    )
    state: Mapped[OpinionState] = column(
        "状态",
        "draft → collected → edited → reported_local | reported_county → submitted_up → adopted "
        "/ endorsed → effect_fed_back → closed.",
        default=OpinionState.DRAFT,
    )
    merged_into_id: Mapped[uuid.UUID | None] = ref("Opinion", "并入", inverse="merged_opinions")
    not_used_reason: Mapped[str | None] = column(
        "未采用原因", "Why it was not used.", vocabulary="not_used_reason"
    )
    not_used_note: Mapped[str | None] = column("未采用说明", "Explanation of the office.")
    effect: Mapped[str | None] = column("成效", "Effect of the brief.")
    replied_on: Mapped[date | None] = column(
        "反馈日期", "When the reporter was told of the effect."
    )
    closed_on: Mapped[date | None] = column("办结日期", "When it was closed.")

    def served(self) -> bool:
        return self.state not in (OpinionState.DRAFT, OpinionState.COLLECTED, OpinionState.EDITED)


class Submission(Shared, Entity):
    """A submission of a brief to a body: one row for each time and place."""

    __label__ = "社情民意报送"

    opinion_id: Mapped[uuid.UUID] = ref(
        "Opinion", "社情民意信息", inverse="submissions", on_void="cascade"
    )
    to_level: Mapped[OpinionLevel] = column("报送层级", "Level of the body.")
    to_body: Mapped[str] = column("报送单位", "Name of the body, as written.")
    on: Mapped[dt.date] = column("报送日期", "When it was submitted.")
    route: Mapped[SubmissionRoute] = column(
        "报送方式", "Level by level, or the express route.", default=SubmissionRoute.NORMAL
    )


class Adoption(Shared, Entity):
    """The adoption of a brief at some level (采用)."""

    __label__ = "社情民意采用"
    __constraints__ = (sa.Index(None, "county", "on"),)

    opinion_id: Mapped[uuid.UUID] = ref(
        "Opinion", "社情民意信息", inverse="adoptions", on_void="cascade"
    )
    level: Mapped[OpinionLevel] = column("采用层级", "Level of the body.")
    mode: Mapped[AdoptionMode] = column(
        "采用方式", "Alone, merged with others, or forwarded to a department."
    )
    body: Mapped[str] = column("采用单位", "Name of the body, as written.")
    on: Mapped[dt.date] = column("采用日期", "Day of the adoption, by which figures count it.")


class Endorsement(Shared, Entity):
    """A leader's written instruction on an opinion or a survey report (批示)."""

    __label__ = "领导批示"
    __constraints__ = (sa.Index(None, "county", "on"),)

    opinion_id: Mapped[uuid.UUID | None] = ref(
        "Opinion", "社情民意信息", inverse="endorsements", on_void="cascade"
    )
    survey_report_id: Mapped[uuid.UUID | None] = ref(
        "SurveyReport", "调研报告", inverse="endorsements"
    )
    level: Mapped[OpinionLevel] = column("批示层级", "Level of the leader.")
    leader_post: Mapped[str] = column("批示领导职务", "Post of the leader, as written.")
    text: Mapped[str] = column("批示内容", "Text of the instruction.", search="text")
    on: Mapped[dt.date] = column("批示日期", "Day of the endorsement, by which figures count it.")
