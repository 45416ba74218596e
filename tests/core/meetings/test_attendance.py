"""Who attended a plenary meeting; the duty file and the points that follow (domain.md 5.10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.duty_files.test_duty_files import counts, file_of, lines
from tests.core.meetings import plenary
from tests.fixtures.county import County
from yishi_core.domain.assessments.models import ScoreEntry
from yishi_core.domain.meetings.attendance import Attendance, PlenaryAttendance
from yishi_core.domain.people.models import Member, Person

EARLIER = {"date_from": "2025-01-10", "date_to": "2025-01-13", "proposals_until": None}


async def seat(town: County, person: Person) -> Member:
    return (await town.rows(Member, Member.person_id == person.id))[0]


async def people(town: County, *names: str) -> list[Person]:
    return [await plenary.member(town, name, who=None) for name in names]


async def found(town: County) -> dict[Any, Attendance]:
    return {r.person_id: r.attendance for r in await town.rows(PlenaryAttendance)}


async def test_a_list_is_written_at_once_and_put_right(town: County) -> None:
    meeting, (one, two, three) = (
        await plenary.meeting(town),
        await people(town, "王小河", "李大山", "陈明"),
    )
    leave = {"member": await seat(town, one), "attendance": "leave", "reason": "因病住院"}
    missing = {"member": await seat(town, two), "attendance": "absent"}
    await town.act(
        "county",
        "record_plenary_attendance",
        meeting=meeting,
        lines=[leave, missing],
        others_attended=True,
    )
    assert await found(town) == {
        one.id: Attendance.LEAVE,
        two.id: Attendance.ABSENT,
        three.id: Attendance.ATTENDED,
    }
    await town.act(
        "county",
        "record_plenary_attendance",
        meeting=meeting,
        lines=[{**missing, "attendance": "leave", "reason": "出差"}],
    )
    await town.act("county", "record_plenary_attendance", meeting=meeting, others_attended=True)
    assert await found(town) == {
        one.id: Attendance.LEAVE,
        two.id: Attendance.LEAVE,
        three.id: Attendance.ATTENDED,
    }
    assert {r.org_path for r in await town.rows(PlenaryAttendance)} == {
        town.orgs["township"].org_path
    }


async def test_it_stands_in_the_duty_file_and_an_absence_does_not_count(town: County) -> None:
    term = await plenary.term(town)
    fifth, fourth = (
        await plenary.meeting(town, term),
        await plenary.meeting(town, term, 4, **EARLIER),
    )
    person = await plenary.member(town)
    member = await seat(town, person)
    await town.act("county", "record_plenary_attendance", meeting=fifth, others_attended=True)
    given = [{"member": member, "attendance": "leave", "reason": "因病"}]
    await town.act("county", "record_plenary_attendance", meeting=fourth, lines=given)
    file = await file_of(town, person, "member")
    assert lines(file, "plenary") == [
        ("2025-01-10", "九届四次会议", "请假,因病"),
        ("2026-01-20", "九届五次会议", "出席"),
    ]
    assert counts(file)["plenary"] == 1


async def test_the_points_follow(town: County) -> None:
    meeting, (one, two, three) = (
        await plenary.meeting(town),
        await people(town, "王小河", "李大山", "陈明"),
    )
    given = [
        {"member": await seat(town, one), "attendance": "leave", "reason": "因病"},
        {"member": await seat(town, two), "attendance": "absent"},
    ]
    await town.act(
        "county", "record_plenary_attendance", meeting=meeting, lines=given, others_attended=True
    )
    scheme = await town.act(
        "county", "open_assessment", org=town.orgs["county"], code="member_default", year=2026
    )
    await town.act("county", "count_scores", scheme=scheme)
    rows = await town.rows(ScoreEntry, ScoreEntry.item.in_(["plenary", "absence"]))
    points = {(r.person_id, r.item): r.points for r in rows}
    assert [points[p.id, "plenary"] for p in (one, two, three)] == [20, 0, 30]
    assert [points[p.id, "absence"] for p in (one, two, three)] == [0, -5, 0]


async def test_who_is_no_member_or_named_twice_or_on_leave_for_no_reason_is_refused(
    town: County,
) -> None:
    meeting, (one,) = await plenary.meeting(town), await people(town, "王小河")
    late = await plenary.member(town, "赵新", who=None, joined_on="2026-02-01")
    member = await seat(town, one)
    for given, path in (
        ([{"member": await seat(town, late), "attendance": "attended"}], "lines.0.member"),
        (
            [
                {"member": member, "attendance": "attended"},
                {"member": member, "attendance": "absent"},
            ],
            "lines.1.member",
        ),
        ([{"member": member, "attendance": "leave"}], "lines.0.reason"),
        ([], "lines"),
    ):
        error = await town.refused(
            "county",
            "record_plenary_attendance",
            code="INVALID_INPUT",
            meeting=meeting,
            lines=given,
        )
        assert [f.path for f in error.fields] == [path]
    assert await town.rows(PlenaryAttendance) == []


async def test_a_meeting_to_come_has_no_list(town: County) -> None:
    term = await plenary.term(town, start="2021-12-01", end="2027-12-31")
    meeting = await plenary.meeting(
        town, term, 6, date_from="2027-01-10", date_to="2027-01-13", proposals_until=None
    )
    error = await town.refused(
        "county",
        "record_plenary_attendance",
        code="INVALID_INPUT",
        meeting=meeting,
        others_attended=True,
    )
    assert error.fields[0].path == "meeting"


@pytest.mark.parametrize("who", ["township", "village", "member", "leader", "auditor"])
async def test_only_the_county_keeps_the_list(town: County, who: str) -> None:
    meeting = await plenary.meeting(town)
    await town.refused(
        who, "record_plenary_attendance", code="FORBIDDEN", meeting=meeting, others_attended=True
    )
