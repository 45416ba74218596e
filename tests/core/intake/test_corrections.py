"""What an office entered of a matter is put right; a sender's own words are his (domain.md 2.5)."""

from __future__ import annotations

from datetime import date

from tests.core.intake.test_recording import record
from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core.domain.intake.models import Channel, Intake, SubmitterKind
from yishi_core.kernel.audit.models import AuditEntry

CHANGE = "change_intake"


async def test_a_matter_is_put_right_with_the_deadlines_of_its_day(town: County) -> None:
    row = await record(
        town,
        received_at="2023-09-28T10:00:00",
        submitter_name="周福田",
        submitter_phone="13900000000",
    )
    row = await town.act(
        "township",
        CHANGE,
        intake=row,
        content="灌溉水渠漏水三处",
        channel="phone",
        received_at="2023-10-08T09:00:00",
        focus_category="water",
    )
    assert (row.content, row.channel, row.focus_category, row.no) == (
        "灌溉水渠漏水三处",
        Channel.PHONE,
        "water",
        "2023-0001",
    )
    assert (row.decide_by, row.submitter_name) == (date(2023, 10, 13), "周福田")
    entry = (await town.rows(AuditEntry, AuditEntry.operation == CHANGE))[-1]
    assert entry.changes is not None
    assert entry.changes["content"] == ["灌溉水渠漏水", "灌溉水渠漏水三处"]
    for wrong, path in (
        ({"received_at": "2022-12-31T10:00:00"}, "received_at"),
        ({"received_at": "2099-01-01T00:00:00"}, "received_at"),
        ({"content": None}, "content"),
        ({"is_anonymous": True}, "submitter_name"),
        ({"channel": "box"}, "box_opening"),
        ({"submitter_phone": "abc"}, "submitter_phone"),
    ):
        assert (
            await town.refused("township", CHANGE, code="INVALID_INPUT", intake=row, **wrong)
        ).fields[0].path == path
    nameless = {"is_anonymous": True, "submitter_name": None, "submitter_phone": None}
    row = await town.act("township", CHANGE, intake=row, **nameless)
    assert (row.submitter_kind, row.submitter_name, row.is_anonymous) == (
        SubmitterKind.ANONYMOUS,
        None,
        True,
    )
    for who in (
        "village",
        "member",
    ):  # 2.19: they enter matters, county and township put them right
        await town.refused(
            who,
            CHANGE,
            code="FORBIDDEN" if who == "village" else "NOT_FOUND",
            intake=row,
            content="另一句话",
        )


async def test_what_something_has_become_of_stays(town: County) -> None:
    row = await record(town, received_at="2026-03-01T10:00:00+08:00")
    await town.act("township", "accept_intake", intake=row, on="2026-03-02")
    await town.refused(
        "township",
        CHANGE,
        code="INVALID_INPUT",
        intake=row,
        received_at="2026-03-03T10:00:00+08:00",
    )
    row = await town.act("township", CHANGE, intake=row, region_code=f"{town.code}100201")
    await town.refused(
        "township", CHANGE, code="CONFLICT", intake=row, content="另一句话", version=1
    )
    await town.act("township", "answer_intake", intake=row, result_note="已修好")
    await town.refused(
        "township", CHANGE, code="REFUSED", rule="state", intake=row, content="另一句话"
    )


async def test_a_matter_moves_to_another_opening_or_station_of_its_org_only(town: County) -> None:
    station, other = (
        await open_station(town, opened_on="2024-01-01"),
        await open_station(town, org="village2", name="石桥村议事室"),
    )
    box = await town.act(
        "village", "put_up_box", station=station, name="箱", place="村口", put_up_on="2024-01-01"
    )
    people = [
        await town.act("township", "register_person", org=town.orgs["village"], name=n)
        for n in ("甲一", "乙二")
    ]
    who = {"box": box, "first_opener": people[0], "second_opener": people[1]}
    full = await town.act("village", "open_box", **who, slips=1, opened_on="2024-02-01")
    empty = await town.act("village", "open_box", **who, slips=0, opened_on="2024-03-01")
    row = await record(
        town, station=station, channel="box", box_opening=full, received_at="2024-02-01T10:00:00"
    )
    assert (
        await town.act("township", CHANGE, intake=row, box_opening=full, content="字条内容")
    ).content == "字条内容"
    await town.refused(
        "township", CHANGE, code="REFUSED", rule="no_slip_left", intake=row, box_opening=empty
    )
    assert (
        await town.refused("township", CHANGE, code="INVALID_INPUT", intake=row, station=other)
    ).fields[0].path == "station"


async def test_what_a_sender_handed_in_himself_is_sorted_but_not_rewritten(town: County) -> None:
    station = await open_station(town, takes_anonymous=True)
    await town.act(
        town.anonymous,
        "submit_intake",
        station=station,
        content="村道太暗,老人出行不便",
        channel="qr",
    )
    row: Intake = (await town.rows(Intake))[0]
    row = await town.act("township", CHANGE, intake=row, source="go_out", focus_category="water")
    assert (row.source, row.focus_category) == ("go_out", "water")
    for given in ({"content": "村道很亮"}, {"submitter_name": "某人"}, {"channel": "phone"}):
        assert [
            f.path
            for f in (
                await town.refused("township", CHANGE, code="INVALID_INPUT", intake=row, **given)
            ).fields
        ] == list(given)
