"""A plugin that does not load refuses the start with the way out, and holds up nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.core.plugins.samples import forget
from tests.fixtures.database import Urls
from tests.fixtures.distributions import delivered, install, manifest
from yishi_graphql.cli.root import COMMANDS, root

BROKEN = {"": "import no_such_library\n", "variant.toml": manifest("broken")}
OURS = delivered()


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("YISHI_WITHOUT_PLUGINS", raising=False)
    yield
    forget("broken", "older", "leaning", "fine", "one", "two")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(tmp_path, monkeypatch, "broken", BROKEN)
    return tmp_path


def call(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(root, list(arguments), catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def listed(*arguments: str) -> list[str]:
    return [line.split()[0] for line in call("plugin", "list", *arguments).stdout.splitlines()]


def test_a_broken_plugin_refuses_with_the_way_out_as_the_last_line(place: Path) -> None:
    said = call("plugin", "list", code=1).stderr.splitlines()
    assert said == [
        "错误:broken: 导入失败:ModuleNotFoundError:No module named 'no_such_library' "
        "(the import failed: ModuleNotFoundError: No module named 'no_such_library')",
        "修复之前可以不装载它启动:--without-plugin broken "
        "(start without it until it is mended: --without-plugin broken)",
    ]


def test_the_way_out_works_as_an_option_and_as_a_setting(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert listed("--without-plugin", "broken") == [*OURS, "broken"]
    assert "broken  (未装载)" in call("plugin", "list", "--without-plugin", "broken").stdout
    monkeypatch.setenv("YISHI_WITHOUT_PLUGINS", "broken")
    assert listed() == [*OURS, "broken"]
    assert listed("--without-plugin", OURS[-1]) == [*OURS[:-1], "broken", OURS[-1]]


def test_a_plugin_that_is_gone_or_never_was_may_stay_in_the_setting() -> None:
    assert listed("--without-plugin", "uninstalled") == OURS


def test_every_broken_plugin_is_named_and_what_requires_one_is_left_out_with_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`older` is found broken only when `broken` no longer hides it; `leaning` is sound."""
    needing = manifest("leaning", 'requires = ["broken"]')
    install(place, monkeypatch, "leaning", {"": "", "variant.toml": needing})
    aged = manifest("older", 'core = ">=99"')
    install(place, monkeypatch, "older", {"": "", "variant.toml": aged})
    out = ["--without-plugin", "broken", "--without-plugin", "older"]
    assert " ".join(out) in call("plugin", "list", code=1).stderr.splitlines()[-1]
    assert listed(*out) == [*OURS, "broken", "older", "leaning"]


def test_of_two_that_do_not_fit_each_other_the_later_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code, label in (("one", "走访员"), ("two", "网格员")):
        role = manifest(code, f'[roles]\nwalker = "{label}"')
        install(tmp_path, monkeypatch, code, {"": "", "variant.toml": role})
    said = call("plugin", "list", code=1).stderr
    assert said.splitlines()[-1].startswith("修复之前可以不装载它启动:--without-plugin two (")


def test_what_fails_only_beside_the_tenants_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The metric is looked up when all nouns are put together, after the plugins were loaded."""
    quotas = (
        '[[quotas]]\ncode = "fine_quotas"\nlabel = "任务"\nitems = [{ code = "a", label = "甲", '
        'subject = "org", metric = "no_such_metric", min = 1, period = "year" }]'
    )
    files = {"": "", "variant.toml": manifest("fine", quotas)}
    install(tmp_path, monkeypatch, "fine", files)
    said = call("plugin", "list", code=1).stderr
    assert "no_such_metric" in said
    assert "--without-plugin fine" in said.splitlines()[-1]


def test_the_rest_works_without_it(
    place: Path, fresh_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YISHI_DATABASE_URL", fresh_database.app)
    monkeypatch.setenv("YISHI_DATABASE_OWNER_URL", fresh_database.owner)
    refused = call("db", "upgrade", code=1).stderr
    assert "--without-plugin broken" in refused
    assert "数据库已是最新版本" in call("db", "upgrade", "--without-plugin", "broken").stdout
    status = call("db", "status", "--without-plugin", "broken", "--without-plugin", OURS[2]).stdout
    assert "待升级" not in status
    assert status.splitlines()[-1].split() == [OURS[2], f"{OURS[2]}_0001", "程序未装载,数据仍在"]
    issue = ("token", "issue", "--account", "nobody", "--county", "990101")
    assert "没有账号“nobody”" in call(*issue, "--without-plugin", "broken", code=1).stderr
    sdl = call("schema", "export", "--without-plugin", "broken").stdout
    assert "type OrgUnit" in sdl


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_that_works_on_an_installation_has_the_option(name: str) -> None:
    import importlib

    import rich_click as click

    module, _, attribute = COMMANDS[name][0].partition(":")
    command = getattr(importlib.import_module(module), attribute)
    leaves = command.commands.values() if isinstance(command, click.Group) else [command]
    offline = {
        "new",
        "check",
        "migration",
        "dev",
    }  # `dev` runs one plugin and leaves all others out
    for leaf in leaves:
        options = {option for parameter in leaf.params for option in parameter.opts}
        assert ("--without-plugin" in options) is (leaf.name not in offline), leaf.name
