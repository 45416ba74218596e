"""Files on their way: what is uploaded, and the headers of what is downloaded.

Litestar's parser reads a form as it arrives and keeps what is large on disk. The route's
`request_max_body_size` limits all of it, the application's `multipart_form_part_limit` its parts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.datastructures import UploadFile

from yishi_graphql.http.faults import BadRequest
from yishi_graphql.http.settings import HttpSettings

FORM = "multipart/form-data"
FRAME_BYTES = 64_000
"""Largest size of the rest of a form beside its file, in bytes."""


@asynccontextmanager
async def in_time(settings: HttpSettings) -> AsyncIterator[None]:
    """Raise `BadRequest(408)` when a body has not arrived in the time that a body may take."""
    try:
        async with asyncio.timeout(settings.body_seconds):
            yield
    except TimeoutError:
        raise BadRequest(408) from None


async def form_of(request: Request[Any, Any, Any], settings: HttpSettings) -> Mapping[str, Any]:
    """The fields of a form: texts and `UploadFile`s.

    Raises `BadRequest`: 415 for another content type, 408 for one that does not arrive.
    """
    if request.content_type[0] != FORM:
        raise BadRequest(415)
    async with in_time(settings):
        return await request.form()


async def content_of(file: UploadFile) -> bytes:
    """All of an uploaded file, which is then closed."""
    try:
        return await file.read()
    finally:
        await file.close()


def download_headers(name: str) -> dict[str, str]:
    """Headers by which a browser saves an answer under this name, and keeps no copy of it."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
