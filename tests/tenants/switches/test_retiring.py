"""A plugin that is switched off is retired where something of it is left: nothing new begins, what
is there can be read, and it is off only where nothing is left (decision 0082).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.fixtures.county import County, stamps
from tests.tenants.settings.test_configure_plugin import effective
from tests.tenants.switches.conftest import HALL, Halls, begun, end
from yishi_core import clock
from yishi_core.domain.procedures.models import CaseState
from yishi_core.facilities.daily.running import tick
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.entity.base import new_id
from yishi_tenants.accounts.models import Account
from yishi_tenants.settings.forms import PluginStatus
from yishi_tenants.settings.models import SettingDocument
from yishi_tenants.settings.switches.models import PluginSwitch

pytestmark = pytest.mark.anyio

VISITS = "{ householdVisits(first: 5) { nodes { visited visitedOn } } }"


@pytest.fixture
def town(halls: Halls) -> County:
    return halls.county


async def state(town: County, who: str = "township", org: str = "township") -> dict[str, Any]:
    """What `plugins` tells of the hall."""
    told = await town.act(who, "plugins", org=town.orgs[org])
    found = next(p for p in told if p.code == HALL)
    return {
        "state": found.state.value,
        "on": found.on,
        "at": found.on_at,
        "running": found.running_cases,
        "records": found.records,
    }


async def test_a_plugin_of_which_nothing_is_left_is_off_at_once(halls: Halls, town: County) -> None:
    row = await halls.switch(False)
    assert row.ended_at is not None
    assert town.principals["township"].switches == ()
    assert await state(town) == {
        "state": "off",
        "on": False,
        "at": None,
        "running": None,
        "records": None,
    }
    answer = await halls.asked("township", VISITS)
    assert "Cannot query field" in answer["errors"][0]["message"]


async def test_records_of_a_retired_plugin_are_read_by_those_who_could_read_them(
    halls: Halls, town: County
) -> None:
    await halls.visit()
    people = ("group", "village", "township", "county")
    before = {who: await halls.asked(who, VISITS) for who in people}
    assert [before[who]["data"]["householdVisits"]["nodes"] for who in ("group", "county")] == [
        [{"visited": "村民甲", "visitedOn": "2026-11-20"}],
        [{"visited": None, "visitedOn": "2026-11-20"}],
    ], "the county may not see whom the village visits"
    row = await halls.switch(False)
    assert (row.switched_off_at is not None, row.ended_at) == (True, None)
    assert {who: await halls.asked(who, VISITS) for who in people} == before
    assert "errors" in await halls.asked("neighbour", VISITS), "where it never was on"


async def test_nothing_new_is_entered_where_a_plugin_is_retired(halls: Halls, town: County) -> None:
    kept = await halls.visit()
    given = await halls.visited()
    await halls.switch(False)
    for who in ("village", "township"):
        await town.refused(who, "record_household_visit", code="FORBIDDEN", **given)
        await town.refused(
            who, "change_household_visit", code="FORBIDDEN", visit=kept, visited="村民乙"
        )
    here = await effective(town, "village")
    assert (HALL in here.plugins, here.retired) == (False, {HALL})
    assert "council_hall" not in here.procedures


async def test_plugins_tells_how_much_is_left_where_it_is_retired(
    halls: Halls, town: County
) -> None:
    await halls.visit()
    await begun(town)
    await begun(town, "neighbour")
    assert (await state(town))["state"] == "on"
    result = await town.result(
        "county", "switch_plugin", org=town.orgs["township"], plugin=HALL, on=False
    )
    assert [(a.rule, a.text.zh) for a in result.advice] == [
        (
            "plugin_retired",
            "此处仍有进行中的协商事项 1 件、记录 1 条:不再办理新业务,原有记录仍可查看,"
            "进行中的事项按开始时的设置办结。",
        )
    ]
    told = {
        "state": "retired",
        "on": False,
        "at": town.orgs["township"].name,
        "running": 1,
        "records": 1,
    }
    assert await state(town) == told
    assert await state(town, org="village") == told
    assert (await state(town, "county", "neighbour"))["state"] == "off"
    assert (await state(town, "county", "county"))["state"] == "off"


async def test_switching_off_again_ends_it_once_nothing_is_left(halls: Halls, town: County) -> None:
    case = await begun(town)
    await halls.switch(False)
    error = await town.refused(
        "county",
        "switch_plugin",
        code="REFUSED",
        rule="already_retired",
        org=town.orgs["township"],
        plugin=HALL,
        on=False,
    )
    assert error.data["runningCases"] == 1
    assert "进行中的协商事项 1 件、记录 0 条" in error.text.zh
    await end(town, case, CaseState.STOPPED)
    assert (await halls.switch(False)).ended_at is not None
    await town.refused(
        "county",
        "switch_plugin",
        code="REFUSED",
        rule="already_off",
        org=town.orgs["township"],
        plugin=HALL,
        on=False,
    )


@pytest.mark.day
async def test_the_morning_after_the_last_case_it_is_off(halls: Halls, town: County) -> None:
    case = await begun(town)
    await halls.switch(False)
    await tick(town.platform, town.code)
    assert [s.ended_at for s in await town.rows(PluginSwitch)] == [None]
    await end(town, case, CaseState.STOPPED)
    before = {a.name: a.grant_version for a in await town.rows(Account)}
    with clock.moved(clock.now() + timedelta(days=1)):
        await tick(town.platform, town.code)
    (row,) = await town.rows(PluginSwitch)
    assert row.ended_at is not None
    raised = {a.name for a in await town.rows(Account) if a.grant_version > before[a.name]}
    assert {"township", "village", "county"} <= raised
    with pytest.raises(StaleGrants):
        await town.act("township", "plugins", org=town.orgs["township"])


async def test_switched_on_again_a_retired_plugin_goes_on(halls: Halls, town: County) -> None:
    await halls.visit()
    await halls.switch(False)
    await halls.switch(True)
    assert len(await town.rows(PluginSwitch, PluginSwitch.ended_at.is_(None))) == 1
    assert (await state(town))["state"] == "on"
    await halls.visit()


async def test_where_it_is_on_above_nothing_is_retired(halls: Halls, town: County) -> None:
    await halls.visit()
    await halls.switch(True, "county")
    assert (await halls.switch(False)).ended_at is not None
    await halls.visit()


@pytest.mark.day
async def test_a_plugin_whose_code_is_gone_is_told_as_missing(halls: Halls, town: County) -> None:
    case = await begun(town)
    village = town.orgs["village"]
    await town.plant(
        PluginSwitch(
            county=town.code,
            id=new_id(),
            org_path=village.org_path,
            org_id=village.id,
            plugin="walk_groups",
            plugin_version="2.1.0",
            switched_on_at=clock.now(),
            **stamps(),
        )
    )
    async with town.platform.database.transaction(town.system.reading) as session:
        document = (await session.scalars(sa.select(SettingDocument))).one()
        assert (document.digest, document.plugins) == (case.settings_digest, [HALL])
        document.plugins = [HALL, "union"]

    async def missing(org: str) -> list[tuple[str, str, str | None, int | None]]:
        told = await town.act("county", "plugins", org=town.orgs[org])
        return [
            (p.code, p.version, p.on_at, p.running_cases)
            for p in told
            if p.state is PluginStatus.MISSING
        ]

    assert await missing("village") == [
        ("union", "", None, 1),
        ("walk_groups", "2.1.0", village.name, 0),
    ]
    assert await missing("county") == [("union", "", None, 1)]
    assert await missing("neighbour") == []
    (row,) = await town.rows(PluginSwitch, PluginSwitch.plugin == "walk_groups")
    await town.act("county", "switch_plugin", org=village, plugin="walk_groups", on=False)
    kept = await town.fresh(row)
    assert (kept.switched_off_at is not None, kept.ended_at) == (True, None), (
        "nobody can tell what is left of it"
    )
    assert len(await missing("village")) == 2
