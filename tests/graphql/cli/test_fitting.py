"""The database and the code belong together, or a command says in one line why not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from tests.fixtures.database import Urls
from yishi_graphql.cli.root import root

NEWER = (
    "错误:core 的数据库版本为 core_0009,比本程序的 core_0001 新:请安装较新的程序,或恢复升级之前的备份 "
    "(core is at core_0009 in the database, newer than core_0001 of this code: install the newer "
    "code, or restore the backup from before the upgrade)\n"
)
UNMADE = (
    "错误:没有迁移建立 household_visit.wishes:请运行 yishi plugin migration qiangshan_hall,"
    "或不装载它启动:--without-plugin qiangshan_hall (no migration makes household_visit.wishes: "
    "run `yishi plugin migration qiangshan_hall`, or start without it: "
    "--without-plugin qiangshan_hall)\n"
)
EVERY = pytest.mark.parametrize("command", ["upgrade", "serve", "worker", "demo"])
ARGUMENTS = {
    "upgrade": ["db", "upgrade"],
    "serve": ["serve", "--port", "0"],
    "worker": ["worker", "--once"],
    "demo": ["demo", "--port", "0"],
}


@pytest.fixture
def installation(fresh_database: Urls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Urls:
    monkeypatch.setenv("YISHI_DATABASE_URL", fresh_database.app)
    monkeypatch.setenv("YISHI_DATABASE_OWNER_URL", fresh_database.owner)
    monkeypatch.setenv("YISHI_DATA", str(tmp_path / "data"))
    return fresh_database


def told(command: str) -> str:
    """What a command that cannot go on says on standard error."""
    if command != "demo":
        done: Result = CliRunner().invoke(root, ARGUMENTS[command], catch_exceptions=False)
        assert done.exit_code == 1, done.output
        return done.stderr
    main = "from yishi_graphql.cli import main; main()"  # it forks, which a test must not
    ended = subprocess.run(
        [sys.executable, "-c", main, *ARGUMENTS[command]],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr.replace("错误:示范县装载失败,原因见上。\n", "")


def write(urls: Urls, *statements: str) -> None:
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@EVERY
def test_older_code_over_a_newer_database_is_one_line(command: str, installation: Urls) -> None:
    write(installation, "update alembic_version_core set version_num = 'core_0009'")
    assert told(command) == NEWER


def test_a_newer_plugin_in_the_database_names_the_way_out_which_works(installation: Urls) -> None:
    newer = "update alembic_version_qiangshan_hall set version_num = 'qiangshan_hall_0002'"
    write(installation, newer)
    said = told("upgrade")
    assert said.startswith("错误:qiangshan_hall 的数据库版本为 qiangshan_hall_0002,比本程序的")
    assert "或不装载它启动:--without-plugin qiangshan_hall (" in said
    done = CliRunner().invoke(root, ["db", "upgrade", "--without-plugin", "qiangshan_hall"])
    assert done.exit_code == 0
    assert done.stdout.startswith("数据库已是最新版本")


@EVERY
def test_a_column_that_no_migration_makes_is_told_before_anything_is_served(
    command: str, installation: Urls
) -> None:
    write(installation, "alter table household_visit drop column wishes")
    assert told(command) == UNMADE


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_process_that_does_not_upgrade_says_that_the_database_is_behind(
    command: str, installation: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("YISHI_DATABASE_OWNER_URL")
    write(installation, "delete from alembic_version_qiangshan_hall")
    assert told(command) == (
        "错误:数据库尚未升级到本程序的版本:qiangshan_hall (qiangshan_hall_0001)。请先运行 yishi db upgrade "
        "(the database is behind this code: qiangshan_hall (qiangshan_hall_0001). "
        "Run `yishi db upgrade` first)\n"
    )
    write(installation, "revoke select on alembic_version_core from yishi_app")
    assert "core (core_0001)" in told(command)
