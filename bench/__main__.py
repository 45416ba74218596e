"""`make bench`: prints a line per figure and writes them as JSON to bench/results/latest.json."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench import growing
from bench.client import Call, once, rate
from bench.data import COUNTY, COUNTY_WITH_PLUGINS, Filled, fill
from bench.demonstration import measure_demonstration
from bench.everyday import Day
from bench.figures import Figure, as_json, compare
from bench.growing import Grown
from bench.hooks import measure_hooks
from bench.server import Where, run
from bench.writing import measure_writing
from graphql import get_introspection_query
from yishi_core.facilities.metrics.catalogue import Catalogue
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation.collecting import modules_of
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.nouns import core_packages
from yishi_core.settings import AppSettings
from yishi_graphql.place.assemble import assembled
from yishi_graphql.place.opened import opened, settings_for
from yishi_graphql.place.upgrading import upgrade_database

NESTED = (
    "{ stations(first: 50, orderBy: [{name: asc}]) { nodes { id name kind state"
    " topics(first: 5, orderBy: [{createdAt: desc}]) { nodes { id title state grade } } } } }"
)
SINGLE = "query($id: ID!) { station(id: $id) { id name kind state } }"
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "10"))
PLUGINS = 3
COUNTY_ALONE, COUNTY_AMONG = 990904, 990905
MEMORY_MB = 200
METRICS_SECONDS = 2


@dataclass(frozen=True)
class Asking:
    """A served county and the two requests that are measured."""

    port: int
    filled: Filled

    @property
    def nested(self) -> Call:
        return self.ask(NESTED)

    @property
    def single(self) -> Call:
        return self.ask(SINGLE, id=self.filled.station_id)

    def ask(self, query: str, **variables: str) -> Call:
        return Call.post("/graphql", {"query": query, "variables": variables}, self.filled.token)


def main() -> int:
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="yishi-bench-", ignore_cleanup_errors=True) as folder,
        opened(settings_for(Path(folder))) as place,
    ):
        assert place.owner is not None
        plugins = load_plugins()
        asyncio.run(upgrade_database(place.owner, plugins))
        plain, switched = asyncio.run(_fill(place.url, sorted(plugins.variants)[:PLUGINS]))
        alone, among = asyncio.run(_grow(place.settings, place.url))
        with psycopg.connect(place.owner, autocommit=True) as owner:
            owner.execute("analyze")  # what autovacuum does within a minute of such a load
        settings = place.settings.model_copy(update={"log_level": "warning"})
        where = Where(settings, place.url, _superuser(place.url), _free_port())
        server = context.Process(target=run, args=(where,))
        server.start()
        try:
            figures = asyncio.run(
                measure_writing(settings, place.url, _superuser(place.url), ROUNDS)
            )
            figures += asyncio.run(
                measure_hooks(settings, place.url, _superuser(place.url), ROUNDS)
            )
            figures += asyncio.run(
                measure(Asking(where.port, plain), Asking(where.port, switched), server.pid or 0)
            )
            figures += asyncio.run(measure_growing(where.port, alone, among))
            figures.append(asyncio.run(measure_metrics(where.port, among)))
        finally:
            server.terminate()
            server.join(20)
    figures += asyncio.run(measure_demonstration((_free_port(), _free_port()), ROUNDS, SECONDS))
    for figure in figures:
        print(figure.line())
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "latest.json").write_text(as_json(figures))
    return 0 if all(f.reached for f in figures) else 1


async def measure(plain: Asking, switched: Asking, pid: int) -> list[Figure]:
    """All figures of one run."""
    port = plain.port
    await _ready(port)
    bare_nested, bare_single = (
        Call.post("/bare/list", {}),
        Call.post("/bare/single", {"id": str(plain.filled.station)}),
    )
    _same(await once(port, plain.nested), await once(port, bare_nested))
    _same(await once(port, plain.single), await once(port, bare_single))
    await _differ(plain, switched)

    def taking(call: Call) -> Any:
        return lambda: rate(port, call, SECONDS)

    figures = [
        await compare(
            "nested_list_vs_bare",
            taking(plain.nested),
            taking(bare_nested),
            goal=0.6,
            rounds=ROUNDS,
        ),
        await compare(
            "single_object_vs_bare",
            taking(plain.single),
            taking(bare_single),
            goal=0.6,
            rounds=ROUNDS,
        ),
        # A time is the inverse of a rate: the county without plugins above, the one with them
        # below.
        await compare(
            "plugins_three_vs_none",
            taking(plain.single),
            taking(switched.single),
            goal=1.10,
            better="lower",
            rounds=ROUNDS,
        ),
    ]
    await Day(port, plain.filled.token, plain.filled.county).pass_()
    return [*figures, _memory(pid)]


async def measure_growing(port: int, alone: Grown, among: Grown) -> list[Figure]:
    """A township's lists in a county of thirty, against the same township alone: times, so the rate
    alone is above.
    """
    figures = []
    for name, query in (("nested_list", growing.NESTED), ("todos", growing.TODOS)):
        one, many = alone.call(query), among.call(query)
        _as_long(await once(port, one), await once(port, many))
        taken = partial(rate, port, one, SECONDS), partial(rate, port, many, SECONDS)
        figures.append(
            await compare(
                f"{name}_in_30_townships_vs_one",
                *taken,
                goal=growing.GOAL,
                better="lower",
                rounds=ROUNDS,
            )
        )
    return figures


async def measure_metrics(port: int, county: Grown) -> Figure:
    """Every metric and rate of the catalogue for the large county, in one request, in units of two
    seconds. Metrics that are nothing without a word, such as the metric of an impact, are left out.
    """
    codes = metrics_of(Catalogue.of(modules_of(core_packages())))
    call, taken = county.metrics(codes), []
    said = json.loads(await once(port, call))
    if "errors" in said or sum(map(len, said["data"].values())) != len(codes):
        raise SystemExit(f"the metrics were not answered:\n{said.get('errors')}")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await once(port, call)
        taken.append((time.perf_counter() - begun) / METRICS_SECONDS)
    return Figure(
        f"{len(codes)}_metrics_seconds_vs_{METRICS_SECONDS}",
        statistics.median(taken),
        1.0,
        min(taken),
        max(taken),
        "lower",
        ROUNDS,
    )


def metrics_of(catalogue: Catalogue) -> list[str]:
    """What the catalogue counts for an org, each as it is asked without a word more."""
    written = [*catalogue.counted, *(rate.shown for rate in catalogue.rates.values())]
    return [code for code in written if catalogue.measured(code, CountedFor.ORG) is not None]


def _as_long(alone: bytes, among: bytes) -> None:
    """Both clerks see as much, or the comparison means nothing."""
    if (
        b'"errors"' in alone + among
        or abs(len(alone) - len(among)) > len(alone) * 0.1
        or len(alone) < 500
    ):
        raise SystemExit(f"the answers differ:\n{alone[:600]!r}\n{among[:600]!r}")


async def _grow(settings: AppSettings, url: str) -> tuple[Grown, Grown]:
    async with assembled(settings, url) as platform:
        alone = await growing.grow(platform, _superuser(url), COUNTY_ALONE, 1)
        return alone, await growing.grow(platform, _superuser(url), COUNTY_AMONG, growing.TOWNSHIPS)


async def _fill(url: str, codes: list[str]) -> tuple[Filled, Filled]:
    from yishi_core.kernel.database import Database
    from yishi_graphql.place.compose import policy

    if len(codes) < PLUGINS:
        raise SystemExit(
            f"{PLUGINS} plugins are to be compared with none; installed are: "
            f"{', '.join(codes) or 'none'}"
        )
    rights = policy(load_plugins())
    database = await Database.open(url, closing=[IndexBuffer])
    try:
        plain = await fill(database, Principal.system(COUNTY, rights))
        return plain, await fill(database, Principal.system(COUNTY_WITH_PLUGINS, rights), codes)
    finally:
        await database.close()


def _memory(pid: int) -> Figure:
    """Of the serving process, after all that was measured, two introspections and an office's
    day.
    """
    used = max(p.memory_info().rss for p in _tree(pid)) / 1e6 / MEMORY_MB
    return Figure("serving_memory_mb_vs_200", used, 1.0, used, used, "lower", 1)


def _same(ours: bytes, bare: bytes) -> None:
    """Both ways must give the same answer, or the comparison means nothing."""
    if json.loads(ours) != json.loads(bare):
        raise SystemExit(f"the answers differ:\n{ours[:600]!r}\n{bare[:600]!r}")


async def _differ(plain: Asking, switched: Asking) -> None:
    """The switched plugins must be seen in the one county and not in the other."""
    whole = get_introspection_query()
    with_, without = [await once(a.port, a.ask(whole)) for a in (switched, plain)]
    if len(with_) <= len(without):
        raise SystemExit("the plugins add nothing to the schema of the county that has them")


def _superuser(url: str) -> str:
    return url.replace("yishi_app@", "postgres@", 1)


def _tree(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _ready(port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.2)
    raise SystemExit("the server did not come up")


if __name__ == "__main__":
    sys.exit(main())
