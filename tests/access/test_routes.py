"""K10: every address by every kind of caller, against `matrix/routes`; one that is missing there
fails the build.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.access.matrix_file import read_matrix
from tests.access.world import CALLERS, World
from yishi_core.facilities.ledgers.large import hand_over
from yishi_core.facilities.ledgers.sheets import read_sheet, written
from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation.inputs import global_id
from yishi_graphql.http.application import create_application
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader import Reader

pytestmark = pytest.mark.anyio
MATRIX = read_matrix("routes")
FREE_OF_METHODS = {"/graphql": ("GET", "POST")}
"""Addresses that answer every method themselves; all others but these are 405 (test_endpoint)."""
NO_ANSWER = {"OPTIONS", "HEAD"}


class Tokens:
    """The token of a caller is his name."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def by_token(self, token: str) -> Principal:
        return self._world.callers[token.removeprefix("ys_")]

    def forget(self, token: str) -> None:
        raise AssertionError("nobody's grants change here")


@dataclass
class Served:
    app: Litestar
    http: AsyncTestClient[Litestar]
    village: str
    file: str = ""
    sent: str = ""
    """A long file that the caller “own” sent."""

    async def ask(self, route: str, caller: str) -> int:
        method, _, path = route.partition(":")
        headers = {"Authorization": f"Bearer ys_{caller}"} if caller != "anonymous" else {}
        body: dict[str, Any] = {}
        if route == "POST:/graphql":
            body = {"json": {"query": "{ __typename }"}}
        elif route == "POST:/files":
            body = {
                "files": {"file": ("a.pdf", b"%PDF-1.7\n" + b"x" * 1_000)},
                "data": {"subject": self.village},
            }
        elif route.startswith("POST:/ledgers"):
            deed = written(
                [
                    ("组织", "类型", "日期", "内容"),
                    (self.village, "民生实事", "2026-03-01", "修路灯"),
                ]
            )
            body = {"content": deed.encode(), "params": {"dryRun": "true"}}
            headers["Content-Type"] = "text/csv"
        path = (
            path.replace("{file_id:str}", self.file)
            .replace("{file_path:path}", "explorer.js")
            .replace("{name:str}", "Deed.csv")
        )
        path = path.replace("{id:uuid}", self.sent)
        answer = await self.http.request(method, path, headers=headers, **body)
        if route == "POST:/files" and caller == "own":
            self.file = answer.json()["id"]
        return answer.status_code


@pytest.fixture
async def served(world: World, reader: Reader) -> AsyncIterator[Served]:
    app = create_application(
        replace(world.platform, principals=Tokens(world)), HttpSettings(), reader
    )
    async with AsyncTestClient(app, raise_server_exceptions=False) as http:
        made = Served(app, http, global_id(world.home.orgs["village"]))
        await made.ask("POST:/files", "own")
        deed = written(
            [("组织", "类型", "日期", "内容"), (made.village, "民生实事", "2026-03-01", "修路灯")]
        ).encode()
        made.sent = str(
            await hand_over(
                world.platform, world.callers["own"], "Deed", deed, read_sheet(deed), dry_run=True
            )
        )
        yield made


@pytest.mark.check("K10", part="every address by every kind of caller")
async def test_an_address_answers_every_caller_as_the_matrix_says(served: Served) -> None:
    for route, row in MATRIX.items():
        assert {c: str(await served.ask(route, c)) for c in CALLERS if c != "own"} == {
            c: row[c] for c in CALLERS if c != "own"
        }, route
        assert str(await served.ask(route, "own")) == row["own"], route


@pytest.mark.check(
    "K19",
    part="the database is unchanged after every GET, whoever asks; but for the audit of what was "
    "taken out",
)
async def test_no_get_changes_anything(served: Served, owner: psycopg.Connection) -> None:
    asked = [
        *(route for route in MATRIX if route.startswith("GET:")),
        "GET:/graphql?query=mutation{logout{ended}}",
    ]
    before = contents(owner)
    for route in asked:
        for caller in CALLERS:
            await served.ask(route, caller)
    after = contents(owner)
    assert {table for table in after if after[table] != before[table]} == {"public.audit_entry"}
    written = owner.execute(
        "select distinct operation from audit_entry where id::text > %s",
        [before["public.audit_entry"][2]],
    ).fetchall()
    assert written == [("export_ledger",)]


def contents(owner: psycopg.Connection) -> dict[str, Any]:
    """Table → what any change of it would change."""
    tables = owner.execute(
        "select schemaname || '.' || quote_ident(tablename) from pg_tables where schemaname in "
        "('public', 'queue')"
    ).fetchall()
    last = {"public.audit_entry": "max(id::text)"}
    return {
        name: owner.execute(
            f"select count(*), max(xmin::text::bigint), {last.get(name, 'null')} from "
            f"{name}".encode()
        ).fetchone()
        for (name,) in tables
    }


@pytest.mark.check("K10", part="an address that is missing in the matrix fails the build")
async def test_the_matrix_has_every_address(served: Served) -> None:
    found = set()
    for route in served.app.routes:
        methods: Any = FREE_OF_METHODS.get(route.path) or getattr(route, "methods", None)
        assert methods, f"{route.path}: which methods does it answer?"
        found |= {f"{method}:{route.path}" for method in methods if method not in NO_ANSWER}
    assert found == set(MATRIX)
