"""The board of unions: studios by kind with their groups, and the number of platforms.

Source: domain.md 3.13, figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from yishi_core import OperationContext, Structure
from yishi_core.domain.collaboration import Question
from yishi_core.domain.orgs import OrgUnit
from yishi_core.domain.people import OrgMembership, Person
from yishi_core.domain.stations import (
    Station,
    StationAssignment,
    StationKind,
    StationRole,
    StationState,
)
from yishi_plugins.group_studio_union import rules
from yishi_plugins.group_studio_union.settings import Settings


class UnionRow(Structure):
    """One studio with its group."""

    station: Station
    name: str
    active: bool = Field(title="运行中", description="Only active ones are counted.")
    group: OrgUnit | None = Field(title="联络组")
    group_name: str = Field(
        title="联络组名称", description="Empty for a studio from before the union."
    )
    people: int = Field(title="人数", description="Distinct persons of studio and group today.")
    conveners: list[str] = Field(title="召集人", description="Their names.")
    questions_open: int = Field(title="待答题目", description="Overdue ones included.")
    questions_overdue: int = Field(title="逾期题目")


class StudioKind(Structure):
    """The studios of one kind."""

    sub_kind: str
    label: str
    studios: int = Field(title="工作室数", description="Active ones.")
    unions: list[UnionRow]


class UnionBoard(Structure):
    """The unions of an org and everything below it."""

    kinds: list[StudioKind]
    studios: int = Field(title="工作室", description="Active studios.")
    groups: int = Field(title="联络组", description="Groups of the kinds that may be paired.")
    unions: int = Field(
        title="组室合一", description="Active studios that are one body with a group."
    )
    platforms: int = Field(title="站点数", description="Studios and groups, a union counted once.")
    unpaired_groups: list[str] = Field(
        title="未合一的组", description="Names of groups without a studio."
    )


async def board_of(context: OperationContext, settings: Settings, org: OrgUnit) -> UnionBoard:
    """The board of an org as of today."""
    here = (
        Station.org_path.startswith(org.org_path),
        Station.kind == StationKind.MEMBER_STUDIO,
        Station.state != StationState.CLOSED,
    )
    studios = await context.find(Station, *here, order=Station.name)
    alive = sa.or_(OrgUnit.closed_on.is_(None), OrgUnit.closed_on > context.today)
    kinds = OrgUnit.kind.in_(settings.union_group_kinds)
    groups = await context.find(
        OrgUnit, OrgUnit.org_path.startswith(org.org_path), kinds, alive, order=OrgUnit.name
    )
    active = [s for s in studios if s.state is StationState.ACTIVE]
    paired = {s.union_org_id for s in active}
    rows = await _rows(context, studios)
    return UnionBoard(
        kinds=[_kind(context, sub_kind, rows) for sub_kind in _sub_kinds(settings, studios)],
        studios=len(active),
        groups=len(groups),
        unions=len(paired - {None}),
        platforms=rules.platforms([s.union_org_id for s in active], [g.id for g in groups]),
        unpaired_groups=[g.name for g in groups if g.id not in paired],
    )


def _sub_kinds(settings: Settings, studios: Sequence[Station]) -> list[str]:
    """The kinds offered, then those that only older studios have."""
    return list(dict.fromkeys([*settings.studio_sub_kinds, *(s.sub_kind or "" for s in studios)]))


def _kind(context: OperationContext, sub_kind: str, rows: Sequence[UnionRow]) -> StudioKind:
    own = [r for r in rows if (r.station.sub_kind or "") == sub_kind]
    label = context.settings.label("station_sub_kind", sub_kind) if sub_kind else "未分类"
    return StudioKind(
        sub_kind=sub_kind, label=label, studios=sum(r.active for r in own), unions=own
    )


async def _rows(context: OperationContext, studios: Sequence[Station]) -> list[UnionRow]:
    ids, group_ids = [s.id for s in studios], [s.union_org_id for s in studios if s.union_org_id]
    groups = {g.id: g for g in await context.find(OrgUnit, OrgUnit.id.in_(group_ids))}
    posts = [
        p
        for p in await context.find(StationAssignment, StationAssignment.station_id.in_(ids))
        if _now(context, p)
    ]
    places = [
        m
        for m in await context.find(OrgMembership, OrgMembership.group_id.in_(group_ids))
        if _now(context, m)
    ]
    names = {
        p.id: p.name
        for p in await context.find(
            Person, Person.id.in_([p.person_id for p in posts if p.role is StationRole.CONVENER])
        )
    }
    asked = await context.find(
        Question, Question.station_id.in_(ids), Question.answered_on.is_(None)
    )
    return [
        _row(
            context,
            studio,
            groups,
            posts,
            places,
            names,
            [q for q in asked if q.station_id == studio.id],
        )
        for studio in studios
    ]


def _row(
    context: OperationContext,
    studio: Station,
    groups: Mapping[UUID, OrgUnit],
    posts: Sequence[StationAssignment],
    places: Sequence[OrgMembership],
    names: Mapping[UUID, str],
    asked: Sequence[Question],
) -> UnionRow:
    group = groups.get(studio.union_org_id) if studio.union_org_id else None
    own = [p for p in posts if p.station_id == studio.id]
    people = {p.person_id for p in own} | {
        m.person_id for m in places if m.group_id == studio.union_org_id
    }
    return UnionRow(
        station=studio,
        name=studio.name,
        active=studio.state is StationState.ACTIVE,
        group=group,
        group_name=group.name if group else "",
        people=len(people),
        conveners=[
            names[p.person_id]
            for p in own
            if p.role is StationRole.CONVENER and p.person_id in names
        ],
        questions_open=len(asked),
        questions_overdue=sum(q.due_on < context.today for q in asked),
    )


def _now(context: OperationContext, row: StationAssignment | OrgMembership) -> bool:
    return row.from_on <= context.today and (row.to_on is None or row.to_on >= context.today)
