"""Long files are entered by a job: all rows or none, once, under the sender's rights, and nobody
waits for a number meanwhile.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.core.jobs.test_delivery import jobs, work
from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from tests.fixtures.database import Urls
from yishi_core import clock
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Person
from yishi_core.errors import NotFound, Refused
from yishi_core.facilities.daily.running import tick
from yishi_core.facilities.jobs.delivery import deliver_pending
from yishi_core.facilities.ledgers import importing, large
from yishi_core.facilities.ledgers.importing import import_sheet, read_file
from yishi_core.facilities.ledgers.models import ImportState, LedgerImport
from yishi_core.facilities.ledgers.sheets import MARK, written
from yishi_core.facilities.numbering.blocks import reserve
from yishi_core.kernel.audit.models import AuditEntry

TITLES = ("所属组织", "姓名", "性别")
FIVE = [("柳湾村", f"张{n}", "男") for n in "一二三四五"]
MATTER = {"channel": "visit", "content": "村口路灯坏了", "submitter_kind": "resident"}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four rows are many here."""
    monkeypatch.setattr(importing, "AT_ONCE", 3)
    monkeypatch.setattr(large, "TOLD_EVERY", 0.01)


def sheet(titles: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    return (MARK + written([titles, *rows])).encode()


async def send(
    town: County, rows: list[tuple[str, ...]], who: str = "township", *, dry_run: bool = False
) -> UUID:
    data, principal = sheet(TITLES, rows), town.principals[who]
    read = await read_file(town.platform, principal, "Person", data)
    return await large.hand_over(town.platform, principal, "Person", data, read, dry_run=dry_run)


async def kept(town: County, id_: UUID) -> LedgerImport:
    [row] = await town.rows(LedgerImport, LedgerImport.id == id_)
    assert isinstance(row, LedgerImport)
    return row


async def told_of(town: County) -> list[tuple[str, str | None]]:
    """What the sender was told of his files, the newest first; nobody else is."""
    await deliver_pending(town.platform, town.code)
    assert not any(
        item.event.startswith("ledger_import.")
        for item in (await town.act("county", "notifications")).items
    )
    items = [
        item
        for item in (await town.act("township", "notifications")).items
        if item.event.startswith("ledger_import.")
    ]
    for item in items:  # what it names can be opened
        assert (await town.act("township", "ledger_import", id=item.record)).ended_at
    return [(item.text, item.title) for item in items]


async def test_the_worker_enters_a_long_file_as_its_sender(
    live: County, fresh_database: Urls
) -> None:
    id_ = await send(live, FIVE)
    before = await live.act("township", "ledger_import", id=str(id_))
    assert (before.state, before.rows, before.entered, before.ended_at) == (
        ImportState.QUEUED,
        5,
        0,
        None,
    )
    await work(live, fresh_database)
    after = await live.act("township", "ledger_import", id=str(id_))
    assert (after.state, after.rows, after.passed, after.entered, after.errors) == (
        ImportState.DONE,
        5,
        5,
        5,
        [],
    )
    people = await live.rows(Person)
    assert [p.name for p in people] == [name for _, name, _ in FIVE]
    assert {p.created_by for p in people} == {live.principals["township"].account}
    assert (await kept(live, id_)).file is None
    assert jobs(fresh_database) == 0
    assert await told_of(live) == [("导入的文件已全部录入", "人员台账(5行)")]
    notes = await live.rows(AuditEntry, AuditEntry.operation == "import_ledger")
    assert [n.account for n in notes] == [live.principals["township"].account]


async def test_a_wrong_row_refuses_the_file_with_its_reason(
    live: County, fresh_database: Urls
) -> None:
    id_ = await send(live, [*FIVE, ("柳湾村", "李", "男"), ("无此村", "王五", "男")])
    await work(live, fresh_database)
    told = await live.act("township", "ledger_import", id=str(id_))
    assert (told.state, told.entered, told.error_count) == (ImportState.REFUSED, 0, 2)
    assert [(e.row, e.column) for e in told.errors] == [(7, "姓名"), (8, "所属组织")]
    assert await live.rows(Person) == []
    file = (await kept(live, id_)).file
    assert file is not None
    assert "错误原因" in file.decode()
    assert await told_of(live) == [("导入的文件有误,未录入任何记录", "人员台账(7行)")]


async def test_a_trial_enters_nothing(live: County, fresh_database: Urls) -> None:
    id_ = await send(live, FIVE, dry_run=True)
    await work(live, fresh_database)
    told = await live.act("township", "ledger_import", id=str(id_))
    assert (told.state, told.entered, told.error_count) == (ImportState.DONE, 0, 0)
    assert await live.rows(Person) == []
    assert await told_of(live) == [("导入的文件检查无误,尚未录入", "人员台账(5行)")]


async def test_a_job_that_is_begun_again_enters_once(
    live: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = await send(live, FIVE)
    again = live.platform, live.code, id_
    with monkeypatch.context() as patch:
        patch.setattr(large, "_update", lambda *_: 1 / 0)  # the worker dies before the commit
        with pytest.raises(ZeroDivisionError):
            await large.enter_kept(*again, last_try=False)
    assert await live.rows(Person) == []
    for _ in range(2):
        await large.enter_kept(*again, last_try=False)
    assert len(await live.rows(Person)) == 5
    assert len(await told_of(live)) == 1, "told once"


async def test_what_fails_for_good_is_told(live: County, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = await send(live, FIVE)

    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no disk")

    monkeypatch.setattr(large, "import_sheet", broken)
    with pytest.raises(RuntimeError):
        await large.enter_kept(live.platform, live.code, id_, last_try=True)
    told = await live.act("township", "ledger_import", id=str(id_))
    assert (told.state, told.errors[0].row) == (ImportState.FAILED, 0)
    assert await told_of(live) == [("导入的文件未能处理,请重新提交", "人员台账(5行)")]


async def test_who_lost_his_rights_meanwhile_enters_nothing(
    live: County, fresh_database: Urls
) -> None:
    id_ = await send(live, FIVE)
    with psycopg.connect(fresh_database.owner) as connection:
        connection.execute(
            "update account set grant_version = grant_version + 1 where id = %s",
            [live.principals["township"].account],
        )
    await work(live, fresh_database)
    row = await kept(live, id_)
    assert (row.state, row.error_count) == (ImportState.REFUSED, 1)
    assert "权限" in (row.errors or [{}])[0]["zh"]
    assert await live.rows(Person) == []


async def test_nobody_is_told_of_another_s_file_and_nobody_sends_without_end(live: County) -> None:
    id_ = await send(live, FIVE)
    for who, asked in (
        ("county", str(id_)),
        ("township", "0"),
        ("township", str(live.principals["county"].account)),
    ):
        with pytest.raises(NotFound):
            await live.act(who, "ledger_import", id=asked)
    for _ in range(large.MOST_WAITING - 1):
        await send(live, FIVE)
    with pytest.raises(Refused) as caught:
        await send(live, FIVE)
    assert caught.value.data["rule"] == "imports_waiting"
    await send(live, FIVE, "county")


@pytest.mark.day
async def test_files_are_taken_away_after_a_week(live: County, fresh_database: Urls) -> None:
    id_ = await send(live, [*FIVE, ("柳湾村", "李", "男")])
    await work(live, fresh_database)
    for days, held in ((6, True), (8, False)):
        with clock.moved(clock.now() + timedelta(days=days)):
            await tick(live.platform, live.code)
        row = await kept(live, id_)
        assert ((row.file is not None), (row.errors is not None)) == (held, held)
    assert (await kept(live, id_)).error_count == 1


@pytest.mark.day
async def test_nobody_waits_for_a_number_while_a_long_file_comes_in(live: County) -> None:
    station = await open_station(live)
    await live.act("village", "record_intake", station=station, **MATTER)
    year = clock.today().year
    at_the_end, go_on = asyncio.Event(), asyncio.Event()

    async def hold(_: Any) -> None:
        at_the_end.set()
        await go_on.wait()

    data = sheet(
        ("站点", "内容", "渠道"), [(station.name, f"路灯不亮{n}", "走访") for n in range(5)]
    )
    coming = asyncio.create_task(
        import_sheet(
            live.platform, live.principals["village"], "Intake", data, dry_run=False, conclude=hold
        )
    )
    await asyncio.wait_for(at_the_end.wait(), 60)
    between = await asyncio.wait_for(
        live.act("village", "record_intake", station=station, **MATTER), 60
    )
    go_on.set()
    assert (await coming).errors == []
    assert between.no == f"{year}-0007"
    assert sorted(i.no for i in await live.rows(Intake)) == [f"{year}-{n:04}" for n in range(1, 8)]


async def test_a_file_that_is_refused_leaves_no_gap(
    live: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = await open_station(live)
    data = sheet(
        ("站点", "内容", "渠道"), [(station.name, f"路灯不亮{n}", "走访") for n in range(5)]
    )

    async def closed_meanwhile(*given: Any) -> Any:
        reserved = await reserve(*given)
        await live.act("township", "suspend_station", station=station, reason="维修")
        return reserved

    with monkeypatch.context() as patch:
        patch.setattr(importing, "reserve", closed_meanwhile)
        imported = await import_sheet(
            live.platform, live.principals["village"], "Intake", data, dry_run=False
        )
    assert len(imported.errors) == 5
    await live.act("township", "resume_station", station=station, reason="修好")
    assert (
        await import_sheet(live.platform, live.principals["village"], "Intake", data, dry_run=True)
    ).errors == []
    assert (await live.act("village", "record_intake", station=station, **MATTER)).no.endswith(
        "-0001"
    )
