"""Who has a say without deciding (domain.md 2.19): proposing a conversion, answering a check,
commenting, being invited.
"""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.core.consultations import events
from tests.core.outcomes import stories
from tests.core.outcomes.test_handling_unit import seen
from tests.fixtures.county import County
from yishi_core.domain.comments.models import Comment
from yishi_core.domain.consultations.models import Consultation, Participation, Suggestion
from yishi_core.domain.outcomes.conversions import ConversionProposal, ConversionState
from yishi_core.domain.outcomes.supervision import SupervisionAnswer

PROOF: dict[str, Any] = {
    "conversion_kind": "problem_solved",
    "conversion_note": "三盏路灯已修复,夜间出行有保障",
}


async def waiting(town: County, who: str) -> list[str | None]:
    return [item.todo for item in (await town.act(who, "todos", kind="waiting")).items]


async def test_a_conversion_is_proposed_declined_proposed_again_and_decided(town: County) -> None:
    row = await stories.routed(town, "A", await stories.intake(town))
    await town.refused("unit", "propose_conversion", code="NOT_FOUND", outcome=row, **PROOF)
    await stories.accepted(town, row)
    for who in (
        "township",
        "county",
        "member",
        "leader",
    ):  # who decides does not propose, others neither
        await town.refused(who, "propose_conversion", code="FORBIDDEN", outcome=row, **PROOF)
    for wrong in (
        {"conversion_note": "已完成"},
        {"proposed_on": "2026-03-01"},
        {"proposed_on": "2099-01-01"},
    ):
        await town.refused(
            "unit", "propose_conversion", code="INVALID_INPUT", outcome=row, **{**PROOF, **wrong}
        )
    named = {**PROOF, "conversion_note": "周桂花家门口的路灯已全部修复"}
    await town.refused(
        "unit", "propose_conversion", code="REFUSED", rule="not_masked", outcome=row, **named
    )
    asked: ConversionProposal = await town.act("unit", "propose_conversion", outcome=row, **PROOF)
    assert (asked.org_path, asked.state) == (town.orgs["unit"].org_path, ConversionState.PROPOSED)
    await town.refused(
        "unit", "propose_conversion", code="REFUSED", rule="proposed_already", outcome=row, **PROOF
    )
    await town.act("village", "propose_conversion", outcome=row, **PROOF)
    assert "conversion.decide_small" in await waiting(town, "township")
    assert not (await town.fresh(row)).converted
    await town.refused("unit", "decline_conversion", code="FORBIDDEN", outcome=row, reason="未验收")
    await town.act("township", "decline_conversion", outcome=row, reason="尚未验收")
    assert {(p.state.value, p.decision_note) for p in await town.rows(ConversionProposal)} == {
        ("declined", "尚未验收")
    }
    await town.refused(
        "township",
        "decline_conversion",
        code="REFUSED",
        rule="none_proposed",
        outcome=row,
        reason="尚未验收",
    )
    await town.act("unit", "propose_conversion", outcome=row, **PROOF)
    await town.act("township", "convert_outcome", outcome=row, **PROOF)
    assert (await town.rows(ConversionProposal))[-1].state is ConversionState.ACCEPTED
    assert "conversion.decide_small" not in await waiting(town, "township")
    await town.refused(
        "unit", "propose_conversion", code="REFUSED", rule="converted", outcome=row, **PROOF
    )


async def test_a_unit_answers_what_is_demanded_of_it(town: County) -> None:
    row = await stories.routed(town)
    mine = await stories.accepted(town, row)
    both = await town.act(
        "leader",
        "supervise",
        outcome=row,
        method="leader",
        by="李县长",
        finding="未开工",
        demand="一周内开工",
        on="2026-11-02",
    )
    went = await town.act(
        "county",
        "record_activity",
        org=town.orgs["county"],
        kind="inspection",
        title="视察路灯",
        date="2026-11-01",
    )
    look: dict[str, Any] = {
        "method": "special_inspection",
        "by": "视察组",
        "finding": "已备料",
        "demand": "抓紧",
        "activity": went,
    }
    assert (
        await town.act("county", "supervise", outcome=row, **look)
    ).activity_id == went.id  # members took part in it
    answer = {"supervision": both, "text": "已进场施工", "answered_by": "王局长"}
    for who in ("township", "village", "member", "county"):
        await town.refused(who, "answer_supervision", code="FORBIDDEN", **answer)
    await town.refused("unit2", "answer_supervision", code="NOT_FOUND", **answer)
    await town.refused(
        "unit", "answer_supervision", code="INVALID_INPUT", **answer, answered_on="2026-11-01"
    )
    for wrong in ({"demand": None}, {"on": "2099-01-01"}, {"on": "2026-03-01"}):
        await town.refused(
            "leader", "change_supervision", code="INVALID_INPUT", supervision=both, **wrong
        )
    await town.act(
        "leader", "change_supervision", supervision=both, finding="仍未开工", on="2026-11-03"
    )
    told: SupervisionAnswer = await town.act("unit", "answer_supervision", **answer)
    assert told.org_path == town.orgs["unit"].org_path
    for who in ("leader", "county", "township", "village"):
        assert [a.id for a in await seen(town, who, SupervisionAnswer)] == [told.id], who
    assert [
        c.answers for c in (await town.act("township", "assignment_sheet", assignment=mine)).checks
    ] == [["已进场施工"], []]
    await town.refused(
        "leader",
        "change_supervision",
        code="REFUSED",
        rule="answered",
        supervision=both,
        finding="开工了",
    )
    assert (
        await stories.state(town, mine) == "accepted"
    )  # the answer to the assignment is still owed


async def test_members_and_units_comment_before_the_decision(town: County) -> None:
    topic = await cases.topic(town)
    for who in ("township", "county", "village"):
        await town.refused(who, "add_comment", code="FORBIDDEN", topic=topic, text="建议先调研")
    await town.refused("member", "add_comment", code="INVALID_INPUT", text="建议先调研")
    await town.refused("neighbour", "add_comment", code="NOT_FOUND", topic=topic, text="建议先调研")
    said: Comment = await town.act("member", "add_comment", topic=topic, text="建议先调研")
    assert (said.topic_id, said.org_path) == (topic.id, topic.org_path)
    done = await cases.approved(town)
    await town.refused(
        "member", "add_comment", code="REFUSED", rule="state", topic=done, text="建议先调研"
    )
    row = await stories.routed(town, "A", await stories.intake(town))
    await town.refused("unit", "add_comment", code="NOT_FOUND", outcome=row, text="需财政配套")
    await stories.accepted(town, row)
    own: Comment = await town.act("unit", "add_comment", outcome=row, text="需财政配套")
    assert own.org_path == town.orgs["unit"].org_path
    assert {c.id for c in await seen(town, "village", Comment)} == {said.id, own.id}
    await town.refused(
        "unit", "add_comment", code="REFUSED", rule="not_masked", outcome=row, text="请周桂花来谈"
    )
    event = await events.held(town)
    paper = await town.act(
        "village", "draft_minutes", consultation=event, text="会议纪要", drafted_on="2026-03-11"
    )
    await town.act("member", "add_comment", minutes=paper, text="第二条应写明期限")
    await town.act("township", "confirm_minutes", minutes=paper)
    await town.refused(
        "member", "add_comment", code="REFUSED", rule="confirmed", minutes=paper, text="再改"
    )


async def test_an_invited_unit_reads_the_announcement_and_nothing_else(town: County) -> None:
    row = await events.planned(town)
    given = {"consultation": row, "notified_on": "2026-03-05"}
    await town.refused(
        "village", "notify_consultation", code="INVALID_INPUT", **given, units=[town.orgs["party"]]
    )
    assert await seen(town, "unit", Consultation) == []
    await town.act("village", "notify_consultation", **given, units=[town.orgs["unit"]])
    assert [c.id for c in await seen(town, "unit", Consultation)] == [row.id]
    assert await seen(town, "unit2", Consultation) == []
    await town.act(
        "village",
        "hold_consultation",
        consultation=row,
        suggestions=["装路灯"],
        participants=events.heads(mass_representative=9),
    )
    for entity in (Suggestion, Participation):
        assert await seen(town, "unit", entity) == []
