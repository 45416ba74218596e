"""Import of the working days of a year from a file (parts.md 1.3).

The file has the columns `日期,类型,文件`: a day, 上班 or 休息, and the document. It lists only the days that
differ from the normal week, as the State Council's office names them. The other days of a year that
was not known yet are filled in from the weekdays.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg

from yishi_core.domain.schedules.jobs import RECOUNT
from yishi_core.domain.schedules.workdays import SATURDAY, forget
from yishi_core.errors import FieldError, InvalidInput, Text
from yishi_core.facilities.jobs.procrastinate_queue import defer_in_counties
from yishi_core.kernel.tree.regions import csv_text

HEADING = {
    "日期": "day",
    "date": "day",
    "类型": "kind",
    "kind": "kind",
    "文件": "source",
    "source": "source",
}
KINDS = {
    "上班": True,
    "班": True,
    "work": True,
    "休息": False,
    "休": False,
    "放假": False,
    "rest": False,
}
YEARS = range(1990, 2100)


@dataclass(frozen=True)
class NamedDay:
    """A day that a document names."""

    day: date
    worked: bool
    source: str


@dataclass(frozen=True)
class Imported:
    """The result of an import.

    It has the days named by the file, the days filled in, the years that are known now, and the
    counties whose deadlines are recounted.
    """

    named: int
    filled: int
    years: tuple[int, ...]
    counties: int


def read_calendar(path: Path) -> list[NamedDay]:
    """The days of a file; one `InvalidInput` lists all rows that are wrong."""
    rows = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(csv_text(path), newline=""))
    ]
    columns = [HEADING.get(cell.lower(), "") for cell in rows[0]] if rows else []
    if not {"day", "kind", "source"} <= set(columns):
        raise InvalidInput.of(
            "rows.1",
            "第1行应为表头:日期、类型、文件。",
            "Row 1 must be the heading: date, kind, source.",
        )
    found: list[NamedDay] = []
    wrong: list[FieldError] = []
    for number, row in enumerate(rows[1:], 2):
        if any(row):
            cells = dict(zip(columns, row, strict=False))
            if problem := _problem(cells, {n.day for n in found}):
                wrong.append(
                    FieldError(
                        f"rows.{number}",
                        Text(f"第{number}行:{problem.zh}", f"Row {number}: {problem.en}"),
                    )
                )
            else:
                found.append(
                    NamedDay(
                        date.fromisoformat(cells["day"]),
                        KINDS[cells["kind"].lower()],
                        cells["source"],
                    )
                )
    if wrong or not found:
        nothing = Text("文件中没有日期。", "The file names no day.")
        raise InvalidInput(
            Text(f"文件有{len(wrong)}行有误,未作任何导入。", f"{len(wrong)} rows are wrong.")
            if wrong
            else nothing,
            wrong,
        )
    return found


def _problem(cells: dict[str, str], seen: set[date]) -> Text | None:
    try:
        day = date.fromisoformat(cells.get("day", ""))
    except ValueError:
        return Text("日期应写作2027-01-01的形式。", "Write the date as 2027-01-01.")
    if day.year not in YEARS:
        return Text("年份有误。", "This year cannot be meant.")
    if day in seen:
        return Text("日期重复。", "The day stands twice.")
    if cells.get("kind", "").lower() not in KINDS:
        return Text("类型应为“上班”或“休息”。", "The kind is “work” or “rest”.")
    return None if cells.get("source") else Text("请注明文件名称或文号。", "Name the document.")


def import_calendar(connection: psycopg.Connection, days: Sequence[NamedDay]) -> Imported:
    """Write the days as the owner, in the connection's transaction.

    An existing day takes the new value; none is lost. In the same transaction the worker is told to
    recount, county by county, what was counted with guessed days.
    """
    years = tuple(sorted({d.day.year for d in days}))
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into workday (day, is_workday, source) values (%s, %s, %s) on conflict (day) "
            "do update"
            " set is_workday = excluded.is_workday, source = excluded.source, entered_at = "
            "clock_timestamp()",
            [(d.day, d.worked, d.source) for d in days],
        )
        filled = [day for year in years for day in _days_of(year)]
        cursor.executemany(
            "insert into workday (day, is_workday, source, entered_at) values (%s, %s, '按星期推算', "
            "clock_timestamp()) on conflict (day) do nothing",
            [(day, day.weekday() < SATURDAY) for day in filled],
        )
        new = max(cursor.rowcount, 0)
    forget()
    return Imported(len(days), new, years, defer_in_counties(connection, RECOUNT.name))


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days)]
