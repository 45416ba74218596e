"""A plugin that is on and whose code is gone: what it had a say in is refused, the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog

from tests.core import cases
from tests.core.consultations.events import held, planned
from tests.core.plugins.samples import Quiet
from tests.fixtures.county import County, make_county, make_platform
from tests.fixtures.database import Urls
from yishi_core.domain.consultations.models import Consultation, ConsultationState
from yishi_core.domain.consultations.service import cancel_consultation
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.errors import Refused
from yishi_core.kernel.access import Policy, Principal
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation import ReadContext
from yishi_core.kernel.operation.change import Change
from yishi_core.kernel.operation.system_context import unasked
from yishi_core.kernel.plugins.bindings import keep, kept_in, kept_of
from yishi_core.kernel.plugins.hooks import guard, holds
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_core.kernel.variants.kept import Kept
from yishi_graphql.http.readiness import database_probe
from yishi_graphql.place.announcing import tell_of_plugins
from yishi_tenants.settings.source import TenantSettings

DATA = """
    [[procedures]]
    code = "three_party"
    label = "三方议事"
    steps = [
      { code = "a", label = "甲", stage = "research" },
      { code = "b", label = "乙", stage = "reply" },
    ]
"""


class ThreeParties(Quiet):
    """Has a rule on the state of consultations, a guard on their cancelling, steps of its own."""

    @holds(Consultation, on="state")
    def agreed(self, context: ReadContext, change: Change[Consultation]) -> Refused | None:
        return None

    @guard(cancel_consultation)
    def kept(self, context: ReadContext) -> Refused | None:
        return None


EVENT = {"title": "村道照明协商会", "date": "2026-03-10", "place": "村委会"}
KEPT = Kept(
    code="parties",
    label="样例",
    version="1.0.0",
    operations=("cancel_consultation",),
    rules={"Consultation": ("state",)},
    procedures=("three_party",),
)


def there() -> PluginSet:
    return load_plugins([ThreeParties("parties", DATA)], entry_points=False)


def gone() -> PluginSet:
    return load_plugins(entry_points=False).standing_in([KEPT])


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> County:
    """A county in which the plugin is on at one township."""
    plugins = there()
    platform = replace(
        make_platform(database, tmp_path / "files", plugins), settings=TenantSettings(plugins)
    )
    county = await make_county(platform)
    on = {"org": county.orgs["township"], "plugin": "parties", "on": True}
    await county.act("county", "switch_plugin", **on)
    return county


@pytest.fixture
def listed(town: County, owner: psycopg.Connection) -> Iterator[None]:
    """The county is one of the installation, for the duration of a test."""
    entry = [str(town.code), date(2026, 1, 1)]
    owner.execute("insert into county_entry (code, since) values (%s, %s)", entry)
    yield
    owner.execute("delete from county_entry where code = %s", entry[:1])


def without(town: County, database: Database, folder: Path) -> County:
    """The same county after the plugin was uninstalled."""
    plugins = gone()
    platform = replace(
        make_platform(database, folder / "files", plugins), settings=TenantSettings(plugins)
    )
    return replace(town, platform=platform)


async def refused(town: County, operation: str, **given: Any) -> str:
    error = await town.refused("village", operation, code="REFUSED", rule="plugin_missing", **given)
    assert error.data["plugin"] == "parties"
    return error.text.zh


def test_what_a_plugin_is_bound_to_is_kept_by_name() -> None:
    installed = there()
    assert [kept_of(plugin) for plugin in installed] == [KEPT]
    assert installed.standing_in([KEPT]) is installed


async def test_what_a_missing_plugin_had_a_say_in_is_refused_and_the_rest_goes_on(
    town: County, database: Database, tmp_path: Path
) -> None:
    case = await cases.case(town, procedure="three_party")
    event = await planned(town, case)
    after = without(town, database, tmp_path)
    assert await refused(after, "hold_consultation", consultation=event) == (
        "插件“样例”的程序没有装载,其规则管到的事项暂不能办理。请管理员装回该插件并重新启动;"
        "确实不再使用的,由县级停用该插件,并将进行中的事项终止或改用新版设置。"
    )
    await refused(after, "cancel_consultation", consultation=event, reason="下雨")
    await refused(after, "advance_step", case=case, step="a")
    await refused(after, "skip_step", case=case, step="a", reason="不需要")
    assert (await town.fresh(event)).state.value == "planned"
    moved = await after.act("village", "change_consultation", consultation=event, place="学校")
    assert moved.place == "学校"
    await refused(after, "plan_consultation", case=case, **EVENT)  # its rule would be asked of it
    await cases.topic(after)
    stopped = await after.act("county", "stop_case", case=case, reason="插件已卸载")
    assert stopped.state.value == "stopped"


async def test_where_it_is_no_longer_used_the_county_gets_on_as_the_refusal_says(
    town: County, database: Database, tmp_path: Path
) -> None:
    event = await planned(town, await cases.case(town, procedure="community_default"))
    after = without(town, database, tmp_path)
    await refused(after, "hold_consultation", consultation=event)
    off = {"org": town.orgs["township"], "plugin": "parties", "on": False}
    await after.act("county", "switch_plugin", **off)
    assert (await held(after)).state.value == "held"  # a case that begins now
    await refused(after, "hold_consultation", consultation=event)
    (case, *_) = await town.rows(ConsultationCase, ConsultationCase.id == event.case_id)
    await after.act("county", "move_case_settings", case=case)
    done = await after.act("village", "hold_consultation", consultation=event)
    assert done.state.value == "held"


async def test_a_case_of_core_s_own_procedure_moves_on_but_for_the_rules(
    town: County, database: Database, tmp_path: Path
) -> None:
    case = await cases.case(town, procedure="community_default")
    event = await planned(town, case)
    after = without(town, database, tmp_path)
    step = (await cases.now(after, case))[0][0]
    await cases.advance(after, case, step)
    await refused(after, "hold_consultation", consultation=event)


async def test_what_begins_while_the_code_is_gone_is_under_its_rules_too(
    town: County, database: Database, tmp_path: Path
) -> None:
    after = without(town, database, tmp_path)
    case = await cases.case(after)
    await refused(after, "plan_consultation", case=case, **EVENT)
    assert (await planned(town, case)).state.value == "planned"  # it is installed again


async def test_the_platform_s_own_work_is_not_held_up(
    town: County, database: Database, tmp_path: Path
) -> None:
    event = await planned(town)
    after = without(town, database, tmp_path)
    async with unasked(after.platform, town.code, "daily_work") as context:
        assert context is not None
        row = await context.get(Consultation, event.id)
        assert row is not None
        row.state = ConsultationState.CANCELLED
    assert (await town.fresh(event)).state.value == "cancelled"


async def test_where_it_is_not_on_nothing_is_refused(
    town: County, database: Database, tmp_path: Path
) -> None:
    off = {"org": town.orgs["township"], "plugin": "parties", "on": False}
    await town.act("county", "switch_plugin", **off)
    after = without(town, database, tmp_path)
    assert (await held(after)).state.value == "held"


async def test_readiness_stays_true_and_names_the_missing_plugin_with_where_it_is_on(
    town: County, database: Database, tmp_path: Path, listed: None
) -> None:
    ready = await database_probe(without(town, database, tmp_path).platform)()
    assert ready["ready"] is True
    assert "parties" in ready["plugins"]["missing"]  # beside those of other tests' counties
    assert ready["plugins"]["left_out"] == []
    assert (
        "the plugin parties (样例) is switched on at 1 orgs of 1 counties and is not loaded: what it "
        "has a say in is refused until it is installed again"
    ) in ready["warnings"]
    assert "parties" not in (await database_probe(town.platform)())["plugins"]["missing"]


async def test_what_is_left_out_and_what_is_missing_is_logged_at_start(
    town: County, database: Database, tmp_path: Path, listed: None
) -> None:
    platform = without(town, database, tmp_path).platform
    assert isinstance(platform.plugins, PluginSet)
    platform.plugins.left_out = ("broken",)
    with structlog.testing.capture_logs() as logs:
        await tell_of_plugins(platform)
    told = [(line["event"], line["plugin"]) for line in logs]
    assert told[0] == ("plugin left out", "broken")
    assert ("plugin missing", "parties") in told[1:]  # beside those of other tests' counties


async def test_the_owner_keeps_what_is_loaded_and_the_serving_role_reads_it(
    fresh_database: Urls,
) -> None:
    with psycopg.connect(fresh_database.owner) as connection:
        keep(there())(connection)
        keep(load_plugins(entry_points=False))(connection)  # an upgrade without it keeps the record
    served = await Database.open(fresh_database.app, size=2)
    try:
        nobody = Principal.anonymous(0, Policy([])).reading
        assert await kept_in(served, nobody) == (KEPT,)
        with psycopg.connect(fresh_database.owner) as connection:
            connection.execute("drop table sec.plugin")
        assert await kept_in(served, nobody) == ()
    finally:
        await served.close()
