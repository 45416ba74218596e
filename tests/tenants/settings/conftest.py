"""A platform with two tiny plugins, and a county in which the first is on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Self

import pytest
from pydantic import model_validator

from tests.core.plugins.samples import Quiet, Refusing
from tests.fixtures.county import County, make_county, make_platform, stamps
from yishi_core import clock
from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_core.kernel.variants.plugin_settings import PluginSettings, setting
from yishi_core.kernel.variants.procedure import StepDef
from yishi_tenants.settings.source import TenantSettings

HALL = """
[[procedures]]
code = "hall"
label = "议事"
steps = [
  { code = "collect", label = "收集", stage = "collect" },
  { code = "meet", label = "协商", stage = "deliberate" },
]

[vocabularies.topic_source]
resident = "乡亲反映"
elder = "长者提议"

[only]
campaign = ["dual_help"]
"""


class Settings(PluginSettings):
    """The hall's settings, with a rule across two of them."""

    days: int = setting(
        "办理天数", default=10, min=1, max=60, open_to=("county", "township", "village")
    )
    days_hard: int = setting("疑难天数", default=20, min=1, max=90, open_to=("county", "township"))
    motto: str = setting("口号", default="有事多商量", max=20)
    steps: tuple[StepDef, ...] | None = setting("议事步骤", procedure="hall", open_to=("township",))

    @model_validator(mode="after")
    def _hard_takes_longer(self) -> Self:
        if self.days_hard < self.days:
            raise BadValue("疑难天数不能少于办理天数", "hard matters take at least as long")
        return self


class Hall(Refusing):
    Settings = Settings


@cache
def two_plugins() -> PluginSet:
    """The same for every test: what a platform derives from its plugins is kept."""
    return load_plugins(
        [Hall("hall", HALL), Quiet("annex", 'requires = ["hall>=1"]')], entry_points=False
    )


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> County:
    """A county whose administrator has switched on `hall`."""
    county = await county_of(database, tmp_path, two_plugins())
    await county.act("county", "switch_plugin", org=county.orgs["county"], plugin="hall", on=True)
    return county


async def county_with(database: Database, place: Path, *plugins: Quiet) -> County:
    """A county on an installation that has these plugins; none of them is on."""
    return await county_of(database, place, load_plugins(list(plugins), entry_points=False))


async def county_of(database: Database, place: Path, installed: PluginSet) -> County:
    platform = make_platform(database, place / "files", installed)
    return await make_county(replace(platform, settings=TenantSettings(installed)))


async def open_case(county: County, org: str, digest: str, **rest: Any) -> ConsultationCase:
    """Plant a running case of an org."""
    owner = county.orgs[org]
    row = ConsultationCase(
        county=county.code,
        id=new_id(),
        org_path=owner.org_path,
        org_id=owner.id,
        no=f"样{new_id().hex[-6:]}",
        title="样例事项",
        procedure="hall",
        grade=ConsultationGrade.SMALL_MICRO,
        settings_digest=digest,
        state=CaseState.RUNNING,
        opened_on=clock.today(),
        cycle=1,
        **stamps(),
        **rest,
    )
    async with county.platform.database.transaction(county.system.reading) as session:
        session.add(row)
    return row
