"""`yishi token`: issue an access token for a client of the API."""

from __future__ import annotations

import asyncio

import rich_click as click

from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.place.opened import Place, opened, owner_session


@click.group()
def token() -> None:
    """签发访问令牌。"""


@token.command()
@click.option("--account", required=True, help="登录名。")
@click.option("--county", type=int, help="县级代码;只有一个县时可省略。")
@click.option("--label", default="命令行签发", show_default=True, help="用途。")
@click.option("--read-only", is_flag=True, help="只读令牌。")
@click.option(
    "--days", type=click.IntRange(1, 366), default=90, show_default=True, help="有效天数。"
)
@settings_options
def issue(
    account: str, county: int | None, label: str, read_only: bool, days: int, settings: AppSettings
) -> None:
    """为账号签发令牌;仅显示这一次。"""
    with opened(settings) as place:
        made = asyncio.run(
            _issue(place, account, county, label=label, read_only=read_only, days=days)
        )
    click.echo(made)


async def _issue(place: Place, account: str, county: int | None, **terms: object) -> str:
    from yishi_graphql.cli.acting import as_operator
    from yishi_tenants.counties.overview import only_county

    if county is None:
        async with owner_session(place.owner_url) as session:
            county = await only_county(session)
    made = await as_operator(place, county, "issue_token", account=account, **terms)
    return str(made.token)
