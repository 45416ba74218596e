"""Terms of the committee, its plenary meetings, and the speeches there (domain.md 2.2, 2.10)."""

from __future__ import annotations

import datetime as dt
import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Inherited, Labelled, column, ref, unique_while_valid


class SpeechMode(Labelled):
    ORAL = "oral", "口头发言"
    WRITTEN = "written", "书面发言"


class Term(Inherited, Entity):
    """A five-year term of the committee; `Member.term` refers to it by its number."""

    __label__ = "届次"
    __constraints__ = (unique_while_valid("uq_term_no", "no"),)

    no: Mapped[int] = column("届", "Number of the term, e.g. 9 for 九届.")
    name: Mapped[str] = column("名称", "Name of the term, e.g. 九届.", search="title")
    start: Mapped[date] = column("起始日期", "First day.")
    end: Mapped[date] = column("截止日期", "Last day.")


class PlenaryMeeting(Inherited, Entity):
    """A yearly plenary meeting (全体会议)."""

    __label__ = "全体会议"
    __constraints__ = (unique_while_valid("uq_plenary_meeting_no", "term_id", "no"),)

    term_id: Mapped[uuid.UUID] = ref("Term", "届次", inverse="plenary_meetings")
    no: Mapped[int] = column("次", "Number within the term.")
    name: Mapped[str] = column("名称", "Name of the meeting, e.g. 九届一次会议.", search="title")
    date_from: Mapped[date] = column("开幕日期", "First day.", search="date")
    date_to: Mapped[date] = column("闭幕日期", "Last day.")
    proposals_until: Mapped[date] = column(
        "提案截止日期", "Last day on which plenary proposals are accepted."
    )


class PlenarySpeech(Entity):
    """A speech at a plenary meeting (大会发言), by a person or in the name of a body."""

    __label__ = "大会发言"
    __constraints__ = (sa.Index(None, "county", "on"),)

    meeting_id: Mapped[uuid.UUID] = ref("PlenaryMeeting", "全体会议", inverse="speeches")
    title: Mapped[str] = column("题目", "Title of the speech.", search="title")
    person_id: Mapped[uuid.UUID | None] = ref("Person", "发言人", inverse="speeches")
    speaking_org_id: Mapped[uuid.UUID | None] = ref(
        "OrgUnit", "发言单位", "Body in whose name it is given.", inverse="speeches"
    )
    from_case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "来源协商事项", inverse="speeches"
    )
    mode: Mapped[SpeechMode] = column("发言形式", "Whether it was given orally or in writing.")
    text: Mapped[str] = column("发言内容", "Text of the speech.", search="text")
    on: Mapped[dt.date] = column(
        "发言日期", "Day of the speech, by which figures count it.", search="date"
    )
