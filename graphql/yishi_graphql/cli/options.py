"""Options shared by several commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click

C = TypeVar("C", bound=Callable[..., Any])


def data_option(command: C) -> C:
    """`--data DIR`, for every command that works on a database."""
    option = click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="数据目录(内置数据库);缺省见 YISHI_DATA。",
    )
    return option(command)
