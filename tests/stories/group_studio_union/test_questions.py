"""Questions that are set, their answers, and the register of both."""

from __future__ import annotations

import pytest

from tests.stories.group_studio_union.studio import BOARD, REGISTER, Union, ask, day, survey


@pytest.mark.day
async def test_three_questions_and_their_answers(union: Union) -> None:
    town = union.town
    township, county, member = town["township"], town["county"], town["member"]
    room = await township.do(
        "openStation",
        "station { id }",
        org=town.orgs["village"],
        name="柳湾议事室",
        kind="council_room",
        level="village",
        opened_on=day(90),
    )
    text = "如何做大中药材产业"
    new = {"text": text, "due_on": day(-30)}
    await county.refused(
        "setQuestion",
        "REFUSED",
        "not_a_studio",
        station=room["station"]["id"],
        setter="cppcc_sets",
        **new,
    )
    await township.refused(
        "setQuestion", "REFUSED", "setter", station=union.station, setter="cppcc_sets", **new
    )
    await township.refused(
        "setQuestion",
        "REFUSED",
        "answer_days",
        station=union.station,
        setter="party_points",
        text=text,
        due_on=day(-91),
    )
    await member.refused(
        "setQuestion", "FORBIDDEN", station=union.station, setter="party_points", **new
    )
    await town["neighbour"].refused(
        "setQuestion", "FORBIDDEN", station=union.station, setter="party_points", **new
    )
    late = await ask(union, "township", "party_points", "老旧小区如何改造", 60, 20)
    soon = await ask(union, "county", "cppcc_sets", text, 10, -5)
    await ask(union, "leader", "cppcc_sets", "预制菜产业如何起步", 1, -60)

    shown = (await member.ask(REGISTER, org=town.orgs["township"]))["questionRegister"]
    assert (shown["asked"], shown["answered"], shown["overdue"]) == (3, 0, 1)
    assert [(r["state"], r["daysLeft"]) for r in shown["rows"]] == [
        ("overdue", -20),
        ("due_soon", 5),
        ("open", 60),
    ]
    board = (await township.ask(BOARD, org=town.orgs["township"]))["unionBoard"]
    assert (
        board["kinds"][3]["unions"][0]["questionsOpen"],
        board["kinds"][3]["unions"][0]["questionsOverdue"],
    ) == (3, 1)

    answer = {"answer": "组建合作社,统一收购"}
    await member.refused("answerQuestion", "REFUSED", "answer_form", question=soon, **answer)
    await member.refused(
        "answerQuestion",
        "REFUSED",
        "answer_form",
        question=soon,
        answer_activity=await survey(union, 11),
        **answer,
    )
    elsewhere = await township.do(
        "recordActivity",
        "activity { id }",
        station=room["station"]["id"],
        kind="survey",
        title="村里走访",
        date=day(1),
    )
    await member.refused(
        "answerQuestion",
        "REFUSED",
        "answer_elsewhere",
        question=soon,
        answer_activity=elsewhere["activity"]["id"],
        **answer,
    )
    study = await survey(union, 1, kind="study", title="学习", micro_kind=None)
    await member.refused(
        "answerQuestion", "REFUSED", "answer_form", question=soon, answer_activity=study, **answer
    )
    await member.do(
        "answerQuestion",
        "__typename",
        question=soon,
        answer_activity=await survey(union, 2),
        **answer,
    )
    told = await member.do(
        "answerQuestion",
        "advice { rule }",
        question=late,
        answer_activity=await survey(union, 3),
        **answer,
    )
    assert [a["rule"] for a in told["advice"]] == ["answered_late"]
    done = (await member.ask(REGISTER, org=town.orgs["township"], state="answered"))[
        "questionRegister"
    ]["rows"]
    assert [
        (r["question"]["text"], r["setter"], r["studio"], r["microKind"], r["daysLeft"])
        for r in done
    ] == [(text, "cppcc_sets", "河口委员工作室", "survey", None)]
    assert (await town["unit"].ask("{ questions { totalCount } }"))["questions"]["totalCount"] == 0
