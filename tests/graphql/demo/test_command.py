"""`yishi demo` as it is typed: starts everything, prints what can be pasted, serves it, stops
everything, starts again with the same data.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

START_SECONDS = 300
"""A busy machine is slow; how fast an idle one is stands in docs/demo.md."""


@dataclass
class Running:
    """The command in a process of its own, with what it has printed."""

    process: subprocess.Popen[str]
    printed: str
    seconds: float

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def data() -> Iterator[Path]:
    """A new data directory with a short name: the database's socket lies below it."""
    folder = Path(tempfile.mkdtemp(prefix="yd"))
    yield folder
    for process in postmasters(folder):
        process.kill()  # only where a test failed
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def demo(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("YISHI_")} | {
        "PYTHONUNBUFFERED": "1"
    }
    command = [
        str(Path(sys.executable).with_name("yishi")),
        "demo",
        "--port",
        str(port),
        "--data",
        str(data),
    ]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        cwd=data,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)
        assert process.stdout
        process.stdout.close()


@contextmanager
def ready(data: Path, port: int) -> Iterator[Running]:
    """The command, once it answers."""
    begun = time.monotonic()
    with demo(data, port) as process:
        assert process.stdout
        printed = ""
        for line in process.stdout:
            printed += line
            if "Ctrl-C" in line:
                break
        assert "Ctrl-C" in printed, printed
        while True:
            assert time.monotonic() < begun + START_SECONDS
            assert process.poll() is None, process.stdout.read()
            try:
                if httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.05)
        yield Running(process, printed, time.monotonic() - begun)


def postmasters(data: Path) -> list[psutil.Process]:
    """Processes of a database in the directory."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if any("postgres" in part for part in command[:1]) and any(
            str(data) in part for part in command
        ):
            found.append(process)
    return found


def pasted(printed: str) -> Any:
    """The curl command as printed, run by a shell; what it answers."""
    command = re.search(r"^\s*(curl .*\\\n.*)$", printed, re.MULTILINE)
    assert command, printed
    return json.loads(
        subprocess.run(
            ["/bin/sh", "-c", command[1]], capture_output=True, text=True, timeout=60, check=True
        ).stdout
    )


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the printed command needs curl")
def test_the_county_is_served_stopped_and_kept(data: Path) -> None:
    with ready(data, free_port()) as first:
        print(f"ready after {first.seconds:.1f} s")
        assert postmasters(data)
        answer = pasted(first.printed)
        assert "errors" not in answer
        assert answer["data"]["consultationCases"]["totalCount"] >= 10
        assert all(case["steps"]["nodes"] for case in answer["data"]["consultationCases"]["nodes"])
        assert first.stop(signal.SIGTERM) == 0
    assert postmasters(data) == []
    with ready(data, free_port()) as second:
        print(f"ready again after {second.seconds:.1f} s")
        assert pasted(second.printed) == answer
        token = re.search(r"ys_990101_\S+", first.printed)
        assert token
        kept = httpx.post(
            re.findall(r"GraphQL:(\S+)", second.printed)[0],
            json={"query": "{ me { name } }"},
            headers={"Authorization": f"Bearer {token[0]}"},
        )
        assert kept.json() == {"data": {"me": {"name": "county"}}}
        assert second.stop(signal.SIGINT) == 0
    assert postmasters(data) == []


@pytest.mark.slow
def test_told_to_end_while_it_loads_it_leaves_no_database(data: Path) -> None:
    with demo(data, free_port()) as process:
        deadline = time.monotonic() + START_SECONDS
        while not postmasters(data):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.5)
        process.terminate()
        assert process.wait(60) != 0
    assert postmasters(data) == []
