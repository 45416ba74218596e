"""What takes long is made beside the event loop, once for all who ask at the same moment."""

from __future__ import annotations

import asyncio
import threading

import pytest

from yishi_core.kernel.making import Making

pytestmark = pytest.mark.anyio


async def test_callers_at_the_same_moment_share_one_making() -> None:
    making, threads = Making(), []

    def make() -> int:
        threads.append(threading.current_thread())
        return 42

    assert await asyncio.gather(*(making.once("a", make) for _ in range(3))) == [42, 42, 42]
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()
    assert await making.once("a", make) == 42
    assert len(threads) == 2, "nothing is kept"


async def test_an_exception_reaches_all_who_asked() -> None:
    making = Making()

    def make() -> None:
        raise KeyError("x")

    found = await asyncio.gather(
        *(making.once("a", make) for _ in range(2)), return_exceptions=True
    )
    assert [type(f) for f in found] == [KeyError, KeyError]


async def test_what_nobody_waits_for_is_not_begun_and_what_runs_is_told() -> None:
    making, free, told, begun = Making(threads=1), threading.Event(), threading.Event(), []
    first = asyncio.create_task(making.once("a", free.wait, told.set))
    queued = [asyncio.create_task(making.once("b", lambda: begun.append("b"))) for _ in range(2)]
    await asyncio.sleep(0)
    assert not told.is_set()
    for task in (first, *queued):
        task.cancel()
        await asyncio.wait([task])
    assert told.is_set()
    free.set()
    await making.once("c", lambda: begun.append("c"))
    assert begun == ["c"]


async def test_what_fails_when_nobody_waits_any_more_is_nobodys() -> None:
    making, free, over = Making(threads=1), threading.Event(), threading.Event()

    def fail() -> None:
        free.wait()
        over.set()
        raise RuntimeError

    task = asyncio.create_task(making.once("a", fail))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    free.set()
    assert await making.once("b", over.wait) is True


async def test_the_others_who_wait_get_it_when_one_leaves() -> None:
    making, free = Making(threads=1), threading.Event()
    tasks = [asyncio.create_task(making.once("a", free.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.wait([tasks[0]])
    free.set()
    assert await tasks[1] is True
