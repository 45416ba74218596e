"""`yishi plugin list | new | check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.core.plugins.samples import forget
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_graphql.cli.plugin import plugin
from yishi_graphql.cli.root import root


@pytest.fixture(autouse=True)
def _search_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend("")
    yield
    forget("yishi_walks")


def test_a_new_plugin_passes_the_check(tmp_path: Path) -> None:
    run = CliRunner()
    made = run.invoke(plugin, ["new", "walks", "--dir", str(tmp_path)])
    assert made.exit_code == 0, made.output
    assert (tmp_path / "walks" / "yishi_walks" / "variant.toml").is_file()
    checked = run.invoke(plugin, ["check", "yishi_walks", "--dir", str(tmp_path / "walks")])
    assert (checked.exit_code, checked.stdout) == (0, "符合要求。\n")


def test_each_finding_is_a_line_and_the_status_is_1(tmp_path: Path) -> None:
    run = CliRunner()
    run.invoke(plugin, ["new", "walks", "--dir", str(tmp_path)])
    (tmp_path / "walks" / "yishi_walks" / "README.md").unlink()
    checked = run.invoke(plugin, ["check", "yishi_walks", "--dir", str(tmp_path / "walks")])
    assert (checked.exit_code, checked.stdout) == (
        1,
        "[readme] yishi_walks:包中缺少中文 README.md\n",
    )
    assert checked.stderr == "1 个问题。\n"


def test_what_is_wrong_with_a_name_is_told_in_one_line(tmp_path: Path) -> None:
    made = CliRunner().invoke(root, ["plugin", "new", "Walks", "--dir", str(tmp_path)])
    assert made.exit_code == 1
    assert made.stderr == "错误:名称用小写字母、数字和下划线,字母开头,如 walk_groups。\n"


def test_the_list_tells_code_version_and_label() -> None:
    listed = CliRunner().invoke(plugin, ["list"])
    expected = [f"{p.code}  {p.variant.version}  {p.variant.label}" for p in load_plugins()]
    assert listed.exit_code == 0
    for line in expected:
        assert line in listed.stdout
