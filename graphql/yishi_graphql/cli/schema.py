"""`yishi schema`: export the GraphQL schema as text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from yishi_core.errors import InvalidInput
from yishi_graphql.cli.options import without_option
from yishi_graphql.place.opened import settings_for

if TYPE_CHECKING:
    from yishi_core.kernel.plugins.plugin_set import PluginSet


@click.group()
def schema() -> None:
    """导出 GraphQL 接口定义。"""


@schema.command()
@click.option(
    "--plugin",
    "plugins",
    multiple=True,
    metavar="CODE",
    help="只含这些插件(可多次);缺省含全部已安装插件。",
)
@without_option
@click.option("--core", is_flag=True, help="不含任何插件。")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="写入文件;缺省写到标准输出。"
)
def export(
    plugins: tuple[str, ...], without_plugins: tuple[str, ...], core: bool, out: Path | None
) -> None:
    """导出接口定义(SDL)。不需要数据库。"""
    from yishi_graphql.place.installed import installed_plugins

    text = _text(
        installed_plugins(settings_for(None, without_plugins)),
        None if not plugins and not core else frozenset(plugins),
    )
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")


def _text(installed: PluginSet, wanted: frozenset[str] | None) -> str:
    from graphql import default_field_resolver
    from yishi_graphql.place.compose import operations, refusals, registry
    from yishi_graphql.schema import build_schema, schema_text

    for code in sorted((wanted or frozenset()) - set(installed.variants)):
        known = "、".join(installed.variants) or "无"
        raise InvalidInput.of(
            "plugin",
            f"没有安装插件“{code}”(已安装:{known})。",
            f"No plugin {code} is installed ({known}).",
        )
    built = build_schema(registry(installed), operations(installed).values(), refusals(installed))
    codes = frozenset(installed.variants) if wanted is None else wanted
    return schema_text(built.for_plugins(codes, lambda _type, _field: default_field_resolver))
