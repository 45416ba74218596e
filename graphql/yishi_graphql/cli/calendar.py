"""`yishi calendar`: the calendar of working days."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.place.opened import opened


@click.group()
def calendar() -> None:
    """工作日历:导入国务院办公厅的放假安排。"""


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@settings_options
def import_(file: Path, settings: AppSettings) -> None:
    """导入放假安排 CSV:日期、类型(上班或休息)、文件。同年其他日期按星期补齐;暂按周末推算的期限由后台任务随即重算。有错误时什么也不写入。"""
    from yishi_core.domain.schedules.calendar_file import import_calendar, read_calendar

    days = read_calendar(file)
    with opened(settings) as place:
        import psycopg

        from yishi_core.kernel.database import conninfo_of

        with psycopg.connect(conninfo_of(place.owner_url)) as connection:
            done = import_calendar(connection, days)
        click.echo(
            f"已导入{done.named}天,补齐{done.filled}天;已知年份:{'、'.join(map(str, done.years))}"
        )
    click.echo(
        f"{done.counties}个县暂按周末推算的期限由后台任务(yishi serve 或 yishi worker)随即重算。"
    )


@calendar.command()
@settings_options
def years(settings: AppSettings) -> None:
    """显示已知放假安排的年份;明年的安排尚未导入时提醒。"""
    import psycopg

    from yishi_core import clock
    from yishi_core.kernel.database import conninfo_of

    query = (
        "select extract(year from day)::int, count(*) filter (where not is_workday) from "
        "workday group by 1 order by 1"
    )
    with (
        opened(settings) as place,
        psycopg.connect(conninfo_of(place.owner_url)) as connection,
    ):
        found: dict[int, int] = dict(connection.execute(query).fetchall())
    for year, rest in found.items():
        click.echo(f"{year}年:休息{rest}天")
    if clock.today().year + 1 not in found:
        click.echo(f"{clock.today().year + 1}年的放假安排尚未导入,跨年期限暂按周末推算。")
