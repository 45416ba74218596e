"""`POST /files` and `GET /files/{id}`: uploading and downloading attachments (check K22)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from yishi_core.errors import InvalidInput, Unauthenticated
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.reading import find_attachment
from yishi_core.facilities.attachments.upload import Sent, keep
from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.http.callers import Callers, bearer
from yishi_graphql.http.faults import BadRequest
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.http.transfer import FRAME_BYTES, content_of, download_headers, form_of

SANDBOX = "default-src 'none'; sandbox"


def file_routes(
    platform: Platform, callers: Callers, settings: HttpSettings
) -> list[HTTPRouteHandler]:
    """The handlers of `/files`."""

    @post("/files", status_code=201, request_max_body_size=settings.file_bytes + FRAME_BYTES)
    async def upload(request: Request[Any, Any, Any]) -> Response[bytes]:
        token = bearer(request.headers.get("authorization"))
        if token is None:
            raise Unauthenticated.missing()
        await callers.known(token)  # before 20 MB are accepted from an unknown sender
        sent = await _received(request, settings)

        async def run(principal: Principal) -> Attachment:
            return await keep(platform, principal, sent)

        kept = await callers.run(token, run)
        body = {
            "id": global_id(kept),
            "name": kept.name,
            "mediaType": kept.media_type,
            "size": kept.size,
        }
        return Response(
            msgspec.json.encode(body),
            media_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    @get("/files/{file_id:str}", status_code=200)
    async def download(request: Request[Any, Any, Any]) -> Stream:
        async def find(principal: Principal) -> Attachment:
            return await find_attachment(platform, principal, request.path_params["file_id"])

        found = await callers.run(bearer(request.headers.get("authorization")), find)
        pieces = platform.files.read(found.storage_key)
        first = await anext(pieces, b"")  # a missing file is detected before the answer begins
        return Stream(
            _from(first, pieces),
            media_type=found.media_type,
            headers={
                **download_headers(found.name),
                "Content-Length": str(found.size),
                "Content-Security-Policy": SANDBOX,
                "Cross-Origin-Resource-Policy": "same-origin",
            },
        )

    return [upload, download]


async def _received(request: Request[Any, Any, Any], settings: HttpSettings) -> Sent:
    form = await form_of(request, settings)
    file, record, taken_on = form.get("file"), form.get("subject"), form.get("takenOn")
    if not isinstance(file, UploadFile):
        raise InvalidInput.of("file", "请选择要上传的文件。", "Send the file in the field “file”.")
    if not isinstance(record, str):
        raise InvalidInput.of(
            "subject",
            "请指明附件所属的组织或记录。",
            "Name the org or record in the field “subject”.",
        )
    data = await content_of(file)
    if len(data) > settings.file_bytes:
        raise BadRequest(413)
    return Sent(file.filename, data, record, _date(taken_on))


def _date(value: Any) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InvalidInput.of(
            "takenOn", "日期格式应为 2026-07-01。", "Write the date as 2026-07-01."
        ) from None


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
