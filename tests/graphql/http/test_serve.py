"""The server process: limits of the wire, and an orderly stop."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress

import httpx
import psutil
import pytest

pytestmark = pytest.mark.anyio


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(
    drain: float = 0, out: int = subprocess.PIPE
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in processes of its own, and its address. A pipe holds some hundred of its lines;
    who sends more requests wants no `out`.
    """
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.graphql.http.live", str(port), str(drain)],
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield process, address
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its workers too, at once
        process.wait(10)
        if process.stdout:
            process.stdout.close()


def _wait(process: subprocess.Popen[str], address: str) -> None:
    deadline = time.monotonic() + 300  # a busy machine is slow
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(address + "/health/live", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    with running(out=subprocess.DEVNULL) as found:
        yield found


@pytest.fixture(scope="module")
def address(server: tuple[subprocess.Popen[str], str]) -> str:
    return server[1]


def ask(client: httpx.AsyncClient, seconds: float) -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(client.post("/graphql", json={"query": str(seconds)}))


@pytest.mark.check("K21", part="a body without a length is cut off at the limit")
async def test_a_body_in_pieces_beyond_the_limit_gives_413(address: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(101):
            yield b" " * 1_000
        await asyncio.sleep(1)  # the rest never comes: the answer does not wait for it

    async with httpx.AsyncClient(base_url=address) as client:
        answer = await client.post(
            "/graphql", content=pieces(), headers={"Content-Type": "application/json"}
        )
    assert answer.status_code == 413


@pytest.mark.check("K21", part="slow bodies time out")
async def test_a_body_that_does_not_arrive_gives_408(address: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
    head = (
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: "
        "application/json\r\nContent-Length: 100\r\n\r\n{"
    )
    writer.write(head.encode())
    started = time.monotonic()
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert 0.9 < time.monotonic() - started < 5
    writer.close()


async def test_what_runs_long_ends_with_its_client_unless_it_changes_something() -> None:
    with running() as (_, address):
        async with httpx.AsyncClient(base_url=address, timeout=20) as client:
            for document in ("600", "mutation600"):
                with pytest.raises(httpx.ReadTimeout):
                    await client.post("/graphql", json={"query": document}, timeout=1)
            for _ in range(100):
                if (others := await _others(client)) == 1:
                    break
                await asyncio.sleep(0.1)
            assert others == 1, "the change goes on, and nothing else"


async def _others(client: httpx.AsyncClient) -> int:
    return int((await client.post("/graphql", json={"query": "running"})).json()["data"])


@pytest.mark.check("K21", part="a head beyond the limit gives 431")
async def test_a_large_head_is_refused(address: str) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        answer = await client.get("/health/live", headers={"X-Large": "x" * 40_000})
    assert answer.status_code == 431


@pytest.mark.check("K21", part="memory is flat")
async def test_whatever_is_too_large_leaves_memory_as_it_was(
    server: tuple[subprocess.Popen[str], str],
) -> None:
    """Bodies of 2 MB in pieces, of a length that is said, heads, and requests that are fine: a
    thousand of them, and what is held stays.
    """
    process, address = server

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    async def send(client: httpx.AsyncClient) -> None:
        headers = {"Content-Type": "application/json"}
        for content, expected in (
            (pieces(), 413),
            (b" " * 2_000_000, 413),
            (b'{"query": "0"}', 200),
        ):
            with suppress(
                httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError
            ):  # cut off while it was still sending
                assert (
                    await client.post("/graphql", content=content, headers=headers)
                ).status_code == expected
        assert (
            await client.get("/health/live", headers={"X-Large": "x" * 40_000})
        ).status_code == 431

    async def rounds(count: int) -> int:
        for _ in range(count):
            async with httpx.AsyncClient(base_url=address, timeout=60) as client:
                await asyncio.gather(*(send(client) for _ in range(5)))
        return held(process)

    first = await rounds(10)
    assert await rounds(40) - first < 4_000_000
    assert process.poll() is None


def held(process: subprocess.Popen[str]) -> int:
    """Bytes of memory of the server and its workers."""
    root = psutil.Process(process.pid)
    return sum(p.memory_info().rss for p in (root, *root.children(recursive=True)))


@pytest.mark.check(
    "K44", part="in-flight requests finish, exit within the limit with no error in the client"
)
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
async def test_running_requests_finish_before_the_server_stops(sent: signal.Signals) -> None:
    with running() as (process, address):
        async with httpx.AsyncClient(base_url=address, timeout=10) as client:
            asked = [ask(client, 1.0) for _ in range(20)]
            await asyncio.sleep(0.4)
            process.send_signal(sent)
            answers = await asyncio.gather(*asked)
        assert [a.json() for a in answers] == [{"data": "1.0"}] * 20
        assert await asyncio.to_thread(process.wait, 10) == 0
        assert process.stdout
        said = process.stdout.read().splitlines()
        assert said[-1] == "stopped"
        assert all(json.loads(line)["event"] for line in said[:-1])


@pytest.mark.check("K44", part="readiness turns false first")
async def test_readiness_turns_false_while_requests_are_still_taken() -> None:
    with running(drain=1.5) as (process, address):
        async with httpx.AsyncClient(base_url=address, timeout=10) as client:
            assert (await client.get("/health/ready")).status_code == 200
            process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.3)
            assert (await client.get("/health/ready")).json() == {
                "ready": False,
                "reason": "stopping",
            }
            assert (await ask(client, 0)).status_code == 200
        assert await asyncio.to_thread(process.wait, 10) == 0


def test_what_a_killed_server_leaves_ends_by_itself() -> None:
    """It would hold the port against the next start."""
    with running() as (process, address):
        port = int(address.rpartition(":")[2])
        process.kill()
        process.wait(10)
        deadline = time.monotonic() + 60
        while (held := is_held(port)) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert not held


def is_held(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
