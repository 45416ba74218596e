"""Running the daily jobs of a county, each at most once for a day.

Every job has a transaction of its own and is tried again later if it failed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.errors import InvalidInput
from yishi_core.facilities.daily.declaration import Daily, clocks_of
from yishi_core.facilities.daily.models import DailyRun
from yishi_core.facilities.jobs.declaration import Job
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.system_context import unasked
from yishi_core.kernel.tree.models import CountyEntry

FURTHEST_BACK = timedelta(days=30)
"""How far back missed days are made up for; nobody needs a warning about anything older."""
MORNING = time(6)
HOURLY = "5 * * * *"
"""When the jobs are looked for, as a cron expression.

Each runs once a day, soon after midnight in China, or as soon as a worker is running again.
"""

log = structlog.get_logger(__name__)


async def counties(platform: Platform) -> list[int]:
    """The counties of the installation."""
    nobody = Principal.anonymous(0, platform.policy)
    async with platform.database.transaction(nobody.reading) as session:
        return [
            int(code)
            for code in await session.scalars(
                sa.select(CountyEntry.code).order_by(CountyEntry.code)
            )
        ]


async def tick(platform: Platform, county: int, on: date | None = None) -> int:
    """Run the daily jobs of a county for every missed day up to today, or only for the day `on`.

    Returns the number of runs. A job that fails is logged and tried again next time, and the others
    still run; with `on`, its error is raised. Raises `InvalidInput` for a day in the future.
    """
    if on is not None and on > clock.today():
        raise InvalidInput.of("on", "不能为将来的日期执行。", "This day has not come yet.")
    done = 0
    for daily in clocks_of(platform):
        try:
            for day in [on] if on else await _missed(platform, county, daily):
                done += await run_once(platform, county, daily, day)
        except Exception as error:
            log.error("clock failed", clock=daily.code, county=county, exc_info=error)
            if on is not None:
                raise
    return done


async def tick_all(platform: Platform) -> int:
    """Run the daily jobs of every county and return the number of runs."""
    return sum([await tick(platform, county) for county in await counties(platform)])


async def _tick_all(platform: Platform, *, last_try: bool) -> None:
    await tick_all(platform)


RUN_CLOCKS = Job("run_clocks", _tick_all, cron=HOURLY)


async def after_calendar(platform: Platform, chosen: Iterable[int]) -> None:
    """Rerun the jobs that depend on working days, after the calendar has become known.

    Until then they had used a guess.
    """
    for county in chosen:
        for daily in (d for d in clocks_of(platform) if d.after_calendar):
            async with unasked(platform, county, "daily", emits=daily.emits) as context:
                if context is not None:
                    await daily.run(context)


async def run_once(platform: Platform, county: int, daily: Daily, day: date) -> bool:
    """Run a job for a day unless it has run; return whether it ran now.

    It does not run either when the county has no root org.
    """
    moment = clock.now() if day == clock.today() else datetime.combine(day, MORNING, clock.CHINA)
    with clock.moved(moment):
        async with unasked(platform, county, "daily", emits=daily.emits) as context:
            if context is None or not await _claim(context.session, county, daily.code, day):
                return False
            await daily.run(context)
            return True


async def _claim(session: AsyncSession, county: int, code: str, day: date) -> bool:
    """Record that a job runs for a day; return False when another worker has recorded it.

    A second worker waits here for the first one's transaction.
    """
    row = {
        "county": county,
        "id": new_id(),
        "org_path": county_path(county),
        "code": code,
        "day": day,
        "at": clock.now(),
    }
    written = await session.execute(
        insert(DailyRun).values(row).on_conflict_do_nothing(),
        execution_options={"preserve_rowcount": True},
    )
    return bool(written.rowcount)  # type: ignore[attr-defined]


async def _missed(platform: Platform, county: int, daily: Daily) -> list[date]:
    """The days since a job's last run, oldest first; only today for a job that never ran."""
    system, today = Principal.system(county, platform.policy), clock.today()
    async with platform.database.transaction(system.reading) as session:
        last = await session.scalar(
            sa.select(sa.func.max(DailyRun.day)).where(
                DailyRun.county == county, DailyRun.code == daily.code
            )
        )
    first = today if last is None else max(last + timedelta(days=1), today - FURTHEST_BACK)
    return [first + timedelta(days=i) for i in range((today - first).days + 1)]
