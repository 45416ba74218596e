"""Anybody hands in a matter; the query code is the only way back; nothing of an anonymous sender is
kept (domain.md 2.5, K32).
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

import psycopg
import pytest

from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County, make_county
from yishi_core import clock
from yishi_core.domain.intake.models import Intake, IntakeState, SubmitterKind
from yishi_core.domain.intake.service import SubmittedIntake
from yishi_core.domain.schedules.workdays import add_working_days
from yishi_core.domain.stations.models import Station
from yishi_core.errors import YishiError
from yishi_core.kernel.access.places import receipt_mark
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.kernel.events.models import Event

MATTER = "村口的路灯坏了三个月,晚上走路不安全。"


async def submit(town: County, station: Station, who: Any = None, **rest: Any) -> SubmittedIntake:
    given = {"station": station, "content": MATTER, **rest}
    receipt: SubmittedIntake = await town.act(
        town.anonymous if who is None else who, "submit_intake", **given
    )
    return receipt


async def setting(town: County, **values: Any) -> None:
    """Change core's settings of the county."""
    await town.act(
        "county", "configure_plugin", org=town.orgs["county"], plugin="core", values=values
    )


async def test_the_receipt_names_number_code_and_deadlines(town: County, station: Station) -> None:
    receipt = await submit(town, station)
    row = (await town.rows(Intake))[0]
    async with town.platform.database.transaction(town.system.reading) as session:
        day = row.received_at.astimezone(clock.CHINA).date()
        expected = [(await add_working_days(session, day, n))[0] for n in (5, 15)]
    assert (receipt.no, receipt.decide_by, receipt.reply_by) == (row.no, *expected)
    assert re.fullmatch(r"\d{4}-0001", receipt.no)
    assert receipt.state is IntakeState.RECEIVED
    assert (row.station_id, row.org_path) == (station.id, station.org_path)


async def test_the_code_has_a_hundred_bits_and_only_its_hash_is_kept(
    town: County, station: Station, owner: psycopg.Connection
) -> None:
    codes = {(await submit(town, station)).query_code for _ in range(3)}
    assert len(codes) == 3
    for code in codes:
        letters = code.replace("-", "")
        assert set(letters) <= set("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
        assert 31 ** len(letters) >= 2**100
    marks = {receipt_mark(code) for code in codes}
    rows = await town.rows(Intake)
    assert {row.query_hash for row in rows} == marks
    assert all(row.audience == [row.query_hash] for row in rows)
    stored = str(
        owner.execute("select i::text from intake i where county = %s", [town.code]).fetchall()
    )
    stored += str(
        owner.execute("select e::text from event e where county = %s", [town.code]).fetchall()
    )
    stored += str(
        owner.execute("select a::text from audit_entry a where county = %s", [town.code]).fetchall()
    )
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]


@pytest.mark.check("K32", part="record, audit and event of an anonymous matter")
async def test_nothing_of_an_anonymous_sender_is_kept(town: County, station: Station) -> None:
    await submit(town, station, is_anonymous=True)
    row = (await town.rows(Intake))[0]
    assert (row.is_anonymous, row.submitter_kind) == (True, SubmitterKind.ANONYMOUS)
    assert (row.submitter_name, row.submitter_phone, row.created_by, row.updated_by) == (
        None,
        None,
        None,
        None,
    )
    event = (await town.rows(Event, Event.name == "intake.submitted"))[0]
    entry = (await town.rows(AuditEntry, AuditEntry.operation == "submit_intake"))[0]
    assert (event.account, event.data, event.subject_id) == (None, None, row.id)
    assert (entry.account, entry.actor, entry.subject_id) == (None, "anonymous", row.id)


async def test_a_visitor_without_name_counts_as_anonymous_one_with_name_does_not(
    town: County, station: Station
) -> None:
    await submit(town, station)
    await submit(town, station, submitter_name="王小明", submitter_phone="13900001234")
    first, second = await town.rows(Intake)
    assert (first.is_anonymous, second.is_anonymous, second.submitter_phone) == (
        True,
        False,
        "13900001234",
    )


@pytest.mark.parametrize(
    "extra", [{"submitter_name": "王小明"}, {"submitter_phone": "13900001234"}]
)
async def test_a_name_with_an_anonymous_matter_is_refused_not_dropped(
    town: County, station: Station, extra: dict[str, str]
) -> None:
    error = await town.refused(
        town.anonymous,
        "submit_intake",
        code="INVALID_INPUT",
        station=station,
        content=MATTER,
        is_anonymous=True,
        **extra,
    )
    assert [f.path for f in error.fields] == list(extra)
    assert await town.rows(Intake) == []


async def test_somebody_logged_in_cannot_be_anonymous(town: County, station: Station) -> None:
    given = {"station": station, "content": MATTER, "is_anonymous": True}
    await town.refused(
        "member", "submit_intake", code="REFUSED", rule="anonymous_with_account", **given
    )
    receipt = await submit(town, station, "member")
    assert receipt.query_code
    assert (await town.rows(Intake))[0].created_by == town.principals["member"].account


async def test_where_a_real_name_is_required_name_and_telephone_are(
    town: County, station: Station
) -> None:
    await setting(town, anonymity_policy="required_real_name")
    given = {"station": station, "content": MATTER}
    for extra in ({}, {"submitter_name": "王小明"}, {"is_anonymous": True}):
        await town.refused(
            town.anonymous,
            "submit_intake",
            code="REFUSED",
            rule="real_name_required",
            **given,
            **extra,
        )
    await submit(town, station, submitter_name="王小明", submitter_phone="13900001234")
    assert len(await town.rows(Intake)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", "坏了"),
        ("content", "长" * 2001),
        ("channel", "box"),
        ("focus_category", "nonsense"),
        ("submitter_phone", "abc"),
    ],
)
async def test_what_a_matter_may_hold(
    town: County, station: Station, field: str, value: str
) -> None:
    given = {"station": station, "content": MATTER, field: value}
    error = await town.refused(town.anonymous, "submit_intake", code="INVALID_INPUT", **given)
    assert [f.path for f in error.fields] == [field]


async def test_a_station_that_rests_or_takes_nothing_refuses(
    town: County, station: Station
) -> None:
    await town.act("township", "suspend_station", station=station, reason="维修")
    given = {"station": station, "content": MATTER}
    await town.refused(
        town.anonymous, "submit_intake", code="REFUSED", rule="station_closed", **given
    )
    await town.refused("township", "submit_intake", code="REFUSED", rule="station_closed", **given)
    await town.act("township", "resume_station", station=station, reason="修好")
    await town.act("township", "change_station", station=station, takes_anonymous=False)
    await town.refused(
        town.anonymous, "submit_intake", code="REFUSED", rule="station_closed", **given
    )


async def test_the_day_s_limit_holds_under_parallel_visitors(
    town: County, station: Station
) -> None:
    await setting(town, anonymous_per_day=3)
    tries = await asyncio.gather(*(submit(town, station) for _ in range(6)), return_exceptions=True)
    refused = [t for t in tries if isinstance(t, YishiError)]
    assert [t.data.get("rule") for t in refused] == ["daily_limit"] * 3
    assert len(await town.rows(Intake)) == 3
    await submit(town, station, "member")  # who has an account is not limited
    other = await open_station(town, name="二号议事室")
    await submit(town, other)  # each station has its own limit


async def test_a_visitor_reaches_no_other_operation(town: County, station: Station) -> None:
    given = {"org": town.orgs["village"], "content": MATTER, "channel": "phone"}
    await town.refused(town.anonymous, "record_intake", code="UNAUTHENTICATED", **given)


async def test_the_sender_follows_his_matter_by_the_code(town: County, station: Station) -> None:
    receipt = await submit(town, station)
    look = {"county": town.code, "query_code": receipt.query_code.lower().replace("-", " ")}
    seen = await town.act(town.anonymous, "intake_by_code", **look)
    assert (seen.no, seen.content, seen.state_label, seen.result_note, seen.notices) == (
        receipt.no,
        MATTER,
        "待受理",
        None,
        [],
    )
    row = (await town.rows(Intake))[0]
    await town.act(
        "township", "reject_intake", intake=row, reason="petition", note="请到县信访局反映。"
    )
    seen = await town.act(town.anonymous, "intake_by_code", **look)
    assert (seen.state, seen.reject_reason, seen.result_note) == (
        IntakeState.REJECTED,
        "属信访事项",
        "请到县信访局反映。",
    )
    assert (await town.act("neighbour", "intake_by_code", **look)).no == receipt.no


async def test_a_wrong_code_or_another_county_opens_nothing(town: County, station: Station) -> None:
    receipt = await submit(town, station)
    wrong = receipt.query_code[:-1] + ("2" if receipt.query_code[-1] != "2" else "3")
    assert (
        await town.act(town.anonymous, "intake_by_code", county=town.code, query_code=wrong) is None
    )
    assert await town.act("county", "intake_by_code", county=town.code, query_code=wrong) is None
    other = await make_county(town.platform)
    assert (
        await town.act(
            town.anonymous, "intake_by_code", county=other.code, query_code=receipt.query_code
        )
        is None
    )
    await town.refused(
        town.anonymous,
        "intake_by_code",
        code="NOT_FOUND",
        county=999999,
        query_code=receipt.query_code,
    )
