"""`docs/plugins` is enough to write a plugin: 有事好商量 was written from it alone. It passes the
check, its own tests pass where nothing else of the repository is, and it stays short.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.core.plugins.samples import forget
from tests.docs.worked import ROOT
from yishi_graphql.cli.root import root

PLUGIN = ROOT / "tests" / "plugins" / "good_consult"
PACKAGE = "yishi_good_consult"
MOST_LINES = 300
MOST_CHARACTERS = 100


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The distribution by itself: inside the repository its `tests` would be ours."""
    leave = shutil.ignore_patterns("__pycache__")
    yield Path(shutil.copytree(PLUGIN, tmp_path / "good_consult", ignore=leave))
    forget(PACKAGE)


def written() -> Iterator[Path]:
    """What its author wrote by hand; migrations are written by a command."""
    for file in sorted(PLUGIN.rglob("*")):
        if file.is_file() and not {"migrations", "__pycache__"} & set(file.parts):
            yield file


def test_the_check_finds_nothing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy)
    words = ["plugin", "check", PACKAGE, "--dir", str(copy)]
    done = CliRunner().invoke(root, words, catch_exceptions=False)
    assert done.stdout == "符合要求。\n"


def test_its_own_tests_pass(copy: Path) -> None:
    shell = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    ran = subprocess.run(shell, cwd=copy, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "passed" in ran.stdout


def test_it_is_short() -> None:
    files = list(written())
    assert len(files) > 8
    assert sum(len(file.read_text("utf-8").splitlines()) for file in files) <= MOST_LINES


def test_its_lines_are_no_longer_than_ours() -> None:
    for file in written():
        if file.suffix == ".py":
            wide = [n for n in file.read_text("utf-8").splitlines() if len(n) > MOST_CHARACTERS]
            assert not wide, file.name
