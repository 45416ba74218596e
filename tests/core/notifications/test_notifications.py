"""Word in the application: told once, by the worker, to those whom an event concerns, and read by
nobody else (design.md 3; K38).
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.facilities.daily.running import tick
from yishi_core.facilities.jobs.delivery import deliver_event, deliver_pending
from yishi_core.facilities.notifications.models import Notification
from yishi_core.kernel.events.models import Event
from yishi_core.kernel.operation.inputs import global_id
from yishi_tenants.accounts.models import Account


async def told(town: County, who: str, **rest: Any) -> list[str]:
    await deliver_pending(town.platform, town.code)
    page = await town.act(who, "notifications", **rest)
    return [item.event for item in page.items]


async def submitted(town: County) -> Any:
    station = await cases.station(town)
    return await town.act(
        "member",
        "record_intake",
        station=station,
        channel="visit",
        content="村口路灯坏了",
        submitter_kind="member",
    )


async def test_a_matter_is_told_to_the_nearest_who_decide_and_its_fate_to_who_handed_it_in(
    town: County,
) -> None:
    intake = await submitted(town)
    assert await told(town, "township") == ["intake.recorded"]
    for who in ("county", "village", "neighbour", "member", "member2", "unit", "auditor"):
        assert await told(town, who) == [], who
    (item,) = (await town.act("township", "notifications")).items
    assert (item.text, item.title, item.record, item.read_at) == (
        "收到新来件",
        "村口路灯坏了",
        global_id(intake),
        None,
    )
    await town.act("township", "accept_intake", intake=intake)
    assert await told(town, "member") == ["intake.accepted"]
    assert await told(town, "township") == ["intake.recorded"], "nobody is told what he did himself"


async def test_the_unit_and_the_office_hear_of_each_other(town: County) -> None:
    assignment = await stories.assigned(town)
    assert await told(town, "unit") == ["assignment.created"]
    assert await told(town, "unit2") == []
    await town.act("unit", "accept_assignment", assignment=assignment)
    await stories.reply(town, assignment)
    assert [e for e in await told(town, "township") if e.startswith("assignment")] == [
        "assignment.replied",
        "assignment.accepted",
    ]
    await town.act(
        "township", "demand_rework", assignment=assignment, rework_note="请补充照片和验收单"
    )
    assert (await told(town, "unit"))[0] == "assignment.reworked"


@pytest.mark.check("K38")
async def test_an_event_delivered_again_tells_nobody_twice(town: County) -> None:
    await submitted(town)
    (event,) = await town.rows(Event, Event.name == "intake.recorded")
    assert await deliver_event(town.platform, town.code, event.id)
    async with town.platform.database.transaction(town.system.reading) as session:
        await session.execute(
            sa.update(Event).where(Event.county == town.code).values(delivered_at=None)
        )
    assert await deliver_event(town.platform, town.code, event.id)
    assert len(await town.rows(Notification)) == 1


async def test_a_day_that_has_passed_is_told_to_whom_it_waits_for(town: County) -> None:
    assignment = await stories.accepted(town)
    await told(town, "unit")
    await town.act("unit", "mark_read", until=datetime(2100, 1, 1, tzinfo=clock.CHINA))
    for days, event in ((-3, "todo.due_soon"), (1, "todo.overdue")):
        with clock.moved(
            datetime.combine(assignment.due_on + timedelta(days=days), time(0, 10), clock.CHINA)
        ):
            await tick(town.platform, town.code)
            assert event in await told(town, "unit", unread=True)
            assert event not in await told(town, "unit2", unread=True)


@pytest.mark.day
async def test_reading_marks_one_or_all_and_only_ones_own(town: County) -> None:
    await submitted(town)
    await submitted_again(town)
    assert len(await told(town, "township")) == 2
    page = await town.act("township", "notifications", first=1)
    assert (page.unread, len(page.items)) == (2, 1)
    other = await town.act("township", "notifications", first=1, after=page.next)
    assert other.next is None
    assert other.items[0].id != page.items[0].id
    for stranger in ("member", "village", "county", "auditor"):
        await town.refused(stranger, "mark_read", code="NOT_FOUND", notification=page.items[0].id)
    assert (await town.act("township", "mark_read", notification=page.items[0].id)).marked == 1
    assert (await town.act("township", "mark_read", notification=page.items[0].id)).marked == 0
    assert len(await told(town, "township", unread=True)) == 1
    assert (await town.act("member", "mark_read", until=clock.now().isoformat())).marked == 0
    assert (await town.act("township", "mark_read", until=clock.now().isoformat())).marked == 1
    assert await told(town, "township", unread=True) == []
    await town.refused("township", "mark_read", code="INVALID_INPUT")
    await town.refused("township", "notifications", code="INVALID_INPUT", after="x")
    await town.refused(town.anonymous, "notifications", code="UNAUTHENTICATED")


async def submitted_again(town: County) -> Any:
    return await town.act(
        "member",
        "record_intake",
        org=town.orgs["village"],
        channel="visit",
        content="桥面破损",
        submitter_kind="member",
    )


async def test_row_level_security_hides_a_line_from_the_receiver_s_own_office(town: County) -> None:
    await submitted(town)
    await deliver_pending(town.platform, town.code)
    await town.person("colleague", ("township_staff", "township"))
    async with town.platform.database.transaction(town.principals["colleague"].reading) as session:
        assert (await session.scalars(sa.select(Notification))).all() == []
    async with town.platform.database.transaction(town.principals["township"].reading) as session:
        assert len((await session.scalars(sa.select(Notification))).all()) == 1


@pytest.mark.day
async def test_a_disabled_account_is_told_nothing_and_a_voided_record_is_not_told_of(
    town: County,
) -> None:
    intake = await submitted(town)
    await town.act("county", "void_record", id=intake, reason="重复录入")
    assert await told(town, "township") == []
    async with town.platform.database.transaction(town.system.reading) as session:
        await session.execute(
            sa.update(Account)
            .where(Account.county == town.code, Account.name == "township")
            .values(disabled_at=clock.now())
        )
    await submitted_again(town)
    assert "intake.recorded" in await told(town, "county"), (
        "where nobody near is left, the next level hears of it"
    )
