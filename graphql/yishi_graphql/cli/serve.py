"""`yishi serve`: run the server."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from yishi_graphql.cli.options import data_option
from yishi_graphql.place.opened import settings_for


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口;缺省见 YISHI_PORT。")
@data_option
def serve(port: int | None, data: Path | None) -> None:
    """启动服务:启动内置数据库(如使用)、升级、提供 GraphQL 接口,直至收到停止信号。"""
    from yishi_graphql.http.serve import run

    run(settings_for(data), port)
