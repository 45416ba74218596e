"""Who should walk: people of the group whose expertise fits, experts first, then those with least
to do (domain.md 3.9).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yishi_core import OperationContext
from yishi_core.domain.people import Expert, ExpertRole, OrgMembership, Person
from yishi_core.domain.procedures import WalkGroup, WalkGroupMember

_RANK = {ExpertRole.COMMITTEE_MEMBER: 0, ExpertRole.ADVISER: 1, None: 2}


@dataclass(frozen=True, slots=True)
class Walker:
    """One of the group or its experts: as what, and in how many walk groups that have not reported
    yet.
    """

    person: Person
    expert_role: ExpertRole | None
    walking: int

    def fits(self, field: str) -> bool:
        return field in (self.person.expertise or ())

    @property
    def order(self) -> tuple[int, int, str]:
        """Committee members of the experts, then advisers, who come from afar, then members of the
        group; the least busy first.
        """
        return _RANK[self.expert_role], self.walking, self.person.sort_key


def ranked(walkers: Iterable[Walker], field: str) -> tuple[list[Walker], list[Walker]]:
    """(those whose expertise fits, the others), each in order."""
    row = sorted(walkers, key=lambda w: w.order)
    return [w for w in row if w.fits(field)], [w for w in row if not w.fits(field)]


async def of_group(context: OperationContext, on: date) -> list[Walker]:
    """Everybody who belongs to the group or to its expert committees on a day."""
    org = context.org
    members = await context.find(
        OrgMembership,
        OrgMembership.group_id == org.id,
        OrgMembership.from_on <= on,
        OrgMembership.to_on.is_(None) | (OrgMembership.to_on >= on),
    )
    experts = await context.find(
        Expert,
        Expert.org_id == org.id,
        Expert.from_on <= on,
        Expert.to_on.is_(None) | (Expert.to_on >= on),
    )
    roles: dict[UUID, ExpertRole | None] = {m.person_id: None for m in members} | {
        e.person_id: e.expert_role for e in experts
    }
    people = await context.find(Person, Person.id.in_(list(roles)))
    busy = await _walking(context, roles)
    return [Walker(person, roles[person.id], busy[person.id]) for person in people]


async def _walking(context: OperationContext, people: Iterable[UUID]) -> Counter[UUID]:
    rows = await context.find(WalkGroupMember, WalkGroupMember.person_id.in_(list(people)))
    at_work = await context.find(
        WalkGroup, WalkGroup.id.in_([r.walk_group_id for r in rows]), WalkGroup.closed_on.is_(None)
    )
    ids = {group.id for group in at_work}
    return Counter(row.person_id for row in rows if row.walk_group_id in ids)
