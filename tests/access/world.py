"""Two counties with one record of every entity at three places, and callers of every kind.

county A   county ── township 100 ── village 201     (`county`, `township`, `village`)
                                 └── village 202     (`sibling`)
county B   the same tree                             (`abroad`)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from tests.access.inputs import references
from tests.fixtures.county import County, make_county, stamps
from yishi_core import clock
from yishi_core.domain.opinions.models import OpinionState
from yishi_core.domain.proposals.models import ProposalState
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import PUBLIC
from yishi_core.kernel.entity import EntityModel, TenantRow
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.settings.switches.models import PluginSwitch

PLACES = ("village", "township", "county")
NUMBERS = {"village": 1, "township": 2, "county": 3, "hidden": 4, "switch": 5, "open": 6}
"""A number for each place, for those that may be taken once only."""
CALLERS = {
    "own": "council staff of the village where the record lies",
    "admin": "administrator of its county",
    "anonymous": "a visitor without an account",
    "sibling": "council staff of the neighbouring village, the same role as `own`",
    "township": "staff of the township above",
    "two": "council staff of the neighbouring village and member in the township: two grants",
    "abroad": "council staff of a village of another county",
    "chief": "administrator of another county",
}

MEANT: Mapping[str, Mapping[str, Any]] = {
    "GrantRow": {"role": "council_staff"},
    "Topic": {"grade": ConsultationGrade.SMALL_MICRO},
    "Proposal": {"state": ProposalState.SUBMITTED},
    "Opinion": {"state": OpinionState.COLLECTED},
}
"""Values on which rights hang: who may end a grant of this role, who may approve a topic of this
grade; a draft is seen by nobody else.
"""
POINTING: Mapping[str, str] = {"Assignment": "outcome_id"}
"""References that may be empty, one of which a record has."""


@dataclass
class World:
    """What was planted. `rows[place][entity name]` is the record of county A at a place;
    `foreign[entity name]` the one of county B's village.
    """

    platform: Platform
    home: County
    away: County
    rows: dict[str, dict[str, TenantRow]] = field(default_factory=dict)
    hidden: dict[str, TenantRow] = field(default_factory=dict)
    """The records of the neighbouring township's village in county A."""
    foreign: dict[str, TenantRow] = field(default_factory=dict)
    callers: dict[str, Principal] = field(default_factory=dict)
    open_station: Station = field(init=False)
    """A station of county A's village that the public sees."""

    @property
    def here(self) -> Mapping[str, TenantRow]:
        """The village's records: what the matrix of operations is about."""
        return self.rows["village"]


async def plant_world(platform: Platform) -> World:
    """Make two counties, their people and their records."""
    world = World(platform, await make_county(platform), await make_county(platform))
    for place in PLACES:
        world.rows[place] = await plant_records(world.home, world.home.orgs[place], place)
    world.hidden = await plant_records(world.home, world.home.orgs["neighbour_village"], "hidden")
    world.foreign = await plant_records(world.away, world.away.orgs["village"], "village")
    home, away = world.home, world.away
    for county in (home, away):
        await switch_all_on(county)
    world.open_station = await plant_open_station(home)
    world.callers = {
        "own": home.principals["village"],
        "admin": home.principals["county"],
        "anonymous": home.anonymous,
        "sibling": home.principals["village2"],
        "township": home.principals["township"],
        "two": await home.person("two", ("council_staff", "village2"), ("member", "township")),
        "abroad": away.principals["village"],
        "chief": away.principals["county"],
    }
    assert list(world.callers) == list(CALLERS)
    return world


async def switch_all_on(county: County) -> None:
    """Every plugin in the whole county: their fields are there for all its people."""
    root, model = county.orgs["county"], county.platform.registry["PluginSwitch"]
    ids = {"PluginSwitch": new_id(), "OrgUnit": root.id}
    async with county.platform.database.transaction(county.system.reading) as session:
        for plugin in county.platform.plugins:
            session.add(
                PluginSwitch(
                    **{
                        **values_of(model, root, ids, "switch"),
                        "id": new_id(),
                        "plugin": plugin.code,
                    }
                )
            )


async def plant_open_station(county: County) -> Station:
    """A station as its opening leaves it."""
    village, model = county.orgs["village"], county.platform.registry["Station"]
    row = Station(
        **values_of(model, village, {"Station": new_id(), "OrgUnit": village.id}, "open"),
        audience=[PUBLIC],
        takes_anonymous=True,
    )
    async with county.platform.database.transaction(county.system.reading) as session:
        session.add(row)
    return row


async def plant_records(
    county: County, org: OrgUnit, place: str, *, audience: list[str] | None = None
) -> dict[str, TenantRow]:
    """One record of every entity that is exposed or named by an input, owned by an org, each
    pointing at the others; the org is its own.

    What can be shared is shared with an audience.
    """
    named = {
        entity for o in county.platform.operations.values() for _, entity in references(o.input)
    }
    models = [
        m
        for m in county.platform.registry
        if (m.exposed or m.entity in named) and m.entity is not OrgUnit
    ]
    ids = {m.name: new_id() for m in models} | {OrgUnit.__name__: org.id}
    named_there = {
        m.name: {"audience": audience} if audience and "audience" in m.table.c else {}
        for m in models
    }
    made: dict[str, TenantRow] = {
        m.name: m.entity(**values_of(m, org, ids, place), **named_there[m.name]) for m in models
    }
    async with county.platform.database.transaction(county.system.reading) as session:
        session.add_all(made.values())
    return made | {OrgUnit.__name__: org}


def values_of(
    model: EntityModel, org: OrgUnit, ids: Mapping[str, UUID], place: str
) -> dict[str, Any]:
    """What every record must have, and what only some may see."""
    found: dict[str, Any] = {
        "county": org.county,
        "id": ids[model.name],
        "org_path": org.org_path,
        "org_id": org.id,
        "reach_county": org.county,
        "reach_path": org.org_path,
        **stamps(),
    }
    found |= MEANT.get(model.name, {})
    columns = model.table.c
    if pointing := POINTING.get(model.name):
        found[pointing] = ids[str(info_of(columns[pointing]).ref.target)]  # type: ignore[union-attr]  # a column of POINTING refers to something
    for c in columns:
        info = info_of(c)
        if c.name in found or c.default is not None or (c.nullable and not info.permission):
            continue
        found[c.name] = (
            ids[info.ref.target] if info.ref else invented(c, f"{model.object}-{place}-{c.name}")
        )
    for name in taken_once(model):
        if isinstance(columns[name].type, sa.Integer) and name != "county":
            found[name] = NUMBERS[place]
    return {name: value for name, value in found.items() if name in columns}


def taken_once(model: EntityModel) -> set[str]:
    """The columns of the entity's unique keys."""
    keys = [
        *(k for k in model.table.constraints if isinstance(k, sa.UniqueConstraint)),
        *(i for i in model.table.indexes if i.unique),
    ]
    return {c.name for key in keys for c in key.columns}


def invented(column: sa.Column[Any], word: str) -> Any:
    """A value of the column's type; texts are different in each place, for names that may be taken
    once only.
    """
    type_ = column.type
    match type_:
        case sa.Enum():
            return next(iter(type_.enum_class)) if type_.enum_class else type_.enums[0]
        case sa.Uuid():
            return new_id()
        case sa.Boolean():
            return False
        case sa.Integer():
            return 1
        case sa.Numeric():
            return Decimal(1)
        case sa.DateTime():
            return clock.now()
        case sa.Date():
            return date(2026, 3, 1)
        case sa.Time():
            return time(9)
        case ARRAY():
            return []
        case JSONB():
            return {}
        case sa.String():
            return word
    raise TypeError(f"{column}: no value for {type_!r}")
