"""K13: the thirteen questions of graphql-cop, on the configuration of production. (The tool of that
name on the registry is an empty placeholder.)

Introspection is answered, on purpose: a caller sees the schema of his own plugins, and clients are
generated from it (docs/graphql.md). Its cost is bounded instead (decision 0063).
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar.testing import AsyncTestClient

from tests.fixtures.county import County, schema_of
from yishi_core.settings import AppSettings
from yishi_graphql.http.application import create_application
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader import Reader

pytestmark = pytest.mark.anyio
PLAIN = "{ __schema { queryType { name } } }"
CIRCLE = (
    "{ __schema { types { fields { type { fields { type { fields { type { fields { type { "
    "name } } } } } } } } } } }"
)
CHANGE = "mutation { logout { ok } }"


@pytest.fixture
async def http(town: County) -> AsyncIterator[AsyncTestClient[Any]]:
    """An installation that says that it is in production."""
    settings = HttpSettings.of(AppSettings(production=True))
    schema = schema_of(town.platform.plugins)
    application = create_application(
        town.platform, settings, Reader(town.platform, schema, limits=settings.limits)
    )
    async with AsyncTestClient(application, raise_server_exceptions=False) as client:
        yield client


def codes(answer: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in answer.json()["errors"]]


async def asked(http: AsyncTestClient[Any], document: str, **variables: Any) -> httpx.Response:
    return await http.post("/graphql", json={"query": document, "variables": variables})


@pytest.mark.check("K13", part="the thirteen questions of graphql-cop")
async def test_the_questions_of_graphql_cop(http: AsyncTestClient[Any]) -> None:
    assert (await asked(http, PLAIN)).json() == {
        "data": {"__schema": {"queryType": {"name": "Query"}}}
    }
    for document in (
        "{" + " ".join(f"a{n}: __typename" for n in range(101)) + "}",
        "{ __typename " + "@a" * 60 + " }",
        "{" + "__typename " * 500 + "}",
        CIRCLE,
    ):
        assert codes(await asked(http, document)) == ["TOO_COMPLEX"], document[:40]
    refused = await asked(http, "{ __typename @aa @bb @cc @dd @ee @ff @gg @hh @ii @jj }")
    assert set(codes(refused)) == {"INVALID_INPUT"}
    assert "data" not in refused.json()
    batch = await http.post("/graphql", json=[{"query": PLAIN}] * 10)
    assert (batch.status_code, codes(batch)) == (400, ["INVALID_INPUT"])
    suggested = await asked(http, "{ statoins { totalCount } }")
    assert "Did you mean" not in suggested.text
    assert "stations" not in suggested.text
    for accept in ("text/html", "*/*"):
        page = await http.get("/graphql", headers={"Accept": accept})
        assert (page.status_code, page.headers["content-type"]) == (405, "application/json")
    for document in (PLAIN, CHANGE):
        got = await http.get("/graphql", params={"query": document})
        assert (got.status_code, "data" in got.json()) == (405, False)
    for kind, body in (
        ("application/x-www-form-urlencoded", b"query=%7B__typename%7D"),
        ("text/plain", json.dumps({"query": PLAIN}).encode()),
        ("multipart/form-data; boundary=x", b"--x--"),
    ):
        posted = await http.post("/graphql", content=body, headers={"Content-Type": kind})
        assert (posted.status_code, "data" in posted.json()) == (415, False)
    assert "extensions" not in (await asked(http, PLAIN)).json(), "no trace of the run"


@pytest.mark.check("K13", part="an unhandled exception tells nothing")
async def test_what_nobody_expected_tells_nothing(
    http: AsyncTestClient[Any], town: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("Geheimnis 77")

    monkeypatch.setattr(town.platform.database, "read", breaks)
    answer = await asked(
        http, f"{{ public(county: {town.code}) {{ stations(first: 1) {{ totalCount }} }} }}"
    )
    assert codes(answer) == ["INTERNAL"]
    assert "Geheimnis" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.check("K13", part="no websocket is taken, from whatever origin")
@pytest.mark.parametrize("path", ["/graphql", "/files", "/nowhere"])
@pytest.mark.parametrize("origin", [b"https://fremd.example", b"http://testserver.local"])
async def test_no_websocket_is_taken(http: AsyncTestClient[Any], path: str, origin: bytes) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    scope: Any = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"origin", origin)],
        "subprotocols": ["graphql-transport-ws"],
        "scheme": "ws",
        "state": {},
        "extensions": {},
        "client": None,
        "server": None,
    }
    await http.app(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]
