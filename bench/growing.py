"""Does one township's work slow down when the county around it grows? One township alone, and
thirty with 400 villages and 20 000 cases.

Both counties hold the same township. A consultation is recorded once through the operations, then
its rows are copied into every village by SQL.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
from psycopg import sql

from bench.client import Call
from bench.data import administrator, county_admin, kept
from bench.rows import INDEX, QUEUE, Written, written_by_last
from bench.writing import Desk
from yishi_core import clock
from yishi_core.domain.stations.models import Station, StationKind, StationLevel
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgKind, OrgUnit
from yishi_core.views.metrics.service import MOST
from yishi_graphql.reader import Reader
from yishi_graphql.schema import build_schema
from yishi_tenants.accounts.grants.models import GrantRow

TOWNSHIPS = 30
VILLAGES = 400
CASES = 20_000
GOAL = 1.3
OPEN = 20
"""One case in so many is open."""
ENDED = {
    "intake": "closed",
    "topic": "concluded",
    "step_record": "done",
    "consultation_case": "concluded",
    "outcome": "closed",
    "consultation": "closed",
}
NOT_COPIED = ("audit_entry", "event", "number_series", "setting_document", *QUEUE, *INDEX)
NESTED = (
    "{ stations(first: 50, orderBy: [{name: asc}]) { nodes { id name kind state"
    " topics(first: 5, orderBy: [{createdAt: desc}]) { nodes { id title state grade } } } } }"
)
TODOS = "{ todos(first: 50) { items { record title state action dueOn colour } next } }"


@dataclass(frozen=True)
class Grown:
    """A county with its id, and the tokens of the clerk of its first township and of its
    administrator.
    """

    county: int
    org: str
    token: str
    administrators: str

    def call(self, query: str) -> Call:
        return Call.post("/graphql", {"query": query}, self.token)

    def metrics(self, codes: Sequence[str]) -> Call:
        """All these metrics of the county in one request, in questions as long as may be."""
        parts = [codes[n : n + MOST] for n in range(0, len(codes), MOST)]
        named = {f"f{n}": [{"metric": code} for code in part] for n, part in enumerate(parts)}
        declared = ", ".join(f"${name}: [FigureInput!]!" for name in named)
        asked = " ".join(
            f"{name}: metrics(org: $org, figures: ${name}) {{ metric value text }}"
            for name in named
        )
        query = f"query($org: ID!, {declared}) {{ {asked} }}"
        variables = {"org": self.org, **named}
        return Call.post("/graphql", {"query": query, "variables": variables}, self.administrators)


async def grow(platform: Platform, superuser: str, county: int, townships: int) -> Grown:
    """A county of so many townships, with their share of the villages and cases."""
    system = Principal.system(county, platform.policy)
    root = county_path(county)
    stamps: dict[str, Any] = {"created_at": clock.now(), "updated_at": clock.now()}
    paths = [
        f"{root}{100 + n % townships}/{200 + n // townships}/"
        for n in range(-(-VILLAGES * townships // TOWNSHIPS))
    ]
    async with platform.database.transaction(system.reading) as session:
        keep = kept(session, county, root)
        account, token = county_admin(keep, stamps)
        top = await session.get_one(OrgUnit, (county, account.org_id))
        _, administrators = administrator(keep, top, "bench2", stamps)
        towns = {}
        for n in range(townships):
            place = f"{root}{100 + n}/"
            town = keep(
                OrgUnit(
                    name=f"第{n}镇",
                    sort_key=f"{n:03d}",
                    kind=OrgKind.LIAISON_GROUP,
                    parent_id=account.org_id,
                    **stamps,
                ),
                place,
            )
            towns[place] = town.id
        villages: list[tuple[str, uuid.UUID, uuid.UUID]] = []
        for n, place in enumerate(paths):
            parent = towns[place.rstrip("/").rpartition("/")[0] + "/"]
            village = keep(
                OrgUnit(
                    name=f"{n}村",
                    sort_key=f"{n:03d}",
                    kind=OrgKind.VILLAGE_COMMITTEES,
                    parent_id=parent,
                    **stamps,
                ),
                place,
            )
            hall = Station(
                name=f"{n}村议事室",
                sort_key=f"{n:03d}",
                kind=StationKind.COUNCIL_ROOM,
                level=StationLevel.VILLAGE,
                opened_on=clock.today(),
                qr_token=new_id().hex,
                **stamps,
            )
            villages.append((place, village.id, keep(hall, place, village.id).id))
    async with await psycopg.AsyncConnection.connect(superuser, autocommit=True) as by_hand:
        await _copies(platform, by_hand, county, token, villages)
        await _descend(by_hand, county, account.id, f"{root}100/", towns[f"{root}100/"])
        await by_hand.execute("analyze")
    platform.principals.forget(token)
    return Grown(county, f"OrgUnit:{county}:{top.id}", token, administrators)


async def _copies(
    platform: Platform,
    by_hand: Any,
    county: int,
    token: str,
    villages: list[tuple[str, uuid.UUID, uuid.UUID]],
) -> None:
    """One consultation and one intake in the first village, then the same everywhere."""
    clerk = await platform.principals.by_token(token)
    desk = Desk(
        platform,
        Reader(platform, build_schema(platform.registry, platform.operations.values())),
        clerk,
        by_hand,
    )
    desk.station = f"Station:{county}:{villages[0][2]}"
    for work in (desk.intake, desk.consultation):
        await work()
        rows = [
            r
            for r in await written_by_last(by_hand, county)
            if r.table not in NOT_COPIED and "id" in r.columns
        ]
        await by_hand.execute(
            "create temp table if not exists village (n int, org_path text, org_id uuid, "
            "station_id uuid)"
        )
        await by_hand.execute("truncate village")
        async with by_hand.cursor().copy("copy village from stdin") as copy:
            for n, village in enumerate(villages):
                await copy.write_row((n, *village))
        ids = [r.values[r.columns.index("id")] for r in rows]
        async with by_hand.transaction():  # keys are looked at when it ends
            for table in dict.fromkeys(r.table for r in rows):
                await _copy(
                    by_hand,
                    next(r for r in rows if r.table == table),
                    county,
                    ids,
                    CASES * len(villages) // VILLAGES,
                )


async def _copy(
    by_hand: Any, like: Written, county: int, ids: list[uuid.UUID], number: int
) -> None:
    """Copies of the captured rows of one table: new ids and references in each, places by turns,
    most of them ended.
    """
    ended = ENDED.get(like.table)
    own = {
        "org_path": "v.org_path",
        "org_id": "v.org_id",
        "station_id": "v.station_id",
        "no": "t.no || '-' || g",
        "query_hash": "t.query_hash || g",
        "created_at": "t.created_at - make_interval(mins => g)",
        "state": f"case when (g / %(villages)s) % {OPEN} = 0 then t.state else '{ended}' end"
        if ended
        else "t.state",
    }
    values = [
        own.get(
            c,
            f'case when t."{c}" = any(%(ids)s) then md5(t."{c}"::text || g)::uuid else t."{c}" end'
            if _is_key(c)
            else f't."{c}"',
        )
        for c in like.columns
    ]
    statement = sql.SQL(
        "insert into {} ({}) select {} from {} t, generate_series(1, %(number)s) g join village "
        "v on v.n = g %% %(villages)s"
        " where t.county = %(county)s and t.id = any(%(ids)s)"
    ).format(
        sql.Identifier(like.table),
        sql.SQL(", ").join(map(sql.Identifier, like.columns)),
        sql.SQL(", ".join(values).replace(" % ", " %% ")),
        sql.Identifier(like.table),
    )
    count = (await (await by_hand.execute("select count(*) from village")).fetchone())[0]
    await by_hand.execute(
        statement, {"ids": ids, "number": number, "county": county, "villages": count}
    )


def _is_key(column: str) -> bool:
    return column == "id" or (column.endswith("_id") and column not in ("org_id", "station_id"))


async def _descend(
    by_hand: Any, county: int, account: uuid.UUID, path: str, org: uuid.UUID
) -> None:
    """The administrator becomes the clerk of the first township: that is whose work is measured."""
    entity = GrantRow.__tablename__
    await by_hand.execute(
        sql.SQL(
            "update {} set role = 'township_staff', reach_path = %s, org_path = %s, org_id = %s, "
            "given_at = %s"
            " where county = %s and account_id = %s"
        ).format(sql.Identifier(entity)),
        [path, path, org, clock.now() - timedelta(days=1), county, account],
    )
    await by_hand.execute(
        "update account set grant_version = grant_version + 1 where county = %s and id = %s",
        [county, account],
    )
