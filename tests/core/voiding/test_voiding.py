"""A mistake is taken back: by whom, until when, and what goes with it (access.md 10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.consultations.events import attendance, heads, held, planned
from tests.core.consultations.test_recording import only, record
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import (
    Consensus,
    Consultation,
    Minutes,
    Participation,
    Suggestion,
)
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.models import ConsultationCase, StepRecord
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics.models import Topic
from yishi_core.kernel.audit.models import AuditEntry
from yishi_tenants.accounts.grants.models import GrantRow

CHAIN = (
    Topic,
    ConsultationCase,
    StepRecord,
    Consultation,
    Participation,
    Suggestion,
    Consensus,
    Outcome,
    Minutes,
)


async def void(town: County, row: Any, who: str = "village") -> Any:
    return await town.act(who, "void_record", id=row, reason="录入有误")


async def refused(town: County, row: Any, rule: str, who: str = "village") -> Any:
    return await town.refused(
        who, "void_record", code="REFUSED", rule=rule, id=row, reason="录入有误"
    )


async def voided(town: County, entity: type[Any]) -> list[bool]:
    return [row.voided_at is not None for row in await town.rows(entity)]


async def test_a_topic_is_taken_back_with_a_reason(town: County) -> None:
    row = await cases.topic(town)
    answer = await void(town, row)
    gone = await town.fresh(row)
    assert (answer.records, gone.void_reason, gone.voided_at is not None) == (1, "录入有误", True)
    entries = await town.rows(AuditEntry, AuditEntry.operation == "void_record")
    assert [(e.subject_type, e.subject_id) for e in entries] == [("Topic", row.id)]
    assert entries[0].changes["void_reason"] == [None, "录入有误"]


async def test_nothing_is_taken_back_twice_or_used_afterwards(town: County) -> None:
    row = await cases.topic(town)
    await void(town, row)
    await refused(town, row, "voided")
    await town.refused(
        "township", "screen_topic", code="REFUSED", rule="voided", topic=row, decision="screened"
    )


async def test_who_may_not_void_leaves_the_record_alone(town: County) -> None:
    row = await cases.topic(town)
    given: dict[str, Any] = {"id": row, "reason": "录入有误"}
    await town.refused("village2", "void_record", code="NOT_FOUND", **given)
    await town.refused("neighbour", "void_record", code="NOT_FOUND", **given)
    await town.refused("member", "void_record", code="FORBIDDEN", **given)
    await town.refused("auditor", "void_record", code="FORBIDDEN", **given)
    assert (await town.fresh(row)).voided_at is None


async def test_an_id_of_nothing_is_not_found(town: County) -> None:
    absent = {"reason": "录入有误"}
    await town.refused(
        "village",
        "void_record",
        code="NOT_FOUND",
        id=f"Nothing:{town.code}:{town.orgs['village'].id}",
        **absent,
    )
    await town.refused(
        "village",
        "void_record",
        code="NOT_FOUND",
        id=f"Topic:{town.code}:{town.orgs['village'].id}",
        **absent,
    )
    await town.refused("village", "void_record", code="INVALID_INPUT", id="Topic", **absent)


async def test_orgs_steps_and_grants_have_ends_of_their_own(town: County) -> None:
    case = await cases.case(town)
    first = (await cases.records(town, case))[0]
    await refused(town, first, "not_voidable")
    await refused(town, town.orgs["village"], "not_voidable")
    grant = (await town.rows(GrantRow, GrantRow.org_path == town.orgs["village"].org_path))[0]
    await refused(town, grant, "not_voidable", who="township")
    assert (await town.fresh(grant)).voided_at is None


async def test_an_approved_topic_is_taken_back_by_the_level_above_only(town: County) -> None:
    row = await cases.approved(town)
    await refused(town, row, "served")
    await void(town, row, who="township")
    assert (await town.fresh(row)).voided_at is not None


async def test_the_township_s_own_served_record_needs_the_county(town: County) -> None:
    row = await cases.topic(town, who="township", org="township")
    await town.act("township", "screen_topic", topic=row, decision="screened")
    await town.act("township", "approve_topic", topic=row, approved_by="镇党委")
    await refused(town, row, "served", who="township")
    await void(town, row, who="county")


async def test_what_others_refer_to_is_taken_back_last(town: County) -> None:
    case = await cases.case(town)
    topic = (await town.rows(Topic))[0]
    error = await refused(town, topic, "in_use", who="township")
    assert error.data["used_by"] == ["ConsultationCase"]
    await void(town, case)
    assert await voided(town, StepRecord) == [True] * 5
    assert (await town.fresh(topic)).state.value == "approved"
    await void(town, topic, who="township")


async def test_a_station_with_records_stays(town: County) -> None:
    room = await cases.station(town)
    await cases.topic(town, station=room)
    await refused(town, room, "in_use", who="county")
    empty = await cases.station(town, "village2")
    await void(town, empty, who="county")
    assert await voided(town, Station) == [False, True]


async def test_intakes_of_a_voided_topic_are_accepted_again(town: County) -> None:
    intake = await cases.intake(town)
    row = await cases.topic(town, intakes=[intake])
    await void(town, row)
    now = (await town.rows(Intake))[0]
    assert (now.state.value, now.topic_id, now.voided_at) == ("accepted", None, None)
    await refused(town, intake, "served")
    await void(town, intake, who="township")


async def test_a_case_with_a_step_done_is_the_level_above_s(town: County) -> None:
    case = await cases.case(town)
    await cases.advance(town, case, "propose")
    await refused(town, case, "served")
    await void(town, case, who="township")
    assert await voided(town, StepRecord) == [True] * 5


async def test_an_event_goes_with_its_parts(town: County) -> None:
    event = await held(town, participants=heads(expert=2), suggestions=["多装几盏"])
    case = (await town.rows(ConsultationCase))[0]
    await refused(town, case, "in_use")
    assert (await void(town, event)).records == 3
    assert [p.voided_at is not None for p in await attendance(town, event)] == [True]
    assert await voided(town, Suggestion) == [True]
    await void(town, case)


async def test_a_voided_round_is_given_again(town: County) -> None:
    case = await cases.case(town)
    await void(town, await planned(town, case))
    assert (await planned(town, case)).round_no == 1


async def test_an_event_with_confirmed_minutes_is_the_level_above_s(town: County) -> None:
    event = await held(town)
    draft = await town.act("village", "draft_minutes", consultation=event, text="正文")
    await town.act("township", "confirm_minutes", minutes=draft)
    await refused(town, draft, "served")
    await refused(town, event, "served")
    await void(town, event, who="township")
    assert await voided(town, Minutes) == [True]


@pytest.mark.parametrize("who", ["village", "township"])
async def test_a_sheet_entered_in_one_go_is_taken_back_whole(town: County, who: str) -> None:
    event = await record(town, who=who)
    answer = await void(town, event, who=who)
    for entity in CHAIN:
        assert all(await voided(town, entity)), entity
    assert answer.records == sum([len(await town.rows(entity)) for entity in CHAIN])
    assert await voided(town, Station) == [False]
    again = await record_again(town, who)
    assert (await town.fresh(again)).voided_at is None


async def record_again(town: County, who: str) -> Consultation:
    room = (await town.rows(Station))[0]
    row: Consultation = await town.act(
        who,
        "record_consultation",
        station=room,
        date="2026-03-10",
        title="村道照明",
        content=["路灯"],
    )
    return row


async def test_a_later_suggestion_goes_with_the_sheet(town: County) -> None:
    event = await record(town)
    await town.act("village", "record_suggestion", consultation=event, text="后补一条")
    await void(town, event)
    assert await voided(town, Suggestion) == [True, True]


async def test_a_sheet_whose_topic_was_approved_is_the_level_above_s(town: County) -> None:
    event = await record(town)
    topic = await only(town, Topic)
    await town.act("township", "screen_topic", topic=topic, decision="screened")
    await town.act("township", "approve_topic", topic=topic, approved_by="镇党委")
    await refused(town, event, "served")
    for entity in CHAIN:
        assert not any(await voided(town, entity)), entity
    await void(town, event, who="township")
    assert all(await voided(town, Topic))


async def test_a_sheet_whose_outcome_was_routed_is_the_level_above_s(town: County) -> None:
    event = await record(town)
    await town.act("township", "route_outcome", outcome=await only(town, Outcome), route_class="C")
    await refused(town, event, "served")
    assert not any(await voided(town, Outcome))


async def test_a_sheet_whose_next_step_is_done_needs_the_county_when_it_is_the_township_s(
    town: County,
) -> None:
    event = await cases_of_township(town)
    await town.act(
        "township", "advance_step", case=await only(town, ConsultationCase), step="carry_out"
    )
    await refused(town, event, "served", who="township")
    await void(town, event, who="county")


async def cases_of_township(town: County) -> Consultation:
    room = await cases.station(town, "township")
    row: Consultation = await town.act(
        "township",
        "record_consultation",
        station=room,
        date="2026-03-10",
        title="照明",
        content=["路灯"],
    )
    return row


async def test_a_village_does_not_void_what_it_may_not_enter(town: County) -> None:
    """The org that entered a record takes it back, and the level above (access.md 10): stations and
    people are the township's to enter.
    """
    station = await cases.station(town)
    person = await town.act("township", "register_person", org=town.orgs["village"], name="任平")
    for row in (station, person):
        await town.refused("village", "void_record", code="FORBIDDEN", id=row, reason="录入有误")
        assert (await town.fresh(row)).voided_at is None
        await town.act("township", "void_record", id=row, reason="录入有误")
