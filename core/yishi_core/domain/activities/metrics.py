"""What is counted of activities, deeds, pledges, donations and projects (domain.md 2.20)."""

from __future__ import annotations

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
    OrganiserLevel,
    Pledge,
    PledgeState,
)
from yishi_core.domain.consultations.metrics import ABSENCES, MISSED, SERVED_TIMES, SUGGESTIONS
from yishi_core.domain.consultations.models import Participation, Suggestion
from yishi_core.domain.procedures.metrics import of_case
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Addend, Metric
from yishi_core.facilities.metrics.overdue import late
from yishi_core.facilities.metrics.years import new_year

_HIGHER = (OrganiserLevel.CITY, OrganiserLevel.PROVINCE, OrganiserLevel.NATIONAL)

_DEED = {"deed_kind": Deed.deed_kind}

_DONE = (Deed.state == DeedState.FULFILLED,)

_ACTIVITY = {
    "kind": Activity.kind,
    "micro_kind": Activity.micro_kind,
    "process_kind": Activity.process_kind,
    "self_started": Activity.self_started,
    "organiser_level": Activity.organiser_level,
    "leader_post": Activity.leader_post,
    "duty_function": Activity.duty_function,
}

_OF_PLEDGE = {**of_case(Pledge.case_id), "person": Pledge.person_id}

_AT_ACTIVITY = (Activity, Participation.activity_id == Activity.id)


def _done_by(value: Any = None) -> tuple[Counter, ...]:
    """A deed counts for each of those who did it together (domain.md 2.11: member(s))."""
    together = (Deed, DeedMember.deed_id == Deed.id)
    return (
        Counter(Deed, Deed.date, person=Deed.person_id, where=_DONE, dims=_DEED, value=value),
        Counter(
            DeedMember,
            Deed.date,
            person=DeedMember.person_id,
            through=together,
            where=_DONE,
            dims=_DEED,
            value=value,
        ),
    )


ABSENT_AT_ACTIVITIES = Addend(
    ABSENCES,
    Counter(
        Participation,
        Activity.date,
        person=Participation.person_id,
        station=Activity.station_id,
        case=Activity.case_id,
        through=_AT_ACTIVITY,
        where=MISSED,
        dims={"on_leave": Participation.on_leave},
    ),
)

ACTIVITIES = Metric(
    "activities",
    Counter(
        Activity, Activity.date, station=Activity.station_id, case=Activity.case_id, dims=_ACTIVITY
    ),
    of_person=(
        Counter(
            Participation,
            Activity.date,
            person=Participation.person_id,
            through=_AT_ACTIVITY,
            where=(Participation.present.is_(True),),
            dims=_ACTIVITY,
        ),
    ),
)

ACTIVITY_TIMES = Metric(
    "activity_times",
    Counter(
        Participation,
        Activity.date,
        person=Participation.person_id,
        station=Activity.station_id,
        case=Activity.case_id,
        through=_AT_ACTIVITY,
        where=(Participation.present.is_(True),),
        dims=_ACTIVITY,
        value=Participation.count,
    ),
)

DEEDS = Metric(
    "deeds",
    Counter(
        Deed, Deed.date, person=Deed.person_id, station=Deed.station_id, where=_DONE, dims=_DEED
    ),
    of_person=_done_by(),
)

DEEDS_PEOPLE = Metric(
    "deeds_people",
    Counter(
        Deed,
        Deed.date,
        person=Deed.person_id,
        station=Deed.station_id,
        where=_DONE,
        dims=_DEED,
        value=Deed.people,
    ),
    of_person=_done_by(Deed.people),
)

DISPUTES_SETTLED = Metric(
    "disputes_settled",
    Counter(
        Dispute,
        Dispute.settled_on,
        person=Dispute.mediated_by_id,
        station=Dispute.station_id,
        case=Dispute.case_id,
        dims={"dispute_kind": Dispute.dispute_kind},
    ),
)

DONATIONS = Metric(
    "donations",
    Counter(Donation, Donation.date, person=Donation.person_id, station=Donation.station_id),
)

DONATIONS_AMOUNT = Metric(
    "donations_amount",
    Counter(
        Donation,
        Donation.date,
        person=Donation.person_id,
        station=Donation.station_id,
        value=Donation.amount,
        money=True,
    ),
)

HOST_YEARS = Metric(
    "host_years",
    Counter(
        Activity,
        Activity.date,
        distinct=sa.func.date_part("year", Activity.date),
        where=(
            Activity.kind == ActivityKind.WORK_MEETING,
            Activity.organiser_level.in_(_HIGHER),
        ),
    ),
)

INTRODUCED_FUNDS = Metric(
    "introduced_funds",
    Counter(
        IntroducedProject,
        new_year(IntroducedProject.year),
        person=IntroducedProject.introduced_by_id,
        value=IntroducedProject.funds_in_place,
        money=True,
    ),
)

INTRODUCED_PROJECTS = Metric(
    "introduced_projects",
    Counter(
        IntroducedProject,
        new_year(IntroducedProject.year),
        person=IntroducedProject.introduced_by_id,
    ),
)

MEMBER_PROJECT_INVESTED = Metric(
    "member_project_invested",
    Counter(
        MemberProject,
        new_year(MemberProject.year),
        person=MemberProject.person_id,
        value=MemberProject.invested,
        money=True,
    ),
)

MEMBER_PROJECT_JOBS = Metric(
    "member_project_jobs",
    Counter(
        MemberProject,
        new_year(MemberProject.year),
        person=MemberProject.person_id,
        value=MemberProject.jobs,
    ),
)

MEMBER_PROJECT_LAND = Metric(
    "member_project_land_mu",
    Counter(
        MemberProject,
        new_year(MemberProject.year),
        person=MemberProject.person_id,
        value=MemberProject.land_mu,
    ),
)

LATE_PLEDGES = late(
    Pledge,
    Pledge.due_on,
    Pledge.state == PledgeState.OPEN,
    person=Pledge.person_id,
    case=Pledge.case_id,
)

PLEDGES_FULFILLED = Metric("pledges_fulfilled", Counter(Pledge, Pledge.fulfilled_on, **_OF_PLEDGE))

PLEDGES_TOTAL = Metric("pledges_total", Counter(Pledge, Pledge.made_on, **_OF_PLEDGE))

SERVED_BY_ACTIVITIES = Addend(
    SERVED_TIMES,
    Counter(
        Activity,
        Activity.date,
        station=Activity.station_id,
        case=Activity.case_id,
        value=Activity.served_times,
    ),
    Counter(Deed, Deed.date, station=Deed.station_id, where=_DONE, value=Deed.served_times),
)

SUGGESTED_AT_ACTIVITIES = Addend(
    SUGGESTIONS,
    Counter(
        Suggestion,
        Activity.date,
        person=Suggestion.person_id,
        station=Activity.station_id,
        case=Activity.case_id,
        through=(Activity, Suggestion.activity_id == Activity.id),
        dims={"origin": "activity"},
    ),
)
