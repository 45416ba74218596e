"""What is counted of members, their posts and their bodies, as things stand on the last day of a
period (domain.md 2.4, 2.20). Persons are counted once each, however many places they hold.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.domain.people.deployments import MemberDeployment
from yishi_core.domain.people.models import (
    Council,
    CouncilMember,
    Expert,
    Member,
    OrgMembership,
    Person,
    Sex,
)
from yishi_core.domain.people.sectors import GROUP_OF, PROFESSION, Sector
from yishi_core.domain.people.talents import TalentEntry, TalentPool
from yishi_core.domain.stations.models import Station
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric, Rate

_PERSON = (Person, Member.person_id == Person.id)


def _sector_group() -> Any:
    """The group of a member's sector: as the county has it, as it is delivered otherwise (domain.md
    5.7).
    """
    own = (
        sa.select(Sector.group)
        .where(Sector.county == Member.county, Sector.code == Member.sector)
        .scalar_subquery()
    )
    delivered = sa.case(GROUP_OF, value=Member.sector, else_=PROFESSION)
    return sa.case(
        (Member.sector.is_(None), None), else_=sa.func.coalesce(own, delivered, type_=sa.Text())
    )


_SEAT = sa.cast(Member.person_id, sa.Text) + ":" + sa.cast(Member.level, sa.Text)
"""A member at two levels is a member of each: levels are told apart and add up (domain.md 2.4)."""


def _in_office(counted: Any, *where: sa.ColumnElement[bool]) -> Counter:
    """Members in office on the period's last day."""
    dims = {
        "level": Member.level,
        "sector": Member.sector,
        "group": _sector_group(),
        "sex": Person.sex,
        "post_kind": Person.post_kind,
    }
    return Counter(
        Member,
        Member.joined_on,
        through=_PERSON,
        where=where,
        dims=dims,
        distinct=counted,
        until=Member.left_on,
    )


def _written_down(person: Any, post: Any) -> sa.ColumnElement[bool]:
    """Whether some body's membership holds a person's post with its days; then those decide, else
    the post has none and holds on every day.
    """
    other = aliased(OrgMembership)
    return sa.exists().where(
        other.county == Person.county,
        other.person_id == person,
        other.post_kind == post,
        other.voided_at.is_(None),
    )


COUNCIL_MEMBERS = Metric(
    "council_members",
    Counter(
        CouncilMember,
        CouncilMember.from_on,
        station=Council.station_id,
        through=(Council, CouncilMember.council_id == Council.id),
        dims={"identity": CouncilMember.identity},
        distinct=CouncilMember.person_id,
        until=CouncilMember.to_on,
    ),
)

COUNCILS = Metric(
    "councils",
    Counter(
        Council,
        Council.founded_on,
        station=Council.station_id,
        through=(Station, Council.station_id == Station.id),
        dims={"level": Station.level},
        distinct=Council.id,
        until=sa.type_coerce(Station.closed_on - 1, sa.Date()),
    ),
)

EXPERTS = Metric(
    "experts",
    Counter(
        Expert,
        Expert.from_on,
        dims={"expert_role": Expert.expert_role},
        distinct=Expert.person_id,
        until=Expert.to_on,
    ),
)

MEMBERS = Metric("members", _in_office(_SEAT))

MEMBERS_DEPLOYED = Metric(
    "members_deployed",
    Counter(
        MemberDeployment,
        MemberDeployment.from_on,
        station=MemberDeployment.station_id,
        through=(Member, MemberDeployment.member_id == Member.id),
        dims={"level": Member.level, "place_kind": MemberDeployment.place_kind},
        distinct=Member.person_id,
        until=MemberDeployment.to_on,
    ),
)

FEMALE_SHARE = Rate("female_share", (_in_office(_SEAT, Person.sex == Sex.FEMALE),), MEMBERS)

ORG_MEMBERS = Metric(
    "org_members",
    Counter(
        OrgMembership,
        OrgMembership.from_on,
        distinct=OrgMembership.person_id,
        until=OrgMembership.to_on,
        dims={"group_position": OrgMembership.group_position},
    ),
)

PERSONS_IN_OFFICE = (_in_office(Member.person_id),)
"""Members as persons: each once, whatever the number of their levels."""

POSTS = Metric(
    "posts",
    Counter(
        OrgMembership,
        OrgMembership.from_on,
        distinct=OrgMembership.person_id,
        until=OrgMembership.to_on,
        where=(OrgMembership.post_kind.is_not(None),),
        dims={"post_kind": OrgMembership.post_kind},
    ),
    Counter(
        Person,
        None,
        distinct=Person.id,
        dims={"post_kind": Person.post_kind},
        where=(Person.post_kind.is_not(None), ~_written_down(Person.id, Person.post_kind)),
    ),
)

SECTORS_COVERED = Metric("sectors_covered", _in_office(Member.sector))

TALENTS = Metric(
    "talents",
    Counter(
        TalentEntry,
        TalentEntry.from_on,
        distinct=TalentEntry.person_id,
        until=TalentEntry.to_on,
        through=(TalentPool, TalentEntry.pool_id == TalentPool.id),
        dims={"field": TalentEntry.field, "pool": TalentPool.name},
    ),
)
