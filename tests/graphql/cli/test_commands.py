"""The commands as an operator types them, against the run's own server: what they print, and what
they leave.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.fixtures.database import Urls
from yishi_graphql.cli.root import root

DIVISIONS = "code,name\n99,示例省\n9901,示例市\n990101,青禾县\n990101100,河口镇\n990101101,东坪镇\n"
VILLAGES = "code,name\n990101100201,柳湾村村民委员会\n990101101201,石桥村村民委员会\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "regions.csv").write_text(DIVISIONS, "utf-8")
    (tmp_path / "villages.csv").write_text(VILLAGES, "utf-8")
    return tmp_path


@pytest.fixture
def installation(fresh_database: Urls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Urls:
    monkeypatch.setenv("YISHI_DATABASE_URL", fresh_database.app)
    monkeypatch.setenv("YISHI_DATABASE_OWNER_URL", fresh_database.owner)
    monkeypatch.setenv("YISHI_DATA", str(tmp_path / "data"))
    return fresh_database


def call(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(root, list(arguments), catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def create(files: Path, *more: str) -> str:
    """Set the fictional county up; answers the administrator's one-time password."""
    made = call(
        "county",
        "create",
        "990101",
        "--regions",
        str(files / "regions.csv"),
        "--villages",
        str(files / "villages.csv"),
        *more,
    )
    assert "已建立 青禾县政协(990101)" in made.output
    assert "乡镇(街道)组织 2 个,村(社区)组织 2 个" in made.output
    return made.output.split("一次性密码 ")[1][:19]


def test_a_county_is_created_and_shown(installation: Urls, files: Path) -> None:
    password = create(files)
    shown = call("county", "show", "990101").output
    assert "99/01/01/100/  河口镇政协联络组" in shown
    assert "村(居)两委:2" in shown
    assert password not in shown
    assert "county_admin" in call("account", "list", "--county", "990101").output


def test_an_error_is_one_line_in_chinese_and_leaves_nothing(
    installation: Urls, files: Path
) -> None:
    create(files)
    again = call("county", "create", "990101", code=1)
    assert again.stderr == "错误:青禾县(990101)已经建立。\n"
    (files / "villages.csv").write_text("code,name\n990102100201,别县村\n990101100201,\n", "utf-8")
    wrong = call("county", "create", "990101", "--villages", str(files / "villages.csv"), code=1)
    assert "990101" in wrong.stderr
    assert "Traceback" not in wrong.output
    assert "村(居)两委:2" in call("county", "show", "990101").output
    assert "没有区划代码123456" in call("county", "create", "123456", code=1).stderr
    assert "县级" in call("county", "create", "990101100", code=1).stderr


def test_the_townships_bodies_are_what_the_county_says(installation: Urls, files: Path) -> None:
    kinds = files / "kinds.csv"
    kinds.write_text("代码,名称,类别\n990101101,东坪镇,政协工作联络委员会\n", "utf-8")
    usual = ("--township-kind", "liaison_committee", "--townships", str(kinds))
    kinds.write_text("代码,名称,类别\n990101101,东坪镇,联络会\n990101102,无此镇,\n", "utf-8")
    regions = str(files / "regions.csv")
    wrong = call("county", "create", "990101", "--regions", regions, *usual, code=1).stderr
    assert "第2行:类别“联络会”应为" in wrong
    assert "第3行:本县没有乡镇(街道)990101102" in wrong
    kinds.write_text("代码,名称,类别\n990101101,东坪镇,政协工作联络委员会\n", "utf-8")
    create(files, *usual)
    shown = call("county", "show", "990101").output
    assert "99/01/01/100/  河口镇政协联络委员会" in shown
    assert "99/01/01/101/  东坪镇政协工作联络委员会" in shown


async def test_a_token_is_issued_and_good(installation: Urls, files: Path) -> None:
    import asyncio

    from yishi_core.settings import AppSettings
    from yishi_graphql.place.assemble import assembled

    await asyncio.to_thread(create, files)
    issued = await asyncio.to_thread(
        call, "token", "issue", "--account", "ADMIN", "--read-only", "--days", "7"
    )
    async with assembled(AppSettings()) as platform:
        principal = await platform.principals.by_token(issued.output.strip())
    assert (principal.county, principal.read_only, principal.must_change_password) == (
        990101,
        True,
        True,
    )
    unknown = await asyncio.to_thread(call, "token", "issue", "--account", "nobody", code=1)
    assert "没有账号“nobody”" in unknown.stderr


def test_a_password_is_reset_by_the_operator(installation: Urls, files: Path) -> None:
    first = create(files)
    reset = call("account", "reset-password", "admin", "--county", "990101").output
    assert "一次性密码:" in reset
    assert first not in reset


def test_the_database_is_up_to_date(installation: Urls) -> None:
    assert "待升级" not in call("db", "status").output


def test_commands_for_the_owner_say_what_they_need(
    installation: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("YISHI_DATABASE_OWNER_URL")
    assert "YISHI_DATABASE_OWNER_URL" in call("county", "show", "990101", code=1).stderr


def test_settings_that_are_wrong_are_a_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YISHI_PORT", "abc")
    monkeypatch.setenv("YISHI_POOL_SIZE", "0")
    assert (
        call("config", "show", code=1).stderr
        == "错误:环境变量 YISHI_POOL_SIZE:不得小于1。\n错误:环境变量 YISHI_PORT:应为整数。\n"
    )


@pytest.mark.parametrize("command", ["serve", "worker", "tick"])
def test_a_database_that_is_not_there_is_told_in_one_line_at_once(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YISHI_DATABASE_URL", "postgresql://yishi_app@127.0.0.1:1/yishi")
    monkeypatch.delenv("YISHI_DATABASE_OWNER_URL", raising=False)
    said = call(command, *(["--port", "0"] if command == "serve" else []), code=1).stderr
    assert said.startswith("错误:数据库暂时不可用")
    assert said.count("\n") == 1


def test_a_database_that_cannot_be_upgraded_for_it_is_not_there_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, role in (
        ("YISHI_DATABASE_URL", "yishi_app"),
        ("YISHI_DATABASE_OWNER_URL", "yishi_owner"),
    ):
        monkeypatch.setenv(name, f"postgresql://{role}@127.0.0.1:1/yishi")
    said = call("serve", "--port", "0", code=1).stderr
    assert said.startswith("错误:connection failed")
    assert said.count("\n") == 1


def test_passwords_of_the_database_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YISHI_DATABASE_URL", "postgresql://yishi_app:geheim7@db.example/yishi")
    shown = call("config", "show").output
    assert "postgresql://yishi_app:***@db.example/yishi" in shown
    assert "geheim7" not in shown


def test_the_schema_is_exported_without_a_database(tmp_path: Path) -> None:
    call("schema", "export", "--core", "--out", str(tmp_path / "schema.graphql"))
    text = (tmp_path / "schema.graphql").read_text("utf-8")
    assert "\ntype OrgUnit" in text
    assert "passwordHash" not in text
    assert "没有安装插件" in call("schema", "export", "--plugin", "no_such", code=1).stderr


def test_the_list_of_commands_imports_none_of_them() -> None:
    listing = (
        "import sys\nfrom click.testing import CliRunner\nfrom yishi_graphql.cli.root import "
        "COMMANDS, root\n"
        "out = CliRunner().invoke(root, ['--help']).output\n"
        "print([c for c in COMMANDS if c not in out], [m for m in sys.modules if "
        "m.startswith('yishi_graphql.cli.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[] ['yishi_graphql.cli.root']\n"
