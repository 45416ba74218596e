"""Exporting and importing registers over HTTP.

`GET /ledgers/Topic.csv` exports a register, `GET /ledgers/Topic/template` returns an empty file,
and `POST /ledgers/Topic.csv` imports a completed one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from yishi_core.errors import InvalidInput, NotFound, Unauthenticated
from yishi_core.facilities.ledgers.importing import (
    AT_ONCE,
    Imported,
    enter_sheet,
    read_file,
    sheet_operation,
)
from yishi_core.facilities.ledgers.large import MOST_ERRORS, found, hand_over
from yishi_core.facilities.ledgers.models import ImportState, LedgerImport
from yishi_core.facilities.ledgers.sheets import MARK, MOST_BYTES, written
from yishi_core.facilities.ledgers.templates import template
from yishi_core.kernel.access import Principal, PrincipalKind
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.http.callers import Callers, bearer
from yishi_graphql.http.faults import STATUS, BadRequest
from yishi_graphql.http.language import language_of
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.http.transfer import (
    FRAME_BYTES,
    content_of,
    download_headers,
    form_of,
    in_time,
)
from yishi_graphql.ledgers.export import Answered, Ledger, Page, model_named, open_ledger
from yishi_graphql.reader.executor import Executor

SUFFIX = ".csv"
CSV = "text/csv"
LONGEST_WHERE = 8_000
SHEETS = frozenset(
    {"text/csv", "application/vnd.ms-excel", "application/octet-stream", "text/plain"}
)
"""Media types by which browsers and tools send a CSV file."""
REFUSED = 422


def ledger_routes(
    platform: Platform, executor: Executor, callers: Callers, settings: HttpSettings
) -> list[HTTPRouteHandler]:
    """The handlers of `/ledgers`."""

    @get("/ledgers/{name:str}", status_code=200)
    async def take_out(request: Request[Any, Any, Any]) -> Stream | Response[bytes]:
        token = _token(request)
        where = _where(request.query_params.get("where"))
        org, language = (
            request.query_params.get("org"),
            language_of(request.headers.get("accept-language")),
        )

        async def begin(principal: Principal) -> tuple[Ledger, Page]:
            return await open_ledger(
                platform,
                executor,
                principal,
                _entity(request),
                org=org,
                where=where,
                language=language,
            )

        try:
            ledger, page = await callers.run(token, begin)
        except Answered as refused:
            return Response(
                refused.body,
                status_code=STATUS[refused.code],
                media_type="application/json",
                headers={"Cache-Control": "no-store"},
            )
        return Stream(
            _lines(callers, token, ledger, page),
            media_type=CSV,
            headers=download_headers(f"{ledger.model.label}台账.csv"),
        )

    @get("/ledgers/{name:str}/template", status_code=200)
    async def empty(request: Request[Any, Any, Any]) -> Response[bytes]:
        async def run(principal: Principal) -> str:
            return await template(platform, principal, model_named(platform, _entity(request)).name)

        text = await callers.run(_token(request), run)
        label = model_named(platform, _entity(request)).label
        return Response(
            text.encode(), media_type=CSV, headers=download_headers(f"{label}导入模板.csv")
        )

    @post("/ledgers/{name:str}", status_code=200, request_max_body_size=MOST_BYTES + FRAME_BYTES)
    async def enter(request: Request[Any, Any, Any]) -> Response[bytes]:
        token = _token(request)
        await callers.known(token)  # before the file is accepted from an unknown sender
        model = model_named(platform, _entity(request))
        sheet_operation(platform, model.name)
        data = await _received(request, settings)
        dry_run = request.query_params.get("dryRun", "") in ("true", "1")

        async def run(principal: Principal) -> Imported | UUID:
            sheet = await read_file(platform, principal, model.name, data)
            if len(sheet.lines) > AT_ONCE and principal.kind is PrincipalKind.ACCOUNT:
                return await hand_over(
                    platform, principal, model.name, data, sheet, dry_run=dry_run
                )
            return await enter_sheet(platform, principal, model.name, sheet, dry_run=dry_run)

        imported = await callers.run(token, run)
        if isinstance(imported, UUID):
            return _progress(request, await _sent(request, imported), 202)
        status = REFUSED if imported.errors else 200
        if imported.errors and "text/csv" in request.headers.get("accept", ""):
            file = (MARK + imported.error_file()).encode()
            return Response(
                file,
                status_code=status,
                media_type=CSV,
                headers=download_headers(f"{model.label}导入错误.csv"),
            )
        body = msgspec.json.encode(
            _told(imported, language_of(request.headers.get("accept-language")))
        )
        return Response(
            body,
            status_code=status,
            media_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    @get("/ledgers/imports/{id:uuid}", status_code=200)
    async def follow(request: Request[Any, Any, Any]) -> Response[bytes]:
        row = await _sent(request, request.path_params["id"])
        if "text/csv" not in request.headers.get("accept", ""):
            return _progress(request, row, 200)
        if row.state is not ImportState.REFUSED or row.file is None:
            raise NotFound.at("id")
        label = model_named(platform, row.entity).label
        return Response(
            MARK.encode() + row.file,
            media_type=CSV,
            headers=download_headers(f"{label}导入错误.csv"),
        )

    async def _sent(request: Request[Any, Any, Any], id_: UUID) -> LedgerImport:
        async def ask(principal: Principal) -> LedgerImport | None:
            return await found(platform, principal, id_)

        row = await callers.run(_token(request), ask)
        if row is None:
            raise NotFound.at("id")
        return row

    return [take_out, empty, enter, follow]


def _progress(request: Request[Any, Any, Any], row: LedgerImport, status: int) -> Response[bytes]:
    language = language_of(request.headers.get("accept-language"))
    told = {
        "id": str(row.id),
        "state": row.state.value,
        "passed": row.passed,
        "rows": row.rows,
        "entered": row.rows if row.state is ImportState.DONE and not row.dry_run else 0,
        "dryRun": row.dry_run,
        "errorCount": row.error_count,
        "errors": [
            {"row": e["row"], "column": e["column"], "message": e[language]}
            for e in row.errors or ()
        ],
    }
    headers = {"Cache-Control": "no-store", "Location": f"/ledgers/imports/{row.id}"}
    return Response(
        msgspec.json.encode(told),
        status_code=status,
        media_type="application/json",
        headers=headers,
    )


def _told(imported: Imported, language: str) -> dict[str, Any]:
    errors = [
        {"row": e.row, "column": e.column, "message": e.en if language == "en" else e.zh}
        for e in imported.errors[:MOST_ERRORS]
    ]
    return {
        "rows": len(imported.sheet.lines),
        "entered": imported.entered,
        "dryRun": imported.dry_run,
        "errorCount": len(imported.errors),
        "errors": errors,
    }


async def _lines(callers: Callers, token: str, ledger: Ledger, page: Page) -> AsyncIterator[str]:
    """The file, a page at a time.

    Each page is read with the caller's current rights, so that a caller who loses them gets no
    more.
    """
    yield MARK + written([ledger.titles]) + written(page.rows)
    while page.after is not None:
        after = page.after

        async def go_on(principal: Principal, after: str = after) -> Page:
            return await ledger.page(principal, after)

        page = await callers.run(token, go_on)
        yield written(page.rows)


def _entity(request: Request[Any, Any, Any]) -> str:
    return str(request.path_params["name"]).removesuffix(SUFFIX)


def _token(request: Request[Any, Any, Any]) -> str:
    token = bearer(request.headers.get("authorization"))
    if token is None:
        raise Unauthenticated.missing()
    return token


def _where(given: str | None) -> Mapping[str, Any]:
    if not given:
        return {}
    if len(given) > LONGEST_WHERE:
        raise BadRequest(413)
    try:
        return msgspec.json.decode(given, type=dict[str, Any])
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise InvalidInput.of(
            "where",
            "where 应为 JSON,与 GraphQL 的 where 相同。",
            "where is JSON, the same as in GraphQL.",
        ) from None


async def _received(request: Request[Any, Any, Any], settings: HttpSettings) -> bytes:
    if request.content_type[0] in SHEETS:
        async with in_time(settings):
            return await request.body()
    file = (await form_of(request, settings)).get("file")
    if not isinstance(file, UploadFile):
        raise InvalidInput.of("file", "请选择要导入的文件。", "Send the file in the field “file”.")
    return await content_of(file)
