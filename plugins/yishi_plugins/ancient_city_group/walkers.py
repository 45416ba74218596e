"""The ranking of people for a walk group (domain.md 3.9).

Those with fitting expertise come first, experts before others, then the least busy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yishi_core import ReadContext, guard, require
from yishi_core.domain.people import Expert, ExpertRole, OrgMembership, Person
from yishi_core.domain.procedures import (
    FormWalkGroupInput,
    WalkGroup,
    WalkGroupMember,
    form_walk_group,
)
from yishi_plugins.ancient_city_group.rules import GroupRule
from yishi_plugins.ancient_city_group.settings import Settings

_RANK = {ExpertRole.COMMITTEE_MEMBER: 0, ExpertRole.ADVISER: 1, None: 2}


@dataclass(frozen=True, slots=True)
class Walker:
    """A member of the group or an expert, with their role and number of open walk groups."""

    person: Person
    expert_role: ExpertRole | None
    walking: int

    def fits(self, field: str) -> bool:
        return field in (self.person.expertise or ())

    @property
    def order(self) -> tuple[int, int, str]:
        """The sort key: committee members of the experts, then advisers, then members of the group.

        Advisers come from afar. Within each, the least busy come first.
        """
        return _RANK[self.expert_role], self.walking, self.person.sort_key


def ranked(walkers: Iterable[Walker], field: str) -> tuple[list[Walker], list[Walker]]:
    """Split into (people with fitting expertise, the others), each in order."""
    row = sorted(walkers, key=lambda w: w.order)
    return [w for w in row if w.fits(field)], [w for w in row if not w.fits(field)]


async def of_group(context: ReadContext, on: date) -> list[Walker]:
    """All members of the group and of its expert committees on a day."""
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


async def _walking(context: ReadContext, people: Iterable[UUID]) -> Counter[UUID]:
    rows = await context.find(WalkGroupMember, WalkGroupMember.person_id.in_(list(people)))
    at_work = await context.find(
        WalkGroup, WalkGroup.id.in_([r.walk_group_id for r in rows]), WalkGroup.closed_on.is_(None)
    )
    ids = {group.id for group in at_work}
    return Counter(row.person_id for row in rows if row.walk_group_id in ids)


@guard(form_walk_group)
async def enough_of_the_group(context: ReadContext, data: FormWalkGroupInput) -> None:
    """A walk group has enough people, all of the group or its experts."""
    least = context.settings.of(Settings).walk_group_min
    require(len(data.members) >= least, GroupRule.WALK_GROUP_SMALL, least=least)
    ours = {w.person.id for w in await of_group(context, data.formed_on or context.today)}
    strangers = "、".join(p.name for p in data.members if p.id not in ours)
    require(not strangers, GroupRule.NOT_OF_THE_GROUP, strangers=strangers)
