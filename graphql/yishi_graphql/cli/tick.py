"""`yishi tick`: run the daily jobs by hand."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

import rich_click as click

from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.place.opened import Place, opened


@click.command()
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="只执行这一天的任务;缺省为补齐至今天。"
)
@click.option("--county", type=int, help="只执行这个县;缺省为全部。")
@settings_options
def tick(on: datetime | None, county: int | None, settings: AppSettings) -> None:
    """执行每日任务:生成安排日期、到期提醒、超期登记。已执行过的不会重复;后台任务每小时也会自动检查。"""
    with opened(settings) as place:
        done = asyncio.run(_tick(place, on.date() if on else None, county))
    click.echo(f"已执行{done}项。")


async def _tick(place: Place, on: date | None, county: int | None) -> int:
    from yishi_core.facilities.daily import running
    from yishi_graphql.place.assemble import assembled

    async with assembled(place.settings, place.url) as platform:
        chosen = [county] if county else await running.counties(platform)
        return sum([await running.tick(platform, code, on) for code in chosen])
