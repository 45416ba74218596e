"""A county whose township has a delivered plugin on, one with records of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.core import cases
from tests.fixtures.county import County, installed_plugins, make_county, make_platform, schema_of
from tests.tenants.settings.conftest import open_case
from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.domain.stations.models import Station
from yishi_core.kernel.database import Database
from yishi_graphql.reader import Reader
from yishi_tenants.settings.source import TenantSettings
from yishi_tenants.settings.switches.models import PluginSwitch

HALL = "qiangshan_hall"


@dataclass
class Halls:
    """The county, and what is done in it with the plugin `qiangshan_hall`."""

    county: County

    @property
    def reader(self) -> Reader:
        return Reader(self.county.platform, schema_of(installed_plugins()))

    async def switch(self, on: bool, org: str = "township") -> PluginSwitch:
        found: PluginSwitch = await self.county.act(
            "county", "switch_plugin", org=self.county.orgs[org], plugin=HALL, on=on
        )
        return found

    async def visited(self) -> dict[str, Any]:
        """What is sent to enter a visit to a household in the hall's book."""
        (hall,) = await self.county.rows(Station) or [await cases.station(self.county)]
        return {
            "station": hall,
            "visitor": await cases.person(self.county, org="village"),
            "link_kind": "household",
            "visited": "村民甲",
            "visited_on": "2026-11-20",
        }

    async def visit(self) -> Any:
        return await self.county.act("village", "record_household_visit", **await self.visited())

    async def asked(self, who: str, document: str) -> dict[str, Any]:
        body = await self.reader.execute(self.county.principals[who], document, None, None, "en")
        answer: dict[str, Any] = json.loads(body)
        return answer


@pytest.fixture
async def halls(database: Database, tmp_path: Path) -> Halls:
    """The plugin is on at the township, with a working group of its village."""
    plugins = installed_plugins()
    platform = replace(
        make_platform(database, tmp_path / "files", plugins), settings=TenantSettings(plugins)
    )
    county = await make_county(platform)
    await county.person("group", ("mass_work_group", "village"))
    found = Halls(county)
    await found.switch(True)
    return found


async def begun(town: County, org: str = "village", under: str = "") -> ConsultationCase:
    """A running case of an org that began under its settings, or those of another org."""
    async with town.platform.database.transaction(town.system.reading) as session:
        here = await town.platform.settings.effective(session, town.orgs[under or org])
        digest = await town.platform.settings.keep(session, town.code, here)
    return await open_case(town, org, digest)


async def end(town: County, case: ConsultationCase, state: CaseState) -> None:
    """The case is over."""
    async with town.platform.database.transaction(town.system.reading) as session:
        row = await session.get(ConsultationCase, (case.county, case.id))
        assert row is not None
        row.state = state
