"""Whether the code and the database belong together: versions of migrations, and columns.

Older code over a newer database would read and write what it does not understand, and a model with
a column that no migration makes breaks the first request that touches it. Both are told before
anything is served, one line for each environment or column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import psycopg
import sqlalchemy as sa
from alembic.migration import MigrationContext

from yishi_core.errors import Text
from yishi_core.kernel.database.migrations.environment import CORE_NAME, Environment
from yishi_core.kernel.database.migrations.recording import scripts_of
from yishi_core.kernel.entity import EntityModel

OURS = (CORE_NAME, "tenants")
"""Environments that come with the platform; every other one is a plugin's."""


class Unfit(RuntimeError):
    """The database and the code do not belong together; one bilingual line for each reason."""

    def __init__(self, lines: Sequence[Text]) -> None:
        super().__init__("\n".join(map(str, lines)))
        self.lines = tuple(lines)


def present(connection: sa.Connection, environment: Environment) -> str | None:
    """The version of an environment in the database; None before its first migration."""
    options = {"version_table": environment.version_table}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def newest(environment: Environment) -> str | None:
    """The version of the newest migration file of an environment."""
    return scripts_of(environment).get_current_head()


def require_not_newer(connection: sa.Connection, environments: Iterable[Environment]) -> None:
    """Raise `Unfit` when the database has a version that this code does not know."""
    lines = [
        _newer(environment, there)
        for environment in environments
        if (there := present(connection, environment)) is not None
        and there not in {script.revision for script in scripts_of(environment).walk_revisions()}
    ]
    if lines:
        raise Unfit(lines)


def require_upgraded(connection: sa.Connection, environments: Iterable[Environment]) -> None:
    """Raise `Unfit` when the database has another version than the newest one of this code."""
    known = list(environments)
    try:
        require_not_newer(connection, known)
        behind = [e for e in known if present(connection, e) != newest(e)]
    except sa.exc.ProgrammingError:  # older releases did not let the serving role see the versions
        behind = known
    if behind:
        names = ", ".join(f"{e.name} ({newest(e)})" for e in behind)
        zh = f"数据库尚未升级到本程序的版本:{names}。请先运行 yishi db upgrade"
        en = f"the database is behind this code: {names}. Run `yishi db upgrade` first"
        raise Unfit([Text(zh, en)])


def require_columns(connection: psycopg.Connection, models: Iterable[EntityModel]) -> None:
    """Raise `Unfit` when the newest migrations do not make a table or column of a model."""
    there = {(str(table), str(column)) for table, column in connection.execute(_COLUMNS)}
    lines = [
        _unmade(model, column.name)
        for model in models
        for column in model.table.columns
        if (model.table.name, column.name) not in there
    ]
    if lines:
        raise Unfit(lines)


def _newer(environment: Environment, there: str) -> Text:
    zh, en = (
        ("或恢复升级之前的备份", "or restore the backup from before the upgrade")
        if environment.name in OURS
        else (
            f"或不装载它启动:--without-plugin {environment.name}",
            f"or start without it: --without-plugin {environment.name}",
        )
    )
    return Text(
        f"{environment.name} 的数据库版本为 {there},比本程序的 {newest(environment)} 新:"
        f"请安装较新的程序,{zh}",
        f"{environment.name} is at {there} in the database, newer than {newest(environment)} of "
        f"this code: install the newer code, {en}",
    )


def _unmade(model: EntityModel, column: str) -> Text:
    what = f"{model.table.name}.{column}"
    if model.plugin is None or model.plugin in OURS:
        command = "python -m yishi_core.testing.snapshot"
        zh, en = f"请运行 {command}", f"run {command}"
    else:
        command, out = f"yishi plugin migration {model.plugin}", f"--without-plugin {model.plugin}"
        zh = f"请运行 {command},或不装载它启动:{out}"
        en = f"run `{command}`, or start without it: {out}"
    return Text(f"没有迁移建立 {what}:{zh}", f"no migration makes {what}: {en}")


_COLUMNS = """
    select c.relname, a.attname
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0
        and not a.attisdropped
"""
