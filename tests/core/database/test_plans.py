"""K6: the ten hottest queries use an index, whatever row level security adds to them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.core.database.conftest import enter
from tests.fixtures.database import County, Server, Urls
from yishi_core.kernel.entity.base import new_id

COUNTIES = 40
FIRST = 970001

# : Table → share of the rows. One row of every table per running number; keys fall on counties in
# turn.
SHARES = {
    "topic": 1.0,
    "intake": 0.5,
    "assignment": 0.3,
    "reply": 0.1,
    "event": 0.5,
    "audit_entry": 0.5,
    "station": 0.02,
    "token": 0.05,
}

# : What is asked → (statement, the tables that must be reached by an index). `county` and the
# others are bound.
HOTTEST: dict[str, tuple[str, str]] = {
    "an object by its id": (
        "select title from topic where county = %(county)s and id = %(id)s",
        "topic",
    ),
    "the newest twenty": (
        "select id, title from topic where county = %(county)s and voided_at is null order by "
        "created_at desc, county, id limit 20",
        "topic",
    ),
    "the next page by key": (
        "select id from topic where county = %(county)s and (created_at, county, id) < (%(at)s, "
        "%(county)s, %(id)s)"
        " order by created_at desc, county desc, id desc limit 20",
        "topic",
    ),
    "a station's topics": (
        "select t.id from station s join topic t on t.county = %(county)s and t.station_id = s.id"
        " where s.county = %(county)s and s.id = %(station)s order by t.id limit 20",
        "topic",
    ),
    "everything below a township": (
        "select count(*) from topic where county = %(county)s and org_path ^@ %(township)s",
        "topic",
    ),
    "what came in lately": (
        "select id from intake where county = %(county)s and received_at > %(at)s order by "
        "received_at desc limit 20",
        "intake",
    ),
    "what falls due": (
        "select id from assignment where county = %(county)s and due_on < %(day)s order by "
        "due_on limit 20",
        "assignment",
    ),
    "the replies to an assignment": (
        "select id from reply where county = %(county)s and assignment_id = %(id)s",
        "reply",
    ),
    "events to deliver": (
        "select id from event where county = %(county)s and delivered_at is null order by id "
        "limit 50",
        "event",
    ),
    "the history of a record": (
        "select at from audit_entry where county = %(county)s and subject_id = %(id)s order by "
        "at limit 50",
        "audit_entry",
    ),
    "a bearer's token": (
        "select id from token where county = %(county)s and token_hash = %(hash)s",
        "token",
    ),
}

VALUES = {
    "uuid": "gen_random_uuid()",
    "text": "'x' || i",
    "varchar": "'x' || i % 5",
    "timestamptz": "timestamptz '2026-11-18 10:00+08' - i * interval '1 second'",
    "date": "date '2026-11-18' - i % 700",
    "int4": "i % 100",
    "int8": "i % 100",
    "bool": "i % 2 = 0",
    "numeric": "i % 100",
    "jsonb": "'{}'",
    "_text": "'{}'",
    "time": "'09:00'",
}


def fill(connection: psycopg.Connection, table: str, rows: int) -> None:
    """Write `rows` rows of invented values, spread over counties, townships and villages; optional
    columns stay empty unless keys.
    """
    columns = connection.execute(
        "select a.attname, t.typname, a.attnotnull from pg_attribute a join pg_type t on t.oid = "
        "a.atttypid"
        " where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped",
        [table],
    ).fetchall()
    wanted = {"due_on", "station_id", "assignment_id", "subject_id"}
    given = {
        "county": f"{FIRST} + i % {COUNTIES}",
        "org_path": "'97/00/' || lpad((1 + i % 40)::text, 2, '0') || '/' || 100 + i / 40 % 30 || "
        "'/' || 200 + i / 1200 % 13 || '/'",
        "station_id": f"md5((i % {COUNTIES * 100})::text)::uuid",
        "id": f"md5((i % {COUNTIES * 100})::text)::uuid"
        if table == "station"
        else "gen_random_uuid()",
        "delivered_at": "case when i % 500 > 0 then timestamptz '2026-11-18 10:00+08' end",
    }
    names = [
        (name, type_)
        for name, type_, needed in columns
        if needed or name in wanted or name == "delivered_at"
    ]
    statement = sql.SQL("insert into {} ({}) select {} from generate_series(0, {}) i").format(
        sql.Identifier(table),
        sql.SQL(", ").join(sql.Identifier(name) for name, _ in names),
        sql.SQL(", ").join(sql.SQL(given.get(name, VALUES[type_])) for name, type_ in names),
        rows - 1,
    )
    connection.execute(statement)
    connection.execute(sql.SQL("analyze {}").format(sql.Identifier(table)))


def filled(server: Server, rows: int) -> Iterator[Urls]:
    """A clone with `rows` topics and the other tables in proportion."""
    name = f"yishi_plans_{server.run}_{new_id().hex[-12:]}"
    urls = server.clone(name)
    with psycopg.connect(urls.admin, autocommit=True) as connection:
        connection.execute(
            "set session_replication_role = replica"
        )  # the invented rows point nowhere
        for table, share in SHARES.items():
            fill(
                connection,
                table,
                min(int(rows * share), COUNTIES * 100) if table == "station" else int(rows * share),
            )
    yield urls
    server.drop(name)


@pytest.fixture(scope="module")
def small(database_server: Server) -> Iterator[Urls]:
    yield from filled(database_server, 20_000)


@pytest.fixture(scope="module")
def large(database_server: Server) -> Iterator[Urls]:
    yield from filled(database_server, 1_000_000)


@dataclass
class Plan:
    """What `explain` says, flattened."""

    nodes: list[dict[str, Any]]
    milliseconds: float

    def scans(self, table: str) -> set[str]:
        return {n["Node Type"] for n in self.nodes if n.get("Relation Name") == table}


def explain(urls: Urls, statement: str) -> Plan:
    """The plan as somebody with grants in one township and one village sees it."""
    county = County(FIRST + 7)
    path = "97/00/08/"
    place = {
        "county": county.code,
        "id": uuid.uuid4(),
        "station": uuid.UUID(bytes=b"\1" * 16),
        "township": path + "100/",
        "at": "2026-01-01",
        "day": "2026-01-01",
        "hash": "x7",
    }
    with psycopg.connect(urls.app) as connection:
        enter(connection, county.entry(path + "100/", path + "101/200/"))
        row = connection.execute(f"explain (analyze, format json) {statement}", place).fetchone()
    assert row is not None
    found = row[0][0] if isinstance(row[0], list) else json.loads(row[0])[0]
    nodes: list[dict[str, Any]] = []
    waiting = [found["Plan"]]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting += node.get("Plans", [])
    return Plan(nodes, found["Execution Time"])


def require_index(urls: Urls, what: str, most: float) -> None:
    statement, table = HOTTEST[what]
    plan = explain(urls, statement)
    assert plan.scans(table), f"{table} is not read at all: {plan.nodes}"
    assert plan.scans(table) <= {"Index Scan", "Index Only Scan", "Bitmap Heap Scan"}, (
        f"{what}: {plan.scans(table)}"
    )
    assert plan.milliseconds < most, f"{what}: {plan.milliseconds} ms"


@pytest.mark.check("K6", part="plans at 20,000 rows")
@pytest.mark.parametrize("what", HOTTEST)
def test_hot_queries_use_an_index(small: Urls, what: str) -> None:
    require_index(small, what, most=1000)


@pytest.mark.slow
@pytest.mark.check("K6", part="plans at 1,000,000 rows")
@pytest.mark.parametrize("what", HOTTEST)
def test_hot_queries_use_an_index_at_a_million_rows(large: Urls, what: str) -> None:
    require_index(large, what, most=1000)


def test_settings_are_read_once_per_statement(small: Urls) -> None:
    """Each setting is an InitPlan that ran once, not a filter that parses an array per row
    (access.md 1).
    """
    plan = explain(small, "select count(*) from topic where county = %(county)s")
    read = [n for n in plan.nodes if n.get("Parent Relationship") == "InitPlan"]
    assert len(read) == 2
    assert {n["Actual Loops"] for n in read} == {1}
