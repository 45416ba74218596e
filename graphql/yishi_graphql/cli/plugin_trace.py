"""`yishi plugin trace`: run a document and tell which hooks ran for it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import rich_click as click

from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.place.opened import Place, opened

if TYPE_CHECKING:
    from yishi_core.kernel.plugins.calling import Call

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("document", type=FILE)
@click.option(
    "--token", required=True, envvar="YISHI_TOKEN", help="以谁的身份执行;另见 YISHI_TOKEN。"
)
@click.option("--variables", type=FILE, help="变量:一个 JSON 文件。")
@settings_options
def trace(document: Path, token: str, variables: Path | None, settings: AppSettings) -> None:
    """执行一个 GraphQL 文档(会写入数据),列出运行了哪些钩子、用时与结果。"""
    given = json.loads(variables.read_text(encoding="utf-8")) if variables else None
    with opened(settings) as place:
        answer, calls = asyncio.run(
            _traced(place, document.read_text(encoding="utf-8"), token, given)
        )
    click.echo(json.dumps(json.loads(answer), ensure_ascii=False, indent=2))
    click.echo()
    for line in told(calls):
        click.echo(line)


async def _traced(
    place: Place, document: str, token: str, variables: dict[str, Any] | None
) -> tuple[bytes, list[Call]]:
    """Run the document as the holder of the token; the answer and the calls in their order."""
    from yishi_core.kernel.plugins import tracing
    from yishi_core.kernel.plugins.plugin_set import PluginSet
    from yishi_graphql.http.settings import HttpSettings
    from yishi_graphql.place.assemble import assembled
    from yishi_graphql.place.compose import refusals
    from yishi_graphql.reader import Reader
    from yishi_graphql.schema import build_schema

    calls: list[Call] = []
    async with assembled(place.settings, place.url) as platform:
        schema = build_schema(
            platform.registry, platform.operations.values(), refusals(platform.plugins)
        )
        reader = Reader(platform, schema, limits=HttpSettings.of(place.settings).limits)
        principal = await platform.principals.by_token(token)
        end = tracing.trace(cast(PluginSet, platform.plugins), calls.append)
        try:
            answer = await reader.execute(principal, document, variables, None, "zh")
        finally:
            end()
    return answer, calls


def told(calls: list[Call]) -> list[str]:
    """One line for each hook that ran."""
    from yishi_core.kernel.plugins.tracing import milliseconds, said

    if not calls:
        return ["没有运行任何钩子。"]
    return [
        f"{milliseconds(call):>8.1f} ms  {call.plugin}  {call.hook.kind}  {call.target}  "
        f"{call.function.__name__}  {said(call) or '—'}"
        for call in calls
    ]
