"""A county whose township may make variants of its own of a small plugin, and what they do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.core.plugins.samples import Quiet
from tests.fixtures.county import County, make_county, make_platform
from yishi_core.errors import InvalidInput, YishiError
from yishi_core.kernel.database import Database
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_tenants.settings.own.models import OwnEdition, OwnVariant
from yishi_tenants.settings.source import TenantSettings

OWN = "own_river"
HALL = """
formula = "1+10"
station_kinds = [{ kind = "council_room", label = "议事堂", min = 10 }]
procedures = [
  { code = "hall", label = "议事", steps = [
    { code = "collect", label = "收集", stage = "collect" },
    { code = "meet", label = "协商", stage = "deliberate" },
  ] },
  { code = "fixed", label = "定式", steps = [
    { code = "collect", label = "收集", stage = "collect" },
    { code = "look", label = "查看", stage = "research", required_fields = [
      { code = "seen", label = "是否到场", kind = "yes_no" } ] },
  ] },
]
checklists = [{ code = "three_haves", label = "三有", items = ["有牌子", "有场所", "有人员"] }]
quotas = [
  { code = "yearly", label = "年度", items = [
    { code = "four", label = "每年四次", subject = "org", metric = "consultations_total", min = 4, period = "year" },
    { code = "rooms", label = "议事室每年两次", subject = "station", metric = "consultations_total", min = 2, period = "year" },
  ] },
]

[vocabularies.topic_source]
elder = "长者提议"

[vocabularies.form]
tea = { label = "茶话", as = "yard" }

[presets]
due_soon_days = 5

[settings.hall_steps]
type = "procedure"
label = "议事步骤"
procedure = "hall"
open_to = ["county", "township"]

[settings.fixed_steps]
type = "procedure"
label = "定式步骤"
procedure = "fixed"
open_to = ["county"]

[settings.day]
type = "int"
label = "收集日"
default = 15
min = 1
max = 28
open_to = ["county", "township"]
"""
NEWER = HALL.replace("[settings.day]", "[settings.another_day]").replace("收集日", "另一日")


@cache
def installed() -> PluginSet:
    return load_plugins([Quiet("hall", HALL), Quiet("annex")], entry_points=False)


@dataclass
class Office:
    """The county, and what its people do with variants."""

    county: County

    async def copy(self, who: str = "township", org: str | None = None, **rest: Any) -> OwnVariant:
        given = {"variant": "hall", "code": OWN, "label": "河口议事堂", **rest}
        made: OwnVariant = await self.county.act(
            who, "copy_variant", org=self.county.orgs[org or who], **given
        )
        return made

    async def edit(self, variant: OwnVariant, who: str = "township", **values: Any) -> OwnVariant:
        now = await self.county.fresh(variant)
        made: OwnVariant = await self.county.act(
            who, "edit_variant", variant=variant, values=values, based_on=now.version
        )
        return made

    async def wrong(
        self, variant: OwnVariant, who: str = "township", **values: Any
    ) -> dict[str, str]:
        """Key → reason of an edit that is refused; nothing of it is saved."""
        before = await self.county.fresh(variant)
        with pytest.raises(InvalidInput) as caught:
            await self.edit(variant, who, **values)
        after = await self.county.fresh(variant)
        assert (before.version, before.draft) == (after.version, after.draft)
        return {f.path.removeprefix("values."): f.text.zh for f in caught.value.fields}

    async def release(self, variant: OwnVariant, who: str = "township", **rest: Any) -> OwnEdition:
        made: OwnEdition = await self.county.act(who, "release_variant", variant=variant, **rest)
        await self.county.renew()
        return made

    async def running(self, who: str = "township", **values: Any) -> OwnVariant:
        """A variant of the township's that is edited, released and on."""
        variant = await self.copy(who)
        if values:
            await self.edit(variant, who, **values)
        await self.release(variant, who)
        return await self.newest(variant)

    async def newest(self, variant: OwnVariant) -> OwnVariant:
        found: OwnVariant = await self.county.fresh(variant)
        return found

    async def effective(self, org: str = "township") -> Any:
        async with self.county.platform.database.transaction(self.county.system.reading) as session:
            return await self.county.platform.settings.effective(session, self.county.orgs[org])


async def refusal(county: County, who: str, operation: str, **raw: Any) -> YishiError:
    """The error of an operation that must be refused."""
    with pytest.raises(YishiError) as caught:
        await county.act(who, operation, **raw)
    return caught.value


async def office_in(database: Database, place: Path, plugins: PluginSet) -> Office:
    platform = make_platform(database, place / "files", plugins)
    county = await make_county(replace(platform, settings=TenantSettings(plugins)))
    for org in ("township", "neighbour"):
        await county.act("county", "switch_plugin", org=county.orgs[org], plugin="hall", on=True)
    return Office(county)


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    """Both townships have the plugin `hall` on."""
    return await office_in(database, tmp_path, installed())
