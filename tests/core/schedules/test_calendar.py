"""The calendar of working days as the State Council decrees it."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
import sqlalchemy as sa

from tests.fixtures.county import County
from yishi_core.domain.schedules import workdays


async def test_the_calendar_of_the_state_council_is_in_the_database(town: County) -> None:
    async with town.platform.database.transaction(town.system.reading) as session:
        assert await workdays.is_workday(session, date(2024, 2, 14)) == (
            False,
            False,
        )  # spring festival
        assert await workdays.is_workday(session, date(2024, 2, 18)) == (
            True,
            False,
        )  # a Sunday that was worked for it
        assert await workdays.is_workday(session, date(2061, 1, 1)) == (
            False,
            True,
        )  # a Saturday of an unknown year
        assert await workdays.add_working_days(session, date(2024, 2, 8), 1) == (
            date(2024, 2, 9),
            False,
        )
        assert await workdays.add_working_days(session, date(2024, 2, 9), 1) == (
            date(2024, 2, 18),
            False,
        )


async def test_seeding_again_leaves_edited_days_alone(owner: psycopg.Connection) -> None:
    owner.execute(
        "update workday set is_workday = false, source = 'edited' where day = '2004-01-05'"
    )
    try:
        assert workdays.seed(owner) == 0
        row = owner.execute(
            "select is_workday, source from workday where day = '2004-01-05'"
        ).fetchone()
        assert row == (False, "edited")
    finally:
        owner.execute(
            "update workday set is_workday = true, source = 'restored' where day = '2004-01-05'"
        )


async def test_the_serving_role_cannot_change_the_calendar(town: County) -> None:
    with pytest.raises(Exception, match="超出您的权限范围"):
        async with town.platform.database.transaction(town.system.reading) as session:
            await session.execute(
                sa.text("update workday set is_workday = true where day = '2024-02-14'")
            )
