"""The way of a topic: proposed, changed, screened, approved, returned, archived."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.fixtures.county import County
from yishi_core.domain.topics.models import Orientation, Topic, TopicState


async def state(town: County, row: Topic) -> str:
    return str((await town.fresh(row)).state.value)


async def test_a_village_proposes_a_topic(town: County) -> None:
    row = await cases.topic(town, urgency="urgent")
    assert (row.state, row.recommended_form, row.scope.value) == (
        TopicState.COLLECTED,
        "online",
        "village",
    )
    assert row.no.endswith("-0001")
    assert (await cases.topic(town)).no.endswith("-0002")


async def test_accepted_intakes_go_to_the_topic(town: County) -> None:
    first, second = await cases.intake(town), await cases.intake(town)
    row = await cases.topic(town, intakes=[first, second])
    for one in (first, second):
        now = await town.fresh(one)
        assert (now.state.value, now.topic_id) == ("to_topic", row.id)


async def test_an_intake_that_is_not_accepted_is_refused_and_stays(town: County) -> None:
    good, bad = await cases.intake(town), await cases.intake(town, accept=False)
    error = await town.refused(
        "village",
        "propose_topic",
        code="REFUSED",
        rule="intake_not_accepted",
        **cases.topic_input(town, intakes=[good, bad]),
    )
    assert [f.path for f in error.fields] == ["intakes.1"]
    assert (await town.fresh(good)).state.value == "accepted"
    assert await town.rows(Topic) == []


async def test_a_station_of_another_org_does_not_fit(town: County) -> None:
    room = await cases.station(town, "village2")
    error = await town.refused(
        "township", "propose_topic", code="INVALID_INPUT", **cases.topic_input(town, station=room)
    )
    assert error.fields[0].path == "station"


async def test_an_unknown_source_is_refused_with_the_field(town: County) -> None:
    error = await town.refused(
        "village",
        "propose_topic",
        code="INVALID_INPUT",
        **cases.topic_input(town, topic_source="hearsay"),
    )
    assert error.fields[0].path == "topic_source"


async def test_a_village_cannot_propose_for_its_neighbour(town: County) -> None:
    await town.refused(
        "village", "propose_topic", code="NOT_FOUND", **cases.topic_input(town, "village2")
    )


async def test_a_draft_is_collected_when_it_is_handed_in(town: County) -> None:
    row = await cases.topic(town, draft=True)
    assert row.state is TopicState.DRAFT
    await town.refused(
        "township", "screen_topic", code="REFUSED", rule="state", topic=row, decision="screened"
    )
    await town.act("village", "change_topic", topic=row, title="村道路灯")
    assert await state(town, row) == "draft"
    await town.act("village", "change_topic", topic=row, impact="broad", submit=True)
    now = await town.fresh(row)
    assert (now.state.value, now.title, now.recommended_form) == (
        "collected",
        "村道路灯",
        "meeting",
    )


async def test_what_was_screened_is_screened_anew_after_a_change(town: County) -> None:
    row = await cases.topic(town)
    await town.act("township", "screen_topic", topic=row, decision="screened")
    await town.act("village", "change_topic", topic=row, title="村道路灯")
    assert await state(town, row) == "collected"


async def test_nobody_changes_an_approved_topic(town: County) -> None:
    await town.refused(
        "village",
        "change_topic",
        code="REFUSED",
        rule="state",
        topic=await cases.approved(town),
        title="别的",
    )


async def test_a_member_changes_his_own_topic_only(town: County) -> None:
    own = await cases.topic(town, who="member", org="township")
    await town.act("member", "change_topic", topic=own, title="我的议题")
    await town.refused("member2", "change_topic", code="FORBIDDEN", topic=own, title="不是我的")
    assert (await town.fresh(own)).title == "我的议题"


@pytest.mark.parametrize("decision", ["rejected", "deferred"])
async def test_a_topic_that_is_not_chosen_gets_a_reason(town: County, decision: str) -> None:
    row = await cases.topic(town)
    error = await town.refused(
        "township", "screen_topic", code="INVALID_INPUT", topic=row, decision=decision
    )
    assert error.fields[0].path == "note"
    await town.act("township", "screen_topic", topic=row, decision=decision, note="暂不具备条件")
    assert await state(town, row) == decision


async def test_a_deferred_topic_may_be_chosen_later(town: County) -> None:
    row = await cases.topic(town)
    await town.act("township", "screen_topic", topic=row, decision="deferred", note="缓议")
    await town.act("township", "screen_topic", topic=row, decision="screened")
    assert await state(town, row) == "screened"


async def test_a_topic_is_merged_into_a_living_one(town: County) -> None:
    clue = await cases.intake(town)
    one, main, dead = (
        await cases.topic(town, intakes=[clue]),
        await cases.topic(town),
        await cases.topic(town),
    )
    await town.act("township", "screen_topic", topic=dead, decision="rejected", note="超出职权")
    wrong: dict[str, Any] = {"topic": one, "decision": "merged", "note": "同一问题"}
    nowhere: tuple[dict[str, Any], ...] = ({}, {"into": one})
    for into in nowhere:
        error = await town.refused(
            "township", "screen_topic", code="INVALID_INPUT", **wrong, **into
        )
        assert error.fields[0].path == "into"
    await town.refused(
        "township", "screen_topic", code="REFUSED", rule="merge_target", into=dead, **wrong
    )
    await town.act("township", "screen_topic", into=main, **wrong)
    now = await town.fresh(one)
    assert (now.state.value, now.merged_into_id) == ("merged", main.id)
    # what it came from goes with it
    assert (await town.fresh(clue)).topic_id == main.id


async def test_orientation_privacy_and_the_station_of_the_year(town: County) -> None:
    room = await cases.station(town, opened_on="2021-05-01")
    row = await cases.topic(
        town, orientation="problem", privacy=True, theme="老城", proposer="陈某", station=room
    )
    assert (row.orientation, row.privacy) == (Orientation.PROBLEM, True)
    row = await town.act(
        "village",
        "change_topic",
        topic=row,
        orientation="livelihood",
        privacy=False,
        theme=None,
        proposer="陈委员",
    )
    assert (row.orientation, row.privacy, row.theme, row.proposer) == (
        Orientation.LIVELIHOOD,
        False,
        None,
        "陈委员",
    )
    await town.refused("village", "change_topic", code="INVALID_INPUT", topic=row, title=None)
    given: dict[str, Any] = {"org": town.orgs["village"], "title": "旧题", "description": "旧题"}
    given |= {"topic_source": "resident", "focus_category": "roads"}
    for wrong, field in (({"year": 2100}, "year"), ({"year": 2020, "station": room}, "station")):
        error = await town.refused(
            "village", "propose_topic", code="INVALID_INPUT", **given, **wrong
        )
        assert error.fields[0].path == field
    await town.act("township", "close_station", station=room, reason="村规模调整")
    await town.refused(
        "village", "propose_topic", code="REFUSED", rule="station_closed", **given, station=room
    )
    assert (
        await town.act("village", "propose_topic", **given, station=room, year=2022)
    ).year == 2022


async def test_a_village_does_not_screen(town: County) -> None:
    row = await cases.topic(town)
    await town.refused("village", "screen_topic", code="FORBIDDEN", topic=row, decision="screened")
    assert await state(town, row) == "collected"


@pytest.mark.parametrize(
    ("grade", "may", "may_not"),
    [
        ("small_micro", ["township", "head"], ["village", "member", "county", "leader"]),
        ("key_special", ["county"], ["village", "member", "township", "head", "leader"]),
        ("deliberative_special", ["leader"], ["village", "member", "township", "head", "county"]),
    ],
)
async def test_the_grade_decides_who_approves(
    town: County, grade: str, may: list[str], may_not: list[str]
) -> None:
    org = "township"
    for who in may_not:
        row = await cases.topic(town, who="township", org=org, grade=grade)
        await town.act("township", "screen_topic", topic=row, decision="screened")
        code = "NOT_FOUND" if who == "village" else "FORBIDDEN"
        await town.refused(who, "approve_topic", code=code, topic=row, approved_by="某机构")
        assert await state(town, row) == "screened"
    for who in may:
        row = await cases.topic(town, who="township", org=org, grade=grade)
        await town.act("township", "screen_topic", topic=row, decision="screened")
        done = await town.act(who, "approve_topic", topic=row, approved_by="某机构")
        assert (done.state, done.approved_by) == (TopicState.APPROVED, "某机构")


async def test_only_a_screened_topic_is_approved(town: County) -> None:
    row = await cases.topic(town)
    await town.refused(
        "township", "approve_topic", code="REFUSED", rule="state", topic=row, approved_by="镇党委"
    )


async def test_an_approval_does_not_lie_before_the_screening_nor_in_the_future(
    town: County,
) -> None:
    row = await cases.topic(town)
    await town.act(
        "township", "screen_topic", topic=row, decision="screened", screened_on="2026-03-01"
    )
    for day in ("2026-02-28", "2199-01-01"):
        error = await town.refused(
            "township",
            "approve_topic",
            code="INVALID_INPUT",
            topic=row,
            approved_by="镇党委",
            approved_on=day,
        )
        assert error.fields[0].path == "approved_on"


async def test_a_topic_is_returned_bettered_and_comes_again(town: County) -> None:
    row = await cases.topic(town)
    await town.refused("village", "return_topic", code="FORBIDDEN", topic=row, reason="说明不清")
    await town.act("township", "return_topic", topic=row, reason="说明不清")
    assert await state(town, row) == "returned_for_rework"
    await town.act("village", "change_topic", topic=row, description="村口到学校三百米没有路灯")
    assert await state(town, row) == "collected"


async def test_who_approves_may_return_too(town: County) -> None:
    row = await cases.topic(town, who="township", org="township", grade="deliberative_special")
    await town.act("township", "screen_topic", topic=row, decision="screened")
    await town.act("leader", "return_topic", topic=row, reason="请补充调研")
    assert await state(town, row) == "returned_for_rework"


async def test_a_topic_is_archived_when_it_is_done_with(town: County) -> None:
    row = await cases.topic(town)
    await town.refused("township", "archive_topic", code="REFUSED", rule="state", topic=row)
    await town.act("township", "screen_topic", topic=row, decision="rejected", note="超出职权")
    await town.act("township", "archive_topic", topic=row)
    assert await state(town, row) == "archived"
