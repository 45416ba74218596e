"""The demonstration county with a township for every installed variant, against the same with one.

Both stand in a data folder of their own and are started as a visitor starts them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.client import Call, once, rate
from bench.figures import Figure, compare
from yishi_core.kernel.plugins.finding import names_of_installed

YISHI = Path(sys.executable).parent / "yishi"
NAMES = "{ stations(first: 100) { nodes { name } } }"
NESTED = (
    "query($names: [String!]!) { stations(first: 50, where: {name: {in: $names}}, "
    "orderBy: [{name: asc}]) { nodes { name kind state"
    " topics(first: 5, orderBy: [{createdAt: desc}, {title: asc}]) { nodes { title state grade } } "
    "} } }"
)
NESTED_GOAL = 1.10
START_GOAL = 1.5
STARTS = 5
"""A start takes seconds; so many of each are taken at most."""
FIRST_SECONDS = 20
PATIENCE = 300
TOKEN = re.compile(r"^\s+county\s+(ys_\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Demonstration:
    """A demonstration in its data folder, with the variants that are left out of it."""

    data: Path
    port: int
    without: Sequence[str] = ()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[tuple[str, float]]:
        """The token of the county's account, and the seconds from the start of the process until
        the server was ready.
        """
        left_out = [word for name in self.without for word in ("--without-plugin", name)]
        said = self.data.with_suffix(".out")
        begun = time.perf_counter()
        with said.open("w") as out:
            process = await asyncio.create_subprocess_exec(
                YISHI,
                "demo",
                *("--port", str(self.port), "--data", str(self.data), *left_out),
                stdout=out,
                stderr=out,
            )
        try:
            while not await asyncio.to_thread(self._ready):
                if process.returncode is not None or time.perf_counter() > begun + PATIENCE:
                    raise SystemExit(
                        f"the demonstration did not start:\n{said.read_text()[-2000:]}"
                    )
                await asyncio.sleep(0.05)
            seconds = time.perf_counter() - begun
            found = TOKEN.search(said.read_text())
            assert found is not None
            yield found[1], seconds
        finally:
            if process.returncode is None:
                process.terminate()
            async with asyncio.timeout(PATIENCE):
                await process.wait()

    async def start(self) -> float:
        """Seconds of a start; it is stopped again."""
        async with self.running() as (_, seconds):
            return seconds

    def _ready(self) -> bool:
        with contextlib.suppress(OSError):
            asked = f"http://127.0.0.1:{self.port}/health/ready"
            with urllib.request.urlopen(asked, timeout=5) as answer:
                return bool(answer.status == 200)
        return False


async def measure_demonstration(
    ports: tuple[int, int], rounds: int, seconds: float
) -> list[Figure]:
    """The first start of the whole demonstration, its later starts and its county's list against
    those of the demonstration with one variant.
    """
    names = names_of_installed()
    with tempfile.TemporaryDirectory(prefix="yishi-bench-", ignore_cleanup_errors=True) as folder:
        many = Demonstration(Path(folder) / "many", ports[0])
        one = Demonstration(Path(folder) / "one", ports[1], names[1:])
        first = await many.start() / FIRST_SECONDS
        await one.start()
        return [
            Figure(
                f"demo_{len(names)}_variants_seconds_vs_{FIRST_SECONDS}",
                first,
                1.0,
                first,
                first,
                "lower",
                1,
            ),
            await compare(
                f"start_{len(names)}_variants_vs_one",
                many.start,
                one.start,
                goal=START_GOAL,
                better="lower",
                rounds=min(rounds, STARTS),
            ),
            await _lists(many, one, len(names), rounds, seconds),
        ]


async def _lists(
    many: Demonstration, one: Demonstration, variants: int, rounds: int, seconds: float
) -> Figure:
    """The county's list of the stations that both have, with their topics: times, so the rate of
    the one variant is above.
    """
    async with many.running() as (of_many, _), one.running() as (of_one, _):
        shared = await _names(many.port, of_many) & await _names(one.port, of_one)
        body = {"query": NESTED, "variables": {"names": sorted(shared)}}
        among, alone = (Call.post("/graphql", body, token) for token in (of_many, of_one))
        _same(await once(many.port, among), await once(one.port, alone))
        return await compare(
            f"nested_list_{variants}_variants_vs_one",
            partial(rate, one.port, alone, seconds),
            partial(rate, many.port, among, seconds),
            goal=NESTED_GOAL,
            better="lower",
            rounds=rounds,
        )


async def _names(port: int, token: str) -> set[str]:
    said = json.loads(await once(port, Call.post("/graphql", {"query": NAMES}, token)))
    return {station["name"] for station in said["data"]["stations"]["nodes"]}


def _same(among: bytes, alone: bytes) -> None:
    """Both counties hold the same stations, or the comparison means nothing."""
    if json.loads(among) != json.loads(alone) or b'"errors"' in alone or len(alone) < 500:
        raise SystemExit(f"the answers differ:\n{among[:900]!r}\n{alone[:900]!r}")
