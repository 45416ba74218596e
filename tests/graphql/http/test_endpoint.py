"""The way of a request: what is taken, who is asking, what comes out when something fails."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import structlog

from tests.graphql.http.served import TOKEN, Served, served
from yishi_core.errors import Unavailable
from yishi_graphql.http.endpoint import TOO_LONG
from yishi_graphql.http.faults import DATABASE_AWAY
from yishi_graphql.http.language import language_of

pytestmark = pytest.mark.anyio
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def here() -> AsyncIterator[Served]:
    async with served() as application:
        yield application


async def test_an_answer_is_json_as_the_reader_made_it(here: Served) -> None:
    answer = await here.client.post("/graphql", json={"query": "{ who language }"}, headers=BEARER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {"data": {"who": "account", "language": "zh"}}


async def test_the_named_operation_runs(here: Served) -> None:
    body: dict[str, object] = {
        "query": "query A { who } query B { language }",
        "operationName": "B",
        "variables": None,
    }
    assert (await here.client.post("/graphql", json=body)).json() == {"data": {"language": "zh"}}


async def test_without_a_token_a_visitor_asks(here: Served) -> None:
    assert await here.ask("{ who }") == {"data": {"who": "anonymous"}}


@pytest.mark.parametrize(
    "header",
    [
        "Bearer ys_990101_wrong",
        "Bearer",
        "Bearer x",
        "Basic eA==",
        "Bearer ys_" + "x" * 300,
        "Bearer ys_é",
    ],
)
async def test_a_token_that_is_none_is_refused_and_never_a_visitor(
    here: Served, header: str
) -> None:
    answer = await here.client.post(
        "/graphql", json={"query": "{ who }"}, headers={b"Authorization": header.encode()}
    )
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    assert here.reader.runs == 0


@pytest.mark.check("K12", part="stale grants are read anew within the request")
async def test_stale_grants_are_forgotten_and_the_document_runs_once_more(here: Served) -> None:
    here.reader.newest = 2
    answer = await here.client.post("/graphql", json={"query": "{ who }"}, headers=BEARER)
    assert answer.json() == {"data": {"who": "account"}}
    assert here.tokens.forgotten == [TOKEN]
    assert here.reader.runs == 2


async def test_grants_that_stay_stale_end_the_request(here: Served) -> None:
    here.reader.newest = 3
    answer = await here.client.post("/graphql", json={"query": "{ who }"}, headers=BEARER)
    assert answer.status_code == 401
    assert here.reader.runs == 2


@pytest.mark.check("K13", part="text/plain, multipart, form bodies and GET run nothing")
@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/graphql",
        "",
        "application/json; charset=gbk",
    ],
)
async def test_only_json_is_taken(here: Served, content_type: str) -> None:
    answer = await here.client.post(
        "/graphql", content=b'{"query": "{ who }"}', headers={"Content-Type": content_type}
    )
    assert answer.status_code == 415
    assert here.reader.runs == 0


@pytest.mark.check("K19", part="GET executes nothing")
@pytest.mark.parametrize("accept", ["application/json", "text/html", "*/*"])
async def test_get_runs_nothing(here: Served, accept: str) -> None:
    answer = await here.client.get(
        "/graphql", params={"query": "{ who }"}, headers={"Accept": accept}
    )
    assert (answer.status_code == 200) == (accept == "text/html")
    assert here.reader.runs == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused_in_our_shape(here: Served, method: str) -> None:
    answer = await here.client.request(method, "/graphql")
    assert answer.status_code == 405
    assert answer.json()["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


@pytest.mark.check("K13", part="array batching is refused")
async def test_a_batch_is_refused(here: Served) -> None:
    answer = await here.client.post("/graphql", json=[{"query": "{ who }"}, {"query": "{ who }"}])
    assert answer.status_code == 400
    assert "批量" in answer.json()["errors"][0]["message"]
    assert here.reader.runs == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b'"x"',
        b"{}",
        b'{"query": 1}',
        b'{"query": "{ who }", "variables": []}',
        b"\xff\xfe",
        b'{"query": "{ who }", "variables": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}",
    ],
)
async def test_a_malformed_body_is_told_so(here: Served, body: bytes) -> None:
    answer = await here.client.post(
        "/graphql", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] in {"INVALID_INPUT", "TOO_COMPLEX"}
    assert here.reader.runs == 0


@pytest.mark.check("K21", part="a body that says it is beyond the limit gives 413")
async def test_a_large_body_is_refused() -> None:
    async with served(body_bytes=2_000) as here:
        answer = await here.client.post("/graphql", json={"query": "#" * 2_000})
        assert answer.status_code == 413
        assert answer.json()["errors"][0]["message"] == "请求内容过大。"
        assert here.reader.runs == 0


async def test_errors_of_the_reader_keep_their_code_and_the_language_asked_for(
    here: Served,
) -> None:
    answer = await here.client.post(
        "/graphql",
        json={"query": "{ a" + " { a" * 50 + " }" * 51},
        headers={"Accept-Language": "en"},
    )
    assert answer.status_code == 200
    error = answer.json()["errors"][0]
    assert error["extensions"] == {
        "code": "TOO_COMPLEX",
        "limit": "depth",
        "found": 21,
        "allowed": 20,
    }
    assert error["message"].startswith("The document is too complex")


@pytest.mark.check("K16")
async def test_an_unexpected_error_gives_a_fixed_text_and_an_id_that_the_log_explains(
    here: Served,
) -> None:
    secret = "column phone of 张三 is 13800000000x"
    here.reader.fails = [RuntimeError(secret)]
    with structlog.testing.capture_logs() as logs:
        answer = await here.client.post(
            "/graphql", json={"query": "{ who }"}, headers={"X-Request-Id": "abcdef-1234"}
        )
    assert answer.status_code == 500
    assert secret not in answer.text
    assert "RuntimeError" not in answer.text
    error = answer.json()["errors"][0]
    assert error["message"] == "系统内部错误,已记录。请将错误编号告知管理员。"
    assert set(error["extensions"]) == {"code", "errorId"}
    logged = next(line for line in logs if line["event"] == "unexpected error")
    assert logged["error_id"] == error["extensions"]["errorId"]
    assert str(logged["exc_info"]) == secret


@pytest.mark.check("K45", part="a database that does not answer gives 503 at once")
@pytest.mark.parametrize("kind", DATABASE_AWAY)
async def test_a_database_that_is_away_gives_503(here: Served, kind: type[Exception]) -> None:
    here.reader.fails = [
        kind("x", None, Exception("y")) if "sqlalchemy" in kind.__module__ else kind("x")
    ]
    answer = await here.client.post("/graphql", json={"query": "{ who }"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["errors"][0]["extensions"] == {"code": Unavailable.code.value}


async def test_an_operation_that_runs_too_long_ends_by_deadline() -> None:
    async with served(request_seconds=0.05) as here:

        async def slow(*_args: object) -> bytes:
            await asyncio.sleep(30)
            return b""

        here.reader.execute = slow  # type: ignore[method-assign, assignment]
        answer = await here.client.post("/graphql", json={"query": "{ who }"})
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["message"] == TOO_LONG.zh, (
            "it is not the database that was too slow"
        )


@pytest.mark.check("K11", part="an address that is none answers in the same shape")
async def test_an_unknown_address_is_not_found_in_our_shape(here: Served) -> None:
    answer = await here.client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.json() == {
        "errors": [{"message": "找不到该对象,或您无权查看。", "extensions": {"code": "NOT_FOUND"}}]
    }


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh;q=0.1,en;q=0.2", "en"),
        ("fr", "zh"),
        ("fr,en;q=0.5", "en"),
        ("en;q=x", "zh"),
        ("en;q=0", "zh"),
    ],
)
def test_the_language_preferred_most_is_used(header: str | None, language: str) -> None:
    assert language_of(header) == language


async def test_the_body_is_the_readers_bytes(here: Served) -> None:
    async def finished(*_args: object) -> bytes:
        return '{"data":{"名":"站"}}'.encode()

    here.reader.execute = finished  # type: ignore[method-assign, assignment]
    answer = await here.client.post("/graphql", json={"query": "{ who }"})
    assert json.loads(answer.content) == {"data": {"名": "站"}}
    assert answer.content == '{"data":{"名":"站"}}'.encode()
