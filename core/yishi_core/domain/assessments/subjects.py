"""The subjects of a scheme: members, stations, or orgs below the org that opened it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from yishi_core.domain.assessments.models import (
    AssessmentResult,
    AssessmentScheme,
    ScoreEntry,
    SubjectKind,
)
from yishi_core.domain.people.models import Member, Person
from yishi_core.domain.stations.models import Station, StationAssignment, StationKind, StationState
from yishi_core.errors import InvalidInput
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import TOWNSHIP_BODIES, OrgKind, OrgUnit

TOWNSHIP_CODE, VILLAGE_CODE = 9, 12


@dataclass(frozen=True, slots=True)
class Subject:
    """A judged subject, and the org to which their points belong."""

    id: UUID
    org_id: UUID
    org_path: str
    first_year: bool = False


def column_of(kind: SubjectKind) -> str:
    """The column of entries and results that names a subject of this kind."""
    match kind:
        case SubjectKind.MEMBER:
            return "person_id"
        case SubjectKind.STATION | SubjectKind.STUDIO:
            return "station_id"
        case _:
            return "judged_org_id"


def subject_of(row: ScoreEntry | AssessmentResult) -> UUID:
    """The id of the subject of an entry or result."""
    found = row.person_id or row.station_id or row.judged_org_id
    assert found is not None
    return found


def require_target(scheme: AssessmentScheme, target: TenantRow) -> str:
    """The column that names a person, station or org that is given points.

    Raises `InvalidInput` when the scheme judges subjects of another kind.
    """
    wanted: dict[str, type[TenantRow]] = {
        "person_id": Person,
        "station_id": Station,
        "judged_org_id": OrgUnit,
    }
    name = column_of(scheme.subject_kind)
    within = target.county == scheme.county and target.org_path.startswith(scheme.org_path)
    if not (within and isinstance(target, wanted[name])):
        zh = f"该方案的考核对象为本级以下的“{scheme.subject_kind.label}”。"
        raise InvalidInput.of(
            "target", zh, f"The scheme judges each {scheme.subject_kind.value} below its org."
        )
    return name


async def subjects_of(context: OperationContext, scheme: AssessmentScheme) -> Sequence[Subject]:
    """All subjects that a scheme judges in its period."""
    first, last = scheme.from_on, scheme.to_on
    if scheme.subject_kind is SubjectKind.MEMBER:
        return await (_at_station if scheme.station_id else _members)(context, scheme, first, last)
    if scheme.subject_kind in (SubjectKind.STATION, SubjectKind.STUDIO):
        return await _stations(context, scheme)
    where = [
        *_below(OrgUnit, scheme),
        sa.or_(OrgUnit.closed_on.is_(None), OrgUnit.closed_on > last),
        *_kind(scheme.subject_kind),
    ]
    return [Subject(o.id, o.id, o.org_path) for o in await context.find(OrgUnit, *where)]


async def _members(
    context: OperationContext, scheme: AssessmentScheme, first: date, last: date
) -> list[Subject]:
    in_office = (
        Member.joined_on <= last,
        sa.or_(Member.left_on.is_(None), Member.left_on >= first),
    )
    ids = {r.person_id for r in await context.find(Member, *_below(Member, scheme), *in_office)}
    # A reappointed member has a new membership, yet a long service.
    ever = await context.find(Member, Member.person_id.in_(ids), Member.joined_on <= last)
    return await _people(context, ids, [(r.person_id, r.joined_on) for r in ever], first)


async def _at_station(
    context: OperationContext, scheme: AssessmentScheme, first: date, last: date
) -> list[Subject]:
    there = (
        StationAssignment.from_on <= last,
        sa.or_(StationAssignment.to_on.is_(None), StationAssignment.to_on >= first),
    )
    here = StationAssignment.station_id == scheme.station_id
    ids = {r.person_id for r in await context.find(StationAssignment, here, *there)}
    ever = await context.find(
        StationAssignment,
        here,
        StationAssignment.person_id.in_(ids),
        StationAssignment.from_on <= last,
    )
    return await _people(context, ids, [(r.person_id, r.from_on) for r in ever], first)


async def _people(
    context: OperationContext, ids: set[UUID], begins: Sequence[tuple[UUID, date]], first: date
) -> list[Subject]:
    """Persons with the first day of their service.

    A person who began within the period's year is in their first year.
    """
    began: dict[UUID, date] = {}
    for person, day in begins:
        began[person] = min(day, began.get(person, day))
    people = await context.find(Person, Person.id.in_(ids))
    return [
        Subject(p.id, p.org_id, p.org_path, began[p.id] >= date(first.year, 1, 1)) for p in people
    ]


def stations_in(scheme: AssessmentScheme | type[AssessmentScheme]) -> list[sa.ColumnElement[bool]]:
    """The condition for stations below a scheme's org at the end of its period.

    Given the class, the condition holds for the stations of any scheme.
    """
    stands = sa.or_(Station.closed_on.is_(None), Station.closed_on > scheme.to_on)
    return [
        *_below(Station, scheme),
        Station.opened_on <= scheme.to_on,
        Station.state != StationState.PLANNED,
        stands,
    ]


async def _stations(context: OperationContext, scheme: AssessmentScheme) -> list[Subject]:
    where = stations_in(scheme)
    if scheme.subject_kind is SubjectKind.STUDIO:
        where.append(Station.kind == StationKind.MEMBER_STUDIO)
    return [Subject(s.id, s.org_id, s.org_path) for s in await context.find(Station, *where)]


def _below(
    entity: type[Any], scheme: AssessmentScheme | type[AssessmentScheme]
) -> list[sa.ColumnElement[bool]]:
    return [entity.org_path.bool_op("^@")(scheme.org_path)]


def _kind(kind: SubjectKind) -> list[sa.ColumnElement[bool]]:
    match kind:
        case SubjectKind.LIAISON_COMMITTEE:
            return [OrgUnit.kind.in_(TOWNSHIP_BODIES)]
        case SubjectKind.TOWNSHIP:
            return [sa.func.length(OrgUnit.region_code) == TOWNSHIP_CODE]
        case SubjectKind.VILLAGE:
            return [sa.func.length(OrgUnit.region_code) == VILLAGE_CODE]
        case SubjectKind.DEPARTMENT:
            return [OrgUnit.kind == OrgKind.DEPARTMENT]
        case _:
            return [OrgUnit.handles.is_(True)]
