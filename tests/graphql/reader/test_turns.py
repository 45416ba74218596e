"""Whoever asks something for the first time keeps nobody waiting: statements, plans, schemas and
rules are made beside the event loop.

Measured is the longest turn of the loop, in processor time of its thread, and the longest pass of
the garbage collector, which stops all threads. Measured in a row on a busy machine: turns of at
most 0.015 s, passes of at most 0.03 s. Without the making beside the loop the first to-do list
alone is a turn of 0.75 s, without `ShortPasses` a pass takes 0.1 s.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from graphql import get_introspection_query
from tests.fixtures.county import make_county, make_platform
from tests.fixtures.turns import Turns, turns_of_the_loop
from tests.graphql.reader.conftest import gid
from yishi_core.kernel.database import Database
from yishi_graphql.http.startup_memory import ShortPasses
from yishi_graphql.place.assemble import settle
from yishi_graphql.reader import Reader
from yishi_graphql.schema import build_schema

HELD = 0.05
"""Seconds of processor time: of one turn of the loop, and of one pass of the collector."""
HUNDRED = (
    "{"
    + " ".join(
        f"a{i}: stations(first: 1) {{ totalCount nodes {{ id name org {{ name }} }} }}"
        for i in range(90)
    )
    + "}"
)
FIGURES = (
    'query($org: ID!) { metric(org: $org, metric: "consultations") { text } '
    "overview(org: $org) { __typename } }"
)
PROPOSE = """mutation($org: ID!) {
  proposeTopic(input: {org: $org, title: "修路", description: "村道", topicSource: "resident", focusCategory: "roads"}) { topic { id title } } }"""
FIRSTS: dict[str, str] = {
    "a list": "{ stations(first: 3) { totalCount nodes { id name org { name } } } }",
    "ninety lists": HUNDRED,
    "the counters of the to-do lists": "{ todoCounts { waiting byTodo { todo } } }",
    "what waits": "{ todos(kind: waiting) { items { record title } } }",
    "what is pressed": "{ todos(kind: pressing) { items { record title } } }",
    "what is done": "{ todos(kind: done) { items { record title } } }",
    "a search": '{ search(text: "河口") { hits { title } } }',
    "counts by group": "{ stationsAggregate(groupBy: [township, kind]) { key { township { name } "
    "kind } count } }",
    "figures": FIGURES,
    "the schema": get_introspection_query(),
    "a change": PROPOSE,
    "what the public sees": "{ public(county: 990101) { stations { totalCount } } }",
    "what is not valid": "{ stations { nothing } }",
}


@contextmanager
def passes_of_the_collector() -> Iterator[list[float]]:
    """How long each took, in processor time of its thread."""
    found: list[float] = []
    started = [0.0]

    def noted(phase: str, _info: dict[str, Any]) -> None:
        if phase == "start":
            started[0] = time.thread_time()
        else:
            found.append(time.thread_time() - started[0])

    gc.callbacks.append(noted)
    try:
        yield found
    finally:
        gc.callbacks.remove(noted)


@pytest.mark.check(
    "K14",
    part="the first of everything holds the loop for at most 0.05 s, by a turn or the collector",
)
async def test_the_first_of_everything_keeps_nobody_waiting(
    database: Database, tmp_path: Path
) -> None:
    platform = make_platform(database, tmp_path)
    settle(platform)
    reader = Reader(platform, build_schema(platform.registry, platform.operations.values()))
    county = await make_county(platform)
    collector = ShortPasses()
    collector.begin()  # as a process that serves does after its start
    try:
        turns, passes = await _ask_all(reader, county)
    finally:
        collector.end()
    assert {what: held.longest for what, held in turns.items() if held.seconds > HELD} == {}
    assert {what: max(found) for what, found in passes.items() if found and max(found) > HELD} == {}


async def _ask_all(reader: Reader, county: Any) -> tuple[dict[str, Turns], dict[str, list[float]]]:
    turns: dict[str, Turns] = {}
    passes: dict[str, list[float]] = {}
    for who in ("county", "member"):
        for name, document in FIRSTS.items():
            variables = {"org": gid(county.orgs["township"])} if "$org" in document else None
            asked = reader.execute(county.principals[who], document, variables, None, "zh")
            with (
                turns_of_the_loop() as turns[f"{name}: {who}"],
                passes_of_the_collector() as passes[f"{name}: {who}"],
            ):
                await asyncio.create_task(
                    asked
                )  # a task of its own, so that each of its turns is one of the loop's
    return turns, passes
