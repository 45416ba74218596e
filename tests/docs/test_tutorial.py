"""`docs/plugins/tutorial.md` works: its files are written, its commands are run, and they say what
the page shows.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.core.plugins.samples import forget
from tests.docs.worked import ROOT
from yishi_graphql.cli.root import root

PAGE = ROOT / "docs" / "plugins" / "tutorial.md"
PACKAGE = "yishi_yard_talks"
STEP = re.compile(
    r"^(?:`(?P<file>yard-talks/[^`]+)`:\n\n```\w+\n(?P<text>.*?)```"
    r"|```console\n(?P<console>.*?)```)$",
    re.M | re.S,
)
BY_HAND = ("pip install ", "yishi plugin dev ", "yishi plugin trace ")
"""Commands that need an installation and a server; they have tests of their own."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    yield tmp_path
    forget(PACKAGE)


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, with what it prints."""
    for part in console.split("$ ")[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def run(command: str, here: Path) -> str:
    """What a command of the page prints."""
    name, *words = command.split()
    if name == "yishi":
        forget(PACKAGE)
        done = CliRunner().invoke(root, words, catch_exceptions=False)
        return done.stdout
    shell = {"python": [sys.executable, *words], "sed": [name, *words]}[name]
    ran = subprocess.run(shell, cwd=here, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_page_leads_from_nothing_to_a_tested_plugin(here: Path) -> None:
    steps = list(STEP.finditer(PAGE.read_text(encoding="utf-8")))
    assert len(steps) > 8
    for step in steps:
        if step["file"]:
            (here / step["file"]).write_text(step["text"], encoding="utf-8")
            continue
        for command, printed in commands(step["console"]):
            if command.startswith(BY_HAND):
                continue
            said = run(command, here)
            if command.startswith("python -m pytest"):
                assert printed.strip() in said
            elif " new " in command:
                assert said.endswith(printed)
            else:
                assert said == printed, command
