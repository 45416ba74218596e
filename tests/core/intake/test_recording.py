"""What offices, council rooms and members enter (domain.md 2.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.core import cases
from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.intake.service import RecordIntakeInput
from yishi_core.facilities.ledgers.fields import fields_of

HEARD = {"content": "灌溉水渠漏水", "channel": "visit"}


async def record(town: County, who: str = "village", **rest: Any) -> Intake:
    given = {"org": town.orgs["village"], **HEARD, **rest}
    if "station" in given:
        del given["org"]
    row: Intake = await town.act(who, "record_intake", **given)
    return row


async def test_an_old_paper_is_entered_with_the_number_and_deadlines_of_its_day(
    town: County,
) -> None:
    row = await record(
        town, received_at="2023-09-28T10:00:00", source="go_out", focus_category="water"
    )
    assert row.no == "2023-0001"
    assert row.received_at == datetime(2023, 9, 28, 2, 0, tzinfo=UTC)
    # 29 September to 6 October 2023 was a holiday, 7 and 8 October were worked.
    assert (row.decide_by, row.deadlines_provisional) == (date(2023, 10, 11), False)
    assert (await record(town)).no == f"{clock.today().year}-0001"


@pytest.mark.day
async def test_nothing_is_received_in_the_future(town: County) -> None:
    later = (clock.now() + timedelta(hours=2)).isoformat()
    error = await town.refused(
        "village",
        "record_intake",
        code="INVALID_INPUT",
        org=town.orgs["village"],
        **HEARD,
        received_at=later,
    )
    assert [f.path for f in error.fields] == ["received_at"]


async def test_numbers_run_on_per_office(town: County) -> None:
    assert [(await record(town)).no[-4:] for _ in range(3)] == ["0001", "0002", "0003"]
    assert (await record(town, "village2", org=town.orgs["village2"])).no[-4:] == "0001"


async def test_slips_of_a_box_name_their_opening_and_are_no_more_than_were_found(
    town: County,
) -> None:
    station = await open_station(town)
    box = await town.act("village", "put_up_box", station=station, name="箱", place="村口")
    people = [
        await town.act("township", "register_person", org=town.orgs["village"], name=n)
        for n in ("甲一", "乙二")
    ]
    opening = await town.act(
        "village", "open_box", box=box, first_opener=people[0], second_opener=people[1], slips=1
    )
    slip = {"station": station, "content": "字条内容", "channel": "box"}
    await town.refused("village", "record_intake", code="INVALID_INPUT", **slip)
    await town.refused(
        "village",
        "record_intake",
        code="INVALID_INPUT",
        **{**slip, "channel": "phone"},
        box_opening=opening,
    )
    row = await town.act("village", "record_intake", **slip, box_opening=opening, is_anonymous=True)
    assert row.box_opening_id == opening.id
    await town.refused(
        "village", "record_intake", code="REFUSED", rule="no_slip_left", **slip, box_opening=opening
    )


async def test_a_slip_came_on_the_day_of_its_opening_and_is_entered_by_its_own_office(
    town: County,
) -> None:
    """What was found in a box in March was received in March, whenever it is entered (domain.md
    2.1, 2.5).
    """
    station = await open_station(town, opened_on="2023-01-01")
    box = await town.act(
        "village", "put_up_box", station=station, name="箱", place="村口", put_up_on="2023-02-01"
    )
    people = [
        await town.act("township", "register_person", org=town.orgs["village"], name=n)
        for n in ("甲一", "乙二")
    ]
    opened = {
        "box": box,
        "first_opener": people[0],
        "second_opener": people[1],
        "slips": 9,
        "opened_on": "2024-03-01",
    }
    slip = {
        "content": "字条内容",
        "channel": "box",
        "box_opening": await town.act("village", "open_box", **opened),
    }
    row = await town.act("village", "record_intake", **slip, station=station)
    assert (row.received_at.astimezone(clock.CHINA).date(), row.no, row.source) == (
        date(2024, 3, 1),
        "2024-0001",
        "box",
    )
    early = await town.refused(
        "village",
        "record_intake",
        code="INVALID_INPUT",
        **slip,
        station=station,
        received_at="2024-02-29T10:00:00",
    )
    assert [f.path for f in early.fields] == ["received_at"]
    other = await town.refused(
        "township", "record_intake", code="INVALID_INPUT", **slip, org=town.orgs["township"]
    )
    assert [f.path for f in other.fields] == ["box_opening"]
    held = await town.act(
        "village",
        "hold_collect_round",
        org=town.orgs["village"],
        place="村委会",
        items=2,
        date="2024-05-06",
    )
    assert (await record(town, collect_round=held)).received_at.astimezone(
        clock.CHINA
    ).date() == date(2024, 5, 6)


async def test_nothing_comes_from_a_round_that_was_empty(town: County) -> None:
    nil = await town.act(
        "village",
        "hold_collect_round",
        org=town.orgs["village"],
        place="村委会",
        items=0,
        is_nil=True,
    )
    held = await town.act(
        "village", "hold_collect_round", org=town.orgs["village"], place="村委会", items=2
    )
    await town.refused(
        "village",
        "record_intake",
        code="REFUSED",
        rule="nil_round",
        org=town.orgs["village"],
        **HEARD,
        collect_round=nil,
    )
    assert (await record(town, collect_round=held)).collect_round_id == held.id


async def test_a_matter_is_taken_by_a_station_or_an_org(town: County) -> None:
    await town.refused("village", "record_intake", code="INVALID_INPUT", **HEARD)
    station = await open_station(town)
    await town.refused(
        "village",
        "record_intake",
        code="INVALID_INPUT",
        **HEARD,
        station=station,
        org=town.orgs["village"],
    )
    photograph = await cases.attachment(town, "现场.jpg")
    row = await record(town, station=station, attachments=[photograph])
    assert (row.station_id, (await town.fresh(photograph)).subject_id) == (station.id, row.id)


@pytest.mark.parametrize(
    ("who", "code"), [("auditor", "FORBIDDEN"), ("village2", "NOT_FOUND"), ("unit", "NOT_FOUND")]
)
async def test_who_may_not_record(town: County, who: str, code: str) -> None:
    await town.refused(who, "record_intake", code=code, org=town.orgs["village"], **HEARD)
    assert await town.rows(Intake) == []


async def test_a_member_records_what_he_heard_in_his_township(town: County) -> None:
    row = await record(town, "member", submitter_name="张大爷")
    assert (row.created_by, row.submitter_name) == (town.principals["member"].account, "张大爷")


async def test_who_is_there_gets_his_code_with_the_record(town: County) -> None:
    done = await town.result(
        "village", "record_intake", org=town.orgs["village"], **HEARD, with_receipt=True
    )
    code = done.shown["query_code"]
    found = await town.act(town.anonymous, "intake_by_code", county=town.code, query_code=code)
    assert (found.no, len(code.replace("-", "")) >= 20) == (done.value.no, True)
    assert code not in str(vars(done.value)), "only its hash is kept"
    assert done.value.query_hash in done.value.audience
    await town.refused(
        "village", "issue_receipt", code="REFUSED", rule="code_given", intake=done.value
    )
    plain = await town.result("village", "record_intake", org=town.orgs["village"], **HEARD)
    assert (plain.shown, plain.value.query_hash, plain.value.audience) == ({}, None, None)


async def test_a_repeated_request_does_not_show_the_code_again(town: County) -> None:
    given = {"org": town.orgs["village"], **HEARD, "with_receipt": True}
    first = await town.result("village", "record_intake", key="k-1", **given)
    again = await town.result("village", "record_intake", key="k-1", **given)
    assert (again.replayed, again.value.id, again.shown) == (True, first.value.id, {})
    assert len(await town.rows(Intake)) == 1


async def test_who_put_a_slip_into_a_box_is_not_there_to_be_given_a_code(town: County) -> None:
    station = await open_station(town)
    box = await town.act("village", "put_up_box", station=station, name="箱", place="村口")
    people = [
        await town.act("township", "register_person", org=town.orgs["village"], name=n)
        for n in ("甲一", "乙二")
    ]
    opening = await town.act(
        "village", "open_box", box=box, first_opener=people[0], second_opener=people[1], slips=1
    )
    slip = {
        "station": station,
        "content": "字条内容",
        "channel": "box",
        "box_opening": opening,
        "with_receipt": True,
    }
    error = await town.refused("village", "record_intake", code="INVALID_INPUT", **slip)
    assert [f.path for f in error.fields] == ["with_receipt"]
    assert await town.rows(Intake) == []


def test_a_file_of_matters_asks_for_no_receipts() -> None:
    """Nobody would read the codes that its rows were given."""
    assert "with_receipt" not in {f.name for f in fields_of(RecordIntakeInput)}
