"""What is counted of stations, as they stand on the last day of a period (domain.md 2.20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.domain.orgs.metrics import BODY, kinds_of, regions, with_body_at_work
from yishi_core.domain.people.models import Council, Member
from yishi_core.domain.stations.models import Station, StationAssignment, StationLevel
from yishi_core.domain.stations.rules import active_on
from yishi_core.facilities.metrics.counter import AsOf, CountedFor, Counter, Join
from yishi_core.facilities.metrics.expression import Term
from yishi_core.facilities.metrics.figures import Count
from yishi_core.facilities.metrics.metric import Asked, Computed, Counters, Metric, Rate
from yishi_core.kernel.tree.models import OrgUnit

_HOME = aliased(OrgUnit, name="home")

_DIVISION = sa.func.coalesce(
    Station.region_code,
    sa.select(_HOME.region_code)
    .where(_HOME.county == Station.county, _HOME.id == Station.org_id)
    .correlate(Station)  # it stands in a further subquery
    .scalar_subquery(),
)
"""The division in which a station stands, else that of the body that keeps it."""

_OF_STATION = {
    "kind": Station.kind,
    "sub_kind": Station.sub_kind,
    "level": Station.level,
    "brand": Station.brand,
    "mobility": Station.mobility,
    **kinds_of(sa.func.left(_DIVISION, 9), _DIVISION),
}


def _stations(*where: sa.ColumnElement[bool], distinct: Any = None) -> tuple[Counter, ...]:
    """Active stations on the period's last day."""
    return (
        Counter(Station, None, as_of=active_on, where=where, dims=_OF_STATION, distinct=distinct),
    )


def _reached(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that an active station reaches a division.

    A station counts for the place at whose body it is kept and for the division it stands in,
    with those above (as the question `coverage`).
    """
    there = sa.or_(
        Station.org_path.bool_op("^@")(BODY.org_path),
        Station.region_code.bool_op("^@")(BODY.region_code),
    )
    return (
        sa.exists().where(
            Station.county == BODY.county, Station.voided_at.is_(None), there, *active_on(day)
        ),
    )


def posted(person: Any, day: Any) -> Join:
    """The posts at stations that a person, by the column with the id, held on a day."""
    held = sa.and_(
        StationAssignment.person_id == person,
        StationAssignment.from_on <= day,
        sa.or_(StationAssignment.to_on.is_(None), StationAssignment.to_on >= day),
    )
    return StationAssignment, held


def _with_council(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that a division has a council of its own level: that of a village is none of its
    township (domain.md 3.5).
    """
    levels = ((6, (StationLevel.COUNTY,)), (9, (StationLevel.TOWNSHIP, StationLevel.PARK)))
    own = sa.or_(
        *(
            sa.and_(sa.func.length(BODY.region_code) == digits, Station.level.in_(level))
            for digits, level in (*levels, (12, (StationLevel.VILLAGE,)))
        )
    )
    council = sa.exists().where(
        Council.county == Station.county,
        Council.station_id == Station.id,
        Council.voided_at.is_(None),
        Council.founded_on <= day,
    )
    return (
        sa.exists().where(
            Station.county == BODY.county,
            Station.voided_at.is_(None),
            sa.or_(
                Station.org_path.bool_op("^@")(BODY.org_path),
                Station.region_code == BODY.region_code,
            ),
            *active_on(day),
            own,
            council,
        ),
    )


def _divisions(**by: AsOf | None) -> Counters:
    """Divisions, by what covers them: stations, unless the dimension `by` names something else."""
    return tuple(
        replace(
            regions(as_of, by=word), needs=frozenset() if word == "station" else frozenset({"by"})
        )
        for word, as_of in by.items()
    )


DEMO_POINTS = Metric("demo_points", *_stations(Station.is_demo_point.is_(True)))

STAFF = Metric(
    "staff",
    Counter(
        StationAssignment,
        StationAssignment.from_on,
        station=StationAssignment.station_id,
        dims={"role": StationAssignment.role},
        distinct=StationAssignment.person_id,
        until=StationAssignment.to_on,
    ),
)

STATION_AGE_YEARS = Metric(
    "station_age_years",
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
)

STATIONS = Metric("stations", *_stations())

THEMES = Metric("themes", *_stations(Station.plus_theme.is_not(None), distinct=Station.plus_theme))

_ASSIGNED_MEMBERS = (
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

AVG_MEMBERS_PER_STATION = Rate(
    "avg_members_per_station", _ASSIGNED_MEMBERS, STATIONS, percent=False
)

COVERAGE = Rate(
    "coverage",
    _divisions(station=_reached, body=with_body_at_work, council=_with_council),
    _divisions(station=None, body=None, council=None),
)


def _platforms(asked: Asked) -> Count | None:
    """Stations and bodies by the formula of the variants that are switched on, or of one brand,
    each once: a studio and the group that is one body with it are one (domain.md 3.13).
    """
    if asked.for_ is not CountedFor.ORG or not asked.dims.keys() <= {"brand"}:
        return None
    formula = [part for variant in asked.variants for part in variant.platforms]
    if asked.dims:
        formula = [f"stations{{brand={asked.dims['brand']}}}"]
    pairs = []
    for part in formula or ["stations"]:
        terms = asked.read(part, CountedFor.ORG)
        if terms is None:
            return None
        pairs += [(_as_body(counter), dims) for term in terms for counter, dims in term.counters]
    return Count((Term(tuple(pairs)),), CountedFor.ORG)


def _as_body(counter: Counter) -> Counter:
    if counter.entity is not Station:
        return counter
    return replace(counter, distinct=sa.func.coalesce(Station.union_org_id, Station.id))


PLATFORMS_TOTAL = Computed("platforms_total", "brand", frozenset({CountedFor.ORG}), _platforms)
