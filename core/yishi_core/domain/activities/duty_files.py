"""What a duty file tells of activities, pledges, deeds and projects."""

from __future__ import annotations

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
from yishi_core.domain.consultations.duty_files import PRESENCE, came
from yishi_core.domain.consultations.models import Participation, Suggestion
from yishi_core.facilities.duty_files.source import DutySource, SectionCode, label
from yishi_core.facilities.metrics.years import new_year, year_end

_STUDY = (ActivityKind.STUDY, ActivityKind.READING_SHARE, ActivityKind.TRAINING)
_INQUIRY = (
    ActivityKind.SURVEY,
    ActivityKind.JOINT_SURVEY,
    ActivityKind.INSPECTION,
    ActivityKind.SUPERVISION,
    ActivityKind.APPRAISAL,
    ActivityKind.REPORT_APPRAISAL,
)
_ACTIVITY = (Activity, Participation.activity_id == Activity.id)


def _took_part(section: SectionCode, *where: sa.ColumnElement[bool]) -> DutySource:
    return DutySource(
        section,
        Participation,
        Participation.person_id,
        Activity.date,
        Activity.title,
        came,
        through=_ACTIVITY,
        where=where,
        also=(Activity.kind, *PRESENCE),
        uncounted=Participation.present.is_(False),
    )


def _money(cents: int | None) -> str:
    return f"{cents / 100:.2f}元" if cents is not None else ""


SUGGESTIONS = DutySource(
    SectionCode.SUGGESTIONS,
    Suggestion,
    Suggestion.person_id,
    Activity.date,
    Suggestion.text,
    label,
    also=(Activity.title,),
    through=(Activity, Suggestion.activity_id == Activity.id),
)
INQUIRIES = _took_part(SectionCode.INQUIRIES, Activity.kind.in_(_INQUIRY))
STUDIES = _took_part(SectionCode.STUDY, Activity.kind.in_(_STUDY))
ACTIVITIES = _took_part(SectionCode.ACTIVITIES, Activity.kind.not_in((*_INQUIRY, *_STUDY)))
PLEDGES = DutySource(
    SectionCode.PLEDGES,
    Pledge,
    Pledge.person_id,
    Pledge.made_on,
    Pledge.text,
    lambda state, done: label(state, f"{done}兑现" if done else None),
    also=(Pledge.state, Pledge.fulfilled_on),
)
DEEDS = DutySource(
    SectionCode.DEEDS,
    Deed,
    Deed.person_id,
    Deed.date,
    Deed.description,
    lambda kind, people: label(kind, f"受益{people}人"),
    also=(Deed.deed_kind, Deed.people),
    where=(Deed.state == DeedState.FULFILLED,),
)
SHARED_DEEDS = DutySource(
    SectionCode.DEEDS,
    DeedMember,
    DeedMember.person_id,
    Deed.date,
    Deed.description,
    lambda kind, people: label(kind, f"受益{people}人", "共同参与"),
    also=(Deed.deed_kind, Deed.people),
    through=(Deed, DeedMember.deed_id == Deed.id),
    where=(Deed.state == DeedState.FULFILLED,),
)
DONATIONS = DutySource(
    SectionCode.DEEDS,
    Donation,
    Donation.person_id,
    Donation.date,
    Donation.purpose,
    lambda cents: label("捐赠", _money(cents)),
    also=(Donation.amount,),
)
DISPUTES = DutySource(
    SectionCode.DISPUTES,
    Dispute,
    Dispute.mediated_by_id,
    Dispute.settled_on,
    Dispute.summary,
    label,
    also=(Dispute.dispute_kind,),
)
OWN_PROJECTS = DutySource(
    SectionCode.PROJECTS,
    MemberProject,
    MemberProject.person_id,
    new_year(MemberProject.year),
    MemberProject.name,
    lambda invested, jobs: label(
        "投资" + _money(invested) if invested else None, f"带动就业{jobs}人" if jobs else None
    ),
    also=(MemberProject.invested, MemberProject.jobs),
    until=year_end(MemberProject.year),
)
INTRODUCED_PROJECTS = DutySource(
    SectionCode.PROJECTS,
    IntroducedProject,
    IntroducedProject.introduced_by_id,
    new_year(IntroducedProject.year),
    IntroducedProject.name,
    lambda cents: label("引进项目", "到位" + _money(cents)),
    also=(IntroducedProject.funds_in_place,),
    until=year_end(IntroducedProject.year),
)
