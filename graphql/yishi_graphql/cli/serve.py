"""`yishi serve`: run the server."""

from __future__ import annotations

import rich_click as click

from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口;缺省见 YISHI_PORT。")
@settings_options
def serve(port: int | None, settings: AppSettings) -> None:
    """启动服务:启动内置数据库(如使用)、升级、提供 GraphQL 接口,直至收到停止信号。"""
    from yishi_graphql.http.serve import run

    run(settings, port)
