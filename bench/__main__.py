"""`make bench`: prints a line per figure and writes them as JSON to bench/results/latest.json."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from bench.client import Call, once, rate
from bench.data import COUNTY, fill
from bench.figures import Figure, as_json, compare
from bench.server import Where, run
from yishi_core.access import Principal
from yishi_core.plugins.plugin_set import load_plugins
from yishi_graphql.cli.place import opened
from yishi_graphql.cli.upgrading import upgrade_database

NESTED = (
    "{ stations(first: 50, orderBy: [{name: ASC}]) { nodes { id name kind state"
    " topics(first: 5, orderBy: [{createdAt: DESC}]) { nodes { id title state grade } } } } }"
)
SINGLE = "query($id: ID!) { station(id: $id) { id name kind state } }"
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "10"))
MEMORY_MB = 200


def main() -> int:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="yishi-bench-", ignore_cleanup_errors=True) as folder, opened(Path(folder)) as place:
        assert place.owner is not None
        asyncio.run(upgrade_database(place.owner, load_plugins()))
        token, station = asyncio.run(_fill(place.url))
        where = Where(place.settings, place.url, _superuser(place.url), str(station), _free_port())
        server = context.Process(target=run, args=(where,))
        server.start()
        try:
            figures = asyncio.run(measure(where.port, token, str(station), server.pid or 0))
        finally:
            server.terminate()
            server.join(20)
    for figure in figures:
        print(figure.line())
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "latest.json").write_text(as_json(figures))
    return 0 if all(f.reached for f in figures) else 1


async def measure(port: int, token: str, station: str, pid: int) -> list[Figure]:
    """All figures of one run."""
    await _ready(port)
    global_id = f"Station:{COUNTY}:{station}"
    nested = Call.post("/graphql", {"query": NESTED}, token)
    single = Call.post("/graphql", {"query": SINGLE, "variables": {"id": global_id}}, token)
    bare_nested, bare_single = Call.post("/bare/list", {}), Call.post("/bare/single", {})
    _same(await once(port, nested), await once(port, bare_nested))
    _same(await once(port, single), await once(port, bare_single))

    def taking(call: Call) -> Any:
        return lambda: rate(port, call, SECONDS)

    figures = [
        await compare("nested_list_vs_bare", taking(nested), taking(bare_nested), goal=0.6, rounds=ROUNDS),
        await compare("single_object_vs_bare", taking(single), taking(bare_single), goal=0.6, rounds=ROUNDS),
    ]
    memory = max(p.memory_info().rss for p in _tree(pid)) / 1e6
    figures.append(Figure("serving_memory_mb_vs_200", memory / MEMORY_MB, 1.0, memory / MEMORY_MB, memory / MEMORY_MB, "lower", 1))
    return figures


async def _fill(url: str) -> tuple[str, Any]:
    from yishi_core.database import Database
    from yishi_graphql.compose import policy

    database = await Database.open(url)
    try:
        return await fill(database, Principal.system(COUNTY, policy(load_plugins())))
    finally:
        await database.close()


def _same(ours: bytes, bare: bytes) -> None:
    """Both ways must give the same answer, or the comparison means nothing."""
    if json.loads(ours) != json.loads(bare):
        raise SystemExit(f"the answers differ:\n{ours[:600]!r}\n{bare[:600]!r}")


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
