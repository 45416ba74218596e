"""`yishi plugin new`: a package with code, data alone, or a single file; each passes the check."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from tests.core.plugins.samples import forget
from yishi_core.kernel.plugins.plugin import load
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.testing.conformance import check_plugin
from yishi_core.testing.scaffold import Shape, scaffold


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path / "walks")
    yield tmp_path
    forget("yishi_walks")


@pytest.mark.parametrize("shape", Shape)
def test_what_is_written_conforms_and_is_found_by_its_entry_point(
    place: Path, shape: Shape
) -> None:
    scaffold("walks", place, shape)
    assert check_plugin("yishi_walks") == []
    project = tomllib.loads((place / "walks" / "pyproject.toml").read_text(encoding="utf-8"))
    [(name, value)] = project["project"]["entry-points"]["yishi.plugins"].items()
    module = EntryPoint(name, value, "yishi.plugins").load()
    assert load(module).variant.settings.keys() == {"steps_before_meeting"}


def test_a_single_file_holds_data_rules_and_hooks(place: Path) -> None:
    scaffold("walks", place, Shape.FILE)
    plugin = load_plugins(["yishi_walks"], entry_points=False)["walks"]
    assert [procedure.code for procedure in plugin.variant.procedures] == ["walks_steps"]
    assert [hook.names for _, hook in plugin.hooks()] == [("guard__skip_step",)]
    assert [rule.__name__ for rule in plugin.refusals()] == ["StepRule"]


def test_the_tests_that_come_with_a_single_file_pass(place: Path) -> None:
    scaffold("walks", place, Shape.FILE)
    folder = place / "walks"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_a_typo_in_the_data_of_a_single_file_names_the_file(place: Path) -> None:
    scaffold("walks", place, Shape.FILE)
    file = place / "walks" / "yishi_walks.py"
    file.write_text(
        file.read_text(encoding="utf-8").replace('stage = "collect"', 'stage = "colect"'),
        encoding="utf-8",
    )
    (found,) = check_plugin("yishi_walks")
    assert found.where == "yishi_walks: variant.toml: procedures.0.steps.0.stage"
    assert "您是否想写 collect?" in found.text.zh


def test_a_single_file_without_a_chinese_docstring_is_told_so(place: Path) -> None:
    scaffold("walks", place, Shape.FILE)
    file = place / "walks" / "yishi_walks.py"
    text = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(['"""Walks."""', *text[1:]]), encoding="utf-8")
    assert [found.rule for found in check_plugin("yishi_walks")] == ["readme"]


def test_the_imports_of_a_single_file_are_looked_at(place: Path) -> None:
    scaffold("walks", place, Shape.FILE)
    with (place / "walks" / "yishi_walks.py").open("a", encoding="utf-8") as file:
        file.write("\nimport yishi_core.clock\n")
    assert [found.rule for found in check_plugin("yishi_walks")] == ["imports"]
