"""Options shared by several commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click

from yishi_graphql.place.opened import settings_for

C = TypeVar("C", bound=Callable[..., Any])

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="数据目录(内置数据库);缺省见 YISHI_DATA。",
)
without_option = click.option(
    "--without-plugin",
    "without_plugins",
    multiple=True,
    metavar="NAME",
    help="不装载这个插件(可多次);另见 YISHI_WITHOUT_PLUGINS。",
)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data DIR` and `--without-plugin NAME`, for every command that works on an installation.

    The command takes the settings that follow from them and from the environment as `settings`.
    """

    @data_option
    @without_option
    @wraps(command)
    def with_settings(
        *arguments: Any, data: Path | None, without_plugins: tuple[str, ...], **options: Any
    ) -> Any:
        return command(*arguments, settings=settings_for(data, without_plugins), **options)

    return with_settings
