"""A connection with a time limit on the client's side.

On a half-open connection neither the server nor the kernel reports a failure.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, TypeVar

import psycopg
from psycopg import Notify
from psycopg.abc import PQGen

T = TypeVar("T")


class PatientConnection(psycopg.AsyncConnection[Any]):
    """Raises `OperationalError`, as a broken connection does, after `patience` seconds."""

    patience: float = 10.0

    async def close(self) -> None:
        """Return the connection to its pool, also when it is broken: the pool then opens a new one
        in its place.

        psycopg's `close` returns at once for a broken connection, which the pool then counts as in
        use for ever. A process that has lost each of its connections once could not open another
        transaction.
        """
        pool = getattr(self, "_pool", None)
        if self.closed and pool is not None and pool.close_returns:
            await pool.putconn(self)
        else:
            await super().close()

    async def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:  # noqa: ASYNC109  # psycopg's signature
        if timeout is not None:
            return await super().wait(gen, interval, timeout)
        try:
            async with asyncio.timeout(self.patience):
                return await super().wait(gen, interval)
        except TimeoutError as failure:
            raise psycopg.OperationalError(
                f"the server did not answer within {self.patience:g} s"
            ) from failure

    async def notifies(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109  # the signature is psycopg's
        stop_after: int | None = None,
    ) -> AsyncGenerator[Notify]:
        """The notifications of the next `timeout` seconds, by default `patience`.

        The limit lets a listener check regularly whether the server is still there.
        """
        async for notice in super().notifies(
            timeout=timeout or self.patience, stop_after=stop_after
        ):
            yield notice
