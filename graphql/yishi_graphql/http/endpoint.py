"""`POST /graphql`: JSON in, the reader's finished bytes out. `GET` executes nothing.

The handler is plain ASGI behind Litestar's routing: it needs four headers and the body of a
request, and its answer is bytes already (docs/decisions/0061-graphql-is-a-plain-asgi-handler.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, asgi
from litestar.exceptions import MethodNotAllowedException
from litestar.handlers import ASGIRouteHandler

from yishi_core.errors import Code, Text, Unavailable, YishiError
from yishi_core.kernel.access import Principal
from yishi_graphql.http.callers import Callers, bearer
from yishi_graphql.http.explorer import explorer_page
from yishi_graphql.http.faults import BadRequest, error_body
from yishi_graphql.http.language import language_of
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader.executor import Executor

if TYPE_CHECKING:
    from litestar.types import Receive, Scope, Send

JSON = "application/json"
METHODS = "GET, POST"
LISTEN_AFTER = 0.5
"""Seconds after which a running request checks whether its client is still connected."""
TOO_LONG = Text(
    "处理时间过长,已停止。请缩小查询范围,或稍后重试。",
    "It took too long and was stopped: ask for less, or try again later.",
)
RAISED = frozenset({Code.UNAUTHENTICATED, Code.UNAVAILABLE, Code.INTERNAL})
"""Errors that are also reported by the HTTP status; all others are answered with 200."""


class GraphQLRequest(msgspec.Struct):
    """The body of a request; other members, such as `extensions`, are ignored."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = msgspec.field(default=None, name="operationName")


def graphql_route(executor: Executor, callers: Callers, settings: HttpSettings) -> ASGIRouteHandler:
    """The handler of `/graphql`."""
    endpoint = Endpoint(executor, callers, settings)

    @asgi("/graphql", copy_scope=False)
    async def graphql(scope: Scope, receive: Receive, send: Send) -> None:
        await endpoint(scope, receive, send)

    return graphql


@dataclass
class Endpoint:
    """Reads a request, has the executor run it as its caller, and sends the answer."""

    executor: Executor
    callers: Callers
    settings: HttpSettings

    def __post_init__(self) -> None:
        self._decoder = msgspec.json.Decoder(GraphQLRequest)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method == "POST":
            await _send(send, await self._execute(scope, receive))
        elif method == "GET":
            request: Request[Any, Any, Any] = Request(scope)
            await self._explore(request).to_asgi_response(app=None, request=request)(
                scope, receive, send
            )
        else:
            raise MethodNotAllowedException(headers={"Allow": METHODS})

    async def _execute(self, scope: Any, receive: Receive) -> bytes:
        headers = dict(scope["headers"])
        language = language_of(_text(headers, b"accept-language"))
        if headers.get(b"content-type") != b"application/json":
            _only_json(Request(scope))
        asked: GraphQLRequest | None = None
        deadline = asyncio.timeout(self.settings.body_seconds)
        try:
            async with deadline:
                asked = _read(
                    self._decoder, await _body(headers, receive, self.settings.body_bytes)
                )
                deadline.reschedule(
                    asyncio.get_running_loop().time() + self.settings.request_seconds
                )
                with _ended_with_its_client(asked, receive, deadline):
                    return await self._run(asked, _text(headers, b"authorization"), language)
        except TimeoutError:
            if asked is None:
                raise BadRequest(408) from None
            if deadline.expired():
                raise Unavailable(TOO_LONG) from None
            raise

    async def _run(self, asked: GraphQLRequest, authorization: str | None, language: str) -> bytes:
        async def run(principal: Principal) -> bytes:
            return await self.executor.execute(
                principal, asked.query, asked.variables, asked.operation_name, language
            )

        try:
            return await self.callers.run(bearer(authorization), run)
        except YishiError as error:
            if error.code is Code.UNAUTHENTICATED:
                await self.executor.turned_away(
                    self.callers.nobody, asked.query, asked.operation_name, error
                )
            if error.code in RAISED:
                raise
            return error_body(error.text, error.as_extensions(language), language)

    def _explore(self, request: Request[Any, Any, Any]) -> Response[bytes]:
        if self.settings.explorer and "text/html" in request.headers.get("accept", ""):
            return explorer_page()
        text = Text("请用 POST 发送 JSON 请求。", "Send your request as JSON by POST.")
        body = error_body(
            text,
            {"code": Code.INVALID_INPUT.value},
            language_of(request.headers.get("accept-language")),
        )
        return Response(body, status_code=405, media_type=JSON, headers={"Allow": "POST"})


@contextmanager
def _ended_with_its_client(
    asked: GraphQLRequest, receive: Receive, deadline: asyncio.Timeout
) -> Iterator[None]:
    """Expire the deadline as soon as the client has disconnected, since nobody reads the answer.

    A mutation is finished all the same. Most requests are answered before the check begins.
    """
    if "mutation" in asked.query:
        yield
        return
    listening: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()

    async def listen() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        deadline.reschedule(loop.time())

    timer = loop.call_later(LISTEN_AFTER, lambda: listening.append(loop.create_task(listen())))
    try:
        yield
    finally:
        timer.cancel()
        for task in listening:
            task.cancel()


async def _body(headers: dict[bytes, bytes], receive: Receive, most: int) -> bytes:
    """The whole body; raises 413 as soon as it is known to be too long."""
    said = headers.get(b"content-length", b"0")
    if said.isdigit() and int(said[:20]) > most:
        raise BadRequest(413)
    parts: list[bytes] = []
    length, more = 0, True
    while more:
        message: Any = await receive()
        if message["type"] != "http.request":
            raise BadRequest(400)  # the client has disconnected; nobody reads this
        part = message.get("body", b"")
        length += len(part)
        if length > most:
            raise BadRequest(413)
        parts.append(part)
        more = message.get("more_body", False)
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def _send(send: Send, data: bytes) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(data)),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": data, "more_body": False})


def _text(headers: dict[bytes, bytes], name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


def _only_json(request: Request[Any, Any, Any]) -> None:
    """Refuse content types that a browser sends to a foreign site without a preflight request.

    They are text/plain, multipart and forms.
    """
    media_type, parameters = request.content_type
    if media_type != JSON or parameters.get("charset", "utf-8").strip('"').lower() not in (
        "utf-8",
        "utf8",
    ):
        raise BadRequest(415, Text("只接受 application/json。", "Only application/json is taken."))


def _read(decoder: msgspec.json.Decoder[GraphQLRequest], body: bytes) -> GraphQLRequest:
    if body.lstrip()[:1] == b"[":
        raise BadRequest(
            400,
            Text(
                "不支持批量请求:每次发送一个查询。",
                "Batches are not taken: send one document at a time.",
            ),
        )
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        text = Text(
            f"请求内容不是有效的 GraphQL JSON,应为 {{query, variables, operationName}}:{error}",
            f"The body is no GraphQL request {{query, variables, operationName}}: {error}",
        )
        raise BadRequest(400, text) from None


__all__ = ["GraphQLRequest", "graphql_route"]
