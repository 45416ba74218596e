"""A township's lists cost the same in a county of thirty townships, four hundred villages and
twenty thousand cases (at most 1.3 times).
"""

from __future__ import annotations

import json

import psycopg
import pytest

from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.facilities.todos.query import Asked, TodoKind
from yishi_core.facilities.todos.reach import Call
from yishi_core.facilities.todos.statements import statements_of
from yishi_core.kernel.access import Principal

CLOSED = {
    "intake": "closed",
    "topic": "concluded",
    "step_record": "done",
    "consultation_case": "concluded",
    "outcome": "closed",
    "assignment": "closed",
    "consultation": "closed",
}
SMALL = 200
"""Pages: tables that hold next to nothing are read whole, larger ones by their index, so that a few
lines cost some pages more.
"""
COPIES = """
insert into {table} ({columns})
select {values} from {table} t, generate_series(%(first)s::int, %(last)s::int) as g
where t.county = %(county)s and t.id = (select id from {table} where county = %(county)s order by id limit 1)
"""


def multiply(
    owner: psycopg.Connection, town: County, table: str, first: int, last: int, path: str
) -> None:
    """Copies of the first row of a table, one in twenty of them open, at `path` (an SQL expression
    of g).
    """
    names = [
        r[0]
        for r in owner.execute(
            "select column_name from information_schema.columns where table_name = %s and "
            "is_generated = 'NEVER'",
            [table],
        )
    ]
    own = {
        "id": "gen_random_uuid()",
        "no": "t.no || '-' || g",
        "org_path": path,
        "query_hash": "null",
        "created_by": "gen_random_uuid()",
        "state": f"case when g %% 20 = 0 then t.state else '{CLOSED[table]}' end",
    }
    values = ", ".join(own.get(name, f't."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    owner.execute(
        COPIES.format(table=table, columns=columns, values=values),
        {"first": first, "last": last, "county": town.code},
    )


async def pages_read(town: County, who: Principal, kind: TodoKind | None) -> int:
    """How many pages of the database a list (without a kind: the counters) touches."""
    call = Call(who, Asked(clock.today()))
    async with town.platform.database.transaction(who.reading) as session:
        connection = await session.connection()
        prepared = await statements_of(town.platform).prepared(kind, call, connection.dialect)
        assert prepared is not None
        explained = f"explain (analyze, buffers, format json) {prepared.text}"
        plan = (await connection.exec_driver_sql(explained, prepared.values.of(call))).scalar_one()
    root = (plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]
    return int(root["Shared Hit Blocks"] + root["Shared Read Blocks"])


@pytest.mark.day
@pytest.mark.slow
async def test_a_township_s_lists_do_not_grow_with_the_county(
    town: County, owner: psycopg.Connection
) -> None:
    await stories.assigned(town)
    await stories.intake(town)
    tables = list(CLOSED)
    village = f"'{town.orgs['village'].org_path}'"
    tables = [
        t
        for t in tables
        if owner.execute(f"select 1 from {t} where county = {town.code}").fetchone()
    ]
    for table in tables:
        multiply(owner, town, table, 1, 700, village)
    owner.execute("analyze")
    who = town.principals["township"]
    small = {kind: await pages_read(town, who, kind) for kind in (*TodoKind, None)}
    elsewhere = (
        f"'{town.orgs['county'].org_path}' || (200 + g %% 29) || '/' || (100 + g %% 400) || '/'"
    )
    for table in tables:
        multiply(owner, town, table, 1001, 21000, elsewhere)
    owner.execute("analyze")
    large = {kind: await pages_read(town, who, kind) for kind in (*TodoKind, None)}
    grown = {
        str(kind): (small[kind], large[kind])
        for kind in small
        if large[kind] > 1.3 * small[kind] + SMALL
    }
    assert not grown, (small, large)
