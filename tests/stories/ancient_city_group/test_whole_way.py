"""From a clue in the box to the promise that was kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stories.ancient_city_group.group import (
    CLUE,
    PLUGIN,
    SCHEDULE,
    Group,
    after,
    clue_by_code,
    clue_from_the_box,
    sheet,
    to_an_open_case,
    topic,
)
from tests.stories.people import Json
from yishi_core import clock

TRACKER = (
    "query($org: ID!) { promiseTracker(org: $org) { said settled overdue dueSoon"
    " rows { unit clueNo state colour overdue daysLeft pressed reply { speaker } } } }"
)


@pytest.mark.day
async def test_the_whole_way(group: Group) -> None:
    town, staff, analyst = group.town, group.town["group_staff"], group.town["analyst"]
    box_clue = await clue_from_the_box(group)
    code_clue, code = await clue_by_code(group)

    # --- each clue is analysed by two, on a sheet; core's short way is closed here
    await staff.refused(
        "analyseIntake",
        "REFUSED",
        "clue_sheet",
        intake=box_clue,
        analysis_field="fire_safety",
        analysis="消防",
    )
    await staff.refused(
        "proposeTopic", "REFUSED", "clue_not_analysed", **topic(group, intakes=[box_clue])
    )
    await analyst.refused(
        "analyseClue",
        "INVALID_INPUT",
        field="input.secondAnalyst",
        **sheet(group, box_clue, second_analyst=None),
    )
    await analyst.refused(
        "analyseClue",
        "INVALID_INPUT",
        field="input.secondAnalyst",
        **sheet(group, box_clue, second_analyst=group.people["赵工"]),
    )
    await analyst.refused(
        "analyseClue",
        "INVALID_INPUT",
        field="input.direction",
        **sheet(group, box_clue, direction="leftover"),
    )
    filled = sheet(group, box_clue, analysed_on=after(group.collected, 2))
    made = await analyst.do(
        "analyseClue", "clueSheet { id direction intake { analysisField analysedOn } }", **filled
    )
    assert made["clueSheet"]["intake"] == {
        "analysisField": "fire_safety",
        "analysedOn": after(group.collected, 2),
    }
    await analyst.refused("analyseClue", "REFUSED", "sheet_exists", **sheet(group, box_clue))
    await analyst.refused("acceptIntake", "FORBIDDEN", intake=box_clue)
    await staff.do(
        "analyseClue",
        "__typename",
        **sheet(group, code_clue, direction="old_town_development", analysis_field="heritage"),
    )

    case = await to_an_open_case(group, box_clue, code_clue)
    await staff.refused("advanceStep", "REFUSED", "step_order", case=case, step="research")
    for step in ("collect", "analyse", "choose"):
        await staff.do("advanceStep", "__typename", case=case, step=step)
    await walked(group, case, box_clue)
    event = await consulted(group, case, box_clue, code_clue)
    await tracked(group, case, event, box_clue, code_clue)

    mine = await town.resident.ask(
        "query($county: Int!, $code: String!) { intakeByCode(county: $county, queryCode: "
        "$code) { state resultNote topicTitle } }",
        county=town.code,
        code=code,
    )
    assert mine["intakeByCode"] == {
        "state": "to_topic",
        "resultNote": "杂物已清走,巡查每周一次。",
        "topicTitle": "提高古城消防能力",
    }
    await figures(group)


async def walked(group: Group, case: str, clue: str) -> None:
    """The builder names experts first; the step ends when the group has reported."""
    staff, people = group.town["group_staff"], group.people
    ask = (
        "query($intake: ID!) { suggestWalkGroup(intake: $intake)"
        " { label possible least fitting { expert walking person { name } } others { person { "
        "name } } } }"
    )
    advice = (await staff.ask(ask, intake=clue))["suggestWalkGroup"]
    assert [(w["person"]["name"], w["expert"]) for w in advice["fitting"]] == [
        ("孙工", "委员"),
        ("李顾问", "顾问"),
        ("赵工", None),
    ]
    assert sorted(w["person"]["name"] for w in advice["others"]) == ["周委员", "钱工"]
    assert (advice["label"], advice["possible"], advice["least"]) == ("消防", True, 3)
    await staff.refused("advanceStep", "REFUSED", "no_walk_group", case=case, step="research")

    given: Json = {
        "origin_intake": clue,
        "case": case,
        "leader": people["孙工"],
        "formed_on": after(group.collected, 5),
    }
    await staff.refused(
        "formWalkGroup",
        "REFUSED",
        "walk_group_small",
        members=[people["孙工"], people["赵工"]],
        **given,
    )
    three = [people["孙工"], people["赵工"], people["周委员"]]
    await staff.refused(
        "formWalkGroup", "REFUSED", "not_of_the_group", members=[*three, people["外人"]], **given
    )
    formed = await staff.do(
        "formWalkGroup", "walkGroup { id field } advice { rule }", members=three, **given
    )
    assert formed["walkGroup"]["field"] == "fire_safety"
    assert [a["rule"] for a in formed["advice"]] == ["expertise_partly"]
    busy = (await staff.ask(ask, intake=clue))["suggestWalkGroup"]["fitting"]
    assert [(w["person"]["name"], w["walking"]) for w in busy] == [
        ("孙工", 1),
        ("李顾问", 0),
        ("赵工", 1),
    ]

    walk = formed["walkGroup"]["id"]
    survey: Json = {
        "org": group.org,
        "walk_group": walk,
        "case": case,
        "date": after(group.collected, 8),
    }
    await staff.do("recordActivity", "__typename", kind="survey", title="量消防通道", **survey)
    await staff.do("recordActivity", "__typename", kind="survey", title="查消防水源", **survey)
    await staff.do(
        "recordActivity", "__typename", kind="law_preach", title="讲古城保护条例", **survey
    )
    await staff.refused("advanceStep", "REFUSED", "walk_group_open", case=case, step="research")
    await staff.do(
        "reportWalkGroup",
        "__typename",
        walk_group=walk,
        finding="北街最窄处不足两米,消防栓两处无水。",
        closed_on=after(group.collected, 12),
        consensus=["增设微型消防站"],
    )
    await staff.do("advanceStep", "__typename", case=case, step="research")


async def consulted(group: Group, case: str, box_clue: str, code_clue: str) -> str:
    """The round on the spot: odd month, scheduled day; units answer clue by clue, and may not
    promise what lies too far.
    """
    town, staff = group.town, group.town["group_staff"]
    given: Json = {
        "case": case,
        "title": "古城消防现场协商",
        "place": "北街广场",
        "form": "on_site",
    }
    await staff.refused("planConsultation", "REFUSED", "wrong_month", date=group.collected, **given)
    error = await staff.refused(
        "planConsultation", "REFUSED", "wrong_day", date=after(group.round, 3), **given
    )
    assert error["extensions"]["plugin"] == PLUGIN
    # A special consultation of another form is free of the day, and does not stand for the round.
    other = await staff.do(
        "planConsultation",
        "consultation { id }",
        **{**given, "form": "symposium"},
        date=after(group.round, 3),
    )
    await staff.do("holdConsultation", "__typename", consultation=other["consultation"]["id"])
    await staff.refused("advanceStep", "REFUSED", "no_round", case=case, step="deliberate")

    event = await staff.do(
        "planConsultation",
        "consultation { id } advice { rule }",
        date=group.round,
        time_from="14:00:00",
        **given,
    )
    assert "not_in_the_morning" in [a["rule"] for a in event["advice"]]
    id_ = str(event["consultation"]["id"])
    await staff.refused(
        "postponeConsultation",
        "REFUSED",
        "wrong_month",
        consultation=id_,
        to=even_day(),
        reason="天气",
    )
    await staff.refused(
        "holdConsultation", "REFUSED", "wrong_month", consultation=id_, date=group.collected
    )
    parties = [
        {"party_kind": "department_head", "count": 2},
        {"party_kind": "mass_representative", "count": 40},
    ]
    await staff.do(
        "holdConsultation", "consultation { state }", consultation=id_, participants=parties
    )

    reply: Json = {
        "consultation": id_,
        "clue": box_clue,
        "unit": town.orgs["unit"],
        "speaker": "王副局长(分管领导)",
        "text": "两处消防栓接通水源",
    }
    await staff.refused(
        "recordOnSpotReply",
        "REFUSED",
        "not_a_round",
        **{**reply, "consultation": other["consultation"]["id"]},
    )
    await staff.refused(
        "recordOnSpotReply",
        "REFUSED",
        "promise_too_long",
        promise_due=after(group.round, 63),
        **reply,
    )
    await staff.refused("recordOnSpotReply", "INVALID_INPUT", **{**reply, "unit": group.org})
    await staff.do("recordOnSpotReply", "__typename", promise_due=after(group.round, 20), **reply)
    await staff.refused("recordOnSpotReply", "REFUSED", "answered_already", **reply)
    told: Json = {
        "clue": code_clue,
        "unit": town.orgs["other_unit"],
        "speaker": "陈副局长",
        "text": "本周清走",
    }
    await staff.do("recordOnSpotReply", "__typename", **{**reply, **told})
    await staff.do("advanceStep", "__typename", case=case, step="deliberate")
    await town.deliver()
    held = [d["date"] for d in (await staff.ask(SCHEDULE))["scheduleDates"]["nodes"] if d["held"]]
    assert sorted(held) == [group.collected, group.round]
    return id_


def even_day() -> str:
    """A day to come in an even month."""
    ahead = clock.today() + timedelta(days=1)
    return next(
        d for d in (ahead + timedelta(days=n) for n in range(62)) if d.month % 2 == 0
    ).isoformat()


async def tracked(group: Group, case: str, event: str, box_clue: str, code_clue: str) -> None:
    """Overdue is red until it is assigned with a new day; the step ends when every answer is told
    or assigned.
    """
    town, staff, unit = group.town, group.town["group_staff"], group.town["unit"]
    sheets = (
        "query($id: ID!) { onSpotSheets(consultation: $id) { unit lines { clue "
        "state reply { id text } } } }"
    )
    by_unit = {s["unit"]: s["lines"] for s in (await staff.ask(sheets, id=event))["onSpotSheets"]}
    assert {u: [line["clue"] for line in lines] for u, lines in by_unit.items()} == {
        "县水利局": [CLUE],
        "县交通运输局": ["老城墙根下堆着易燃杂物。"],
    }

    rows = await tracker(group)
    assert [(r["unit"], r["state"], r["colour"], r["overdue"]) for r in rows["rows"]] == [
        ("县水利局", "waiting", "red", True),
        ("县交通运输局", "waiting", "grey", False),
    ]
    assert (rows["said"], rows["settled"], rows["overdue"]) == (2, 0, 1)
    done: Json = {"case": case, "step": "track", "fields": {"effect": "消防能力提高"}}
    error = await staff.refused("advanceStep", "REFUSED", "replies_open", **done)
    assert "2条" in error["message"]

    promise = by_unit["县水利局"][0]["reply"]["id"]
    await staff.do(
        "pressPromise",
        "__typename",
        on_spot_reply=promise,
        method="reminder",
        by="联络组",
        finding="尚未接水",
    )
    given = await staff.do(
        "assignFromOnSpot",
        "assignment { id dueOn }",
        on_spot_reply=promise,
        title="接通北街消防栓",
        brief="接通北街两处消防栓水源",
    )
    assignment = given["assignment"]["id"]
    assert given["assignment"]["dueOn"] == after(group.round, 20)
    seen = await unit.ask(
        "{ assignments { nodes { id } } intakes { totalCount } topics { totalCount } }"
    )
    assert (
        seen["assignments"]["nodes"],
        seen["intakes"]["totalCount"],
        seen["topics"]["totalCount"],
    ) == ([{"id": assignment}], 0, 0)
    hidden = await unit.send("{ clueSheets { totalCount } }")
    assert (
        "clueSheets" in hidden["errors"][0]["message"]
    )  # the variant is not on where the unit stands
    assert (await town["other_unit"].ask("{ assignments { totalCount } }"))["assignments"][
        "totalCount"
    ] == 0
    await staff.refused("advanceStep", "REFUSED", "replies_open", **done)
    await staff.do(
        "replyToIntake", "__typename", intake=code_clue, result_note="杂物已清走,巡查每周一次。"
    )

    first = (await tracker(group))["rows"][0]
    assert (first["state"], first["colour"], first["pressed"]) == ("handling", "red", 1)
    await unit.do("acceptAssignment", "__typename", assignment=assignment)
    await unit.do(
        "replyAssignment",
        "__typename",
        assignment=assignment,
        text="两处消防栓已通水。",
        result_class="A",
    )
    await staff.do("confirmReply", "__typename", assignment=assignment)
    rows = await tracker(group)
    assert [(r["state"], r["colour"]) for r in rows["rows"]] == [
        ("told", "green"),
        ("kept", "green"),
    ] or rows["settled"] == 2
    assert (rows["settled"], rows["overdue"]) == (2, 0)
    await staff.refused("advanceStep", "REFUSED", "field_missing", case=case, step="track")
    await staff.do("advanceStep", "consultationCase { state }", **done)


async def tracker(group: Group) -> Json:
    found: Json = (await group.town["group_staff"].ask(TRACKER, org=group.org))["promiseTracker"]
    return found


async def figures(group: Group) -> None:
    ask = (
        "query($org: ID!) { oldTownFigures(org: $org) { members advisers "
        "committeeMembers intakes topics walkGroups surveys"
        " surveysPerWalkGroup consensus lawPreach lawPreachOnVisits collectDaysHeld "
        "consultDaysHeld } }"
    )
    found = (await group.town["group_staff"].ask(ask, org=group.org))["oldTownFigures"]
    assert found == {
        "members": 3,
        "advisers": 1,
        "committeeMembers": 1,
        "intakes": 2,
        "topics": 1,
        "walkGroups": 1,
        "surveys": 2,
        "surveysPerWalkGroup": 2.0,
        "consensus": 1,
        "lawPreach": 1,
        "lawPreachOnVisits": 1,
        "collectDaysHeld": 1,
        "consultDaysHeld": 1,
    }
