"""The outermost layer: request id, client, security headers, one log line per request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from litestar.enums import ScopeType
from structlog.contextvars import bound_contextvars

from yishi_core.kernel.access.client import from_client
from yishi_graphql.http.clients import Network, client_of

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

GIVEN_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action "
    "'self'; "
    "img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'"
)
"""Nothing may be loaded from another host (design.md 10).

Inline styles are allowed, because the explorer's editor writes them.
"""
SECURITY: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
QUIET = ("/health/",)
"""Paths that are requested every few seconds and are not logged."""


class Envelope:
    """Wraps the application, including answers of the framework itself (404, 405, 413)."""

    def __init__(self, app: ASGIApp, *, hsts: bool, trusted: Sequence[Network] = ()) -> None:
        self._app = app
        self._trusted = trusted
        self._headers = (*SECURITY, HSTS) if hsts else SECURITY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] == ScopeType.WEBSOCKET
            # There are no subscriptions: the connection is closed before it is accepted, which the
            # server answers with 403.
        ):
            await send({"type": "websocket.close", "code": 1000, "reason": None})
            return
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        status = 0

        async def enveloped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name.lower() for name, _ in message["headers"]}
                added = [(name, value) for name, value in self._headers if name not in present]
                message["headers"] = [
                    *message["headers"],
                    *added,
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        started = perf_counter()
        with bound_contextvars(request_id=request_id), from_client(client_of(scope, self._trusted)):
            try:
                await self._app(scope, receive, enveloped)
            finally:
                if not scope["path"].startswith(QUIET):
                    structlog.get_logger("yishi.http").info(
                        "request",
                        method=scope.get("method"),
                        path=scope["path"],
                        status=status,
                        ms=round((perf_counter() - started) * 1000, 1),
                    )


def _request_id(scope: Scope) -> str:
    """The caller's own request id when it is well-formed, otherwise a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and GIVEN_ID.fullmatch(value):
            return value.decode()
    return uuid4().hex
