"""The worker: takes deliveries from the queue, tries again with back-off, and takes over what a
dead worker left behind.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import structlog
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.jobs import DeleteJobCondition

from yishi_core import clock
from yishi_core.facilities.jobs.connector import QueueConnector
from yishi_core.facilities.jobs.declaration import Job
from yishi_core.facilities.jobs.procrastinate_queue import EVENTS
from yishi_core.kernel.database import conninfo_of
from yishi_core.kernel.operation.platform import Platform

RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)
"""Waits of 3, 9, 27 … seconds, at last nearly two hours; then a plugin's failure is noted and its
event counts as delivered.
"""
POLL = 1.0
"""Seconds between looks. The end of a job wakes nobody, so this is how long the next one about the
same object waits for its turn.
"""
STALLED_AFTER = 30.0
"""Seconds without a sign of life after which a worker counts as dead."""

log = structlog.get_logger(__name__)


def build_app(platform: Platform, url: str, retry: RetryStrategy = RETRY) -> App:
    """procrastinate's application over the platform; `url` logs in as the serving role, directly
    where LISTEN is wanted.
    """
    connector = QueueConnector(conninfo=conninfo_of(url), min_size=1, max_size=4, name="yishi-jobs")
    app = App(connector=connector)

    for job in platform.declared(Job):
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
    signals: bool = False,
    retry: RetryStrategy = RETRY,
) -> None:
    """Work off deliveries until cancelled; with `wait=False` until the queue is empty, one after
    the other.

    `signals` lets SIGTERM end it after the running jobs (`yishi worker`); inside a server, cancel
    the task instead. `listen=False` behind a pooler that cannot LISTEN: then it looks every few
    seconds.
    """
    app = build_app(platform, url, retry)
    async with app.open_async():
        await rescue(app)
        keeper = asyncio.create_task(_rescue_for_ever(app))
        try:
            await app.run_worker_async(
                queues=[EVENTS],
                concurrency=concurrency if wait else 1,
                wait=wait,
                fetch_job_polling_interval=POLL,
                listen_notify=listen,
                install_signal_handlers=signals,
                delete_jobs=DeleteJobCondition.SUCCESSFUL.value,
                stalled_worker_timeout=STALLED_AFTER,
                shutdown_graceful_timeout=10.0,
            )
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper


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
        await asyncio.sleep(STALLED_AFTER)
        try:
            await rescue(app)
        except Exception as error:
            log.error("could not look for dead workers", exc_info=error)
