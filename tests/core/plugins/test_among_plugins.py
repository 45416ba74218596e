"""Several plugins at one place: hooks on what another plugin brings, and in which order they are asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.core import cases
from tests.core.plugins.samples import Quiet, SampleRule, module
from tests.fixtures.county import County, InstalledDefaults, make_county, make_platform
from yishi_core.domain.topics import Topic, propose_topic
from yishi_core.errors import Refused, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    ReadContext,
    Ref,
    Structure,
    operation,
)
from yishi_core.kernel.operation.change import Change
from yishi_core.kernel.plugins.hooks import guard, holds
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.tree.models import OrgUnit

pytestmark = pytest.mark.anyio
TOO_LATE: dict[str, Any] = {"code": "REFUSED", "rule": "sample_too_late"}


class RingBellInput(Input):
    """Where."""

    org: Ref[OrgUnit]


class Rung(Structure):
    """How often."""

    number: int


@operation(Text("敲钟", "Ring the bell"), permission=Permission.STATION_MANAGE, subject="org")
async def ring_bell(context: OperationContext, data: RingBellInput) -> Rung:
    """Ring the bell."""
    return Rung(number=1)


class Noting(Quiet):
    """Notes what it is asked, in a list that it shares with others."""

    def __init__(self, code: str, asked: list[str], more: str = "") -> None:
        super().__init__(code, more)
        self.asked = asked


class Bells(Noting):
    """Brings an operation, and a guard on it."""

    service = module("bell_service", ring_bell=ring_bell)

    @guard(ring_bell)
    def own(self) -> None:
        self.asked.append("bells")


class Listening(Noting):
    """Guards the operation of another plugin."""

    @guard(ring_bell)
    def others(self, data: RingBellInput) -> Refused | None:
        self.asked.append("a_listener")
        return Refused(SampleRule.TOO_LATE) if data.org.name == "石桥村" else None


async def county_with(database: Database, *plugins: Quiet) -> County:
    """A county in which all these plugins are on."""
    installed = load_plugins(plugins, entry_points=False)
    settings = InstalledDefaults(installed, [plugin.variant.code for plugin in plugins])
    platform = make_platform(database, Path(), installed)
    return await make_county(replace(platform, settings=settings))


async def test_a_guard_on_an_operation_of_another_plugin_is_asked_where_it_is_on(
    database: Database,
) -> None:
    asked: list[str] = []
    listening = Listening("a_listener", asked, 'requires = ["bells"]')
    town = await county_with(database, listening, Bells("bells", asked))
    await town.act("county", "ring_bell", org=town.orgs["village"])
    assert asked == ["bells", "a_listener"]  # what is required is asked first
    await town.refused("county", "ring_bell", **TOO_LATE, org=town.orgs["village2"])
    plugins = town.platform.plugins
    assert [plugin.code for plugin in plugins for o in plugin.operations()] == ["bells"]
    alone = InstalledDefaults(plugins, ["bells"])
    town.platform = replace(town.platform, settings=alone)
    await town.act("county", "ring_bell", org=town.orgs["village2"])


class Ruling(Noting):
    """Has a guard and a rule about the same act; its rule opens a transaction of its own."""

    @guard(propose_topic)
    def guards(self) -> None:
        self.asked.append(f"{self.variant.code}: guard")

    @holds(Topic, on=("title",))
    async def rules(self, context: ReadContext, change: Change[Topic]) -> Refused | None:
        async with context.platform.database.transaction(context.principal.reading) as session:
            seen = await session.scalar(sa.select(sa.func.count()).select_from(Topic))
        here = await context.count(Topic)
        self.asked.append(f"{self.variant.code}: rule, {here} with what is written, {seen} without")
        strict = self.variant.code == "first" and change.row.title == "不行"
        return Refused(SampleRule.TOO_LATE) if strict else None


async def test_rules_of_two_plugins_are_asked_in_the_order_of_what_they_require(
    database: Database,
) -> None:
    """The first refusal wins; a transaction that a rule opens sees what is committed."""
    asked: list[str] = []
    town = await county_with(
        database, Ruling("a_second", asked, 'requires = ["first"]'), Ruling("first", asked)
    )
    await cases.topic(town)
    assert asked == [
        "first: guard",
        "a_second: guard",
        "first: rule, 1 with what is written, 0 without",
        "a_second: rule, 1 with what is written, 0 without",
    ]
    asked.clear()
    await town.refused(
        "village", "propose_topic", **TOO_LATE, **cases.topic_input(town, title="不行")
    )
    assert asked[2:] == ["first: rule, 2 with what is written, 1 without"]
    assert len(await town.rows(Topic)) == 1
