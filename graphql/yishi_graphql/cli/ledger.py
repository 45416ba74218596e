"""`yishi ledger`: export and import registers on the operator's machine.

The commands act as the system of a county, and are checked and audited like everything else.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.place.opened import Place, opened

if TYPE_CHECKING:
    from yishi_core.facilities.ledgers.importing import Imported

county_option = click.option("--county", type=int, required=True, help="县级代码,6位。")
SHOWN = 20


@click.group()
def ledger() -> None:
    """导出台账,导入历年台账。"""


@ledger.command()
@click.argument("entity")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@county_option
@settings_options
def template(entity: str, file: Path, county: int, settings: AppSettings) -> None:
    """把 ENTITY(如 Person)的导入模板写入 FILE。"""
    with opened(settings) as place:
        file.write_text(asyncio.run(_template(place, county, entity)), "utf-8", newline="")
    click.echo(f"模板已写入 {file}")


@ledger.command()
@click.argument("entity")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@county_option
@settings_options
def export(entity: str, file: Path, county: int, settings: AppSettings) -> None:
    """把全县的 ENTITY(如 Topic)台账写入 FILE。"""
    with opened(settings) as place:
        rows = asyncio.run(_export(place, county, entity, file))
    click.echo(f"已导出{rows}行,写入 {file}")


@ledger.command("import")
@click.argument("entity")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@county_option
@click.option("--dry-run", is_flag=True, help="只检查,不写入。")
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="有错误时把带原因的文件写到这里。",
)
@settings_options
def import_(
    entity: str, file: Path, county: int, dry_run: bool, errors: Path | None, settings: AppSettings
) -> None:
    """把 FILE 中的 ENTITY(如 Person)逐行录入;有一行出错就全部不录入,退出码为1。"""
    from yishi_core.facilities.ledgers.sheets import MARK

    with opened(settings) as place:
        imported = asyncio.run(_import(place, county, entity, file.read_bytes(), dry_run))
    if not imported.errors:
        click.echo(
            f"检查通过,共{len(imported.sheet.lines)}行。"
            if dry_run
            else f"已录入{imported.entered}行。"
        )
        return
    for error in imported.errors[:SHOWN]:
        click.echo(f"第{error.row}行 {error.column}:{error.zh}", err=True)
    if len(imported.errors) > SHOWN:
        click.echo(f"……共{len(imported.errors)}处错误。", err=True)
    if errors:
        errors.write_text(MARK + imported.error_file(), "utf-8", newline="")
    raise SystemExit(1)


async def _template(place: Place, county: int, entity: str) -> str:
    from yishi_core.facilities.ledgers.templates import template as empty
    from yishi_core.kernel.access import Principal
    from yishi_graphql.place.assemble import assembled

    async with assembled(place.settings, place.url) as platform:
        return await empty(platform, Principal.system(county, platform.policy), entity)


async def _import(place: Place, county: int, entity: str, data: bytes, dry_run: bool) -> Imported:
    from yishi_core.facilities.ledgers.importing import import_sheet
    from yishi_core.kernel.access import Principal
    from yishi_graphql.place.assemble import assembled

    async with assembled(place.settings, place.url) as platform:
        return await import_sheet(
            platform, Principal.system(county, platform.policy), entity, data, dry_run=dry_run
        )


async def _export(place: Place, county: int, entity: str, file: Path) -> int:
    from yishi_core.facilities.ledgers.sheets import MARK, written
    from yishi_core.kernel.access import Principal
    from yishi_graphql.ledgers.export import open_ledger
    from yishi_graphql.place.assemble import assembled
    from yishi_graphql.reader import Reader
    from yishi_graphql.schema import build_schema

    async with assembled(place.settings, place.url) as platform:
        reader = Reader(platform, build_schema(platform.registry, platform.operations.values()))
        system = Principal.system(county, platform.policy)
        register, page = await open_ledger(
            platform, reader, system, entity, org=None, where={}, language="zh"
        )
        with file.open("w", encoding="utf-8", newline="") as out:
            out.write(MARK + written([register.titles]) + written(page.rows))
            while page.after is not None:
                page = await register.page(system, page.after)
                out.write(written(page.rows))
    return page.total
