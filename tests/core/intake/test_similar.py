"""Matters that may be the same one again, and receipts for those who came in person."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.intake.similar import pairs_of, share_in_percent


async def heard(
    town: County, content: str, org: str = "village", who: str = "village", **given: Any
) -> Intake:
    row: Intake = await town.act(
        who,
        "record_intake",
        org=town.orgs[org],
        channel="visit",
        submitter_kind="resident",
        content=content,
        **given,
    )
    return row


def test_traditional_letters_and_punctuation_make_no_difference() -> None:
    assert share_in_percent(pairs_of("村口路燈壞了"), pairs_of("村口,路灯坏了!")) == 100
    assert (
        share_in_percent(pairs_of("路灯坏了"), pairs_of("村口到学校的路灯坏了两个月没人修")) == 100
    )
    assert share_in_percent(pairs_of("水渠堵塞"), pairs_of("村口路灯坏了")) == 0
    assert share_in_percent(pairs_of("修"), pairs_of("修路")) == 0


async def test_the_likeliest_come_first_out_of_the_same_township(town: County) -> None:
    whole = await heard(town, "村口到学校的路灯坏了两个月没人修", focus_category="roads")
    part = await heard(town, "村口路灯坏了,夜里看不见", org="village2", who="village2")
    await heard(town, "水渠堵塞,稻田无水")
    await heard(town, "村口到学校的路灯坏了两个月没人修", org="neighbour_village", who="neighbour")
    mine = await heard(town, "村口到學校的路燈壞了兩個月", focus_category="roads")
    found = await town.act("township", "similar_intakes", intake=mine)
    assert [(f.intake.id, f.same_category) for f in found] == [(whole.id, True), (part.id, False)]
    assert found[0].share == 100
    assert found[0].share > found[1].share >= 40


async def test_old_merged_and_rejected_ones_are_left_out(town: County) -> None:
    words = "村口到学校的路灯坏了"
    main, merged, rejected = [await heard(town, words) for _ in range(3)]
    await heard(town, words, received_at="2020-01-01T09:00:00")
    await town.act("township", "merge_intake", intake=merged, duplicate_of=main)
    await town.act("township", "reject_intake", intake=rejected, reason="already_handled")
    mine = await heard(town, words)
    assert [f.intake.id for f in await town.act("township", "similar_intakes", intake=mine)] == [
        main.id
    ]
    await town.act("township", "merge_intake", intake=mine, duplicate_of=main)


async def test_only_who_handles_matters_asks(town: County) -> None:
    mine = await heard(town, "村口路灯坏了")
    for who in ("village", "leader", "auditor"):
        await town.refused(who, "similar_intakes", code="FORBIDDEN", intake=mine)
    await town.refused("neighbour", "similar_intakes", code="NOT_FOUND", intake=mine)


async def test_who_came_in_person_gets_a_code_as_well(town: County) -> None:
    station = await cases.station(town)
    mine = await stories.intake(town, station)
    receipt = await town.act("village", "issue_receipt", intake=mine)
    found = await town.act(
        town.anonymous, "intake_by_code", county=town.code, query_code=receipt.query_code
    )
    assert (found.no, found.state) == (mine.no, (await town.fresh(mine)).state)
    await town.act("township", "answer_intake", intake=mine, result_note="已修复")
    rate = {"station": station, "query_code": receipt.query_code, "satisfaction": "satisfied"}
    assert (await town.act(town.anonymous, "rate_answer", **rate)).no == mine.no


async def test_nobody_takes_the_place_of_a_sender_who_has_his_code(town: County) -> None:
    station = await cases.station(town)
    await town.act(town.anonymous, "submit_intake", station=station, content="村口路灯坏了两个月")
    handed_in = (await town.rows(Intake))[0]
    await town.refused(
        "village", "issue_receipt", code="REFUSED", rule="code_given", intake=handed_in
    )
    recorded = await heard(town, "水渠堵塞")
    await town.act("township", "issue_receipt", intake=recorded)
    await town.refused(
        "village", "issue_receipt", code="REFUSED", rule="code_given", intake=recorded
    )
    await town.refused("leader", "issue_receipt", code="FORBIDDEN", intake=recorded)
    await town.refused("village2", "issue_receipt", code="NOT_FOUND", intake=recorded)
