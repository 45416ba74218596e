"""Is the process alive, and can it serve? For load balancers and operators; neither tells anything
about data.
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
"""Looks at the database: what it found, with `ready` true or false."""
PATIENCE = 3.0
"""Seconds within which the database must answer for the server to be ready."""


class Flag(Protocol):
    """Set when something has come to pass: the server was asked to stop, what it shows has been
    loaded.
    """

    def is_set(self) -> bool: ...


def health_routes(
    probe: Probe, stopping: Flag, loaded: Flag | None = None
) -> list[HTTPRouteHandler]:
    """`/health/live` asks nobody; `/health/ready` asks the database, once `loaded` is set and until
    `stopping` is.
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
