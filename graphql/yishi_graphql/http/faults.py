"""From an exception to an answer: one JSON shape for GraphQL, files and everything else.

    {"errors": [{"message": "…", "extensions": {"code": "NOT_FOUND", "fields": […], …}}]}

Anything but a `YishiError` is a defect: the caller gets a fixed text and an error id, and the
exception's own text goes to the log only (check K16).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from yishi_core.errors import Code, Text, TooComplex, Unavailable, YishiError
from yishi_graphql.http.language import language_of
from yishi_graphql.reader.failing import DATABASE_AWAY, INTERNAL

STATUS: Mapping[Code, int] = {
    Code.INVALID_INPUT: 400,
    Code.NOT_FOUND: 404,
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.CONFLICT: 409,
    Code.REFUSED: 422,
    Code.TOO_COMPLEX: 400,
    Code.PLUGIN_FAILED: 502,
    Code.UNAVAILABLE: 503,
    Code.INTERNAL: 500,
}

HTTP_TEXTS: Mapping[int, tuple[Code, Text]] = {
    400: (Code.INVALID_INPUT, Text("请求格式不正确。", "The request is malformed.")),
    401: (
        Code.UNAUTHENTICATED,
        Text("请先登录,或在请求头中携带有效令牌。", "Log in first, or send a valid token."),
    ),
    403: (Code.FORBIDDEN, Text("不允许此操作。", "Not allowed.")),
    404: (Code.NOT_FOUND, Text("找不到该对象,或您无权查看。", "Not found, or not visible to you.")),
    405: (
        Code.INVALID_INPUT,
        Text("该地址不支持此请求方法。", "This address does not take this method."),
    ),
    408: (
        Code.INVALID_INPUT,
        Text("请求发送过慢,连接已关闭。", "The request took too long to arrive."),
    ),
    413: (Code.TOO_COMPLEX, Text("请求内容过大。", "The request is too large.")),
    415: (Code.INVALID_INPUT, Text("不支持该内容类型。", "This content type is not taken.")),
}
"""HTTP status → code and text of errors that arise before any GraphQL."""


class BadRequest(Exception):
    """A request that is wrong as HTTP; `status` is one of `HTTP_TEXTS`."""

    def __init__(self, status: int, text: Text | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.code, fixed = HTTP_TEXTS[status]
        self.text = text or fixed


def error_body(text: Text, extensions: Mapping[str, Any], language: str) -> bytes:
    """The JSON body of one error."""
    return msgspec.json.encode(
        {"errors": [{"message": text.in_(language), "extensions": extensions}]}
    )


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer to any exception that reaches the edge of the application."""
    language = language_of(request.headers.get("accept-language"))
    error = _translated(error)
    if isinstance(error, YishiError):
        return _response(STATUS[error.code], error.text, error.as_extensions(language), language)
    if isinstance(error, BadRequest):
        return _response(error.status, error.text, {"code": error.code.value}, language)
    if isinstance(error, HTTPException) and error.status_code < 500:
        code, text = HTTP_TEXTS.get(error.status_code, HTTP_TEXTS[400])
        response = _response(error.status_code, text, {"code": code.value}, language)
        response.headers.update(
            {k: v for k, v in (error.headers or {}).items() if k.lower() == "allow"}
        )
        return response
    error_id = uuid4().hex
    structlog.get_logger("yishi.http").error(
        "unexpected error", error_id=error_id, path=request.url.path, exc_info=error
    )
    return _response(500, INTERNAL, {"code": Code.INTERNAL.value, "errorId": error_id}, language)


def _translated(error: Exception) -> Exception:
    if isinstance(error, DATABASE_AWAY):
        structlog.get_logger("yishi.http").warning("database does not answer", exc_info=error)
        return Unavailable(
            Text(
                "数据库暂时不可用,请稍后重试。", "The database does not answer: try again shortly."
            )
        )
    if isinstance(error, RecursionError):
        return TooComplex(
            Text("请求嵌套过深。", "The request is nested too deeply."), (), limit="depth"
        )
    return error


def _response(
    status: int, text: Text, extensions: Mapping[str, Any], language: str
) -> Response[bytes]:
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        headers["Retry-After"] = "1"
    return Response(
        error_body(text, extensions, language),
        status_code=status,
        media_type="application/json",
        headers=headers,
    )
