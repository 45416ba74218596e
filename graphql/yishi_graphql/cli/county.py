"""`yishi county`: create a county, and show it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

import rich_click as click

from yishi_core.kernel.tree.models import TOWNSHIP_BODIES, OrgKind
from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.place.opened import opened, owner_session

csv_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def county() -> None:
    """建立并查看县(市、区)。"""


@county.command()
@click.argument("code")
@click.option("--villages", type=csv_file, help="村(社区)名单 CSV:code(12位)、name。")
@click.option("--regions", type=csv_file, help="虚构地区 CSV(代码90至99开头):code、name。")
@click.option(
    "--township-kind",
    type=click.Choice([kind.value for kind in TOWNSHIP_BODIES]),
    default=TOWNSHIP_BODIES[0].value,
    help="乡镇(街道)政协组织的类型:" + "、".join(k.label for k in TOWNSHIP_BODIES) + "。",
)
@click.option("--townships", type=csv_file, help="类型不同的乡镇 CSV:code(9位)、name、kind(类型)。")
@settings_options
def create(
    code: str,
    villages: Path | None,
    regions: Path | None,
    township_kind: str,
    townships: Path | None,
    settings: AppSettings,
) -> None:
    """建立一个县:组织树、缺省角色与一名县管理员。CODE 为6位区划代码,如 610922。有错误时什么也不写入。"""
    with opened(settings) as place:
        files = Files(villages, regions, townships)
        asyncio.run(_create(place.owner_url, code, files, OrgKind.read(township_kind)))


@county.command()
@click.argument("code", type=int)
@settings_options
def show(code: int, settings: AppSettings) -> None:
    """显示一个县的组织与账号数量。"""
    with opened(settings) as place:
        asyncio.run(_show(place.owner_url, code))


class Files(NamedTuple):
    """What was handed in with a new county."""

    villages: Path | None
    regions: Path | None
    townships: Path | None


async def _create(owner_url: str, code: str, files: Files, usual: OrgKind) -> None:
    from yishi_core.kernel.tree.regions import (
        read_regions_csv,
        read_township_kinds_csv,
        read_villages_csv,
    )
    from yishi_tenants.counties.onboarding import CountyOrder, create_county
    from yishi_tenants.counties.regions import regions_below, write_regions

    async with owner_session(owner_url) as session:
        if files.regions:
            await write_regions(session, read_regions_csv(files.regions))
        towns = {t.code for t in await regions_below(session, code)}
        rows = read_villages_csv(files.villages, code, towns) if files.villages else []
        kinds = read_township_kinds_csv(files.townships, towns) if files.townships else {}
        made = await create_county(session, CountyOrder(code, rows, usual, kinds))
    click.echo(f"已建立 {made.root.name}({code})")
    click.echo(f"  乡镇(街道)组织 {len(made.townships)} 个,村(社区)组织 {len(made.villages)} 个")
    click.echo(
        f"  县管理员登录名 {made.account.name},一次性密码 {made.password}(仅显示这一次,首次登录须修改)"
    )


async def _show(owner_url: str, code: int) -> None:
    from yishi_tenants.counties.overview import show_county

    async with owner_session(owner_url) as session:
        found = await show_county(session, code)
    click.echo(f"{found.root.name}({code})  路径 {found.root.org_path}")
    for kind, count in found.kinds.items():
        click.echo(f"  {kind.label}:{count}")
    click.echo(f"  可登录账号:{found.accounts}")
    for org in found.below:
        click.echo(f"  {org.org_path}  {org.name}{'(已撤销)' if org.closed_on else ''}")
