"""What stands on a period's last day: stations, councils, bodies, and the people who hold a place
in them (domain.md 2.20).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
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
)
from yishi_core.domain.people.talents import TalentEntry, TalentPool
from yishi_core.domain.standards.models import StandardCheck, StandardChecklist
from yishi_core.domain.stations.models import Station, StationAssignment
from yishi_core.domain.stations.rules import active_on
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.kernel.tree.models import OrgUnit, Region

LONG_AGO = date(1949, 10, 1)
"""Of a body whose founding day nobody wrote down: it was there before every period."""

# The subject of a figure is joined as OrgUnit; a body that is counted needs a name of its own in
# the statement.
_Body: Any = aliased(OrgUnit, name="body")
_OF_STATION = {
    "kind": Station.kind,
    "sub_kind": Station.sub_kind,
    "level": Station.level,
    "brand": Station.brand,
}
_FOUNDED = sa.func.coalesce(_Body.founded_on, LONG_AGO, type_=sa.Date())
_UNTIL_CLOSED = sa.type_coerce(_Body.closed_on - 1, sa.Date())
"""The day of its closing is the first without it."""


def _stations(*where: sa.ColumnElement[bool], distinct: Any = None) -> tuple[Counter, ...]:
    """Active stations on the period's last day."""
    return (
        Counter(Station, None, as_of=active_on, where=where, dims=_OF_STATION, distinct=distinct),
    )


def _regions(as_of: Any = None) -> tuple[Counter, ...]:
    """Divisions that have a body in the tenant's tree, each once (GB/T 2260, 10114; domain.md
    5.12).
    """
    digits, of = sa.func.length(_Body.region_code), Region.code == _Body.region_code
    level = sa.case(
        (digits == 12, "village"), (digits == 9, "township"), (digits == 6, "county"), else_=None
    )
    kinds = {
        name: sa.select(getattr(Region, name)).where(of).scalar_subquery()
        for name in ("township_kind", "village_kind")
    }
    return (
        Counter(
            _Body,
            _FOUNDED,
            until=_UNTIL_CLOSED,
            as_of=as_of,
            where=(_Body.region_code.is_not(None),),
            distinct=_Body.region_code,
            dims={"level": level, **kinds},
        ),
    )


def _reached(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """A station counts for the place at whose body it is kept and for the division it stands in,
    with those above (as the question `coverage`).
    """
    there = sa.or_(
        Station.org_path.bool_op("^@")(_Body.org_path),
        Station.region_code.bool_op("^@")(_Body.region_code),
    )
    return (
        sa.exists().where(
            Station.county == _Body.county, Station.voided_at.is_(None), there, *active_on(day)
        ),
    )


def _last_check(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The last check of a station or org against any version of a standard, up to a day."""
    later, its = aliased(StandardCheck), aliased(StandardChecklist)
    same = (
        later.county == StandardCheck.county,
        later.org_id == StandardCheck.org_id,
        later.voided_at.is_(None),
        later.checked_on <= day,
    )
    of = (
        later.station_id.is_not_distinct_from(StandardCheck.station_id),
        its.county == later.county,
        its.id == later.checklist_id,
        its.code == StandardChecklist.code,
    )
    after = sa.or_(
        later.checked_on > StandardCheck.checked_on,
        sa.and_(later.checked_on == StandardCheck.checked_on, later.id > StandardCheck.id),
    )
    return StandardCheck.checked_on <= day, ~sa.exists().where(*same, *of, after)


def _checks(*where: sa.ColumnElement[bool], value: Any = None) -> tuple[Counter, ...]:
    level = (
        sa.select(Station.level)
        .where(Station.county == StandardCheck.county, Station.id == StandardCheck.station_id)
        .scalar_subquery()
    )
    return (
        Counter(
            StandardCheck,
            None,
            as_of=_last_check,
            station=StandardCheck.station_id,
            where=where,
            value=value,
            through=(StandardChecklist, StandardCheck.checklist_id == StandardChecklist.id),
            dims={"list": StandardChecklist.code, "level": level},
        ),
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


STANDING: Mapping[str, tuple[Counter, ...]] = {
    "council_members": (
        Counter(
            CouncilMember,
            CouncilMember.from_on,
            station=Council.station_id,
            through=(Council, CouncilMember.council_id == Council.id),
            dims={"identity": CouncilMember.identity},
            distinct=CouncilMember.person_id,
            until=CouncilMember.to_on,
        ),
    ),
    "councils": (
        Counter(
            Council,
            Council.founded_on,
            through=(Station, Council.station_id == Station.id),
            dims={"level": Station.level},
            distinct=Council.id,
            until=sa.type_coerce(Station.closed_on - 1, sa.Date()),
        ),
    ),
    "demo_points": _stations(Station.is_demo_point.is_(True)),
    "experts": (
        Counter(
            Expert,
            Expert.from_on,
            dims={"expert_role": Expert.expert_role},
            distinct=Expert.person_id,
            until=Expert.to_on,
        ),
    ),
    "members_deployed": (
        Counter(
            MemberDeployment,
            MemberDeployment.from_on,
            station=MemberDeployment.station_id,
            through=(Member, MemberDeployment.member_id == Member.id),
            dims={"level": Member.level, "place_kind": MemberDeployment.place_kind},
            distinct=Member.person_id,
            until=MemberDeployment.to_on,
        ),
    ),
    "org_members": (
        Counter(
            OrgMembership,
            OrgMembership.from_on,
            distinct=OrgMembership.person_id,
            until=OrgMembership.to_on,
            dims={"group_position": OrgMembership.group_position},
        ),
    ),
    "orgs": (
        Counter(
            _Body,
            _FOUNDED,
            distinct=_Body.id,
            until=_UNTIL_CLOSED,
            dims={"kind": _Body.kind, "group_kind": _Body.group_kind},
        ),
    ),
    "posts": (
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
    ),
    "regions": _regions(),
    "staff": (
        Counter(
            StationAssignment,
            StationAssignment.from_on,
            station=StationAssignment.station_id,
            dims={"role": StationAssignment.role},
            distinct=StationAssignment.person_id,
            until=StationAssignment.to_on,
        ),
    ),
    "standard_passed": _checks(StandardCheck.passed == StandardCheck.total),
    "station_age_years": (
        Counter(
            Station,
            None,
            as_of=active_on,
            station=Station.id,
            dims=_OF_STATION,
            largest=True,
            value=lambda day: sa.func.date_part(
                "year", sa.func.age(sa.cast(day, sa.Date), Station.opened_on)
            ),
        ),
    ),
    "stations": _stations(),
    "talents": (
        Counter(
            TalentEntry,
            TalentEntry.from_on,
            distinct=TalentEntry.person_id,
            until=TalentEntry.to_on,
            through=(TalentPool, TalentEntry.pool_id == TalentPool.id),
            dims={"field": TalentEntry.field, "pool": TalentPool.name},
        ),
    ),
    "themes": _stations(Station.plus_theme.is_not(None), distinct=Station.plus_theme),
}
"""Persons are counted once each, however many places they hold."""

REACHED = _regions(_reached)
"""Of the regions those with at least one active station."""
CHECKED = _checks()
"""The last check of each station and org."""
CHECK_SCORES = _checks(value=sa.cast(StandardCheck.passed, sa.Numeric) * 100 / StandardCheck.total)
"""Share of passed items of each, in percent."""
ASSIGNED_MEMBERS = (
    Counter(
        StationAssignment,
        StationAssignment.from_on,
        distinct=StationAssignment.person_id,
        until=StationAssignment.to_on,
        through=(Member, StationAssignment.person_id == Member.person_id),
        as_of=lambda day: (
            Member.joined_on <= day,
            sa.or_(Member.left_on.is_(None), Member.left_on >= day),
        ),
    ),
)
"""Members in office who have a post at a station."""
