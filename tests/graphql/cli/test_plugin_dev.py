"""`yishi plugin dev` and `trace`: with which plugins, and what they tell."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from tests.core.plugins.samples import forget
from tests.fixtures.database import Urls
from tests.fixtures.distributions import delivered
from yishi_core.errors import InvalidInput
from yishi_core.kernel.plugins import finding
from yishi_core.testing.scaffold import Shape, scaffold
from yishi_graphql.cli.plugin_dev import named, place, surroundings
from yishi_graphql.cli.root import root


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A single-file plugin that requires one of ours, found by its entry point."""
    scaffold("walks", tmp_path, Shape.FILE)
    file = tmp_path / "walks" / "yishi_walks.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('summary = "', 'requires = ["qiangshan_hall"]\nsummary = "'), encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path / "walks")
    entries = [
        *importlib.metadata.entry_points(group=finding.GROUP),
        importlib.metadata.EntryPoint("walks", "yishi_walks", finding.GROUP),
    ]
    monkeypatch.setattr(finding, "installed", lambda group: entries)
    yield file
    forget("yishi_walks")


@pytest.mark.parametrize("name", ["walks", "yishi_walks"])
def test_only_the_plugin_and_what_it_requires_are_loaded_and_its_file_is_watched(
    installed: Path, name: str
) -> None:
    plugin = named(name)
    assert surroundings(plugin) == {
        "YISHI_WITHOUT_PLUGINS": " ".join(c for c in delivered() if c != "qiangshan_hall"),
        "YISHI_TRACE_PLUGINS": "1",
    }
    assert place(plugin) == installed


def test_of_a_package_the_folder_is_watched() -> None:
    plugin = named("qiangshan_hall")
    assert place(plugin).name == "qiangshan_hall"


def test_a_plugin_that_is_not_installed_is_told_with_the_likely_name() -> None:
    with pytest.raises(InvalidInput) as caught:
        named("qiangshan_hal")
    assert "您是否想写 qiangshan_hall?" in caught.value.fields[0].text.zh


DIVISIONS = "code,name\n99,示例省\n9901,示例市\n990101,青禾县\n990101100,河口镇\n"


def test_a_document_is_run_and_its_hooks_are_told(
    fresh_database: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YISHI_DATABASE_URL", fresh_database.app)
    monkeypatch.setenv("YISHI_DATABASE_OWNER_URL", fresh_database.owner)
    monkeypatch.setenv("YISHI_DATA", str(tmp_path / "data"))
    (tmp_path / "regions.csv").write_text(DIVISIONS, encoding="utf-8")
    (tmp_path / "who.graphql").write_text("query Who { me { name } }", encoding="utf-8")

    def call(*arguments: str) -> str:
        done = CliRunner().invoke(root, list(arguments), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    call("county", "create", "990101", "--regions", str(tmp_path / "regions.csv"))
    with psycopg.connect(fresh_database.owner, autocommit=True) as connection:
        connection.execute("update account set must_change_password = false")
    token = call("token", "issue", "--account", "admin").strip()
    told = call("plugin", "trace", str(tmp_path / "who.graphql"), "--token", token)
    answer, _, hooks = told.rpartition("\n\n")
    assert json.loads(answer)["data"]["me"]["name"] == "admin"
    assert hooks == "没有运行任何钩子。\n"
