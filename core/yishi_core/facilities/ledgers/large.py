"""Importing a file with many rows: it is stored with the sender's rights, and a job enters it.

See docs/domain/ledgers.md. The file is marked as done in the transaction of its rows, so that a job
that is restarted after a crash finds either nothing entered or the file done.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.errors import Refused, YishiError
from yishi_core.facilities.jobs.declaration import Job
from yishi_core.facilities.jobs.procrastinate_queue import defer
from yishi_core.facilities.ledgers.events import (
    LEDGER_IMPORT_DONE,
    LEDGER_IMPORT_FAILED,
    LEDGER_IMPORT_REFUSED,
    LEDGER_IMPORT_TRIED,
)
from yishi_core.facilities.ledgers.importing import (
    CHECKING,
    ENTERING,
    Imported,
    RowError,
    import_sheet,
)
from yishi_core.facilities.ledgers.models import ImportState, LedgerImport
from yishi_core.facilities.ledgers.rules import LedgerRule
from yishi_core.facilities.ledgers.sheets import Sheet
from yishi_core.kernel.access import Grant, Principal, PrincipalKind, Switch
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation import emitting as events
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.system_context import standing

MOST_ERRORS = 500
"""Most errors that are listed one by one; the file with the reasons has all."""
MOST_WAITING = 5
"""Most files of one sender that may wait at a time."""
TOLD_EVERY = 1.0
"""Seconds between two updates of the progress."""
RUNNING = (ImportState.QUEUED, ImportState.CHECKING, ImportState.ENTERING)
STATES = {CHECKING: ImportState.CHECKING, ENTERING: ImportState.ENTERING}
ENDED = {
    ImportState.DONE: LEDGER_IMPORT_DONE,
    ImportState.REFUSED: LEDGER_IMPORT_REFUSED,
    ImportState.FAILED: LEDGER_IMPORT_FAILED,
}
"""What is written as a file has ended; for one that was only tried, `LEDGER_IMPORT_TRIED`."""
WRITTEN = frozenset({LEDGER_IMPORT_TRIED, *ENDED.values()})
STALE = RowError(
    0,
    "",
    "您的权限在提交后已变更,请重新导入。",
    "Your rights have changed since: send the file again.",
)
BROKEN = RowError(
    0,
    "",
    "系统错误,未录入任何记录,请稍后重试。",
    "Something went wrong; nothing was entered: try again later.",
)


async def hand_over(
    platform: Platform,
    principal: Principal,
    entity: str,
    data: bytes,
    sheet: Sheet,
    *,
    dry_run: bool,
) -> UUID:
    """Store a file for the job that will import it, and return its id.

    Raises `Refused("imports_waiting")` when the sender has too many files waiting.
    """
    assert principal.account is not None
    row = LedgerImport(
        county=principal.county,
        id=new_id(),
        org_path=county_path(principal.county),
        account=principal.account,
        caller=_kept(principal),
        entity=entity,
        title=_title(platform, entity, sheet),
        dry_run=dry_run,
        state=ImportState.QUEUED,
        file=data,
        rows=len(sheet.lines),
        passed=0,
        error_count=0,
        sent_at=clock.now(),
    )
    async with _as_system(platform, principal.county) as session:
        own = (
            LedgerImport.county == row.county,
            LedgerImport.account == row.account,
            LedgerImport.state.in_(RUNNING),
        )
        waiting = (
            await session.scalar(sa.select(sa.func.count()).select_from(LedgerImport).where(*own))
            or 0
        )
        if waiting >= MOST_WAITING:
            raise Refused(LedgerRule.IMPORTS_WAITING, count=waiting)
        session.add(row)
        await defer(session, ENTER_LEDGER.name, principal.county, row.id)
    return row.id


async def found(platform: Platform, principal: Principal, id_: UUID) -> LedgerImport | None:
    """A file that the caller sent, or None.

    A token finds only files of records that its scopes let it read.
    """
    async with _as_system(platform, principal.county) as session:
        same = (
            LedgerImport.county == principal.county,
            LedgerImport.id == id_,
            LedgerImport.account == principal.account,
        )
        row = (await session.scalars(sa.select(LedgerImport).where(*same))).one_or_none()
    if (
        row is None
        or row.entity not in platform.registry
        or not principal.within_scopes(reading(platform.registry[row.entity].object))
    ):
        return None
    return row


async def enter_kept(platform: Platform, county: int, id_: UUID, *, last_try: bool) -> None:
    """Import a stored file under its sender's rights and store the result.

    It takes effect once, however often the job is called.
    """
    async with _as_system(platform, county) as session:
        row = (
            await session.scalars(
                sa.select(LedgerImport).where(LedgerImport.county == county, LedgerImport.id == id_)
            )
        ).one_or_none()
    if row is None or row.state not in RUNNING or row.file is None:
        return
    principal = _caller(platform, row)
    progress = _Progress(platform, county, id_)

    async def conclude(session: AsyncSession) -> None:
        await platform.database.enter(session, Principal.system(county, platform.policy).reading)
        await session.execute(
            _update(county, id_).values(
                state=ImportState.DONE, passed=row.rows, file=None, ended_at=clock.now()
            )
        )
        await _tell(platform, session, row, ImportState.DONE)

    try:
        async with progress.told():
            imported = await import_sheet(
                platform,
                principal,
                row.entity,
                row.file,
                dry_run=row.dry_run,
                tell=progress.hear,
                conclude=conclude,
            )
    except StaleGrants:
        await _end(platform, row, ImportState.REFUSED, [STALE])
    except YishiError as error:
        await _end(
            platform, row, ImportState.REFUSED, [RowError(0, "", error.text.zh, error.text.en)]
        )
    except Exception:
        if last_try:
            await _end(platform, row, ImportState.FAILED, [BROKEN])
        raise
    else:
        if imported.errors or row.dry_run:
            state = ImportState.REFUSED if imported.errors else ImportState.DONE
            await _end(platform, row, state, imported.errors, imported)


async def _enter(platform: Platform, *, county: int, id: str, last_try: bool) -> None:
    await enter_kept(platform, county, UUID(id), last_try=last_try)


ENTER_LEDGER = Job("enter_ledger", _enter, emits=WRITTEN)


class _Progress:
    """Stores the progress of a file from time to time, outside the transaction of its rows."""

    def __init__(self, platform: Platform, county: int, id_: UUID) -> None:
        self._platform = platform
        self._county = county
        self._id = id_
        self._now: tuple[str, int] | None = None

    def hear(self, step: str, passed: int) -> None:
        self._now = (step, passed)

    @asynccontextmanager
    async def told(self) -> AsyncIterator[None]:
        writer = asyncio.create_task(self._write())
        try:
            yield
        finally:
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer

    async def _write(self) -> None:
        while True:
            await asyncio.sleep(TOLD_EVERY)
            if self._now is not None:
                (step, passed), self._now = self._now, None
                async with _as_system(self._platform, self._county) as session:
                    running = _update(self._county, self._id).where(LedgerImport.state.in_(RUNNING))
                    await session.execute(running.values(state=STATES[step], passed=passed))


async def _end(
    platform: Platform,
    row: LedgerImport,
    state: ImportState,
    errors: list[RowError],
    imported: Imported | None = None,
) -> None:
    told = [
        {"row": e.row, "column": e.column, "zh": e.zh, "en": e.en} for e in errors[:MOST_ERRORS]
    ]
    file = imported.error_file().encode() if imported is not None and errors else None
    values = {
        "state": state,
        "error_count": len(errors),
        "errors": told or None,
        "file": file,
        "passed": row.rows,
        "ended_at": clock.now(),
    }
    async with _as_system(platform, row.county) as session:
        await session.execute(_update(row.county, row.id).values(values))
        await _tell(platform, session, row, state)


async def _tell(
    platform: Platform, session: AsyncSession, row: LedgerImport, state: ImportState
) -> None:
    """Notify the sender that the import has ended, in the transaction of its result."""
    context = await standing(platform, session, row.county, "import", emits=WRITTEN)
    if context is not None:
        context.emit(
            LEDGER_IMPORT_TRIED if row.dry_run and state is ImportState.DONE else ENDED[state], row
        )
        await events.write(context)


def _title(platform: Platform, entity: str, sheet: Sheet) -> str:
    return f"{platform.registry[entity].label}台账({len(sheet.lines)}行)"


def _update(county: int, id_: UUID) -> sa.Update:
    return sa.update(LedgerImport).where(LedgerImport.county == county, LedgerImport.id == id_)


@asynccontextmanager
async def _as_system(platform: Platform, county: int) -> AsyncIterator[AsyncSession]:
    async with platform.database.transaction(
        Principal.system(county, platform.policy).reading
    ) as session:
        yield session


def _kept(principal: Principal) -> dict[str, Any]:
    return {
        "version": principal.version,
        "read_only": principal.read_only,
        "scopes": sorted(principal.scopes) if principal.scopes is not None else None,
        "person": str(principal.person) if principal.person else None,
        "shared": list(principal.shared),
        "grants": [[g.role, g.county, g.path] for g in principal.grants],
        "switches": [[s.plugin, s.county, s.path, s.retired] for s in principal.switches],
    }


def _caller(platform: Platform, row: LedgerImport) -> Principal:
    """The sender with the rights at the time of sending.

    The database refuses them (`StaleGrants`) once their grants have changed or their account is
    disabled.
    """
    kept = row.caller
    return Principal(
        PrincipalKind.ACCOUNT,
        row.county,
        platform.policy,
        grants=tuple(Grant(*g) for g in kept["grants"]),
        account=row.account,
        version=kept["version"],
        read_only=kept["read_only"],
        scopes=frozenset(kept["scopes"]) if kept["scopes"] is not None else None,
        person=UUID(kept["person"]) if kept["person"] else None,
        shared=tuple(kept["shared"]),
        switches=tuple(
            Switch(*s) for s in kept.get("switches", ())
        ),  # a file sent to an older version has none
    )
