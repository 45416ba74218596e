"""Whole lives: an old year entered from its papers, a redo, a look back after the end."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.core.outcomes import stories
from tests.core.outcomes.test_assignments import at
from tests.core.outcomes.test_handling_unit import seen
from tests.fixtures.county import County
from yishi_core.domain.outcomes.models import Assignment, Outcome, OutcomeState, ResultClass
from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.domain.topics.models import Topic

STEPS = {
    "propose": "2019-03-04",
    "inform": "2019-03-05",
    "consult": "2019-03-09",
    "carry_out": "2019-07-01",
}


async def old_outcome(town: County) -> Outcome:
    """From the first intake to a routed outcome, as the papers of 2019 tell it."""
    station = await cases.station(town, opened_on="2018-01-01")
    came: dict[str, Any] = {
        "channel": "visit",
        "submitter_kind": "resident",
        "received_at": "2019-02-20T09:00:00+08:00",
    }
    clue = await town.act(
        "village", "record_intake", station=station, content="村口路灯坏了", **came
    )
    await town.act("township", "accept_intake", intake=clue)
    topic: Topic = await cases.topic(town, station=station, intakes=[clue], year=2019)
    await town.act(
        "township", "screen_topic", topic=topic, decision="screened", screened_on="2019-02-25"
    )
    await town.act(
        "township", "approve_topic", topic=topic, approved_by="镇党委会议", approved_on="2019-03-01"
    )
    case = await town.act(
        "village", "open_case", topic=topic, opened_on="2019-03-02", procedure="community_default"
    )
    for step in ("propose", "inform"):
        await cases.advance(town, case, step, done_on=STEPS[step])
    event = await town.act(
        "village",
        "plan_consultation",
        case=case,
        title="路灯协商会",
        date="2019-03-09",
        place="村委会",
    )
    await town.act("village", "hold_consultation", consultation=event, suggestions=["尽快修复"])
    paper = await town.act(
        "village", "draft_minutes", consultation=event, text="同意修复路灯", drafted_on="2019-03-09"
    )
    await town.act(
        "township",
        "confirm_minutes",
        minutes=paper,
        confirmed_on="2019-03-10",
        sent_on="2019-03-11",
    )
    await cases.advance(town, case, "consult", done_on=STEPS["consult"])
    row: Outcome = await town.act(
        "village",
        "record_outcome",
        case=case,
        title="修复路灯",
        text="修复三盏",
        formed_on="2019-03-09",
    )
    await town.act("township", "route_outcome", outcome=row, route_class="A")
    return row


async def test_a_case_of_2019_is_entered_from_its_papers(town: County) -> None:
    row = await old_outcome(town)
    given: dict[str, Any] = {"outcome": row, "brief": stories.BRIEF}
    await town.refused(
        "township",
        "assign_outcome",
        code="INVALID_INPUT",
        **given,
        unit=town.orgs["unit2"],
        assigned_on="2019-03-08",
    )
    wrong = await town.act(
        "township", "assign_outcome", **given, unit=town.orgs["unit2"], assigned_on="2019-03-11"
    )
    back = {"assignment": wrong, "returned_reason": "not_our_duty", "returned_note": "属水利局"}
    for day, code in (
        ("2019-03-10", "INVALID_INPUT"),
        ("2019-03-29", "REFUSED"),
    ):  # before it came; after five working days
        await town.refused("unit2", "return_assignment", code=code, **back, returned_on=day)
    await town.act("unit2", "return_assignment", **back, returned_on="2019-03-13")
    await town.refused(
        "township",
        "refuse_return",
        code="INVALID_INPUT",
        assignment=wrong,
        reason="应由你局办理",
        return_refused_on="2019-03-12",
    )
    handed = await town.act(
        "township",
        "reassign",
        assignment=wrong,
        unit=town.orgs["unit"],
        brief=stories.BRIEF,
        assigned_on="2019-03-15",
    )
    await town.refused(
        "unit",
        "accept_assignment",
        code="INVALID_INPUT",
        assignment=handed,
        accepted_on="2019-03-14",
    )
    await town.act("unit", "accept_assignment", assignment=handed, accepted_on="2019-03-18")
    answer = {"assignment": handed, "text": "已修复两盏", "result_class": "B"}
    await town.refused(
        "unit", "reply_assignment", code="INVALID_INPUT", **answer, replied_on="2019-03-16"
    )
    await town.act("unit", "reply_assignment", **answer, replied_on="2019-04-10")
    await town.refused(
        "township",
        "confirm_reply",
        code="INVALID_INPUT",
        assignment=handed,
        confirmed_on="2019-04-09",
    )
    await town.act("township", "confirm_reply", assignment=handed, confirmed_on="2019-04-11")
    assert ((await town.fresh(row)).state, (await town.fresh(row)).result_class) == (
        OutcomeState.REPLIED,
        ResultClass.B,
    )
    heard = {"outcome": row, "direction": "to_proposer", "to": "提出人", "communicated_by": "visit"}
    await town.act(
        "township", "give_feedback", **heard, satisfaction="unsatisfied", on="2019-04-12"
    )
    await town.act(
        "township",
        "give_feedback",
        outcome=row,
        direction="to_authority",
        to="镇党委",
        on="2019-04-12",
    )
    # unsatisfied: back to the unit, once
    redo = {"assignment": handed, "rework_note": "还有一盏未修"}
    await town.refused(
        "township", "demand_rework", code="INVALID_INPUT", **redo, reworked_on="2019-04-01"
    )
    await town.act("township", "demand_rework", **redo, reworked_on="2019-04-13")
    assert (await town.fresh(handed)).due_on == cases.day("2019-05-13")
    assert (await town.fresh(row)).result_class is None
    answer |= {"text": "三盏均已修复", "result_class": "A"}
    await town.refused(
        "unit", "reply_assignment", code="INVALID_INPUT", **answer, replied_on="2019-04-12"
    )
    await town.act("unit", "reply_assignment", **answer, replied_on="2019-05-05")
    await town.act("township", "confirm_reply", assignment=handed, confirmed_on="2019-05-06")
    # what he was told of the first answer is not told of the second
    await town.refused(
        "township", "close_outcome", code="REFUSED", rule="feedback_missing", outcome=row
    )
    await town.act("township", "give_feedback", **heard, satisfaction="satisfied", on="2019-05-08")
    proof = {"conversion_kind": "problem_solved", "conversion_note": "三盏路灯全部亮起,已验收"}
    await town.act("county", "convert_outcome", outcome=row, **proof, converted_on="2019-05-20")
    done = await town.act("township", "close_outcome", outcome=row, closed_on="2019-06-01")
    assert (done.state, done.route_class.value, done.result_class) == (
        OutcomeState.CLOSED,
        "A",
        ResultClass.A,
    )
    assert {a.state.value for a in await town.rows(Assignment)} == {"returned", "closed"}
    await the_case_ends(town, row)


async def the_case_ends(town: County, row: Outcome) -> None:
    """Carried out, published, told to everybody: the last step ends the case and its topic on the
    days of the papers.
    """
    case = (await town.rows(ConsultationCase, ConsultationCase.id == row.case_id))[0]
    await cases.advance(town, case, "carry_out", done_on=STEPS["carry_out"])
    await town.refused(
        "village",
        "advance_step",
        code="REFUSED",
        rule="disclosure_missing",
        case=case,
        step="feed_back",
        done_on="2019-07-10",
    )
    told = await town.act(
        "village",
        "draft_disclosure",
        case=case,
        title="路灯修复情况",
        text="三盏路灯已修复",
        kind="decision",
    )
    await town.act("township", "release_disclosure", disclosure=told, published_on="2019-07-05")
    done = await cases.advance(town, case, "feed_back", done_on="2019-07-10")
    assert (done.state, done.concluded_on) == (CaseState.CONCLUDED, cases.day("2019-07-10"))
    judged = await town.act(
        "township",
        "evaluate_case",
        case=case,
        kind="effect",
        comment="夜间出行安全",
        on="2019-12-01",
    )
    assert judged.on == cases.day("2019-12-01")
    # 回头看 comes after the end; a reminder does not
    press: dict[str, Any] = {"outcome": row, "by": "张主席", "finding": "一盏又坏了"}
    await town.refused(
        "township", "supervise", code="REFUSED", rule="state", **press, method="reminder"
    )
    await town.refused(
        "township", "supervise", code="INVALID_INPUT", **press, method="look_back", on="2019-03-01"
    )
    looked = await town.act("township", "supervise", **press, method="look_back", on="2020-03-01")
    assert looked.on == cases.day("2020-03-01")


async def test_an_end_against_the_proposer_s_word_gives_advice(town: County) -> None:
    """He may be asked too much of: the office may end it all the same, or consult again (3.13); the
    rating stays.
    """
    row = await stories.routed(town)
    await stories.confirmed(town, row)
    await town.act("township", "give_feedback", outcome=row, direction="to_authority", to="镇党委")
    said = {
        "outcome": row,
        "direction": "to_proposer",
        "to": "提出人",
        "satisfaction": "unsatisfied",
        "communicated_by": "phone",
    }
    await town.act("township", "give_feedback", **said)
    done = await town.result("township", "close_outcome", outcome=row)
    assert ([a.rule for a in done.advice], done.value.state) == (["rework"], OutcomeState.CLOSED)


async def test_a_step_taken_back_leaves_the_outcome_where_it_stood_before(town: County) -> None:
    row = await stories.routed(town)
    handed = await stories.assigned(town, row)
    await town.act("township", "void_record", id=handed, reason="交办单位选错")
    assert (await stories.state(town, row), await seen(town, "unit", Outcome)) == ("routed", [])
    again = await stories.accepted(town, row)  # the same unit may be given it anew
    reply = await stories.reply(town, again)
    await town.act("township", "confirm_reply", assignment=again)
    await town.act("county", "void_record", id=reply, reason="答复录错")
    assert (await stories.state(town, again), await stories.state(town, row)) == (
        "in_progress",
        "handling",
    )
    b = await stories.routed(town, "B")
    report = await town.act(
        "county",
        "submit_special_report",
        org=town.orgs["county"],
        to_org=town.orgs["party"],
        outcomes=[b],
        text="关于路灯的专报",
    )
    referral = await town.act(
        "township", "refer_to_village", outcome=b, village_committees=town.orgs["village2"]
    )
    await town.act("county", "void_record", id=report, reason="专报录错")
    assert (await stories.state(town, b), (await town.fresh(b)).special_report_id) == (
        "handling",
        None,
    )
    await town.act("township", "void_record", id=referral, reason="移交录错")
    assert (await stories.state(town, b), await seen(town, "village2", Outcome)) == ("routed", [])


async def test_nobody_gets_round_a_limit_with_an_earlier_day(town: County) -> None:
    """Only what was entered from papers after its limit was over is measured by the day that the
    papers say.
    """
    with at("2026-03-02"):
        handed = await stories.assigned(town, assigned_on="2026-03-02", due_on="2026-03-20")
    back = {
        "assignment": handed,
        "returned_reason": "not_our_duty",
        "returned_note": "属交通部门",
        "returned_on": "2026-03-05",
    }
    more = {
        "assignment": handed,
        "wanted_until": "2026-04-20",
        "reason": "雨季无法施工",
        "asked_on": "2026-03-18",
    }
    with at("2026-03-25"):
        await town.refused(
            "unit", "return_assignment", code="REFUSED", rule="return_too_late", **back
        )
        await town.refused("unit", "ask_extension", code="REFUSED", rule="asked_too_late", **more)
    with at("2026-03-06"):
        assert (await town.act("unit", "return_assignment", **back)).returned_on == cases.day(
            "2026-03-05"
        )
