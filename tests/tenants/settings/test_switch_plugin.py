"""switchPlugin: on for an org and all below it, in an order that keeps requirements whole."""

from __future__ import annotations

import asyncio

import pytest

from tests.fixtures.county import County
from tests.tenants.settings.test_configure_plugin import effective
from yishi_core.errors import YishiError
from yishi_core.kernel.database import StaleGrants
from yishi_tenants.settings.switches.models import PluginSwitch

pytestmark = pytest.mark.anyio


async def switch(town: County, who: str, org: str, plugin: str, on: bool) -> PluginSwitch:
    found: PluginSwitch = await town.act(
        who, "switch_plugin", org=town.orgs[org], plugin=plugin, on=on
    )
    return found


async def test_a_plugin_is_on_below_the_org_and_nowhere_else(town: County) -> None:
    row = await switch(town, "township", "township", "annex", True)
    assert (row.plugin_version, row.switched_off_at) == ("1.0.0", None)
    on = {
        org: sorted((await effective(town, org)).plugins)
        for org in ("county", "township", "village", "neighbour")
    }
    assert on == {
        "county": ["hall"],
        "township": ["annex", "hall"],
        "village": ["annex", "hall"],
        "neighbour": ["hall"],
    }


async def test_off_and_on_again_are_two_periods(town: County) -> None:
    await switch(town, "township", "township", "annex", True)
    off = await switch(town, "township", "township", "annex", False)
    assert off.switched_off_at is not None
    assert off.ended_at == off.switched_off_at, "nothing of it is left"
    assert "annex" not in (await effective(town, "village")).plugins
    await switch(town, "township", "township", "annex", True)
    assert len(await town.rows(PluginSwitch, PluginSwitch.plugin == "annex")) == 2


@pytest.mark.parametrize(
    ("org", "plugin", "on", "code", "rule"),
    [
        ("township", "hall", True, "REFUSED", "already_on"),
        ("county", "hall", True, "REFUSED", "already_on"),
        ("township", "hall", False, "REFUSED", "on_above"),
        ("township", "annex", False, "REFUSED", "already_off"),
        ("township", "unknown", True, "INVALID_INPUT", None),
    ],
)
async def test_a_switch_that_makes_no_sense_is_refused(
    town: County, org: str, plugin: str, on: bool, code: str, rule: str | None
) -> None:
    await town.refused(
        "county", "switch_plugin", code=code, rule=rule, org=town.orgs[org], plugin=plugin, on=on
    )
    assert [(s.plugin, s.switched_off_at) for s in await town.rows(PluginSwitch)] == [
        ("hall", None)
    ]


async def test_a_plugin_goes_on_after_and_off_before_what_it_requires(town: County) -> None:
    await switch(town, "township", "township", "annex", True)
    error = await town.refused(
        "county",
        "switch_plugin",
        code="REFUSED",
        rule="still_required",
        org=town.orgs["county"],
        plugin="hall",
        on=False,
    )
    assert error.data["plugins"] == ["annex"]
    await switch(town, "township", "township", "annex", False)
    await switch(town, "county", "county", "hall", False)
    error = await town.refused(
        "township",
        "switch_plugin",
        code="REFUSED",
        rule="requirement_off",
        org=town.orgs["township"],
        plugin="annex",
        on=True,
    )
    assert error.data["plugins"] == ["hall"]


@pytest.mark.parametrize("who", ["village", "member", "leader", "auditor", "unit", "neighbour"])
async def test_others_may_not_switch(town: County, who: str) -> None:
    with pytest.raises(YishiError) as caught:
        await switch(town, who, "township", "annex", True)
    assert caught.value.code.value in {"FORBIDDEN", "NOT_FOUND"}
    assert [s.plugin for s in await town.rows(PluginSwitch)] == ["hall"]


async def test_two_at_once_switch_it_on_once(town: County) -> None:
    tries = [switch(town, "township", "township", "annex", True) for _ in range(5)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(r, PluginSwitch) for r in results) == 1
    # One that begins after another has committed is told that its rights have changed.
    assert all(isinstance(r, PluginSwitch | YishiError | StaleGrants) for r in results), results
    assert len(await town.rows(PluginSwitch, PluginSwitch.plugin == "annex")) == 1


async def test_guards_of_the_bound_plugin_run_around_operations_of_core(town: County) -> None:
    hall = town.platform.plugins["hall"].source
    hall.asked.clear()
    await town.act(
        "township", "configure_plugin", org=town.orgs["township"], plugin="hall", values={"days": 5}
    )
    assert hall.asked == []  # it names other operations
    await town.act("county", "rename_org", org=town.orgs["village"], name="新村")
    assert hall.asked == ["rename_org"]
