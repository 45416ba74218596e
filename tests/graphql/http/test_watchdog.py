"""A loop that is held is found, its holder is named, and the worker is replaced."""

from __future__ import annotations

import asyncio
import time
from types import ModuleType
from typing import Any

import httpx
import pytest
import structlog

from tests.fixtures.logs import logged
from tests.graphql.http.test_serve import running
from yishi_graphql.http.watchdog import watch

pytestmark = pytest.mark.anyio


def holding() -> ModuleType:
    """A plugin whose guard waits without giving way."""
    module = ModuleType("some_plugins.held")
    exec("import time\ndef guard():\n    time.sleep(0.6)\n", vars(module))
    return module


async def test_a_held_loop_is_found_and_its_holder_named() -> None:
    given_up: list[bool] = []
    with structlog.testing.capture_logs() as logs:
        end = watch(0.1, {"some_plugins": "held_hall"}, lambda: given_up.append(True))
        await asyncio.sleep(0.3)
        assert given_up == []
        holding().guard()
        end()
    assert given_up == [True]
    [line] = logs
    assert (line["event"], line["plugin"], line["log_level"]) == (
        "event loop blocked",
        "held_hall",
        "critical",
    )
    assert "in guard" in line["stack"]


@pytest.mark.parametrize("json", [False, True])
async def test_the_line_that_names_the_holder_is_written_in_either_format(json: bool) -> None:
    with logged(json=json) as said:
        end = watch(0.1, {"some_plugins": "held_hall"}, lambda: None)
        holding().guard()
        end()
    written = said.getvalue()
    assert "event loop blocked" in written
    assert "held_hall" in written
    assert "in guard" in written


async def test_work_that_gives_way_is_left_alone() -> None:
    given_up: list[bool] = []
    end = watch(0.2, {}, lambda: given_up.append(True))
    for _ in range(60):
        time.sleep(0.01)  # noqa: ASYNC251  # many short pieces of work, none of them long
        await asyncio.sleep(0)
    end()
    assert given_up == []


@pytest.mark.check("K42", part="a plugin that blocks the loop: the worker is replaced")
async def test_a_worker_whose_loop_is_blocked_is_replaced() -> None:
    with running() as (process, address):
        async with httpx.AsyncClient(base_url=address, timeout=20) as client:
            blocked = asyncio.create_task(client.post("/graphql", json={"query": "block"}))
            assert isinstance(
                (await asyncio.gather(blocked, return_exceptions=True))[0], httpx.TransportError
            )
            assert await asyncio.wait_for(_answer(client), 30) == {"data": "0"}
        assert process.poll() is None


async def _answer(client: httpx.AsyncClient) -> Any:
    """What the new worker answers, as soon as there is one."""
    while True:
        try:
            return (await client.post("/graphql", json={"query": "0"})).json()
        except httpx.TransportError:
            await asyncio.sleep(0.1)
