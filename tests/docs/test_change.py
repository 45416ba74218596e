"""`docs/change-in-ten-minutes.md` works: its changes are made in a copy of the tree, and its
commands run there.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.changes import Edit, steps
from tests.docs.worked import ROOT
from tests.fixtures.database import Server

PAGE = ROOT / "docs" / "change-in-ten-minutes.md"
SOURCES = ("core", "tenants", "plugins", "graphql")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the commands need, with what Python has compiled of it."""
    for folder in (*SOURCES, "tests"):
        shutil.copytree(
            ROOT / folder,
            tmp_path / folder,
            ignore=shutil.ignore_patterns("golden", "node_modules"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(command: str, tree: Path, server: Server) -> None:
    """Run one line of the page in the copy, against the server of this run."""
    words = shlex.split(command)
    assert words[0] == ".venv/bin/python", f"the test does not know how to run: {command}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    path = os.pathsep.join(str(tree / folder) for folder in SOURCES)
    environment = {**kept, "PYTHONPATH": path, "YISHI_TEST_DATABASE_URL": server.admin_url}
    done = subprocess.run(
        [sys.executable, *words[1:]], cwd=tree, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"


def test_every_change_of_the_page_can_be_made_and_does_what_it_says(
    tree: Path, database_server: Server
) -> None:
    for step in steps(PAGE.read_text(encoding="utf-8")):
        if isinstance(step, Edit):
            step.apply(tree)
            continue
        for command in step:
            if command.startswith("make "):
                assert re.search(
                    rf"^{command.split()[1]}:",
                    (ROOT / "Makefile").read_text(encoding="utf-8"),
                    re.M,
                ), command
            else:
                run(command, tree, database_server)


def test_no_block_of_the_page_escapes_the_test() -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = steps(page)
    assert page.count("```") == 2 * len(found)
    assert sum(isinstance(step, Edit) for step in found) == 12
