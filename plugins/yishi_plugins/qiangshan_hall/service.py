"""Operations of the hall: visits, the register of pledges, and its public list.

Source: domain.md 3.10.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from yishi_core import (
    Beside,
    Correction,
    Input,
    InvalidInput,
    NotFound,
    OperationContext,
    Permission,
    Ref,
    Refused,
    Structure,
    Term,
    Text,
    correct,
    entered,
    like,
    not_future,
    operation,
    question,
    require_one_county,
)
from yishi_core.domain.activities import (
    Activity,
    ActivityKind,
    Pledge,
    PledgeState,
    VisitMeans,
    VisitTarget,
)
from yishi_core.domain.orgs import OrgUnit
from yishi_core.domain.people import Person
from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.publicity import (
    DISCLOSURE_DRAFTED,
    Disclosure,
    DisclosureKind,
    DisclosureState,
)
from yishi_core.domain.stations import Station
from yishi_plugins.qiangshan_hall.events import HOUSEHOLD_VISIT_CHANGED, HOUSEHOLD_VISIT_RECORDED
from yishi_plugins.qiangshan_hall.models import HouseholdPermission, HouseholdVisit, LinkKind
from yishi_plugins.qiangshan_hall.rules import HallRule
from yishi_plugins.qiangshan_hall.settings import Settings

TARGETS = {LinkKind.HOUSEHOLD: VisitTarget.HOUSEHOLD, LinkKind.TEMPLE: VisitTarget.TEMPLE}


class RecordHouseholdVisitInput(Input, enters=HouseholdVisit):
    """A visit as it is entered in the hall's book."""

    station: Annotated[Ref[Station], Beside()] = Field(
        title="议事堂", description="The hall that keeps the book."
    )
    visitor: Ref[Person] = like(HouseholdVisit.visitor_id, doc="Who went.")
    link_kind: LinkKind = like(HouseholdVisit.link_kind)
    visited: str = like(
        HouseholdVisit.visited, doc="Who or what was visited.", min_length=2, max_length=60
    )
    visited_on: date = like(HouseholdVisit.visited_on, doc="When; not in the future.")
    means: Annotated[VisitMeans, Beside()] = Field(
        VisitMeans.ON_FOOT, title="走访方式", description="On foot, by phone or chat."
    )
    wishes: str | None = like(HouseholdVisit.wishes, None, max_length=1000)
    policy_told: str | None = like(HouseholdVisit.policy_told, None, max_length=500)
    law_place: Annotated[str, Term("law_place")] | None = like(
        HouseholdVisit.law_place, None, doc="Kind of place, where law or policy was told."
    )
    next_visit_on: date | None = like(HouseholdVisit.next_visit_on, None, doc="After this one.")


class ChangeHouseholdVisitInput(Correction, of=RecordHouseholdVisitInput):
    """Corrections of a visit."""

    visit: Ref[HouseholdVisit] = Field(title="走访")
    means: VisitMeans | None = Field(
        None, title="走访方式", description="On foot, by phone or chat."
    )


@operation(
    Text("登记联户联寺走访", "Record a visit to a household or temple"),
    permission=HouseholdPermission.RECORD,
    subject="station",
    event=HOUSEHOLD_VISIT_RECORDED,
)
async def record_household_visit(
    context: OperationContext, data: RecordHouseholdVisitInput
) -> HouseholdVisit:
    """Record a visit, also as an activity of core.

    It keeps who was visited, what was asked and what was told. Refused are a day in the future, and
    a next visit that is not after this one.
    """
    require_one_county(context, data)
    activity = Activity(
        station_id=data.station.id, visit_means=data.means, campaign="two_links_one_entry"
    )
    visit = entered(HouseholdVisit, data)
    _agree(context, visit, activity)
    visit.activity_id = context.add(activity).id
    return context.add(visit)


@operation(
    Text("更正联户联寺走访", "Change a visit to a household or temple"),
    permission=HouseholdPermission.RECORD,
    subject="visit",
    event=HOUSEHOLD_VISIT_CHANGED,
)
async def change_household_visit(
    context: OperationContext, data: ChangeHouseholdVisitInput
) -> HouseholdVisit:
    """Correct a visit, and the activity as which it counts."""
    visit = data.visit
    activity = await context.get(Activity, visit.activity_id)
    if activity is None:
        raise NotFound.at("visit")
    correct(context, visit, data)
    activity.visit_means = data.sent("means") or activity.visit_means
    _agree(context, visit, activity)
    return visit


def _agree(context: OperationContext, visit: HouseholdVisit, activity: Activity) -> None:
    """Require a past visit and a later next one, and update its activity."""
    not_future(visit.visited_on, "visited_on", context)
    if visit.next_visit_on and visit.next_visit_on <= visit.visited_on:
        raise InvalidInput.of(
            "next_visit_on", "下次走访应在本次之后。", "The next visit must be after this one."
        )
    activity.kind, activity.visit_target = ActivityKind.VISIT, TARGETS[visit.link_kind]
    activity.title, activity.date, activity.result_text = (
        f"{visit.link_kind.label}走访",
        visit.visited_on,
        visit.wishes,
    )


class PledgeRegisterInput(Input):
    """The org whose pledges are shown, with everything below it."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Township or village.")


class PledgeRow(Structure):
    """One line of the register."""

    pledge: Pledge
    person: str
    overdue: bool
    remind: bool = Field(
        title="提醒", description="Due within the days that the township set, or overdue."
    )
    days_left: int


class PledgeRegister(Structure):
    """The register: open pledges, the most urgent first, and the two counts."""

    open: list[PledgeRow]
    pledged: int
    fulfilled: int


@question(Text("承诺兑现台账", "Register of pledges"), permission="pledge:read", subject="org")
async def pledge_register(context: OperationContext, data: PledgeRegisterInput) -> PledgeRegister:
    """The hall's register of pledges with reminders: those due soon or overdue are marked."""
    settings = context.settings.of(Settings)
    below = Pledge.org_path.startswith(data.org.org_path)
    pledges = await context.find(
        Pledge, below, Pledge.state != PledgeState.WITHDRAWN, order=(Pledge.due_on)
    )
    names = {
        p.id: p.name
        for p in await context.find(Person, Person.id.in_([p.person_id for p in pledges]))
    }
    remind_from = context.today + timedelta(days=settings.pledge_remind_days)
    rows = [
        PledgeRow(
            pledge=p,
            person=names.get(p.person_id, ""),
            overdue=p.due_on < context.today,
            remind=p.due_on <= remind_from,
            days_left=(p.due_on - context.today).days,
        )
        for p in pledges
        if p.state is PledgeState.OPEN
    ]
    return PledgeRegister(open=rows, pledged=len(pledges), fulfilled=len(pledges) - len(rows))


class PublishPledgesInput(Input):
    """The case whose pledges are to be published."""

    case: Ref[ConsultationCase] = like(Disclosure.case_id, doc="The case.")


@operation(
    Text("拟公开承诺清单", "Draft the public list of pledges"),
    permission=Permission.DISCLOSURE_CREATE,
    subject="case",
    event=DISCLOSURE_DRAFTED,
)
async def publish_pledges(context: OperationContext, data: PublishPledgesInput) -> Disclosure:
    """Draft the public list of a case's pledges.

    Another person releases it (domain.md 2.15). Refused for a case without pledges.
    """
    pledges = await context.find(
        Pledge,
        Pledge.case_id == data.case.id,
        Pledge.state != PledgeState.WITHDRAWN,
        order=Pledge.due_on,
    )
    if not pledges:
        raise Refused(HallRule.NO_PLEDGES)
    names = {
        p.id: p.name
        for p in await context.find(Person, Person.id.in_([p.person_id for p in pledges]))
    }
    lines = [
        f"{n}. {names.get(p.person_id, '')}委员:{p.text}"
        f"(承诺{p.due_on:%Y年}{p.due_on.month}月{p.due_on.day}日前兑现,{p.state.label})"
        for n, p in enumerate(pledges, 1)
    ]
    return context.add(
        Disclosure(
            case_id=data.case.id,
            kind=DisclosureKind.CONVERSION,
            title=f"{data.case.title}:委员认领承诺清单",
            text="\n".join(lines),
            state=DisclosureState.DRAFT,
        )
    )
