"""Activities with those who came, deeds, disputes, pledges."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.domain.activities.models import Activity, Deed, Dispute, Pledge, PledgeState
from yishi_core.domain.consultations.models import Consultation, Participation, Suggestion
from yishi_core.domain.people.models import Person
from yishi_core.facilities.attachments.models import Attachment

VISIT = {
    "kind": "visit",
    "title": "走访农户",
    "date": "2026-11-01",
    "visit_target": "household",
    "visit_means": "on_foot",
}


async def test_an_activity_keeps_who_came_and_what_was_said(town: County) -> None:
    station, somebody = await cases.station(town), await cases.person(town)
    row: Activity = await town.act(
        "village",
        "record_activity",
        station=station,
        **VISIT,
        campaign="dual_help",
        served_times=12,
        participants=[
            {"person": somebody, "party_kind": "cppcc_member"},
            {"party_kind": "mass_representative", "count": 8},
        ],
        suggestions=[{"text": "修水渠", "person": somebody}, {"text": "清淤"}],
        attachments=[await cases.attachment(town, "照片.pdf")],
    )
    assert (row.station_id, row.org_path, row.visit_target.value) == (
        station.id,
        station.org_path,
        "household",
    )
    assert sorted((p.person_id is not None, p.count) for p in await town.rows(Participation)) == [
        (False, 8),
        (True, 1),
    ]
    assert [s.activity_id for s in await town.rows(Suggestion)] == [row.id, row.id]
    assert (await town.rows(Attachment))[0].subject_id == row.id


async def test_an_org_without_a_station_records_too(town: County) -> None:
    row = await town.act(
        "township",
        "record_activity",
        org=town.orgs["township"],
        kind="study",
        title="学习",
        date="2026-11-01",
    )
    assert (row.station_id, row.org_id) == (None, town.orgs["township"].id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"visit_target": None}, "visit_target"),
        ({"kind": "study"}, "visit_target"),
        ({"process_kind": "tender"}, "process_kind"),
        ({"date": "2099-01-01"}, "date"),
        ({"campaign": "unheard_of"}, "campaign"),
        ({"served_times": -1}, "served_times"),
    ],
)
async def test_what_is_no_activity(town: County, given: dict[str, Any], field: str) -> None:
    raw = {"org": town.orgs["village"], **VISIT, **given}
    error = await town.refused("village", "record_activity", code="INVALID_INPUT", **raw)
    assert error.fields[0].path == field
    assert await town.rows(Activity) == []


async def test_nobody_is_named_twice_and_a_place_is_given_once(town: County) -> None:
    somebody = {"person": await cases.person(town), "party_kind": "cppcc_member"}
    error = await town.refused(
        "village",
        "record_activity",
        code="INVALID_INPUT",
        org=town.orgs["village"],
        **VISIT,
        participants=[somebody, somebody],
    )
    assert error.fields[0].path == "participants.1.person"
    await town.refused("village", "record_activity", code="INVALID_INPUT", **VISIT)
    both = {"org": town.orgs["village"], "station": await cases.station(town)}
    await town.refused("village", "record_activity", code="INVALID_INPUT", **both, **VISIT)


async def test_a_closed_station_has_no_activities(town: County) -> None:
    station = await cases.station(town)
    await town.act("township", "suspend_station", station=station, reason="整修")
    await town.refused(
        "village",
        "record_activity",
        code="REFUSED",
        rule="station_closed",
        station=station,
        **VISIT,
    )


@pytest.mark.parametrize("who", ["member", "unit", "leader", "auditor", "village2", "neighbour"])
async def test_others_record_no_activity(town: County, who: str) -> None:
    code = "FORBIDDEN" if who in ("member", "leader", "auditor") else "NOT_FOUND"
    await town.refused(who, "record_activity", code=code, org=town.orgs["village"], **VISIT)
    assert await town.rows(Activity) == []


async def test_a_watched_process_goes_with_supervision(town: County) -> None:
    given = {
        "org": town.orgs["village"],
        "kind": "supervision",
        "title": "招标监督",
        "date": "2026-11-01",
        "process_kind": "tender",
    }
    assert (await town.act("village", "record_activity", **given)).process_kind.value == "tender"


async def test_a_deed_is_recorded(town: County) -> None:
    given = {
        "org": town.orgs["village"],
        "deed_kind": "practical",
        "date": "2026-11-01",
        "description": "修建便民桥",
    }
    row: Deed = await town.act(
        "village",
        "record_deed",
        **given,
        people=120,
        money=350_000,
        person=await cases.person(town),
    )
    assert (row.people, row.money) == (120, 350_000)
    await town.refused("village", "record_deed", code="INVALID_INPUT", **given, people=-1)
    await town.refused("village", "record_deed", code="INVALID_INPUT", **given, money=-1)
    await town.refused(
        "village", "record_deed", code="INVALID_INPUT", **{**given, "date": "2099-01-01"}
    )
    await town.refused("member", "record_deed", code="FORBIDDEN", **given)


async def test_a_dispute_is_settled_once(town: County) -> None:
    given = {
        "org": town.orgs["village"],
        "dispute_kind": "neighbour",
        "date": "2026-10-01",
        "summary": "宅基地边界",
    }
    row: Dispute = await town.act("village", "record_dispute", **given)
    assert (row.parties, row.settled_on) == (2, None)
    await town.refused(
        "village", "settle_dispute", code="INVALID_INPUT", dispute=row, settled_on="2026-09-30"
    )
    await town.refused("leader", "settle_dispute", code="FORBIDDEN", dispute=row)
    somebody = await cases.person(town)
    row = await town.act(
        "village", "settle_dispute", dispute=row, settled_on="2026-10-09", mediated_by=somebody
    )
    assert (row.settled_on, row.mediated_by_id) == (cases.day("2026-10-09"), somebody.id)
    await town.refused(
        "village", "settle_dispute", code="REFUSED", rule="settled_already", dispute=row
    )
    at_once = await town.act("village", "record_dispute", **given, settled_on="2026-10-02")
    await town.refused(
        "village", "settle_dispute", code="REFUSED", rule="settled_already", dispute=at_once
    )
    await town.refused(
        "village", "record_dispute", code="INVALID_INPUT", **given, settled_on="2026-09-01"
    )


async def held(town: County) -> Consultation:
    event = await town.act(
        "village",
        "plan_consultation",
        case=await stories.case(town),
        title="院坝会",
        date="2026-03-05",
        place="村口",
    )
    row: Consultation = await town.act("village", "hold_consultation", consultation=event)
    return row


async def pledge(town: County, who: str = "township", **given: Any) -> Pledge:
    somebody = await cases.person(town)
    await town.act("county", "add_member", person=somebody, level="county", joined_on="2022-01-01")
    raw = {
        "consultation": await held(town),
        "person": somebody,
        "text": "捐赠路灯三盏",
        "due_on": "2026-12-31",
        **given,
    }
    row: Pledge = await town.act(who, "make_pledge", **raw)
    return row


async def test_a_pledge_is_made_and_fulfilled_with_a_photograph(town: County) -> None:
    row = await pledge(town)
    assert (row.state, row.made_on) == (PledgeState.OPEN, cases.day("2026-03-05"))
    await town.refused(
        "township",
        "fulfil_pledge",
        code="INVALID_INPUT",
        pledge=row,
        fulfil_note="已捐",
        fulfilled_on="2026-03-01",
    )
    photo = await cases.attachment(town, "路灯.pdf")
    row = await town.act(
        "township", "fulfil_pledge", pledge=row, fulfil_note="三盏路灯已安装", photos=[photo]
    )
    assert (row.state, row.fulfil_note) == (PledgeState.FULFILLED, "三盏路灯已安装")
    assert (await town.rows(Attachment))[0].subject_id == row.id
    await town.refused(
        "township", "fulfil_pledge", code="REFUSED", rule="state", pledge=row, fulfil_note="再捐"
    )
    await town.refused(
        "township", "withdraw_pledge", code="REFUSED", rule="state", pledge=row, reason="无法兑现"
    )


async def test_a_pledge_is_withdrawn_with_a_reason(town: County) -> None:
    row = await pledge(town)
    await town.refused(
        "village2", "withdraw_pledge", code="NOT_FOUND", pledge=row, reason="无法兑现"
    )
    row = await town.act("township", "withdraw_pledge", pledge=row, reason="企业停产")
    assert (row.state, row.fulfil_note) == (PledgeState.WITHDRAWN, "企业停产")


async def test_a_member_promises_for_himself_and_keeps_what_the_office_entered_for_him(
    town: County,
) -> None:
    row = await pledge(town)
    given: dict[str, Any] = {
        "consultation": await held(town),
        "text": "义务植树",
        "due_on": "2026-12-31",
    }
    somebody = (await town.rows(Person, Person.id == row.person_id))[0]
    await town.refused(
        "member", "make_pledge", code="REFUSED", rule="not_linked", person=somebody, **given
    )
    await town.refused("member", "fulfil_pledge", code="NOT_FOUND", pledge=row, fulfil_note="已捐")
    town.link("member", await cases.person(town, "王芳"))
    await town.refused(
        "member", "make_pledge", code="REFUSED", rule="not_himself", person=somebody, **given
    )
    town.link("member", somebody)
    own = await town.act("member", "make_pledge", person=somebody, **given)
    await town.refused("member2", "fulfil_pledge", code="NOT_FOUND", pledge=own, fulfil_note="已捐")
    for one in (row, own):
        assert (
            await town.act("member", "fulfil_pledge", pledge=one, fulfil_note="已捐")
        ).state is PledgeState.FULFILLED


async def test_a_pledge_is_put_right_by_the_office(town: County) -> None:
    row = await pledge(town)
    other = await cases.person(town, "王芳")
    await town.refused(
        "township", "change_pledge", code="REFUSED", rule="not_member", pledge=row, person=other
    )
    await town.act("county", "add_member", person=other, level="county", joined_on="2022-01-01")
    changed = await town.act(
        "township",
        "change_pledge",
        pledge=row,
        person=other,
        due_on="2026-11-30",
        text="捐赠路灯五盏",
    )
    assert (changed.person_id, changed.due_on, changed.audience) == (
        other.id,
        cases.day("2026-11-30"),
        [f"person:{other.id}"],
    )
    for wrong in (
        {"due_on": "2026-03-01"},
        {"fulfilled_on": "2026-04-01"},
        {"fulfil_note": "已装"},
        {"text": None},
    ):
        error = await town.refused(
            "township", "change_pledge", code="INVALID_INPUT", pledge=row, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
    await town.act(
        "township", "fulfil_pledge", pledge=row, fulfil_note="已装", fulfilled_on="2026-05-01"
    )
    for wrong in (
        {"fulfilled_on": "2026-03-01"},
        {"fulfilled_on": "2099-01-01"},
        {"fulfilled_on": None},
        {"fulfil_note": None},
    ):
        error = await town.refused(
            "township", "change_pledge", code="INVALID_INPUT", pledge=row, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
    changed = await town.act("township", "change_pledge", pledge=row, fulfilled_on="2026-05-11")
    assert (changed.fulfilled_on, changed.fulfil_note) == (cases.day("2026-05-11"), "已装")
    town.link("member", other)
    await town.refused("member", "change_pledge", code="FORBIDDEN", pledge=row, text="捐赠路灯")


async def test_only_members_in_office_promise_in_events_that_were_held(town: County) -> None:
    event, somebody = await held(town), await cases.person(town)
    given: dict[str, Any] = {"person": somebody, "text": "捐赠路灯", "due_on": "2026-12-31"}
    await town.refused(
        "township", "make_pledge", code="REFUSED", rule="not_member", consultation=event, **given
    )
    await town.act("county", "add_member", person=somebody, level="county", joined_on="2026-04-01")
    await town.refused(
        "township", "make_pledge", code="REFUSED", rule="not_member", consultation=event, **given
    )
    await town.act("county", "add_member", person=somebody, level="city", joined_on="2022-01-01")
    await town.refused(
        "township",
        "make_pledge",
        code="INVALID_INPUT",
        consultation=event,
        **{**given, "due_on": "2026-03-01"},
    )
    planned = await town.act(
        "village",
        "plan_consultation",
        case=await stories.case(town),
        title="再议",
        date="2026-12-05",
        place="村口",
    )
    await town.refused(
        "township", "make_pledge", code="REFUSED", rule="state", consultation=planned, **given
    )
    assert (
        await town.act("township", "make_pledge", consultation=event, **given)
    ).state is PledgeState.OPEN


async def test_a_micro_consultation_is_no_activity(town: County) -> None:
    given = {
        "org": town.orgs["village"],
        "kind": "survey",
        "title": "走访药农",
        "date": "2026-05-01",
    }
    error = await town.refused(
        "village", "record_activity", code="INVALID_INPUT", **given, micro_kind="consult"
    )
    assert error.fields[0].path == "micro_kind"
    assert (
        await town.act("village", "record_activity", **given, micro_kind="survey")
    ).micro_kind.value == "survey"
