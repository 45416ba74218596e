"""A process beside the server is replaced when it dies, and ends with the block."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from multiprocessing.context import ForkProcess

import psutil
import pytest

from tests.fixtures.waiting import wait_until
from yishi_graphql.http import companions
from yishi_graphql.http.companions import FORK, replaced


def starting(what: Callable[[], None], started: list[int]) -> Callable[[], ForkProcess]:
    def start() -> ForkProcess:
        process = FORK.Process(target=what)
        process.start()
        assert process.pid
        started.append(process.pid)
        return process

    return start


def test_a_process_that_is_killed_is_replaced_until_the_block_ends() -> None:
    started: list[int] = []
    with replaced(starting(lambda: time.sleep(60), started)):
        os.kill(started[0], signal.SIGKILL)
        wait_until(lambda: len(started) == 2)
        assert not psutil.pid_exists(started[0])
    assert not any(map(psutil.pid_exists, started))
    assert len(started) == 2


def test_one_that_never_lives_long_is_replaced_after_a_growing_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(companions, "SHORTEST_PAUSE", 0.01)
    monkeypatch.setattr(companions, "LONGEST_PAUSE", 5.0)
    pauses: list[float] = []
    monkeypatch.setattr(
        companions.log, "error", lambda _event, *, seconds, **_: pauses.append(seconds)
    )
    started: list[int] = []
    with replaced(starting(lambda: None, started)):
        wait_until(lambda: len(started) == 4)
    assert pauses[:3] == [0.02, 0.04, 0.08]


def test_one_that_does_not_end_when_it_is_told_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companions, "STOP_SECONDS", 0.2)
    ready, started = FORK.Event(), list[int]()

    def stay() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        ready.set()
        time.sleep(60)

    with replaced(starting(stay, started)):
        assert ready.wait(60)
    assert not psutil.pid_exists(started[0])
