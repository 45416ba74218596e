"""Plugins that are switched on and whose code is not loaded."""

from __future__ import annotations

import json
from dataclasses import dataclass

from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import TenantScope, county_path
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.variants.own import PREFIX


@dataclass(frozen=True)
class MissingPlugin:
    """A plugin that is on at `places` orgs (and below each) of `counties` counties."""

    code: str
    label: str
    places: int
    counties: int

    def __str__(self) -> str:
        return (
            f"the plugin {self.code} ({self.label}) is switched on at {self.places} orgs of "
            f"{self.counties} counties and is not loaded: what it has a say in is refused until it "
            "is installed again"
        )


_COUNTIES = "select coalesce(json_agg(code::int order by code), '[]')::text from county_entry"
_MISSING = """
    select coalesce(json_agg(json_build_array(plugin, places, counties) order by plugin), '[]')::text
    from (
        select plugin, count(distinct org_path) as places, count(distinct county) as counties
        from plugin_switch
        where county = any(%(counties)s::int[]) and switched_off_at is null and voided_at is null
            and plugin <> all(%(loaded)s::text[]) and not starts_with(plugin, %(own)s)
        group by plugin
    ) missing
"""


async def missing_plugins(platform: Platform) -> list[MissingPlugin]:
    """The missing plugins of the whole installation, by code."""
    nobody = Principal.anonymous(0, platform.policy).reading
    found = await platform.database.read(nobody, _COUNTIES, {})
    counties = tuple(json.loads(found or b"[]"))
    if not counties:
        return []
    everywhere = TenantScope(counties, tuple(county_path(county) for county in counties), (), ())
    wanted = {"counties": list(counties), "loaded": [*platform.plugins.variants], "own": PREFIX}
    found = await platform.database.read(everywhere, _MISSING, wanted)
    absent = platform.plugins.absent
    return [
        MissingPlugin(code, absent[code].label if code in absent else code, places, counties)
        for code, places, counties in json.loads(found or b"[]")
    ]
