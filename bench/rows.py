"""What an operation wrote, row by row, and the same rows written once more by hand: plain
statements, in one transaction, without policies.
"""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

KEYED = ("query_hash", "qr_token")
"""Texts that may stand only once, beside the register's numbers."""
COUNTER = "number_series"
"""Its row is written as it stands: a number given out twice would stop the next operation."""
QUEUE = ("queue.procrastinate_jobs",)
INDEX = ("search.search_doc",)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Written:
    """One row of a table. `old` says that it stood there before and was changed."""

    table: str
    columns: tuple[str, ...]
    values: tuple[Any, ...]
    json: frozenset[str]
    old: bool

    def statement(self) -> sql.Composed:
        """INSERT, or UPDATE by the key."""
        table = sql.SQL(".").join(map(sql.Identifier, self.table.split(".")))
        if self.old:
            as_it_stands = (
                sql.SQL("{0} = coalesce({0}, %s)") if self.table == COUNTER else sql.SQL("{} = %s")
            )
            given = sql.SQL(", ").join(as_it_stands.format(sql.Identifier(c)) for c in self.columns)
            return sql.SQL("update {} set {} where county = %s and id = %s").format(table, given)
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL("insert into {} ({}) values ({})").format(
            table, columns, sql.SQL(", ").join(sql.Placeholder() * len(self.columns))
        )

    def given(self, fresh: dict[Any, Any]) -> list[Any]:
        """The values with new ids."""
        plain = [fresh.get(v, v) if isinstance(v, uuid.UUID) else v for v in self.values]
        named = zip(self.columns, plain, strict=True)
        values = [Jsonb(v) if c in self.json and v is not None else _unique(c, v) for c, v in named]
        return (
            values
            if not self.old
            else [
                *values,
                self.values[self.columns.index("county")],
                self.values[self.columns.index("id")],
            ]
        )


def _unique(column: str, value: Any) -> Any:
    """A number or hash that nobody else has."""
    if value is None or column not in (*KEYED, "no"):
        return value
    return f"{value}-{next(_numbers)}"


async def written_by_last(connection: psycopg.AsyncConnection[Any], county: int) -> list[Written]:
    """The rows of the transaction that wrote the county's last audit row, parents before children
    as far as keys are not deferred.
    """
    last = await connection.execute(
        "select xmin::text from audit_entry where county = %s order by at desc, id desc limit 1",
        [county],
    )
    row = await last.fetchone()
    assert row is not None
    tables = [
        r[0]
        for r in await (
            await connection.execute("select name from sec.entity order by name")
        ).fetchall()
    ]
    rows: list[Written] = []
    for table in (*tables, *QUEUE, *INDEX):
        rows += await _rows(connection, table, row[0])
    return rows


async def _rows(connection: psycopg.AsyncConnection[Any], table: str, xmin: str) -> list[Written]:
    name = sql.SQL(".").join(map(sql.Identifier, table.split(".")))
    found = await connection.execute(
        sql.SQL("select * from {} where xmin::text = %s").format(name), [xmin]
    )
    columns = found.description or []
    keep = [i for i, c in enumerate(columns) if not (table in QUEUE and c.name == "id")]
    names = tuple(columns[i].name for i in keep)
    json = frozenset(columns[i].name for i in keep if columns[i].type_code in (114, 3802))
    made = []
    for values in await found.fetchall():
        kept = tuple(values[i] for i in keep)
        old = (
            cast("int", dict(zip(names, kept, strict=True)).get("version", 1)) > 1
            or table == COUNTER
        )
        made.append(Written(table, names, kept, json, old))
    return made


async def write_again(connection: psycopg.AsyncConnection[Any], rows: list[Written]) -> None:
    """The same rows with new ids, in one transaction: rows of one shape in one `executemany`, as
    somebody would write it.
    """
    new = {r.values[r.columns.index("id")] for r in rows if not r.old and "id" in r.columns}
    fresh = {id_: uuid.uuid4() for id_ in new}
    async with connection.transaction():
        cursor = connection.cursor()
        for _, group in itertools.groupby(rows, key=lambda r: (r.table, r.old)):
            alike = list(group)
            if len(alike) == 1:
                await cursor.execute(alike[0].statement(), alike[0].given(fresh))
            else:
                await cursor.executemany(alike[0].statement(), [r.given(fresh) for r in alike])
