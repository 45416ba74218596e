"""The subjects of a quota (domain.md 2.12).

They are stations, council rooms, members, or orgs below the org of the set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from yishi_core.domain.people.models import Member
from yishi_core.domain.quotas.models import QuotaRule, QuotaSubject
from yishi_core.domain.stations.models import Station, StationKind, StationState
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of a quota, with its place."""

    id: UUID
    org_path: str


async def subjects_of(
    context: OperationContext, rule: QuotaRule, span: Span, within: str = ""
) -> Sequence[Subject]:
    """The subjects of a rule in a period, below the rule's org and below `within`."""
    match rule.subject:
        case QuotaSubject.STATION | QuotaSubject.COUNCIL_ROOM:
            return await _stations(context, rule, span, within)
        case QuotaSubject.MEMBER:
            return await _members(context, rule.org_path, span, within)
        case _:
            return await _orgs(context, rule, span, within)


async def members_in_office(context: OperationContext, org_path: str, span: Span) -> int:
    """How many distinct members are in office at an org and below in a period."""
    return len(await _members(context, org_path, span, ""))


async def _stations(
    context: OperationContext, rule: QuotaRule, span: Span, within: str
) -> list[Subject]:
    where = [
        Station.opened_on <= span.to_on,
        sa.or_(Station.closed_on.is_(None), Station.closed_on >= span.from_on),
    ]
    where += [Station.state != StationState.PLANNED, *_below(Station, rule.org_path, within)]
    if rule.subject is QuotaSubject.COUNCIL_ROOM:
        where.append(Station.kind == StationKind.COUNCIL_ROOM)
    return [Subject(s.id, s.org_path) for s in await context.find(Station, *where)]


async def _members(
    context: OperationContext, org_path: str, span: Span, within: str
) -> list[Subject]:
    where = [
        Member.joined_on <= span.to_on,
        sa.or_(Member.left_on.is_(None), Member.left_on >= span.from_on),
    ]
    rows = await context.find(Member, *where, *_below(Member, org_path, within))
    return list({r.person_id: Subject(r.person_id, r.org_path) for r in rows}.values())


async def _orgs(
    context: OperationContext, rule: QuotaRule, span: Span, within: str
) -> list[Subject]:
    where = [
        sa.or_(OrgUnit.closed_on.is_(None), OrgUnit.closed_on >= span.from_on),
        *_below(OrgUnit, rule.org_path, within),
    ]
    where.append(OrgUnit.kind.in_(rule.org_kinds) if rule.org_kinds else OrgUnit.id == rule.org_id)
    return [Subject(o.id, o.org_path) for o in await context.find(OrgUnit, *where)]


def _below(entity: type[Station | Member | OrgUnit], *paths: str) -> list[sa.ColumnElement[bool]]:
    return [entity.org_path.bool_op("^@")(path) for path in paths if path]
