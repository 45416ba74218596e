"""The measured server: the application as it is served, and beside it in the same process the bare
handlers it is held against.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
import psycopg_pool
from litestar import Response, post

from bench.data import COUNTY
from yishi_core.settings import AppSettings
from yishi_graphql.http.health import Flag
from yishi_graphql.http.serve import serve
from yishi_graphql.http.settings import HttpSettings

LIST = """
select json_build_object('data', json_build_object('stations', json_build_object('nodes', coalesce((
  select json_agg(json_build_object('id', 'Station:' || s.county || ':' || s.id, 'name', s.name, 'kind', s.kind, 'state', s.state,
    'topics', json_build_object('nodes', coalesce((
      select json_agg(json_build_object('id', 'Topic:' || t.county || ':' || t.id, 'title', t.title, 'state', t.state, 'grade', t.grade))
      from (select * from topic t where t.county = %(county)s and t.station_id = s.id and t.voided_at is null
            order by t.created_at desc, t.county, t.id limit 5) t), '[]'))))
  from (select * from station s where s.county = %(county)s and s.voided_at is null order by s.sort_key, s.county, s.id limit 50) s
), '[]'))))::text
"""
SINGLE = """
select json_build_object('data', json_build_object('station', (
  select json_build_object('id', 'Station:' || s.county || ':' || s.id, 'name', s.name, 'kind', s.kind, 'state', s.state)
  from station s where s.county = %(county)s and s.id = %(id)s)))::text
"""


@dataclass(frozen=True)
class Where:
    """Both logins: the application's, and for the bare handlers one that no policy applies to."""

    settings: AppSettings
    url: str
    bare_url: str
    port: int


class Asked(msgspec.Struct):
    """What the bare handlers are asked, as JSON: the way of a request over HTTP is the same for
    both.
    """

    id: str | None = None


def bare_handlers(pool: psycopg_pool.AsyncConnectionPool[Any]) -> list[Any]:
    """What somebody would write by hand: the question read from JSON, one statement, its text out.
    No tenant, no rights, no GraphQL.
    """

    async def text(query: str, values: dict[str, Any]) -> Response[bytes]:
        async with pool.connection() as connection:
            cursor = await connection.execute(query, values)
            result = cursor.pgresult
            assert result is not None
            return Response(result.get_value(0, 0), media_type="application/json")

    @post("/bare/list", status_code=200)
    async def nested(data: Asked) -> Response[bytes]:
        return await text(LIST, {"county": COUNTY})

    @post("/bare/single", status_code=200)
    async def single(data: Asked) -> Response[bytes]:
        return await text(SINGLE, {"county": COUNTY, "id": data.id})

    return [nested, single]


def load(where: Where, stopping: Flag) -> Any:
    """In the worker: both applications over the same database."""
    from yishi_graphql.http.serve import load_application

    loop = asyncio.get_event_loop()
    app = load_application(where.settings, where.url, stopping)
    pool = psycopg_pool.AsyncConnectionPool(
        where.bare_url, min_size=2, max_size=10, open=False, kwargs={"autocommit": True}
    )
    loop.run_until_complete(pool.open())
    for handler in bare_handlers(pool):
        app.register(handler)
    return app


def run(where: Where) -> None:
    """Serve until a signal comes."""
    serve(partial(load, where), HttpSettings.of(where.settings), host="127.0.0.1", port=where.port)
