"""The worker: takes deliveries from the queue, tries again with back-off, and takes over what a
dead worker left behind.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import structlog
from procrastinate import App, JobContext, RetryDecision, RetryStrategy
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.jobs import Job as QueuedJob
from psycopg_pool import PoolTimeout

from yishi_core import clock
from yishi_core.errors import Unavailable
from yishi_core.facilities.jobs.connector import QueueConnector
from yishi_core.facilities.jobs.declaration import Job
from yishi_core.facilities.jobs.delivery import DELIVER_EVENT
from yishi_core.facilities.jobs.procrastinate_queue import (
    EVENTS,
    STALLED_AFTER,
)
from yishi_core.kernel.database import conninfo_of
from yishi_core.kernel.database.patience import PatientConnection
from yishi_core.kernel.operation.platform import Platform


class Persistent(RetryStrategy):
    """procrastinate's waits for what fails by itself; what failed because the database was away is
    tried again shortly, however often.
    """

    def get_retry_decision(
        self, *, exception: BaseException, job: QueuedJob
    ) -> RetryDecision | None:
        away = (
            exception.split(Unavailable)[1] is None
            if isinstance(exception, ExceptionGroup)
            else isinstance(exception, Unavailable)
        )
        return (
            RetryDecision(retry_in={"seconds": AWAY_SECONDS})
            if away
            else super().get_retry_decision(exception=exception, job=job)
        )


AWAY_SECONDS = 2
RETRY = Persistent(max_attempts=8, exponential_wait=3)
"""Waits of 3, 9, 27 … seconds, at last nearly two hours; then a plugin's failure is noted and its
event counts as delivered.
"""
POLL = 1.0
"""Seconds between looks. The end of a job wakes nobody, so this is how long the next one about the
same object waits for its turn.
"""
CONNECT_SECONDS = 5.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
"""Seconds before a worker that has lost the database begins anew."""

log = structlog.get_logger(__name__)


def build_app(platform: Platform, url: str, retry: RetryStrategy = RETRY) -> App:
    """procrastinate's application over the platform; `url` logs in as the serving role, directly
    where LISTEN is wanted.
    """
    app = App(
        connector=QueueConnector(
            conninfo=conninfo_of(url),
            min_size=1,
            max_size=4,
            name="yishi-jobs",
            timeout=CONNECT_SECONDS,
            connection_class=PatientConnection,
            kwargs={"connect_timeout": round(CONNECT_SECONDS)},
        )
    )

    for job in (DELIVER_EVENT, *platform.declared(Job)):
        _register(app, platform, job, retry)
    return app


def _register(app: App, platform: Platform, job: Job, retry: RetryStrategy) -> None:
    if job.cron is not None:

        @app.periodic(cron=job.cron)
        @app.task(name=job.name, queue=EVENTS, queueing_lock=job.name, lock=job.name)
        async def by_clock(timestamp: int) -> None:
            await job.run(platform, last_try=False)

        return

    @app.task(name=job.name, queue=EVENTS, pass_context=True, retry=retry)
    async def run(context: JobContext, /, **arguments: Any) -> None:
        # `attempts` counts the tries before this one; after `max_attempts` of them procrastinate
        # does not try again.
        last = retry.max_attempts is not None and context.job.attempts >= retry.max_attempts
        await job.run(platform, last_try=last, **arguments)


async def run_worker(
    platform: Platform,
    url: str,
    *,
    concurrency: int = 4,
    wait: bool = True,
    listen: bool = True,
    signals: Collection[signal.Signals] = (),
    retry: RetryStrategy = RETRY,
) -> None:
    """Work off deliveries until cancelled; with `wait=False` until the queue is empty, one after
    the other.

    A worker that waits goes on when the database was away. `signals` end it after the running jobs,
    and it returns; inside a server, cancel the task instead. `listen=False` behind a pooler that
    cannot LISTEN: then it looks every few seconds.
    """
    if not wait:
        await _work(
            build_app(platform, url, retry), concurrency=1, wait=False, listen_notify=listen
        )
        return
    with _ending_on(signals):
        pause = SHORTEST_PAUSE
        while True:
            begun = time.monotonic()
            try:
                await _work(
                    build_app(platform, url, retry),
                    concurrency=concurrency,
                    wait=True,
                    listen_notify=listen,
                )
                reason = "procrastinate stopped: a connection broke"
            except (ConnectorException, psycopg.Error, PoolTimeout, OSError) as failure:
                reason = str(failure.__cause__ or failure)
            pause = (
                SHORTEST_PAUSE
                if time.monotonic() - begun > STALLED_AFTER
                else min(2 * pause, LONGEST_PAUSE)
            )
            log.warning(
                "the worker has lost the database and begins anew", reason=reason, seconds=pause
            )
            await asyncio.sleep(pause)


async def _work(app: App, **options: Any) -> None:
    """Work until asked to stop (then it is cancelled), until the queue is empty, or until the
    database is lost.
    """
    async with app.open_async():
        await rescue(app)
        keeper = asyncio.create_task(_rescue_for_ever(app))
        try:
            await app.run_worker_async(
                queues=[EVENTS],
                fetch_job_polling_interval=POLL,
                install_signal_handlers=False,
                delete_jobs=DeleteJobCondition.SUCCESSFUL.value,
                stalled_worker_timeout=STALLED_AFTER,
                shutdown_graceful_timeout=10.0,
                **options,
            )
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper


@contextmanager
def _ending_on(signals: Collection[signal.Signals]) -> Iterator[None]:
    """Let a signal cancel the running task inside the block, and the block swallow that; any other
    cancellation goes on.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    asked = asyncio.Event()

    def end() -> None:
        asked.set()
        task.cancel()

    for number in signals:
        loop.add_signal_handler(number, end)
    try:
        yield
    except asyncio.CancelledError:
        if not asked.is_set():
            raise
        task.uncancel()
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


async def rescue(app: App, after: float = STALLED_AFTER) -> int:
    """Put the jobs of dead workers back into the queue; how many. A reaction that was half done has
    left nothing behind.
    """
    stalled = list(
        await app.job_manager.get_stalled_jobs(queue=EVENTS, seconds_since_heartbeat=after)
    )
    for job in stalled:
        log.warning("taking over the job of a dead worker", job=job.id)
        await app.job_manager.retry_job(job, retry_at=clock.now())
    return len(stalled)


async def _rescue_for_ever(app: App) -> None:
    while True:
        await asyncio.sleep(STALLED_AFTER / 3)
        try:
            await rescue(app)
        except Exception as error:
            log.error("could not look for dead workers", exc_info=error)
