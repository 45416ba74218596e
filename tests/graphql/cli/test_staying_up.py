"""`yishi serve` as it is typed, and every process that it starts killed in turn: it comes back by
itself (K40).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tests.fixtures.waiting import wait_until
from tests.graphql.demo.test_command import data, postmasters
from tests.graphql.http.test_serve import free_port

__all__ = ["data"]  # a fixture
BUSY_SECONDS = 300
"""A busy machine is slow."""


def command(data: Path, port: int) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("YISHI_")}
    words = [
        str(Path(sys.executable).with_name("yishi")),
        "serve",
        "--port",
        str(port),
        "--data",
        str(data),
    ]
    return subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=data.parent,
    )


@contextmanager
def serving(data: Path, port: int) -> Iterator[psutil.Process]:
    process = command(data, port)
    try:
        wait_until(lambda: is_ready(port) or process.poll() is not None, BUSY_SECONDS)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(60)
        assert process.stderr
        process.stderr.close()


def is_ready(port: int) -> bool:
    """Ready, and without a warning: a job worker has given a sign of life too."""
    try:
        found = httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=5)
    except httpx.TransportError:
        return False
    return found.status_code == 200 and found.json()["warnings"] == []


def children(server: psutil.Process) -> tuple[psutil.Process, psutil.Process]:
    """The process that serves and the one that works beside it."""
    found = sorted(server.children(), key=lambda process: not process.net_connections(kind="tcp"))
    listening = [
        p
        for p in found
        if any(c.status == psutil.CONN_LISTEN for c in p.net_connections(kind="tcp"))
    ]
    working = [p for p in found if p not in listening and p.status() != psutil.STATUS_ZOMBIE]
    return listening[0], working[0]


def has_both(server: psutil.Process, without: psutil.Process) -> bool:
    try:
        return without not in children(server)
    except (IndexError, psutil.NoSuchProcess):
        return False


@pytest.mark.slow
@pytest.mark.check("K40", part="whatever a command has started is started again when it is killed")
def test_whatever_serve_has_started_is_started_again_when_it_is_killed(data: Path) -> None:
    port = free_port()
    with serving(data, port) as server:
        assert is_ready(port)
        for which in (0, 1):
            killed = children(server)[which]
            killed.kill()
            wait_until(lambda gone=killed: has_both(server, gone) and is_ready(port), BUSY_SECONDS)  # type: ignore[misc]
        [database] = [
            p for p in postmasters(data) if p.ppid() not in {q.pid for q in postmasters(data)}
        ]
        database.kill()
        wait_until(lambda: not is_ready(port), BUSY_SECONDS)
        wait_until(lambda: is_ready(port), BUSY_SECONDS)
        backend = next(
            p
            for p in psutil.process_iter()
            if p.ppid() == postmaster_of(data) and "yishi_app" in " ".join(p.cmdline())
        )
        backend.kill()
        wait_until(lambda: is_ready(port) and has_both(server, backend), BUSY_SECONDS)
        told = refused_beside(data, port)
        assert told.startswith(f"错误:不能在 127.0.0.1:{port} 提供服务")
        assert told.count("\n") == 1
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
    assert postmasters(data) == []


def postmaster_of(data: Path) -> int:
    return int((data / "postgresql" / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def refused_beside(data: Path, port: int) -> str:
    """What a second server with data of its own at the same address says before it ends."""
    second = command(data.with_name(f"{data.name}-second"), port)
    said = second.communicate(timeout=BUSY_SECONDS)[1]
    assert second.returncode == 1
    return said


@pytest.mark.slow
def test_a_database_that_can_never_start_ends_the_command_at_once_with_one_line(data: Path) -> None:
    with serving(data, free_port()):
        pass
    version = data / "postgresql" / "data" / "PG_VERSION"
    version.write_text("17\n")
    process = command(data, free_port())
    said = process.communicate(timeout=BUSY_SECONDS)[1]
    assert process.returncode == 1
    assert said.startswith("错误:内置数据库未能启动:")
    assert "version 17" in said
    assert said.count("\n") == 1
