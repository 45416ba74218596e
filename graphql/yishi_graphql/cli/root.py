"""The root command: each command has a module of its own, imported when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import rich_click as click

from yishi_core.errors import YishiError

#: Command → module and attribute, and one line of help, so that listing imports nothing.
COMMANDS: dict[str, tuple[str, str]] = {
    "account": ("yishi_graphql.cli.account:account", "列出账号,重置密码"),
    "calendar": ("yishi_graphql.cli.calendar:calendar", "工作日历:导入放假安排"),
    "config": ("yishi_graphql.cli.config:config", "显示本机设置"),
    "county": ("yishi_graphql.cli.county:county", "建立并查看县(市、区)"),
    "db": ("yishi_graphql.cli.db:db", "数据库升级与状态"),
    "demo": ("yishi_graphql.cli.demo:demo", "启动示范县"),
    "ledger": ("yishi_graphql.cli.ledger:ledger", "导出台账,导入历年台账"),
    "plugin": ("yishi_graphql.cli.plugin:plugin", "地方模式插件的新建与检查"),
    "schema": ("yishi_graphql.cli.schema:schema", "导出 GraphQL 接口定义"),
    "serve": ("yishi_graphql.cli.serve:serve", "启动服务"),
    "tick": ("yishi_graphql.cli.tick:tick", "执行每日任务"),
    "token": ("yishi_graphql.cli.token:token", "签发访问令牌"),
    "worker": ("yishi_graphql.cli.worker:worker", "执行后台任务"),
}

#: Class of settings → prefix of its environment variables.
SETTINGS = {"AppSettings": "YISHI_", "HttpSettings": "YISHI_HTTP_"}


class LazyGroup(click.RichGroup):
    """A group that imports a command when it is called.

    It prints our errors in one line instead of a traceback.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command as the list of commands shows it."""
        if cmd_name not in COMMANDS:
            return None
        return click.RichCommand(name=cmd_name, help=COMMANDS[cmd_name][1])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command for running it, imported now."""
        name, command, rest = super().resolve_command(ctx, args)
        if name in COMMANDS:
            module, _, attribute = COMMANDS[name][0].partition(":")
            command = getattr(importlib.import_module(module), attribute)
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:
        with errors_told():
            return super().invoke(ctx)


@contextmanager
def errors_told() -> Iterator[None]:
    """Print an error that is the caller's or the operator's to mend, and exit with code 1."""
    try:
        yield
    except YishiError as error:
        tell(error)
        raise SystemExit(1) from None
    except Exception as error:
        if not _is_of_the_installation(error):
            raise
        for line in _lines(error):
            click.echo(f"错误:{line}", err=True)
        raise SystemExit(1) from None


def _is_of_the_installation(error: Exception) -> bool:
    """Whether the operator, rather than a programmer, has to act.

    The error's text then says what to do, and a traceback would hide it.
    """
    import psycopg
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError

    from yishi_core.kernel.database import Overprivileged
    from yishi_core.kernel.database.embedded import ServerFailed
    from yishi_core.kernel.database.migrations import Unfit, Unsound
    from yishi_core.kernel.operation.checking import BrokenDeclarations
    from yishi_core.kernel.variants.problem import BrokenPlugin
    from yishi_graphql.place.installed import PluginsDoNotFit

    if isinstance(error, ValidationError):
        return error.title in SETTINGS
    return isinstance(
        error,
        BrokenDeclarations
        | BrokenPlugin
        | Overprivileged
        | PluginsDoNotFit
        | ServerFailed
        | Unfit
        | Unsound
        | psycopg.OperationalError
        | OperationalError,
    )


def _lines(error: Exception) -> list[str]:
    """One line for each wrong setting; several lines of a driver's message are joined."""
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError

    if isinstance(error, ValidationError):
        from yishi_core.kernel.messages import as_invalid_input

        wrong = as_invalid_input(error).fields
        return [
            f"环境变量 {SETTINGS[error.title]}{field.path.replace('.', '__').upper()}:{field.text.zh}"
            for field in wrong
        ]
    if isinstance(error, OperationalError):
        return [" ".join(str(error.orig).split())]
    return [str(error)]


def tell(error: YishiError) -> None:
    """Print an error in Chinese to standard error, with each wrong field on its own line."""
    click.echo(f"错误:{error.text.zh}", err=True)
    for field in error.fields:
        if field.text != error.text:
            click.echo(f"  {field.path}:{field.text.zh}", err=True)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yishi")
def root() -> None:
    """议事:县域政协协商议事站点网络平台。"""
