"""`yishi account`: accounts, for the operator, who stands above every county administrator."""

from __future__ import annotations

import asyncio

import rich_click as click

from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.place.opened import Place, opened, owner_session

county_option = click.option("--county", type=int, required=True, help="县级代码,6位。")


@click.group()
def account() -> None:
    """列出账号,重置密码。"""


@account.command("list")
@county_option
@settings_options
def list_(county: int, settings: AppSettings) -> None:
    """列出一个县的账号及其角色。"""
    with opened(settings) as place:
        asyncio.run(_list(place.owner_url, county))


@account.command("reset-password")
@click.argument("name")
@county_option
@settings_options
def reset_password(name: str, county: int, settings: AppSettings) -> None:
    """为账号 NAME 设置一次性密码(仅显示一次),其会话全部结束。"""
    with opened(settings) as place:
        asyncio.run(_reset(place, county, name))


async def _list(owner_url: str, county: int) -> None:
    from yishi_tenants.accounts.directory import accounts_of

    async with owner_session(owner_url) as session:
        for found, roles in await accounts_of(session, county):
            state = (
                "停用"
                if found.disabled_at
                else "须改密码"
                if found.must_change_password
                else "正常"
            )
            click.echo(
                f"{found.name:20} {state:8} {found.display_name}  {'、'.join(roles) or '(无角色)'}"
            )


async def _reset(place: Place, county: int, name: str) -> None:
    from yishi_graphql.cli.acting import as_operator

    made = await as_operator(place, county, "reset_password", account=name)
    click.echo(f"账号 {made.name} 的一次性密码:{made.password}(仅显示这一次,首次登录须修改)")
