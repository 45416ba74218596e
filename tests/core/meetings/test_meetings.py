"""Terms, plenary meetings, speeches (domain.md 2.2, 2.10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.meetings import plenary
from tests.fixtures.county import County
from yishi_core.domain.meetings.models import PlenaryMeeting, PlenarySpeech, Term
from yishi_core.domain.meetings.naming import meeting_name, numeral
from yishi_core.domain.meetings.rules import months_before
from yishi_core.kernel.audit.models import AuditEntry


@pytest.mark.parametrize(
    ("n", "word"),
    [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (34, "三十四"), (99, "九十九")],
)
def test_numbers_are_written_in_chinese(n: int, word: str) -> None:
    assert numeral(n) == word


@pytest.mark.parametrize("n", [0, 100, -1])
def test_no_number_of_a_term(n: int) -> None:
    with pytest.raises(ValueError, match="no number"):
        numeral(n)


def test_a_meeting_is_named_after_its_term() -> None:
    assert meeting_name(9, 1) == "九届一次会议"
    assert meeting_name(14, 12) == "十四届十二次会议"


def test_three_months_before_the_end_of_a_long_month() -> None:
    from datetime import date

    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 20), 3) == date(2025, 10, 20)


async def test_a_term_and_its_meeting(town: County) -> None:
    term = await plenary.term(town)
    assert (term.no, term.name) == (9, "九届")
    meeting = await plenary.meeting(
        town, term, 1, date_from="2021-12-20", date_to="2021-12-24", proposals_until=None
    )
    assert (meeting.name, str(meeting.proposals_until)) == ("九届一次会议", "2021-12-24")
    changed = await town.act(
        "county", "change_plenary_meeting", meeting=meeting, proposals_until="2021-12-22"
    )
    assert str(changed.proposals_until) == "2021-12-22"


@pytest.mark.parametrize(
    ("given", "code", "rule"),
    [
        ({"no": 9}, "REFUSED", "term_taken"),
        ({"no": 10, "start": "2026-06-01", "end": "2031-06-01"}, "REFUSED", "terms_overlap"),
        ({"no": 8, "start": "2027-01-01", "end": "2031-12-31"}, "REFUSED", "terms_overlap"),
        ({"no": 10, "start": "2032-01-01", "end": "2031-12-31"}, "INVALID_INPUT", None),
        ({"no": 0, "start": "2027-01-01", "end": "2031-12-31"}, "INVALID_INPUT", None),
    ],
)
async def test_terms_that_are_refused(
    town: County, given: dict[str, Any], code: str, rule: str | None
) -> None:
    await plenary.term(town)
    days = {"start": "2021-12-01", "end": "2026-12-31"}
    await town.refused(
        "county", "record_term", code=code, rule=rule, org=town.orgs["county"], **{**days, **given}
    )
    assert len(await town.rows(Term)) == 1


async def test_a_term_that_is_not_five_years_long_is_pointed_out(town: County) -> None:
    result = await town.result(
        "county", "record_term", org=town.orgs["county"], no=9, start="2021-12-01", end="2024-12-31"
    )
    assert [a.rule for a in result.advice] == ["term_length"]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"date_to": "2026-01-19"}, "date_to"),
        ({"date_to": "2026-03-20"}, "date_to"),
        (
            {"date_from": "2027-01-20", "date_to": "2027-01-24", "proposals_until": "2027-01-22"},
            "date_from",
        ),
        ({"proposals_until": "2026-01-25"}, "proposals_until"),
        ({"proposals_until": "2025-10-19"}, "proposals_until"),
    ],
)
async def test_meetings_that_are_refused(town: County, given: dict[str, Any], path: str) -> None:
    term = await plenary.term(town)
    days = {"date_from": "2026-01-20", "date_to": "2026-01-24", "proposals_until": "2026-01-22"}
    error = await town.refused(
        "county", "plan_plenary_meeting", code="INVALID_INPUT", term=term, no=5, **{**days, **given}
    )
    assert error.fields[0].path == path
    assert await town.rows(PlenaryMeeting) == []


async def test_a_meeting_is_entered_once(town: County) -> None:
    term = await plenary.term(town)
    await plenary.meeting(town, term)
    await town.refused(
        "county",
        "plan_plenary_meeting",
        code="REFUSED",
        rule="meeting_taken",
        term=term,
        no=5,
        date_from="2026-01-20",
        date_to="2026-01-24",
    )


@pytest.mark.parametrize("who", ["township", "village", "member", "leader", "auditor"])
async def test_only_the_county_plans_meetings(town: County, who: str) -> None:
    term = await plenary.term(town)
    code = "FORBIDDEN"
    await town.refused(
        who,
        "plan_plenary_meeting",
        code=code,
        term=term,
        no=1,
        date_from="2026-01-20",
        date_to="2026-01-24",
    )


async def test_a_member_records_his_own_speech_and_the_county_everybody_s(town: County) -> None:
    meeting = await plenary.meeting(town)
    person = await plenary.member(town)
    given: dict[str, Any] = {
        "meeting": meeting,
        "title": "关于农村饮水安全的建议",
        "mode": "oral",
        "text": "各位委员:……",
    }
    speech = await town.act(
        "member", "record_speech", org=town.orgs["township"], person=person, **given
    )
    assert str(speech.on) == "2026-01-20"
    other = await plenary.member(town, "贺敏", who=None)
    await town.refused(
        "member",
        "record_speech",
        code="REFUSED",
        rule="not_own",
        org=town.orgs["township"],
        person=other,
        **given,
    )
    await town.act(
        "county",
        "record_speech",
        org=town.orgs["county"],
        speaking_org=town.orgs["neighbour"],
        **given,
        on="2026-01-21",
    )
    assert len(await town.rows(PlenarySpeech)) == 2


@pytest.mark.parametrize(
    ("given", "path"),
    [({"on": "2026-01-25"}, "on"), ({"on": "2026-01-19"}, "on"), ({"person": None}, "person")],
)
async def test_speeches_that_are_refused(town: County, given: dict[str, Any], path: str) -> None:
    meeting = await plenary.meeting(town)
    raw: dict[str, Any] = {
        "meeting": meeting,
        "title": "关于饮水",
        "mode": "written",
        "text": "全文",
        "person": await plenary.member(town),
    }
    error = await town.refused(
        "county", "record_speech", code="INVALID_INPUT", org=town.orgs["county"], **{**raw, **given}
    )
    assert error.fields[0].path == path


async def test_no_speech_at_a_meeting_to_come(town: County) -> None:
    term = await plenary.term(town, end="2031-12-31", start="2026-12-01", no=10)
    meeting = await plenary.meeting(
        town, term, 1, date_from="2031-01-20", date_to="2031-01-24", proposals_until="2031-01-22"
    )
    error = await town.refused(
        "county",
        "record_speech",
        code="INVALID_INPUT",
        org=town.orgs["county"],
        meeting=meeting,
        title="关于饮水",
        mode="oral",
        text="全文",
        person=await plenary.member(town),
    )
    assert error.fields[0].path == "on"


async def test_a_term_is_put_right_with_the_names_of_its_meetings(town: County) -> None:
    term = await plenary.term(town, no=8)
    meeting = await plenary.meeting(town, term)
    changed = await town.act("county", "change_term", term=term, no=9, end="2026-11-30", version=1)
    assert (changed.no, changed.name, str(changed.start), str(changed.end)) == (
        9,
        "九届",
        "2021-12-01",
        "2026-11-30",
    )
    assert (await town.fresh(meeting)).name == "九届五次会议"
    entry = (await town.rows(AuditEntry, AuditEntry.operation == "change_term"))[-1]
    assert entry.changes is not None
    assert entry.changes["no"] == [8, 9]
    for given, code, path in (
        ({"start": "2026-02-01"}, "INVALID_INPUT", "start"),
        ({"end": "2026-01-22"}, "INVALID_INPUT", "end"),
        ({"start": None}, "INVALID_INPUT", "start"),
        ({"no": 0}, "INVALID_INPUT", "no"),
    ):
        error = await town.refused("county", "change_term", code=code, term=term, **given)
        assert [f.path for f in error.fields] == [path]
    await plenary.term(town, no=10, start="2026-12-01", end="2031-11-30")
    await town.refused(
        "county", "change_term", code="REFUSED", rule="terms_overlap", term=term, end="2026-12-31"
    )
    await town.refused("county", "change_term", code="REFUSED", rule="term_taken", term=term, no=10)
    await town.refused("county", "change_term", code="CONFLICT", term=term, no=8, version=1)
    await town.refused("township", "change_term", code="FORBIDDEN", term=term, no=8)


async def test_a_meeting_is_put_right_and_keeps_what_was_said_within_its_days(town: County) -> None:
    term = await plenary.term(town)
    meeting = await plenary.meeting(town, term, 4)
    await plenary.meeting(
        town, term, 5, date_from="2026-03-20", date_to="2026-03-21", proposals_until=None
    )
    changed = await town.act("county", "change_plenary_meeting", meeting=meeting, no=3)
    assert (changed.no, changed.name) == (3, "九届三次会议")
    await town.refused(
        "county",
        "change_plenary_meeting",
        code="REFUSED",
        rule="meeting_taken",
        meeting=meeting,
        no=5,
    )
    await town.act(
        "county",
        "record_speech",
        org=town.orgs["county"],
        meeting=meeting,
        title="关于饮水",
        mode="oral",
        text="全文",
        speaking_org=town.orgs["neighbour"],
    )
    error = await town.refused(
        "county",
        "change_plenary_meeting",
        code="INVALID_INPUT",
        meeting=meeting,
        date_from="2026-01-21",
    )
    assert [f.path for f in error.fields] == ["date_from"]


async def test_a_speech_is_put_right_by_its_speaker_or_the_county(town: County) -> None:
    meeting = await plenary.meeting(town)
    person = await plenary.member(town)
    given: dict[str, Any] = {
        "meeting": meeting,
        "title": "关于饮水",
        "mode": "oral",
        "text": "全文",
    }
    speech = await town.act(
        "member", "record_speech", org=town.orgs["township"], person=person, **given
    )
    changed = await town.act(
        "member",
        "change_speech",
        speech=speech,
        title="关于农村饮水安全的建议",
        mode="written",
        on="2026-01-22",
    )
    assert (changed.title, changed.mode, str(changed.on), changed.text) == (
        "关于农村饮水安全的建议",
        "written",
        "2026-01-22",
        "全文",
    )
    other = await plenary.member(town, "贺敏", who=None)
    await town.refused(
        "member", "change_speech", code="REFUSED", rule="not_own", speech=speech, person=other
    )
    changed = await town.act("county", "change_speech", speech=speech, person=other)
    await town.refused(
        "member", "change_speech", code="REFUSED", rule="not_own", speech=speech, title="又改"
    )
    for wrong, path in (
        ({"on": "2026-01-25"}, "on"),
        ({"person": None}, "person"),
        ({"text": None}, "text"),
    ):
        error = await town.refused(
            "county", "change_speech", code="INVALID_INPUT", speech=speech, **wrong
        )
        assert [f.path for f in error.fields] == [path]
    assert (await town.fresh(speech)).person_id == other.id
