"""A small matter from the four parties to the two feedbacks: 交, 督, 复."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.asking import asked
from tests.stories.platform_matrix.matrix import (
    ALL_FOUR,
    PLUGIN,
    TRACKED,
    Matrix,
    consult,
    day,
    done,
    hand_over,
    open_case,
    outcome,
)


async def tracked(matrix: Matrix, **given: Any) -> dict[str, Any]:
    org = matrix.town.orgs["township"]
    found = await asked(
        matrix.town["township"], "handlingTracker", TRACKED, org=org, closed_since=day(0), **given
    )
    return dict(found)


@pytest.mark.day
async def test_the_whole_way(matrix: Matrix) -> None:
    township = matrix.town["township"]
    case = await open_case(matrix, "村口急弯怎么改", 30)
    await four_parties_consult(matrix, case)
    one = await handed_over(matrix, case)
    await pressed(matrix, case, one)
    await answered_both_ways(matrix, case, one)
    shown = await township.ask(f'{{ consultationCase(id: "{case}") {{ state concludedOn }} }}')
    assert shown["consultationCase"] == {"state": "concluded", "concludedOn": day(0)}


async def four_parties_consult(matrix: Matrix, case: str) -> None:
    """Who is missing is pointed out at the event, and once more at the end; nobody is kept away."""
    township = matrix.town["township"]
    await township.refused("advanceStep", "REFUSED", "step_order", case=case, step="consult")
    await done(matrix, case, "choose")
    await township.refused("advanceStep", "REFUSED", "no_consultation", case=case, step="consult")
    held = await consult(matrix, case, 20, came=[ALL_FOUR[0], ALL_FOUR[3]])
    [hint] = held["advice"]
    assert hint["rule"] == "four_parties"
    assert hint["plugin"] is None
    assert hint["message"] == "四方协商缺少:特邀代表人士、相关部门(单位)负责人。"
    ended = await township.do(
        "advanceStep", "advice { rule message plugin }", case=case, step="consult"
    )
    [again] = [a for a in ended["advice"] if a["plugin"] == PLUGIN]
    assert again["rule"] == "parties_of_the_case"
    assert "特邀代表人士、相关部门(单位)负责人到会" in again["message"]


async def handed_over(matrix: Matrix, case: str) -> str:
    """交: every outcome is handed over; a small one is answered within 15 days."""
    township = matrix.town["township"]
    await township.refused(
        "advanceStep", "REFUSED", "nothing_to_hand_over", case=case, step="assign"
    )
    one = await outcome(matrix, case, 20)
    error = await township.refused(
        "advanceStep", "REFUSED", "not_handed_over", case=case, step="assign"
    )
    assert error["message"] == "尚未交办的成果:急弯加宽。"
    assert error["extensions"]["plugin"] == PLUGIN
    [row] = (await tracked(matrix))["rows"]
    assert (row["light"], row["handedOn"], row["ageDays"]) == ("grey", None, 20)

    handed = await hand_over(matrix, one, 10)
    assert handed["assignment"]["dueOn"] == day(-5)
    assert handed["advice"] == []
    matrix.made["assignment"] = handed["assignment"]["id"]
    await done(matrix, case, "assign")
    return one


async def pressed(matrix: Matrix, case: str, one: str) -> None:
    """督: what is not answered is supervised; the unit reads it."""
    township = matrix.town["township"]
    error = await township.refused(
        "advanceStep", "REFUSED", "not_pressed", case=case, step="supervise"
    )
    assert error["message"] == "尚未督办、也未答复的成果:急弯加宽。"
    await matrix.town["unit"].refused(
        "supervise", "FORBIDDEN", outcome=one, method="leader", by="自己", finding="正在办"
    )
    await township.do(
        "supervise",
        "__typename",
        outcome=one,
        method="special_inspection",
        by="委员活动小组",
        finding="路基已放线,还没有进场",
        demand="三天内进场施工",
        on=day(4),
    )
    await done(matrix, case, "supervise")
    [row] = (await tracked(matrix, light=None))["rows"]
    assert row == {
        "title": "急弯加宽",
        "grade": "small_micro",
        "units": ["县水利局"],
        "handedOn": day(10),
        "dueOn": day(-5),
        "pressed": 1,
        "pressedOn": day(4),
        "answeredOn": None,
        "toldAuthorityOn": None,
        "toldProposerOn": None,
        "converted": False,
        "ageDays": 20,
        "daysLeft": 5,
        "light": "blue",
    }


async def answered_both_ways(matrix: Matrix, case: str, one: str) -> None:
    """复: the unit answers, both sides are told, and only then is it closed."""
    town = matrix.town
    township, unit, assignment = town["township"], town["unit"], matrix.made["assignment"]
    await township.refused("advanceStep", "REFUSED", "not_answered", case=case, step="reply")
    await unit.do("acceptAssignment", "__typename", assignment=assignment)
    await unit.do(
        "replyAssignment",
        "__typename",
        assignment=assignment,
        text="急弯已加宽一米二,护栏装好。",
        result_class="A",
        communicated_by="visit",
    )
    await township.do("confirmReply", "__typename", assignment=assignment)
    error = await township.refused(
        "advanceStep", "REFUSED", "feedback_one_way", case=case, step="reply"
    )
    assert error["message"] == ("双向反馈尚缺:“急弯加宽”向党委政府反馈、“急弯加宽”向提出人反馈。")
    await township.do(
        "giveFeedback", "__typename", outcome=one, direction="to_authority", to="镇党委政府"
    )
    error = await township.refused(
        "advanceStep", "REFUSED", "feedback_one_way", case=case, step="reply"
    )
    assert error["message"] == "双向反馈尚缺:“急弯加宽”向提出人反馈。"
    await township.refused("closeOutcome", "REFUSED", "feedback_missing", outcome=one)
    await township.do(
        "giveFeedback",
        "__typename",
        outcome=one,
        direction="to_proposer",
        to="参加协商的委员和沿线住户",
        satisfaction="satisfied",
        communicated_by="visit",
    )
    await township.do("closeOutcome", "__typename", outcome=one)
    proof = {"conversion_kind": "problem_solved", "conversion_note": "急弯加宽,护栏装好,已通车。"}
    await unit.refused("convertOutcome", "FORBIDDEN", outcome=one, **proof)
    await township.do("convertOutcome", "__typename", outcome=one, **proof)
    await done(matrix, case, "reply")
    found = await tracked(matrix)
    [row] = found["rows"]
    assert (row["light"], row["answeredOn"], row["converted"]) == ("green", day(0), True)
    assert (row["toldAuthorityOn"], row["toldProposerOn"], row["daysLeft"]) == (
        day(0),
        day(0),
        None,
    )
    assert (found["handed"], found["pressed"], found["answered"], found["inTime"]) == (1, 1, 1, 1)


@pytest.mark.day
async def test_when_all_four_came_nothing_is_pointed_out(matrix: Matrix) -> None:
    case = await open_case(matrix, "塘坝清淤", 30)
    await done(matrix, case, "choose")
    await consult(matrix, case, 20, came=ALL_FOUR[:2])
    second = await consult(matrix, case, 10, came=ALL_FOUR)
    assert second["advice"] == []
    ended = await matrix.town["township"].do(
        "advanceStep", "advice { plugin }", case=case, step="consult"
    )
    assert [a for a in ended["advice"] if a["plugin"] == PLUGIN] == []


@pytest.mark.day
async def test_the_steps_may_be_renamed_and_ask_for_the_same(matrix: Matrix) -> None:
    town = matrix.town
    steps = [
        {"code": "talk", "label": "商量", "stage": "deliberate"},
        {"code": "land", "label": "落地", "stage": "convert"},
        {"code": "back", "label": "回音", "stage": "reply"},
    ]
    mine = {"org": town.orgs["township"], "plugin": PLUGIN, "values": {"steps": steps}}
    await town["village"].refused("configurePlugin", "FORBIDDEN", **mine)
    await town["township"].do("configurePlugin", "__typename", **mine)
    case = await open_case(matrix, "堰渠分水", 30)
    refused = town["township"].refused
    await refused("advanceStep", "REFUSED", "no_consultation", case=case, step="talk")
    await consult(matrix, case, 20)
    await done(matrix, case, "talk")
    await refused("advanceStep", "REFUSED", "nothing_to_hand_over", case=case, step="land")
    one = await outcome(matrix, case, 20)
    await hand_over(matrix, one, 10)
    await done(matrix, case, "land")
    await refused("advanceStep", "REFUSED", "not_answered", case=case, step="back")
