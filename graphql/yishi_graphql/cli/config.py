"""`yishi config`: the settings with which a command would work."""

from __future__ import annotations

from pathlib import Path

import rich_click as click
from pydantic import SecretStr

from yishi_graphql.cli.options import data_option
from yishi_graphql.place.opened import settings_for


@click.group()
def config() -> None:
    """显示本机设置。"""


@config.command()
@data_option
def show(data: Path | None) -> None:
    """显示设置及其环境变量;密码不显示。"""
    from yishi_core.settings import AppSettings, masked

    settings = settings_for(data)
    for name, field in AppSettings.model_fields.items():
        value = getattr(settings, name)
        secret = isinstance(value, SecretStr) or name.endswith("_url")
        click.echo(
            f"YISHI_{name.upper():24} {masked(value) if secret else value}  # {field.description}"
        )
