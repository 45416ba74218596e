"""From which records a duty file is built: each source is one statement over one entity (domain.md
5.10, duty file content).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from yishi_core.domain.activities.models import (
    Activity,
    ActivityKind,
    Deed,
    DeedMember,
    DeedState,
    Dispute,
    Donation,
    IntroducedProject,
    MemberProject,
    Pledge,
)
from yishi_core.domain.assessments.models import AssessmentResult, AssessmentScheme, AssessmentState
from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationForm,
    Convener,
    Participation,
    Suggestion,
)
from yishi_core.domain.consultations.rules import HELD
from yishi_core.domain.meetings.attendance import Attendance, PlenaryAttendance
from yishi_core.domain.meetings.models import PlenaryMeeting, PlenarySpeech
from yishi_core.domain.opinions.models import Adoption, Endorsement, Opinion, OpinionState
from yishi_core.domain.people.deployments import MemberDeployment
from yishi_core.domain.people.models import (
    Council,
    CouncilMember,
    Expert,
    ExpertCommittee,
    Member,
    OrgMembership,
)
from yishi_core.domain.people.talents import TalentEntry, TalentPool
from yishi_core.domain.procedures.models import WalkGroup, WalkGroupMember
from yishi_core.domain.proposals.models import CoProposer, Proposal, ProposalState
from yishi_core.domain.publicity.models import Honour
from yishi_core.domain.stations.models import Station, StationAssignment
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.tree.models import OrgUnit

_HELD = Consultation.state.in_(HELD)
STUDY = (ActivityKind.STUDY, ActivityKind.READING_SHARE, ActivityKind.TRAINING)
INQUIRY = (
    ActivityKind.SURVEY,
    ActivityKind.JOINT_SURVEY,
    ActivityKind.INSPECTION,
    ActivityKind.SUPERVISION,
    ActivityKind.APPRAISAL,
    ActivityKind.REPORT_APPRAISAL,
)
FEN = 100


class SectionCode(Labelled):
    PLENARY = "plenary", "出席全体会议"
    STANDING = "standing", "出席常委会议"
    CONSULTATIONS = "consultations", "参加协商"
    CONVENED = "convened", "召集协商"
    SUGGESTIONS = "suggestions", "意见建议"
    SPEECHES = "speeches", "大会发言"
    PROPOSALS = "proposals", "提案"
    OPINIONS = "opinions", "社情民意信息"
    INQUIRIES = "inquiries", "视察调研与监督评议"
    STUDY = "study", "学习培训"
    ACTIVITIES = "activities", "其他履职活动"
    WALKS = "walks", "走访工作小组"
    PLEDGES = "pledges", "认领承诺"
    DEEDS = "deeds", "实事与捐赠"
    DISPUTES = "disputes", "化解矛盾纠纷"
    PROJECTS = "projects", "委员项目与引进项目"
    DEPLOYMENTS = "deployments", "下沉基层"
    POSTS = "posts", "任职情况"
    SCORES = "scores", "考核结果"
    HONOURS = "honours", "荣誉"


@dataclass(frozen=True)
class Source:
    """Rows of `entity` that name a person: when, what, and what is told beside.

    `through` is the record that they belong to: it is dated, named, and must not be voided either.
    With `until` a row stands for the days from `day` to `until` (None: still), and belongs to a
    period that it overlaps. A row for which `uncounted` holds is listed only.
    """

    section: SectionCode
    entity: type[OrgRow]
    person: Any
    day: Any
    title: Any
    tell: Callable[..., str]
    also: tuple[Any, ...] = ()
    through: tuple[type[OrgRow], Any] | None = None
    where: tuple[sa.ColumnElement[bool], ...] = ()
    until: Any = None
    uncounted: Any = None

    def statement(self, county: int, person: object, first: date, last: date) -> sa.Select[Any]:
        """(record id, day, title, uncounted, *also) of one person within a period, in order of
        time.
        """
        about = self.through[0] if self.through and self.until is None else self.entity
        columns = (
            about.id,
            self.day,
            self.title,
            self.uncounted if self.uncounted is not None else sa.false(),
            *self.also,
        )
        query = sa.select(*columns).select_from(self.entity)
        query = query.where(
            self.entity.county == county,
            self.entity.voided_at.is_(None),
            self.person == person,
            *self.where,
        )
        if self.through:
            other, on = self.through
            query = query.join(other, sa.and_(on, other.county == self.entity.county)).where(
                other.county == county, other.voided_at.is_(None)
            )
        if self.until is None:
            query = query.where(self.day.between(first, last))
        else:
            query = query.where(self.day <= last, sa.or_(self.until.is_(None), self.until >= first))
        return query.order_by(self.day, self.entity.id)

    @property
    def record(self) -> str:
        """The entity that a line's id is of."""
        return (self.through[0] if self.through and self.until is None else self.entity).__name__


def label(*words: Labelled | str | None) -> str:
    """Labels and words, those that are there, with commas between."""
    return ",".join(w.label if isinstance(w, Labelled) else w for w in words if w)


def _came(
    kind: Labelled, present: bool, spoke: bool, on_leave: bool, leave_reason: str | None
) -> str:
    return label(
        kind,
        None if present else "请假" if on_leave else "缺席",
        leave_reason,
        "发言" if spoke else None,
    )


def _seat(to_on: date | None, *words: Labelled | str | None) -> str:
    return label(*words, f"至{to_on}" if to_on else None)


def _money(cents: int | None) -> str:
    return f"{cents / FEN:.2f}元" if cents is not None else ""


def _new_year(column: Any) -> Any:
    """What is known of a year only belongs to every period that the year overlaps: from its first
    day …
    """
    return sa.func.make_date(sa.cast(column, sa.Integer), 1, 1)


def _year_end(column: Any) -> Any:
    """… to its last."""
    return sa.func.make_date(sa.cast(column, sa.Integer), 12, 31)


_EVENT = (Consultation, Participation.consultation_id == Consultation.id)
_ACTIVITY = (Activity, Participation.activity_id == Activity.id)


_PRESENCE = (
    Participation.present,
    Participation.spoke,
    Participation.on_leave,
    Participation.leave_reason,
)


def _attended(section: SectionCode, *where: sa.ColumnElement[bool]) -> Source:
    return Source(
        section,
        Participation,
        Participation.person_id,
        Consultation.date,
        Consultation.title,
        _came,
        through=_EVENT,
        where=(_HELD, *where),
        also=(Consultation.form, *_PRESENCE),
        uncounted=Participation.present.is_(False),
    )


def _took_part(section: SectionCode, *where: sa.ColumnElement[bool]) -> Source:
    return Source(
        section,
        Participation,
        Participation.person_id,
        Activity.date,
        Activity.title,
        _came,
        through=_ACTIVITY,
        where=where,
        also=(Activity.kind, *_PRESENCE),
        uncounted=Participation.present.is_(False),
    )


SOURCES: tuple[Source, ...] = (
    Source(
        SectionCode.PLENARY,
        PlenaryAttendance,
        PlenaryAttendance.person_id,
        PlenaryMeeting.date_from,
        PlenaryMeeting.name,
        label,
        also=(PlenaryAttendance.attendance, PlenaryAttendance.reason),
        uncounted=PlenaryAttendance.attendance != Attendance.ATTENDED,
        through=(PlenaryMeeting, PlenaryAttendance.meeting_id == PlenaryMeeting.id),
    ),
    _attended(SectionCode.STANDING, Consultation.form == ConsultationForm.STANDING_MEETING),
    _attended(SectionCode.CONSULTATIONS, Consultation.form != ConsultationForm.STANDING_MEETING),
    Source(
        SectionCode.CONVENED,
        Convener,
        Convener.person_id,
        Consultation.date,
        Consultation.title,
        label,
        also=(Consultation.form,),
        through=(Consultation, Convener.consultation_id == Consultation.id),
        where=(_HELD,),
    ),
    Source(
        SectionCode.SUGGESTIONS,
        Suggestion,
        Suggestion.person_id,
        Consultation.date,
        Suggestion.text,
        label,
        also=(Consultation.title,),
        through=(Consultation, Suggestion.consultation_id == Consultation.id),
        where=(_HELD,),
    ),
    Source(
        SectionCode.SUGGESTIONS,
        Suggestion,
        Suggestion.person_id,
        Activity.date,
        Suggestion.text,
        label,
        also=(Activity.title,),
        through=(Activity, Suggestion.activity_id == Activity.id),
    ),
    Source(
        SectionCode.SPEECHES,
        PlenarySpeech,
        PlenarySpeech.person_id,
        PlenarySpeech.on,
        PlenarySpeech.title,
        label,
        also=(PlenarySpeech.mode,),
    ),
    Source(
        SectionCode.PROPOSALS,
        Proposal,
        Proposal.first_proposer_id,
        Proposal.submitted_on,
        Proposal.title,
        lambda state, key, excellent: label(
            "第一提案人", state, "重点提案" if key else None, "优秀提案" if excellent else None
        ),
        also=(Proposal.state, Proposal.is_key, Proposal.is_excellent),
        where=(Proposal.state.not_in((ProposalState.DRAFT, ProposalState.WITHDRAWN)),),
    ),
    Source(
        SectionCode.PROPOSALS,
        CoProposer,
        CoProposer.person_id,
        Proposal.submitted_on,
        Proposal.title,
        lambda state: label("联名", state),
        also=(Proposal.state,),
        through=(Proposal, CoProposer.proposal_id == Proposal.id),
        where=(Proposal.state.not_in((ProposalState.DRAFT, ProposalState.WITHDRAWN)),),
    ),
    Source(
        SectionCode.OPINIONS,
        Opinion,
        Opinion.person_id,
        Opinion.reported_on,
        Opinion.title,
        label,
        also=(Opinion.state,),
        where=(Opinion.state != OpinionState.DRAFT,),
    ),
    Source(
        SectionCode.OPINIONS,
        Adoption,
        Opinion.person_id,
        Adoption.on,
        Opinion.title,
        lambda level, mode, body: label("被采用", level, mode, body),
        also=(Adoption.level, Adoption.mode, Adoption.body),
        through=(Opinion, Adoption.opinion_id == Opinion.id),
        uncounted=sa.true(),
    ),
    Source(
        SectionCode.OPINIONS,
        Endorsement,
        Opinion.person_id,
        Endorsement.on,
        Opinion.title,
        lambda level, post: label("获批示", level, post),
        also=(Endorsement.level, Endorsement.leader_post),
        through=(Opinion, Endorsement.opinion_id == Opinion.id),
        uncounted=sa.true(),
    ),
    _took_part(SectionCode.INQUIRIES, Activity.kind.in_(INQUIRY)),
    _took_part(SectionCode.STUDY, Activity.kind.in_(STUDY)),
    _took_part(SectionCode.ACTIVITIES, Activity.kind.not_in((*INQUIRY, *STUDY))),
    Source(
        SectionCode.WALKS,
        WalkGroupMember,
        WalkGroupMember.person_id,
        WalkGroup.formed_on,
        sa.func.coalesce(WalkGroup.finding, "走访调研"),
        lambda: "",
        through=(WalkGroup, WalkGroupMember.walk_group_id == WalkGroup.id),
    ),
    Source(
        SectionCode.PLEDGES,
        Pledge,
        Pledge.person_id,
        Pledge.made_on,
        Pledge.text,
        lambda state, done: label(state, f"{done}兑现" if done else None),
        also=(Pledge.state, Pledge.fulfilled_on),
    ),
    Source(
        SectionCode.DEEDS,
        Deed,
        Deed.person_id,
        Deed.date,
        Deed.description,
        lambda kind, people: label(kind, f"受益{people}人"),
        also=(Deed.deed_kind, Deed.people),
        where=(Deed.state == DeedState.FULFILLED,),
    ),
    Source(
        SectionCode.DEEDS,
        DeedMember,
        DeedMember.person_id,
        Deed.date,
        Deed.description,
        lambda kind, people: label(kind, f"受益{people}人", "共同参与"),
        also=(Deed.deed_kind, Deed.people),
        through=(Deed, DeedMember.deed_id == Deed.id),
        where=(Deed.state == DeedState.FULFILLED,),
    ),
    Source(
        SectionCode.DEEDS,
        Donation,
        Donation.person_id,
        Donation.date,
        Donation.purpose,
        lambda cents: label("捐赠", _money(cents)),
        also=(Donation.amount,),
    ),
    Source(
        SectionCode.DISPUTES,
        Dispute,
        Dispute.mediated_by_id,
        Dispute.settled_on,
        Dispute.summary,
        label,
        also=(Dispute.dispute_kind,),
    ),
    Source(
        SectionCode.PROJECTS,
        MemberProject,
        MemberProject.person_id,
        _new_year(MemberProject.year),
        MemberProject.name,
        lambda invested, jobs: label(
            "投资" + _money(invested) if invested else None, f"带动就业{jobs}人" if jobs else None
        ),
        also=(MemberProject.invested, MemberProject.jobs),
        until=_year_end(MemberProject.year),
    ),
    Source(
        SectionCode.PROJECTS,
        IntroducedProject,
        IntroducedProject.introduced_by_id,
        _new_year(IntroducedProject.year),
        IntroducedProject.name,
        lambda cents: label("引进项目", "到位" + _money(cents)),
        also=(IntroducedProject.funds_in_place,),
        until=_year_end(IntroducedProject.year),
    ),
    Source(
        SectionCode.DEPLOYMENTS,
        MemberDeployment,
        Member.person_id,
        MemberDeployment.from_on,
        MemberDeployment.shown_identity,
        lambda to_on, kind, action: _seat(to_on, kind, action),
        also=(MemberDeployment.to_on, MemberDeployment.place_kind, MemberDeployment.shown_action),
        until=MemberDeployment.to_on,
        through=(Member, MemberDeployment.member_id == Member.id),
    ),
    Source(
        SectionCode.POSTS,
        StationAssignment,
        StationAssignment.person_id,
        StationAssignment.from_on,
        Station.name,
        _seat,
        also=(StationAssignment.to_on, StationAssignment.role),
        until=StationAssignment.to_on,
        through=(Station, StationAssignment.station_id == Station.id),
    ),
    Source(
        SectionCode.POSTS,
        OrgMembership,
        OrgMembership.person_id,
        OrgMembership.from_on,
        OrgUnit.name,
        _seat,
        until=OrgMembership.to_on,
        also=(OrgMembership.to_on, OrgMembership.group_position, OrgMembership.role),
        through=(OrgUnit, OrgMembership.group_id == OrgUnit.id),
    ),
    Source(
        SectionCode.POSTS,
        CouncilMember,
        CouncilMember.person_id,
        CouncilMember.from_on,
        Council.name,
        _seat,
        until=CouncilMember.to_on,
        also=(CouncilMember.to_on, CouncilMember.council_role),
        through=(Council, CouncilMember.council_id == Council.id),
    ),
    Source(
        SectionCode.POSTS,
        Expert,
        Expert.person_id,
        Expert.from_on,
        ExpertCommittee.name,
        _seat,
        until=Expert.to_on,
        also=(Expert.to_on, Expert.expert_role),
        through=(ExpertCommittee, Expert.committee_id == ExpertCommittee.id),
    ),
    Source(
        SectionCode.POSTS,
        TalentEntry,
        TalentEntry.person_id,
        TalentEntry.from_on,
        TalentPool.name,
        _seat,
        until=TalentEntry.to_on,
        also=(TalentEntry.to_on,),
        through=(TalentPool, TalentEntry.pool_id == TalentPool.id),
    ),
    Source(
        SectionCode.SCORES,
        AssessmentResult,
        AssessmentResult.person_id,
        _new_year(AssessmentScheme.year),
        AssessmentScheme.label,
        lambda score, rank, grade: f"{score}分,第{rank}名,{grade}",
        also=(AssessmentResult.score, AssessmentResult.rank, AssessmentResult.grade),
        through=(AssessmentScheme, AssessmentResult.scheme_id == AssessmentScheme.id),
        where=(AssessmentScheme.state == AssessmentState.PUBLISHED,),
        until=_year_end(AssessmentScheme.year),
    ),
    Source(
        SectionCode.HONOURS,
        Honour,
        Honour.person_id,
        sa.func.coalesce(Honour.awarded_on, _new_year(Honour.year)),
        Honour.title,
        label,
        also=(Honour.level, Honour.awarded_by),
        until=sa.func.coalesce(Honour.awarded_on, _year_end(Honour.year)),
    ),
)
"""Adoptions and endorsements are told beside the opinions and not counted with them: four counters
overlap otherwise (trap 12).
"""

BY_SECTION: Mapping[SectionCode, tuple[Source, ...]] = {
    code: tuple(s for s in SOURCES if s.section is code) for code in SectionCode
}
