"""K30, K32: what nobody may find: every table is read to the last column, and every line of the
log, for what was typed or sent.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from litestar.testing import AsyncTestClient

from tests.fixtures.database import Urls
from tests.fixtures.logs import configure_like_a_process
from tests.stories.people import camelled
from tests.stories.town import PASSWORD, found_town, story_application, story_platform
from yishi_core.kernel.database import Database

pytestmark = pytest.mark.anyio
MATTER = "村口的路灯坏了三个月,晚上走路不安全。"
SENDER = {
    "User-Agent": "Fremdling/77",
    "X-Forwarded-For": "203.0.113.77",
    "Cookie": "wer=geheimkeks77",
    "Referer": "https://wo.example/77",
}
SUBMIT = "mutation($i: SubmitIntakeInput!) { submitIntake(input: $i) { no queryCode } }"
LOOK = (
    "query($c: Int!, $r: String!) { public(county: $c, receipt: $r) { intakes(first: 5) { "
    "nodes { content } } } }"
)


def found_in(owner: psycopg.Connection, word: str) -> list[str]:
    """The tables in which a row holds the word anywhere: what a dump would hold, the queue's tables
    included.
    """
    tables = owner.execute(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in "
        "('pg_catalog', 'information_schema')"
    ).fetchall()
    pattern = "%" + word.replace("_", r"\_") + "%"
    assert len(tables) > 100
    return [
        t
        for (t,) in tables
        if owner.execute(f"select 1 from {t} x where x::text like %s limit 1", [pattern]).fetchone()
    ]


@pytest.fixture
def everything(database_urls: Urls) -> Iterator[psycopg.Connection]:
    """Past all policies."""
    with psycopg.connect(database_urls.admin, autocommit=True) as connection:
        yield connection


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a serving process writes."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    with redirect_stdout(io.StringIO()) as written:
        configure_like_a_process()
        yield written
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.check(
    "K30", part="passwords, tokens and query codes are in no table and no line of the log"
)
@pytest.mark.check(
    "K32",
    part="address, browser, cookie and page of an anonymous sender are in no table and no line "
    "of the log",
)
@pytest.mark.check("K32", part="the query code alone reopens it")
async def test_nothing_that_was_typed_or_sent_in_secret_is_kept(
    everything: psycopg.Connection,
    log: io.StringIO,
    database: Database,
    database_urls: Urls,
    tmp_path: Path,
) -> None:
    platform = story_platform(database, tmp_path / "files")
    async with AsyncTestClient(story_application(platform)) as http:
        town = await found_town(http, platform, database_urls)
        given = {
            "org": town.orgs["village"],
            "name": "柳湾议事室",
            "kind": "council_room",
            "level": "village",
            "opened_on": "2024-05-01",
        }
        station = (await town["county"].do("openStation", "station { id }", **given))["station"][
            "id"
        ]

        async def send(document: str, **variables: Any) -> Any:
            answer = await http.post(
                "/graphql", json={"query": document, "variables": variables}, headers=SENDER
            )
            assert "errors" not in answer.json(), answer.text
            return answer.json()["data"]

        submitted = {"station": station, "content": MATTER, "is_anonymous": True}
        code = (await send(SUBMIT, i=camelled(submitted)))["submitIntake"]["queryCode"]
        seen = (await send(LOOK, c=town.code, r=code))["public"]["intakes"]["nodes"]
        assert [n["content"] for n in seen] == [MATTER]
        assert (await send(LOOK, c=town.code, r=code[:-1] + ("3" if code[-1] == "2" else "2")))[
            "public"
        ]["intakes"]["nodes"] == []
        await http.post(
            "/graphql",
            json={"query": SUBMIT, "variables": {"i": {"content": code}}},
            headers=SENDER,
        )
        tokens = [p.token for p in town.people.values() if p.token]
        wrong = {"county": town.code, "name": "nobody", "password": "Falsch-Geraten-77"}
        await town.resident.refused("login", "UNAUTHENTICATED", **wrong)

    assert found_in(everything, MATTER), "the search finds what is there"
    assert log.getvalue().count('"event": "request"') > 20
    for secret in (
        PASSWORD,
        wrong["password"],
        code,
        code.replace("-", ""),
        *tokens,
        *(t.split("_", 2)[2] for t in tokens),
    ):
        assert found_in(everything, str(secret)) == [], secret
        assert str(secret) not in log.getvalue()
    for sent in SENDER.values():
        assert found_in(everything, sent) == [], sent
        assert sent not in log.getvalue()
