"""A file of rows that somebody brings in."""

from __future__ import annotations

from tests.fixtures.county import County
from yishi_core.facilities.ledgers.importing import Imported, import_sheet
from yishi_core.facilities.ledgers.sheets import MARK, written


async def enter(
    town: County, who: str, entity: str, *rows: tuple[str, ...], dry_run: bool = False
) -> Imported:
    data = (MARK + written(rows)).encode()
    return await import_sheet(town.platform, town.principals[who], entity, data, dry_run=dry_run)


def reasons(imported: Imported) -> list[tuple[int, str, str]]:
    return [(e.row, e.column, e.zh) for e in imported.errors]
