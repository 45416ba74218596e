"""Donations of members, their own projects by year, and projects that somebody brought in
(domain.md 2.11, [S2]).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.activities.events import (
    DONATION_CHANGED,
    DONATION_RECORDED,
    INTRODUCED_PROJECT_CHANGED,
    INTRODUCED_PROJECT_RECORDED,
    MEMBER_PROJECT_CHANGED,
    MEMBER_PROJECT_RECORDED,
)
from yishi_core.domain.activities.models import Donation, IntroducedProject, MemberProject
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations.owner import OwnedInput, require_station_of_org
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import Conflict, Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Beside, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_future, require_field
from yishi_core.kernel.tree.models import OrgUnit

Year = Annotated[int, Field(ge=1949, le=2100)]
Cents = Annotated[int, Field(ge=0, le=10**13)]


class RecordDonationInput(OwnedInput, enters=Donation):
    """Money that a member gave."""

    person: Ref[Person] = like(Donation.person_id, doc="Who gave it.")
    date: dt.date = like(Donation.date)
    amount: int = like(Donation.amount, gt=0, le=10**13)
    purpose: str = like(
        Donation.purpose,
        doc="What it is for; no names of those helped.",
        min_length=2,
        max_length=500,
    )
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class RecordMemberProjectInput(Input, enters=MemberProject):
    """What a member's enterprise does for the place in a year."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="The place for which it counts.")
    person: Ref[Person] = like(MemberProject.person_id, doc="Whose enterprise it is.")
    name: str = like(MemberProject.name, min_length=2, max_length=120)
    year: Year = like(MemberProject.year)
    invested: Cents | None = like(MemberProject.invested, None)
    jobs: int | None = like(MemberProject.jobs, None, ge=0, le=10_000_000)
    land_mu: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)] | None = like(
        MemberProject.land_mu, None
    )


class RecordIntroducedProjectInput(Input, enters=IntroducedProject):
    """A project that somebody brought to the place."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="The place to which it came.")
    name: str = like(IntroducedProject.name, min_length=2, max_length=120)
    year: Year = like(IntroducedProject.year)
    introduced_by: Ref[Person] | None = like(
        IntroducedProject.introduced_by_id, None, doc="Who brought it."
    )
    funds_in_place: Cents = like(IntroducedProject.funds_in_place)


class ChangeDonationInput(Correction, of=RecordDonationInput):
    """Corrections of a donation."""

    donation: Ref[Donation] = like(Donation)


class ChangeMemberProjectInput(Correction, of=RecordMemberProjectInput):
    """Corrections of a member's project in a year."""

    member_project: Ref[MemberProject] = like(MemberProject)


class ChangeIntroducedProjectInput(Correction, of=RecordIntroducedProjectInput):
    """Corrections of a project that was brought in."""

    introduced_project: Ref[IntroducedProject] = like(IntroducedProject)


@operation(
    Text("登记捐赠", "Record a donation"),
    permission=Permission.ACTIVITY_RECORD,
    subject="owner",
    event=DONATION_RECORDED,
    importable=True,
)
async def record_donation(context: OperationContext, data: RecordDonationInput) -> Donation:
    """Record money that a member gave."""
    require_one_county(context, data)
    require_active(data.station)
    donation = entered(Donation, data)
    not_future(donation.date, "date", context)
    context.add(donation)
    attach(context, donation, data.attachments)
    return donation


@operation(
    Text("登记委员项目", "Record a member's project"),
    permission=Permission.ACTIVITY_RECORD,
    subject="org",
    event=MEMBER_PROJECT_RECORDED,
    importable=True,
)
async def record_member_project(
    context: OperationContext, data: RecordMemberProjectInput
) -> MemberProject:
    """Record what a member's own project did in a year; one row a year, so that a year's figures
    can be added.
    """
    require_one_county(context, data)
    project = context.add(entered(MemberProject, data))
    await _require_once_a_year(context, project, MemberProject.person_id == project.person_id)
    return project


@operation(
    Text("登记引进项目", "Record an introduced project"),
    permission=Permission.ACTIVITY_RECORD,
    subject="org",
    event=INTRODUCED_PROJECT_RECORDED,
    importable=True,
)
async def record_introduced_project(
    context: OperationContext, data: RecordIntroducedProjectInput
) -> IntroducedProject:
    """Record a project that came to the place, with the money that has arrived in the year."""
    require_one_county(context, data)
    project = context.add(entered(IntroducedProject, data))
    await _require_once_a_year(context, project, IntroducedProject.org_id == project.org_id)
    return project


@operation(
    Text("更正捐赠", "Change a donation"),
    permission=Permission.ACTIVITY_RECORD,
    subject="donation",
    event=DONATION_CHANGED,
)
async def change_donation(context: OperationContext, data: ChangeDonationInput) -> Donation:
    """Put right what is recorded of a donation."""
    require_station_of_org(data, data.donation)
    correct(context, data.donation, data)
    not_future(data.donation.date, "date", context)
    return data.donation


@operation(
    Text("更正委员项目", "Change a member's project"),
    permission=Permission.ACTIVITY_RECORD,
    subject="member_project",
    event=MEMBER_PROJECT_CHANGED,
)
async def change_member_project(
    context: OperationContext, data: ChangeMemberProjectInput
) -> MemberProject:
    """Put right what is recorded of a member's own project in a year."""
    project = data.member_project
    correct(context, project, data)
    await _require_once_a_year(context, project, MemberProject.person_id == project.person_id)
    return project


@operation(
    Text("更正引进项目", "Change an introduced project"),
    permission=Permission.ACTIVITY_RECORD,
    subject="introduced_project",
    event=INTRODUCED_PROJECT_CHANGED,
)
async def change_introduced_project(
    context: OperationContext, data: ChangeIntroducedProjectInput
) -> IntroducedProject:
    """Put right what is recorded of a project that came to the place."""
    project = data.introduced_project
    correct(context, project, data)
    await _require_once_a_year(context, project, IntroducedProject.org_id == project.org_id)
    return project


async def _require_once_a_year(
    context: OperationContext,
    project: MemberProject | IntroducedProject,
    same: sa.ColumnElement[bool],
) -> None:
    """One row a project and year, of a year that has begun; `same` says whose it is."""
    kind, year = type(project), project.year
    require_field(
        year <= context.today.year,
        "year",
        "年度不能晚于今年。",
        "The year must not lie in the future.",
    )
    with (
        context.session.no_autoflush
    ):  # a second one is a conflict that says so, not a key that is broken
        there = await context.first(
            kind, same, kind.name == project.name, kind.year == year, kind.id != project.id
        )
    if there is not None:
        raise Conflict(
            Text(f"该项目{year}年度已登记。", f"The project is recorded for {year} already.")
        )
