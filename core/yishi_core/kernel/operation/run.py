"""Running an operation: for one input, or for many in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from yishi_core import clock
from yishi_core.errors import Code, Conflict, Text, YishiError
from yishi_core.kernel.access import Principal
from yishi_core.kernel.audit.changes import Changes
from yishi_core.kernel.database import StaleGrants, bind_to_entry, entry_of, lost, translated
from yishi_core.kernel.operation.attempt import Attempt
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.result import Result


async def run(
    platform: Platform,
    principal: Principal,
    operation: Operation,
    raw: Mapping[str, Any],
    *,
    expected_version: int | None = None,
    idempotency_key: str | None = None,
) -> Result:
    """Run one operation for one caller.

    `raw` is the input with snake_case keys. Raises a `YishiError`; then nothing is written except
    the audit entry of the denial or failure.
    """
    attempt = Attempt(platform, principal, operation, expected_version, idempotency_key)
    try:
        return await attempt.run(raw)
    except Exception as error:
        # Grants that changed in the meantime are not a failure: the caller retries with fresh ones.
        if operation.changes and not isinstance(error, StaleGrants):
            await attempt.record(error)
        attempt.in_local_words(error)
        if isinstance(error, StaleDataError):
            raise Conflict(
                Text("该记录已被他人修改,请刷新后重试。", "Somebody else has changed this record.")
            ) from error
        raise


async def run_all(
    platform: Platform,
    principal: Principal,
    operation: Operation,
    raws: Sequence[Mapping[str, Any] | None],
    *,
    keep: bool,
    conclude: Callable[[AsyncSession], Awaitable[None]] | None = None,
) -> list[YishiError | None]:
    """Run one operation for every input in one transaction: all of them take effect or none.

    Returns the error of each input in order, or None where it succeeded. Nothing is kept when one
    of them fails, when an input is None (its error is known already), or without `keep`. Each input
    is tried after those before it, so that it can use the records they made; the event loop is free
    between statements. `conclude` is awaited before the commit. Raises the error of an input that
    took the connection with it, such as a plugin's hook that was ended while it waited.
    """
    errors: list[YishiError | None] = []
    with suppress(_Undone):
        async with platform.database.transaction(principal.reading) as session:
            changes = Changes(
                session.sync_session, clock.now(), principal.account, platform.plugins.watched
            )
            for raw in raws:
                errors.append(
                    None
                    if raw is None
                    else await _try(
                        Attempt(platform, principal, operation, None, None, imported=True),
                        session,
                        changes,
                        raw,
                    )
                )
                changes.forget()
                session.expunge_all()
            if not keep or None in raws or any(errors):
                raise _Undone
            if conclude is not None:
                await conclude(session)
    return errors


async def _try(
    attempt: Attempt, session: AsyncSession, changes: Changes, raw: Mapping[str, Any]
) -> YishiError | None:
    before = entry_of(session.sync_session)
    try:
        with translated():
            async with session.begin_nested():
                await attempt.once_more(session, changes, raw)
    except YishiError as error:
        if error.code is Code.UNAVAILABLE or lost(session.sync_session):
            raise  # there is nothing to try further rows on
        bind_to_entry(
            session.sync_session, before
        )  # the rollback to the savepoint does not restore it
        attempt.in_local_words(error)
        return error
    return None


class _Undone(Exception):
    """Raised to roll back a transaction that was only a trial."""
