"""The commands of the READMEs and of docs/operating.md do what they say, on a machine that has
nothing yet. (Their queries: `test_queries`.)
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from click.testing import CliRunner

from tests.docs.commands import commands
from tests.docs.worked import ROOT, examples
from yishi_core.kernel.database.embedded import EmbeddedServer
from yishi_graphql.cli.root import root

READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = (*READMES, ROOT / "docs" / "operating.md")
YISHI = Path(sys.executable).parent / "yishi"
SERVE = ["yishi", "serve", "--data", "./data"]
ACTIVATE = ["source", ".venv/bin/activate"]


@pytest.fixture
def machine(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """An empty directory, and an environment without settings of ours."""
    return tmp_path, {k: v for k, v in os.environ.items() if not k.startswith("YISHI_")}


def typed(page: Path) -> list[list[str]]:
    """The commands of a page that end by themselves."""
    return [words for words in commands(page) if words[0] == "yishi" and words != SERVE]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_no_command_of_a_page_escapes_the_tests(page: Path) -> None:
    rest = [words for words in commands(page) if words[0] != "yishi"]
    assert [words for words in rest if words != ACTIVATE and words[0] != "make"] == []
    assert SERVE in commands(page)
    assert page.name == "operating.md" or [words for words in rest if words[0] == "make"] == [
        ["make", "demo"],
        ["make", "test"],
    ]


def test_both_readmes_tell_the_same_commands_and_queries() -> None:
    english, chinese = READMES
    assert commands(english) == commands(chinese)
    asked = [
        [(e.who, e.document, e.answer) for e in examples(page.read_text(encoding="utf-8"))]
        for page in READMES
    ]
    assert asked[0] == asked[1] != []


@pytest.mark.parametrize("target", ["demo", "test"])
def test_make_knows_the_target_and_calls_what_is_there(target: str) -> None:
    done = subprocess.run(
        ["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {"demo": ".venv/bin/yishi demo --port 8000 --data ./data", "test": "-m pytest -n 3"}[
        target
    ] in done.stdout


def test_make_installs_into_the_environment_that_is_activated() -> None:
    assert "VENV   := .venv" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page", [PAGES[0], pytest.param(PAGES[2], marks=pytest.mark.slow)], ids=lambda p: p.name
)
def test_the_commands_of_a_page_run_in_their_order(
    page: Path,
    machine: tuple[Path, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    place, environment = machine
    monkeypatch.chdir(place)
    for setting in os.environ.keys() - environment.keys():
        monkeypatch.delenv(setting)
    for words in typed(page):
        done = CliRunner().invoke(root, words[1:], catch_exceptions=False)
        assert done.exit_code == 0, f"{' '.join(words)}\n{done.output}"
        if words[1:3] == [
            "db",
            "upgrade",
        ]:  # it has started and stopped the database; doing so for each command would take long
            request.addfinalizer(EmbeddedServer.start(place / "data" / "postgresql").stop)
        if words[1:3] == ["county", "create"]:
            assert re.search(r"已建立 .+\(610922\)", done.output)
            assert "一次性密码" in done.output
        if words[1:3] == ["token", "issue"]:
            assert done.output.startswith("ys_610922_")


@pytest.mark.slow
def test_the_served_county_answers_and_stops_in_order(machine: tuple[Path, dict[str, str]]) -> None:
    """README: upgrade, create, token, serve; then one question over HTTP and SIGTERM."""
    place, environment = machine
    token = ""
    for words in typed(READMES[0]):
        done = subprocess.run(
            [YISHI, *words[1:]],
            cwd=place,
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=True,
        )
        token = done.stdout.strip() if words[1:3] == ["token", "issue"] else token
    with serving(SERVE[1:], place, environment) as address:
        # The administrator has still his one-time password: the answer is the refusal that says so,
        # not a fault.
        answer = ask(address, token, "{ orgs { totalCount } }")
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        public = ask(address, "", "{ public(county: 610922) { stations { totalCount } } }")
        assert public == {"data": {"public": {"stations": {"totalCount": 0}}}}


@pytest.mark.slow
def test_the_demonstration_county_answers_the_first_query(
    machine: tuple[Path, dict[str, str]],
) -> None:
    [first] = examples(READMES[0].read_text(encoding="utf-8"))
    place, environment = machine
    said = place / "said.txt"
    with serving(["demo", "--data", "./data"], place, environment, said) as address:
        shown = re.search(rf"^\s*{first.who}\s+(ys_\S+)", said.read_text(encoding="utf-8"), re.M)
        assert shown
        answer = ask(address, shown[1], first.document)
    assert "errors" not in answer
    page = answer["data"]["stations"]
    assert page["totalCount"] > first.answer["data"]["stations"]["totalCount"]
    assert shape(page["nodes"]) == shape(first.answer["data"]["stations"]["nodes"])


@contextlib.contextmanager
def serving(
    words: list[str], place: Path, environment: dict[str, str], said: Path | None = None
) -> Iterator[str]:
    """Start a serving command on a free port, wait until it is ready, stop it by SIGTERM; it must
    end with 0.
    """
    port = free_port()
    with (said or place / "log.txt").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [YISHI, *words, "--port", str(port)],
            cwd=place,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(60)


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        assert process.poll() is None, "the server ended before it was ready"
        with contextlib.suppress(URLError, ConnectionError):
            if urllib.request.urlopen(f"{address}/health/ready", timeout=5).status == 200:
                return
        time.sleep(0.25)
    pytest.fail("the server was not ready within five minutes")


def ask(address: str, token: str, document: str) -> Any:
    headers = {"Content-Type": "application/json", "Accept-Language": "zh"} | (
        {"Authorization": f"Bearer {token}"} if token else {}
    )
    request = urllib.request.Request(
        f"{address}/graphql", json.dumps({"query": document}).encode(), headers
    )
    return json.loads(urllib.request.urlopen(request, timeout=30).read())


def shape(value: Any) -> Any:
    """The keys of a value, however deep; the longest-known row stands for a list."""
    if isinstance(value, dict):
        return {k: shape(v) for k, v in value.items()}
    return type(value[0]).__name__ if isinstance(value, list) and value else None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
