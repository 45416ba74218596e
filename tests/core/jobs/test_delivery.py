"""Events reach every bound plugin once, in order per object, whatever dies on the way (design.md 3,
K38).
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import psycopg
import pytest
from procrastinate import RetryStrategy

from tests.core.jobs.reactions import Reactions
from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from tests.fixtures.database import Urls
from yishi_core.domain.people.models import ExpertCommittee
from yishi_core.facilities.jobs.delivery import Undelivered, deliver_event, deliver_pending
from yishi_core.facilities.jobs.worker import build_app, rescue, run_worker
from yishi_core.kernel.access import PrincipalKind
from yishi_core.kernel.database import queue_schema
from yishi_core.kernel.events.models import Event, EventDelivery
from yishi_core.kernel.events.view import EventView

AT_ONCE = RetryStrategy(max_attempts=2, wait=0)
THREE = ["station.opened", "station.suspended", "station.resumed"]


async def story(town: County) -> None:
    """Three events about one station."""
    station = await open_station(town)
    await town.act("township", "suspend_station", station=station, reason="维修")
    await town.act("township", "resume_station", station=station, reason="修好")


async def work(town: County, urls: Urls) -> None:
    await run_worker(town.platform, urls.app, wait=False, listen=False, retry=AT_ONCE)


def jobs(urls: Urls) -> int:
    """Jobs that wait, run or have failed."""
    with psycopg.connect(urls.owner) as connection:
        row = connection.execute(
            "select count(*) from queue.procrastinate_jobs where status <> 'succeeded'"
        ).fetchone()
    assert row is not None
    return int(row[0])


def of(plugin: str, reactions: Reactions) -> list[str]:
    return [name for code, name in reactions.seen if code == plugin and name in THREE]


async def effects(town: County, plugin: str) -> list[str]:
    """What the plugin's committed reactions have left, oldest first."""
    rows = await town.rows(ExpertCommittee, ExpertCommittee.name.startswith(f"{plugin}:station"))
    return [row.name.partition(":")[2] for row in rows]


async def test_change_event_and_job_are_committed_together_or_not_at_all(
    live: County, fresh_database: Urls
) -> None:
    await work(live, fresh_database)
    assert jobs(fresh_database) == 0
    await live.refused(
        "township",
        "open_station",
        code="INVALID_INPUT",
        org=live.orgs["village"],
        name="x",
        kind="council_room",
        level="village",
    )
    station = await open_station(live)
    await live.refused(
        "township",
        "suspend_station",
        code="INVALID_INPUT",
        station=station,
        on="1990-01-01",
        reason="原因",
    )
    assert jobs(fresh_database) == 1
    assert len(await live.rows(Event, Event.name == "station.opened")) == 1


async def test_the_worker_delivers_to_every_bound_plugin_in_order(
    live: County, fresh_database: Urls, reactions: Reactions
) -> None:
    await story(live)
    await work(live, fresh_database)
    for plugin in ("counter", "second"):
        assert of(plugin, reactions) == THREE
        assert await effects(live, plugin) == THREE
    assert all(event.delivered_at for event in await live.rows(Event))
    assert jobs(fresh_database) == 0


async def test_a_reaction_acts_as_the_system_at_the_event_s_org(
    live: County, fresh_database: Urls, reactions: Reactions
) -> None:
    await story(live)
    await work(live, fresh_database)
    context = reactions.contexts[-1]
    assert context.principal.kind is PrincipalKind.SYSTEM
    assert context.org.id == live.orgs["village"].id
    rows = await live.rows(ExpertCommittee, ExpertCommittee.name == "counter:station.resumed")
    assert (rows[0].org_path, rows[0].created_by) == (live.orgs["village"].org_path, None)


async def test_a_plugin_switched_off_is_not_asked(
    live: County, fresh_database: Urls, reactions: Reactions
) -> None:
    await live.act("county", "switch_plugin", org=live.orgs["county"], plugin="second", on=False)
    await work(live, fresh_database)
    reactions.seen.clear()
    await story(live)
    await work(live, fresh_database)
    assert {code for code, _ in reactions.seen} == {"counter"}


async def test_a_failing_plugin_is_tried_again_and_holds_up_no_other(
    live: County, fresh_database: Urls, reactions: Reactions
) -> None:
    failed: list[str] = []

    def once(plugin: str, event: EventView) -> None:
        if plugin == "counter" and event.name == "station.opened" and not failed:
            failed.append(plugin)
            raise RuntimeError("not today")

    reactions.before = once
    await story(live)
    await work(live, fresh_database)
    assert failed == ["counter"]
    assert of("counter", reactions) == ["station.opened", *THREE]
    assert of("second", reactions) == THREE
    assert (
        await effects(live, "counter") == THREE
    )  # the failed one has left nothing, the later ones waited for it


async def test_after_the_last_try_the_failure_is_noted_without_its_text(
    live: County, fresh_database: Urls, reactions: Reactions
) -> None:
    def always(plugin: str, event: EventView) -> None:
        if plugin == "counter" and event.name == "station.opened":
            raise RuntimeError("13900001234 is what nobody may read")

    reactions.before = always
    await story(live)
    await work(live, fresh_database)
    assert of("counter", reactions) == ["station.opened"] * 3 + THREE[1:]
    noted = [d.error for d in await live.rows(EventDelivery) if d.error]
    assert noted == ["RuntimeError"]
    assert all(event.delivered_at for event in await live.rows(Event))
    assert jobs(fresh_database) == 0


@pytest.mark.check("K38")
async def test_a_worker_killed_in_the_middle_of_a_reaction_loses_nothing_and_repeats_nothing(
    live: County, fresh_database: Urls, reactions: Reactions, tmp_path: Path
) -> None:
    await deliver_pending(live.platform, live.code)
    await work(live, fresh_database)  # what was before is done
    await story(live)  # and committed: nobody has dispatched it yet
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.core.jobs.dying",
        fresh_database.app,
        str(tmp_path),
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await worker.communicate()
    assert worker.returncode == -signal.SIGKILL, said.decode()
    assert await effects(live, "counter") == []
    app = build_app(live.platform, fresh_database.app, AT_ONCE)
    async with app.open_async():
        assert await rescue(app, after=0) == 1
    reactions.seen.clear()
    await work(live, fresh_database)
    for plugin in ("counter", "second"):
        assert of(plugin, reactions) == THREE
        assert await effects(live, plugin) == THREE
    assert jobs(fresh_database) == 0


@pytest.mark.check("K38", part="two deliverers of one event")
async def test_ten_deliverers_of_one_event_have_one_effect(
    live: County, reactions: Reactions
) -> None:
    await deliver_pending(live.platform, live.code)
    await open_station(live)
    event = (await live.rows(Event, Event.name == "station.opened"))[0]
    await asyncio.gather(*(deliver_event(live.platform, live.code, event.id) for _ in range(10)))
    for plugin in ("counter", "second"):
        assert await effects(live, plugin) == ["station.opened"]
    assert await deliver_event(live.platform, live.code, event.id) is False


async def test_without_a_worker_pending_events_are_delivered_on_demand(
    live: County, reactions: Reactions
) -> None:
    await story(live)
    assert await deliver_pending(live.platform, live.code) >= 3
    assert await deliver_pending(live.platform, live.code) == 0
    assert await effects(live, "second") == THREE


async def test_on_demand_a_failure_is_raised_with_every_plugin_s_own(
    live: County, reactions: Reactions
) -> None:
    await deliver_pending(live.platform, live.code)
    await open_station(live)

    def fail(plugin: str, event: EventView) -> None:
        raise RuntimeError(plugin)

    reactions.before = fail
    with pytest.raises(Undelivered) as caught:
        await deliver_pending(live.platform, live.code)
    assert len(caught.value.exceptions) == 2


async def test_another_county_s_event_is_not_found(live: County) -> None:
    event = (await live.rows(Event))[0]
    assert await deliver_event(live.platform, live.code + 1, event.id) is False


async def test_a_worker_in_the_background_hears_of_new_events_and_ends_when_cancelled(
    live: County, fresh_database: Urls
) -> None:
    worker = asyncio.create_task(run_worker(live.platform, fresh_database.app))
    await story(live)
    async with asyncio.timeout(30):
        while jobs(fresh_database):  # noqa: ASYNC110 — a table, as an operator would watch it
            await asyncio.sleep(0.1)
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker
    assert await effects(live, "counter") == THREE


def test_installing_again_changes_nothing(fresh_database: Urls) -> None:
    with psycopg.connect(fresh_database.owner) as connection:
        assert queue_schema.install(connection) == []
        row = connection.execute("select current_setting('search_path')").fetchone()
    assert row is not None
    assert "queue" not in row[0]
