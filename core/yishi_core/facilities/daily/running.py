"""Running the clocks of a county for a day: at most once each, in a transaction of its own, and
again tomorrow if it failed.
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
"""Days that are made up for after a standstill; what lay longer ago nobody needs to be warned
of.
"""
MORNING = time(6)
HOURLY = "5 * * * *"
"""When the clocks are looked at: each runs once a day, soon after midnight in China, or as soon as
a worker is there again.
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
    """Let every clock of a county run for each day up to today that it has missed, or for the day
    `on` alone; how many runs there were.

    A clock that fails is logged and tried again next time; the others run.
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
    """Every county's clocks; what the worker does each hour."""
    return sum([await tick(platform, county) for county in await counties(platform)])


async def _tick_all(platform: Platform, *, last_try: bool) -> None:
    await tick_all(platform)


RUN_CLOCKS = Job("run_clocks", _tick_all, cron=HOURLY)


async def after_calendar(platform: Platform, chosen: Iterable[int]) -> None:
    """Compute anew what rested on days that were only guessed, when the calendar of working days
    has become known.
    """
    for county in chosen:
        for daily in (d for d in clocks_of(platform) if d.after_calendar):
            async with unasked(platform, county, "daily", emits=daily.emits) as context:
                if context is not None:
                    await daily.run(context)


async def run_once(platform: Platform, county: int, daily: Daily, day: date) -> bool:
    """Run a clock for a day unless it has; false if it has, or if the county is not there."""
    moment = clock.now() if day == clock.today() else datetime.combine(day, MORNING, clock.CHINA)
    with clock.moved(moment):
        async with unasked(platform, county, "daily", emits=daily.emits) as context:
            if context is None or not await _claim(context.session, county, daily.code, day):
                return False
            await daily.run(context)
            return True


async def _claim(session: AsyncSession, county: int, code: str, day: date) -> bool:
    """Whoever writes the row first runs; a second one waits here for him and goes away."""
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
    """The days since its last run, the oldest first; of a clock that never ran, today."""
    system, today = Principal.system(county, platform.policy), clock.today()
    async with platform.database.transaction(system.reading) as session:
        last = await session.scalar(
            sa.select(sa.func.max(DailyRun.day)).where(
                DailyRun.county == county, DailyRun.code == daily.code
            )
        )
    first = today if last is None else max(last + timedelta(days=1), today - FURTHEST_BACK)
    return [first + timedelta(days=i) for i in range((today - first).days + 1)]
