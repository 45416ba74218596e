"""`POST /graphql`: JSON in, the reader's finished bytes out. `GET` executes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler

from yishi_core.access import Principal
from yishi_core.errors import Code, Text, YishiError
from yishi_graphql.http.callers import Callers, bearer
from yishi_graphql.http.explorer import explorer_page
from yishi_graphql.http.faults import BadRequest, error_body
from yishi_graphql.http.language import language_of
from yishi_graphql.http.settings import HttpSettings

JSON = "application/json"
RAISED = frozenset({Code.UNAUTHENTICATED, Code.UNAVAILABLE, Code.INTERNAL})
"""Errors that speak by the HTTP status too; all others are answers of a GraphQL server that works: 200."""


class Executor(Protocol):
    """What runs a document: `yishi_graphql.reader.Reader`.

    The answer is the whole JSON. `StaleGrants` may be raised only while nothing has been written: the document is then
    run again from its start.
    """

    async def execute(
        self,
        principal: Principal,
        document: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        language: str,
    ) -> bytes: ...


class GraphQLRequest(msgspec.Struct):
    """The body of a request. Other members (`extensions`) are passed over."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = msgspec.field(default=None, name="operationName")


def graphql_routes(executor: Executor, callers: Callers, settings: HttpSettings) -> list[HTTPRouteHandler]:
    """The handlers of `/graphql`."""
    decoder = msgspec.json.Decoder(GraphQLRequest)

    @post("/graphql", status_code=200, request_max_body_size=settings.body_bytes)
    async def execute(request: Request[Any, Any, Any]) -> Response[bytes]:
        language = language_of(request.headers.get("accept-language"))
        _only_json(request)
        async with arriving(settings):
            body = await request.body()
        asked = _read(decoder, body)

        async def run(principal: Principal) -> bytes:
            return await executor.execute(principal, asked.query, asked.variables, asked.operation_name, language)

        try:
            async with asyncio.timeout(settings.request_seconds):
                data = await callers.run(bearer(request.headers.get("authorization")), run)
        except YishiError as error:
            if error.code in RAISED:
                raise
            data = error_body(error.text, error.as_extensions(language), language)
        return Response(data, media_type=JSON, headers={"Cache-Control": "no-store"})

    @get("/graphql", status_code=200)
    async def explore(request: Request[Any, Any, Any]) -> Response[bytes]:
        if settings.explorer and "text/html" in request.headers.get("accept", ""):
            return explorer_page()
        text = Text("请用 POST 发送 JSON 请求。", "Send your request as JSON by POST.")
        body = error_body(text, {"code": Code.INVALID_INPUT.value}, language_of(request.headers.get("accept-language")))
        return Response(body, status_code=405, media_type=JSON, headers={"Allow": "POST"})

    return [execute, explore]


@asynccontextmanager
async def arriving(settings: HttpSettings) -> AsyncIterator[None]:
    """A body that trickles in is cut off with 408."""
    try:
        async with asyncio.timeout(settings.body_seconds):
            yield
    except TimeoutError:
        raise BadRequest(408) from None


def _only_json(request: Request[Any, Any, Any]) -> None:
    """Refuse what a browser sends to a foreign site without asking it first: text/plain, multipart, forms."""
    media_type, parameters = request.content_type
    if media_type != JSON or parameters.get("charset", "utf-8").strip('"').lower() not in ("utf-8", "utf8"):
        raise BadRequest(415, Text("只接受 application/json。", "Only application/json is taken."))


def _read(decoder: msgspec.json.Decoder[GraphQLRequest], body: bytes) -> GraphQLRequest:
    if body.lstrip()[:1] == b"[":
        raise BadRequest(400, Text("不支持批量请求:每次发送一个查询。", "Batches are not taken: send one document at a time."))
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        text = Text(
            f"请求内容不是有效的 GraphQL JSON,应为 {{query, variables, operationName}}:{error}",
            f"The body is no GraphQL request {{query, variables, operationName}}: {error}",
        )
        raise BadRequest(400, text) from None


__all__ = ["Executor", "GraphQLRequest", "arriving", "graphql_routes"]
