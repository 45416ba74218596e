"""Health checks for load balancers and operators: whether the process is alive and ready.

Neither check reveals anything about data.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import msgspec
import structlog
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

Probe = Callable[[], Awaitable[Mapping[str, Any]]]
"""Checks the database; returns its findings, with `ready` true or false."""
PATIENCE = 3.0
"""Seconds within which the database must answer for the server to be ready."""


class Flag(Protocol):
    """Set once something has happened: a stop was requested, or loading has finished."""

    def is_set(self) -> bool: ...


def health_routes(
    probe: Probe, stopping: Flag, loaded: Flag | None = None
) -> list[HTTPRouteHandler]:
    """The handlers of `/health/live` and `/health/ready`.

    `live` checks nothing. `ready` checks the database, once `loaded` is set and until `stopping` is
    set.
    """

    @get("/health/live", status_code=200)
    async def live() -> Response[bytes]:
        return _answer(200, {"alive": True})

    @get("/health/ready", status_code=200)
    async def ready() -> Response[bytes]:
        if stopping.is_set():
            return _answer(503, {"ready": False, "reason": "stopping"})
        if loaded is not None and not loaded.is_set():
            return _answer(503, {"ready": False, "reason": "loading"})
        try:
            async with asyncio.timeout(PATIENCE):
                found = await probe()
        except Exception as error:
            structlog.get_logger("yishi.http").warning("not ready", exc_info=error)
            return _answer(503, {"ready": False, "reason": "database"})
        return _answer(200 if found.get("ready") else 503, found)

    return [live, ready]


def _answer(status: int, found: Mapping[str, Any]) -> Response[bytes]:
    body = msgspec.json.encode(dict(found))
    return Response(
        body,
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
