"""A row never lacks its bytes, whatever becomes of the answer to the commit; photographs take
turns.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import psycopg
import pytest

from tests.core.attachments.pictures import jpeg
from tests.fixtures.county import County
from yishi_core.errors import Unavailable
from yishi_core.facilities.attachments import upload
from yishi_core.facilities.attachments.content import Content
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.upload import Sent, keep
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.turns import Turns

PDF = b"%PDF-1.7 x"


def sent(town: County, data: bytes = PDF) -> Sent:
    return Sent("纪要.pdf", data, global_id(town.orgs["village"]))


async def bytes_of(town: County, row: Attachment) -> bytes:
    return b"".join([piece async for piece in town.platform.files.read(row.storage_key)])


@pytest.mark.check(
    "K22", part="a row never lacks its bytes, also where the answer to the commit was lost"
)
@pytest.mark.parametrize(
    "lost",
    [
        lambda: psycopg.OperationalError("the connection is lost"),
        asyncio.CancelledError,
        TimeoutError,
    ],
)
async def test_bytes_stay_when_nobody_knows_whether_their_row_was_committed(
    town: County, monkeypatch: pytest.MonkeyPatch, lost: Callable[[], BaseException]
) -> None:
    connections = town.platform.database._driver.connections  # whichever driver is in use
    commit = connections.commit

    async def commit_and_lose_the_answer(self: psycopg.AsyncConnection) -> None:
        await commit(self)
        raise lost()

    monkeypatch.setattr(connections, "commit", commit_and_lose_the_answer)
    with pytest.raises((Unavailable, asyncio.CancelledError, TimeoutError)):
        await keep(town.platform, town.principals["village"], sent(town))
    monkeypatch.undo()
    [row] = await town.rows(Attachment)
    assert await bytes_of(town, row) == PDF


@pytest.mark.check("K21", part="photographs are worked on two at a time")
async def test_only_two_photographs_are_worked_on_at_a_time(
    town: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, most, lock = 0, 0, threading.Lock()

    def inspect(data: bytes) -> Content:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.05)
        with lock:
            at_work -= 1
        return Content("image/jpeg", data)

    monkeypatch.setattr(upload, "inspect", inspect)
    await asyncio.gather(
        *(keep(town.platform, town.principals["village"], sent(town, jpeg())) for _ in range(6))
    )
    assert most == 2
    assert len(await town.rows(Attachment)) == 6


async def test_whoever_waits_too_long_for_a_turn_is_told_to_come_again() -> None:
    turns, ended = Turns(at_once=1, patience=0.05), threading.Event()
    first = asyncio.create_task(turns.run(ended.wait, 60))
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await turns.run(lambda: None)
    ended.set()
    assert await first
    assert await turns.run(lambda: 7) == 7


async def test_whoever_goes_away_leaves_their_turn_taken_until_the_work_is_done() -> None:
    turns, ended = Turns(at_once=1, patience=0.05), threading.Event()
    first = asyncio.create_task(turns.run(ended.wait, 60))
    await asyncio.sleep(0.05)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    with pytest.raises(Unavailable):
        await turns.run(lambda: None)
    ended.set()
    await asyncio.sleep(0.2)
    assert await turns.run(lambda: 7) == 7
