"""K42 over the real way of a write: what a bad plugin raises, holds, leaves running or takes with
it stays its own.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog
from litestar.testing import AsyncTestClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.core import cases
from tests.core.plugins.samples import Failing, Quiet
from tests.fixtures.county import County, InstalledDefaults, make_county, make_platform, schema_of
from tests.fixtures.database import Urls
from tests.graphql.http.test_files import Known
from yishi_core.domain.intake.events import INTAKE_SUBMITTED
from yishi_core.domain.orgs.service import rename_org
from yishi_core.errors import PluginFailed
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.access import Switch
from yishi_core.kernel.audit.models import AuditEntry, AuditResult
from yishi_core.kernel.database import Database, NoPrincipal
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation import OperationContext, ReadContext
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.run import run
from yishi_core.kernel.plugins.calling import Deadlines
from yishi_core.kernel.plugins.hooks import guard, reacts_to
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.tree.models import OrgUnit
from yishi_graphql.http.application import create_application
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader import Reader

pytestmark = pytest.mark.anyio
SECRET = "planted-secret-of-li-xiuying"
POOL = 3


class Leaking(Quiet):
    """Enters transactions and never leaves them; keeps them where no garbage collector finds
    them.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.kept: list[AbstractAsyncContextManager[AsyncSession]] = []
        self.sessions: list[AsyncSession] = []
        self.later: asyncio.Task[None] | None = None

    async def leak(self, context: ReadContext) -> None:
        entered = context.platform.database.transaction(context.principal.reading)
        self.kept.append(entered)
        self.sessions.append(await entered.__aenter__())

    @guard(rename_org)
    async def guards(self, context: ReadContext) -> None:
        await self.leak(context)
        await self.leak(context)

    @reacts_to(INTAKE_SUBMITTED)
    async def reacts(self, context: OperationContext, event: EventView) -> None:
        await self.leak(context)
        self.later = asyncio.create_task(self._afterwards(context))

    async def _afterwards(self, context: OperationContext) -> None:
        await asyncio.sleep(0.05)
        await self.leak(context)


@pytest.fixture
async def narrow(database_urls: Urls) -> AsyncIterator[Database]:
    """A pool in which a kept connection is soon missed."""
    opened = await Database.open(database_urls.app, size=POOL, closing=[IndexBuffer])
    yield opened
    await opened.close()


async def town_with(database: Database, files: Path, plugin: Quiet) -> County:
    """A county in which the plugin is on everywhere."""
    installed = load_plugins([plugin], deadlines=Deadlines(ask=0.3, react=0.3))
    platform = make_platform(database, files, installed)
    return await make_county(
        replace(platform, settings=InstalledDefaults(installed, [plugin.variant.code]))
    )


async def works(town: County) -> None:
    """The core serves: a read, and a write where the plugin is not asked."""
    free = replace(town.platform, settings=InstalledDefaults(town.platform.plugins))
    before = (await town.fresh(town.orgs["unit"])).version
    operation = free.operations["renameOrg"]
    given = {"org": global_id(town.orgs["unit"]), "name": "县水务局"}
    await asyncio.wait_for(run(free, town.principals["county"], operation, given), 5)
    assert (await town.fresh(town.orgs["unit"])).version == before + 1


@pytest.mark.check("K42", part="a plugin that keeps connections")
async def test_connections_that_a_plugin_keeps_are_taken_from_it(
    narrow: Database, tmp_path: Path
) -> None:
    plugin = Leaking("leaking")
    town = await town_with(narrow, tmp_path, plugin)
    with structlog.testing.capture_logs() as logs:
        for n in range(2 * POOL):
            await asyncio.wait_for(
                town.act("county", "rename_org", org=town.orgs["village"], name=f"第{n}个名字"), 5
            )
    assert len(plugin.kept) == 4 * POOL
    assert [(x["plugin"], x["during"], x["connections"]) for x in logs] == [
        ("leaking", "rename_org", 2)
    ] * 2 * POOL
    for session in plugin.sessions:
        with pytest.raises(NoPrincipal):
            await session.get(OrgUnit, (town.code, town.orgs["village"].id))
    assert (await town.fresh(town.orgs["village"])).name == f"第{2 * POOL - 1}个名字"
    await works(town)


@pytest.mark.check("K42", part="a plugin's task that outlives its hook")
async def test_what_a_plugin_leaves_running_opens_nothing(narrow: Database, tmp_path: Path) -> None:
    plugin = Leaking("leaking")
    town = await town_with(narrow, tmp_path, plugin)
    async with narrow.transaction(town.system.reading) as session:
        settings = await town.platform.settings.effective(session, town.orgs["village"])
        context = OperationContext(
            town.platform, town.system, session, "deliver", town.orgs["village"], settings
        )
        event = EventView(
            town.orgs["village"].id,
            town.code,
            "",
            "intake.submitted",
            context.now,
            "Intake",
            town.orgs["village"].id,
        )
        await town.platform.plugins.react(context, event)
    assert plugin.later is not None
    with pytest.raises(NoPrincipal):
        await plugin.later
    assert len(plugin.sessions) == 1
    await works(town)


async def raises() -> None:
    raise ValueError(SECRET)


async def exits() -> None:
    raise SystemExit(3)


async def interrupts() -> None:
    raise KeyboardInterrupt


async def waits_for_what_it_cancelled() -> None:
    task = asyncio.create_task(asyncio.sleep(60))
    task.cancel()
    await task


async def hangs() -> None:
    await asyncio.sleep(600)


@pytest.mark.check("K42", part="a plugin that raises, exits or hangs")
@pytest.mark.parametrize("deed", [raises, exits, hangs])
async def test_a_failing_guard_fails_its_operation_and_nothing_else(
    narrow: Database, tmp_path: Path, deed: Any
) -> None:
    town = await town_with(narrow, tmp_path, Failing("bad", deed))
    attempts = [
        town.act("county", "rename_org", org=town.orgs["village"], name="改了")
        for _ in range(2 * POOL)
    ]
    outcomes = await asyncio.wait_for(asyncio.gather(*attempts, return_exceptions=True), 10)
    assert [type(o) for o in outcomes] == [PluginFailed] * 2 * POOL
    village = await town.fresh(town.orgs["village"])
    assert (village.name, village.version) == (town.orgs["village"].name, 1)
    audited = await town.rows(AuditEntry)
    assert [(a.result, a.code) for a in audited] == [
        (AuditResult.REFUSED, "PLUGIN_FAILED")
    ] * 2 * POOL
    assert SECRET not in str([vars(a) for a in audited])
    await works(town)


@pytest.mark.check("K42", part="a plugin's own operation")
@pytest.mark.parametrize("deed", [raises, exits, interrupts, waits_for_what_it_cancelled])
async def test_a_plugins_own_operation_ends_no_process_and_is_named(
    town: County, deed: Any
) -> None:
    async def broken(context: OperationContext, data: Any) -> None:
        context.add(
            OrgUnit(
                name="不该留下", kind="department", org_path=town.orgs["village"].org_path + "x/"
            )
        )
        await context.session.flush()
        await deed()

    operation = replace(town.platform.operations["renameOrg"], function=broken, plugin="bad")
    on = Switch("bad", town.code, town.orgs["county"].org_path)
    with structlog.testing.capture_logs() as logs, pytest.raises(PluginFailed) as caught:
        await run(
            town.platform,
            replace(town.principals["county"], switches=(on,)),
            operation,
            {"org": global_id(town.orgs["village"]), "name": "改了"},
        )
    assert caught.value.data == {"plugin": "bad"}
    assert SECRET not in str(caught.value)
    assert [(x["plugin"], x["log_level"]) for x in logs] == [("bad", "error")]
    assert await town.rows(OrgUnit, OrgUnit.name == "不该留下") == []


@pytest.mark.check(
    "K42", part="uninstalled: cases stay readable, guarded steps are refused, the rest works"
)
async def test_when_a_plugin_is_gone_its_cases_can_be_read_and_closed_and_others_go_on(
    town: County,
) -> None:
    source = await cases.choose(town)
    case = await cases.case(town)
    source.kept["chosen"] = replace(source.kept["chosen"], plugins={"gone": "1.0.0"})
    step = (await cases.now(town, case))[0][0]
    error = await town.refused(
        "village",
        "advance_step",
        code="REFUSED",
        rule="plugin_missing",
        case=case,
        step=step,
        done_on="2026-03-03",
    )
    assert error.data["plugin"] == "gone"
    reader = Reader(town.platform, schema_of(town.platform.plugins))
    ask = (
        "query($i: ID!) { consultationCase(id: $i) { state topic { title } } "
        "caseProgress(case: $i) { __typename } }"
    )
    answer = json.loads(
        await reader.execute(town.principals["village"], ask, {"i": global_id(case)}, None, "zh")
    )
    assert "errors" not in answer
    assert answer["data"]["consultationCase"] == {
        "state": "running",
        "topic": {"title": "村道照明"},
    }
    source.newest = replace(source.newest, digest="newer")
    other = await cases.case(town)
    await cases.advance(town, other, (await cases.now(town, other))[0][0])
    await town.act("village", "stop_case", case=case, reason="插件已停用,转由县级办理")


@pytest.mark.check("K16", part="a secret in a plugin's exception, over HTTP")
async def test_the_text_of_a_plugins_exception_is_in_the_log_only(
    database: Database, tmp_path: Path
) -> None:
    town = await town_with(database, tmp_path, Failing("bad", raises))
    known = Known()
    known.admit(town)
    platform: Platform = replace(town.platform, principals=known)
    app = create_application(
        platform, HttpSettings(), Reader(platform, schema_of(platform.plugins))
    )
    document = 'mutation($o: ID!) { renameOrg(input: {org: $o, name: "改了"}) { ok } }'
    body = {"query": document, "variables": {"o": global_id(town.orgs["village"])}}
    with structlog.testing.capture_logs() as logs:
        async with AsyncTestClient(app, raise_server_exceptions=False) as client:
            answer = await client.post(
                "/graphql", json=body, headers={"Authorization": f"Bearer ys_{town.code}_county"}
            )
    assert answer.json()["errors"][0]["extensions"] == {"code": "PLUGIN_FAILED", "plugin": "bad"}
    assert SECRET not in answer.text + str(answer.headers)
    assert [
        SECRET in str(line.get("exc_info")) for line in logs if line["event"] == "plugin failed"
    ] == [True]
