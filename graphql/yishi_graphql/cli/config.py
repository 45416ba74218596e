"""`yishi config`: the settings with which a command would work."""

from __future__ import annotations

import rich_click as click
from pydantic import SecretStr

from yishi_core.settings import AppSettings, masked
from yishi_graphql.cli.options import settings_options


@click.group()
def config() -> None:
    """显示本机设置。"""


@config.command()
@settings_options
def show(settings: AppSettings) -> None:
    """显示设置及其环境变量;密码不显示。"""
    for name, field in AppSettings.model_fields.items():
        value = getattr(settings, name)
        secret = isinstance(value, SecretStr) or name.endswith("_url")
        click.echo(
            f"YISHI_{name.upper():24} {masked(value) if secret else value}  # {field.description}"
        )
