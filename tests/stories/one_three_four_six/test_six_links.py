"""A matter walks the six links: supervised by class, ended with a score."""

from __future__ import annotations

import pytest

from tests.stories.asking import asked
from tests.stories.one_three_four_six.links import PLUGIN, Links, day

pytestmark = pytest.mark.day


async def test_the_six_links_are_walked(links: Links) -> None:
    office = links["township"]
    case = await links.case("万亩芒果林灌溉用水")
    shown = await office.ask(
        f'{{ consultationCase(id: "{case}") {{ steps {{ nodes {{ label stage }} }} }} }}'
    )
    assert [node["label"] for node in shown["consultationCase"]["steps"]["nodes"]] == [
        "选题",
        "调研",
        "协商",
        "转化",
        "督办",
        "评估",
    ]
    await office.refused("advanceStep", "REFUSED", "step_order", case=case, step="consult")
    await links.advance(case, "choose", "research", "consult")
    nothing = await office.refused(
        "advanceStep", "REFUSED", "nothing_to_supervise", case=case, step="supervise"
    )
    assert nothing["extensions"]["plugin"] == PLUGIN
    outcome = await links.outcome(case, "新建提灌站一座", "A")
    await links.supervised(outcome, "special_inspection")
    await links.advance(case, "supervise", "convert", ago=30)  # side by side: in either order
    await office.refused("advanceStep", "REFUSED", "case_not_evaluated", case=case, step="evaluate")
    judged = {"case": case, "kind": "look_back", "comment": "水已到田头", "on": day(5)}
    await office.do("evaluateCase", "__typename", **judged)
    await office.refused("advanceStep", "REFUSED", "case_not_evaluated", case=case, step="evaluate")
    await office.do(
        "evaluateCase", "__typename", score=96, n=50, **{**judged, "kind": "satisfaction"}
    )
    done = await office.do("advanceStep", "consultationCase { state }", case=case, step="evaluate")
    assert done["consultationCase"] == {"state": "concluded"}


async def test_each_class_is_supervised_in_its_way(links: Links) -> None:
    office, org = links["township"], links.orgs["township"]
    case = await links.case("路灯公厕恢复使用", to="convert")
    of_unit = await links.outcome(case, "修复路灯四十盏", "A")
    of_decision = await links.outcome(case, "公厕管护列入预算", "B")
    explained = await links.outcome(case, "增设停车楼", "C")
    error = await office.refused(
        "advanceStep", "REFUSED", "not_supervised_by_class", case=case, step="supervise"
    )
    assert "“公厕管护列入预算”(B类:报党委政府决策或村(居)两委处理)" in error["message"]
    assert await links.supervised(of_unit, "reminder") == []
    assert await links.supervised(of_decision, "reminder") == ["other_method"]
    select = "code methods outcomes supervised waiting { title overdue dueOn }"
    classes = await asked(office, "supervisionByClass", select, org=org)
    told = {one["code"]: one for one in classes}
    assert [waiting["title"] for waiting in told["B"]["waiting"]] == ["公厕管护列入预算"]
    assert told["B"]["waiting"][0] == {
        "title": "公厕管护列入预算",
        "overdue": True,
        "dueOn": day(20),
    }
    assert told["C"]["methods"] == ["look_back"]
    await office.refused(
        "advanceStep", "REFUSED", "not_supervised_by_class", case=case, step="supervise"
    )
    await links.supervised(of_decision, "democratic_appraisal")
    await links.supervised(explained, "look_back")
    await links.advance(case, "supervise", ago=20)


async def test_what_is_urgent_is_supervised_by_leaders(links: Links) -> None:
    case = await links.case("汛期排险", to="convert", urgency="urgent")
    outcome = await links.outcome(case, "清除危岩", "A")
    assert await links.supervised(outcome, "reminder") == ["other_method"]
    classes = await asked(
        links["township"],
        "supervisionByClass",
        "code waiting { title dueOn }",
        org=links.orgs["township"],
    )
    urgent = next(one for one in classes if one["code"] == "urgent")
    assert urgent["waiting"] == [{"title": "清除危岩", "dueOn": day(43)}]
    assert await links.supervised(outcome, "leader") == []
    await links.advance(case, "supervise", ago=20)


async def test_a_town_chooses_how_it_supervises(links: Links) -> None:
    office = links["township"]
    mine = {"org": links.orgs["township"], "plugin": PLUGIN}
    await office.refused("configurePlugin", "INVALID_INPUT", values={"methods_c": []}, **mine)
    await office.refused(
        "configurePlugin", "INVALID_INPUT", values={"methods_c": ["shout"]}, **mine
    )
    await office.do(
        "configurePlugin", "__typename", values={"methods_c": ["reminder", "look_back"]}, **mine
    )
    case = await links.case("老旧管网改造", to="convert")
    outcome = await links.outcome(case, "整片管网改造", "C")
    assert await links.supervised(outcome, "reminder") == []
    await links.advance(case, "supervise", ago=20)
    await office.do("configurePlugin", "__typename", values={"methods_c": None}, **mine)


async def test_the_score_feeds_the_assessment(links: Links) -> None:
    office, county, org = links["township"], links["county"], links.orgs["township"]
    made = await county.do(
        "openStation",
        "station { id }",
        org=org,
        name="河口镇考核联络站",
        kind="liaison_station",
        level="township",
        opened_on=day(400),
        plus_theme="协商+民情大走访",
    )
    station = made["station"]["id"]
    for title, score in (("垃圾山清运", 90), ("物业移交", 81)):
        case = await links.case(title, station=station)
        judged = {"kind": "effect", "score": score, "comment": "已见成效", "on": day(0)}
        await office.do("evaluateCase", "__typename", case=case, **judged)
    opened = await county.do(
        "openAssessment",
        "assessmentScheme { id }",
        org=org,
        code="liaison_station",
        year=int(day(0)[:4]),
    )
    await county.do("countScores", "__typename", scheme=opened["assessmentScheme"]["id"])
    found = await county.ask(
        'query ($station: ID!) { scoreEntries(where: {item: {eq: "evaluation"}, '
        "station: {id: {eq: $station}}}) { nodes { counted points auto } } }",
        station=station,
    )
    [entry] = found["scoreEntries"]["nodes"]
    assert (float(entry["counted"]), float(entry["points"]), entry["auto"]) == (85.5, 25.65, True)


async def test_two_ways_side_by_side_are_told_apart(links: Links) -> None:
    """Where the six steps are on as well, a case names its way; each keeps its own rules."""
    town, staff, org = links.town, links["neighbour"], links.orgs["neighbour"]
    for plugin in (PLUGIN, "six_step_township"):
        await town.switch_on(plugin, "neighbour")
    made = await staff.do(
        "proposeTopic",
        "topic { id }",
        org=org,
        title="修一座便民桥",
        description="两岸群众绕行三公里。",
        topic_source="resident",
        focus_category="roads",
    )
    topic = {"topic": made["topic"]["id"]}
    chosen = {**topic, "decision": "screened", "screened_on": day(90)}
    await staff.refused("screenTopic", "REFUSED", "criteria_not_answered", **chosen)
    await staff.do("screenTopic", "__typename", note="群众所盼,资金已落实", **chosen)
    head = await town.person("neighbour_head", ("leading_group_head", "neighbour"))
    await head.do("approveTopic", "__typename", approved_by="镇党委", approved_on=day(88), **topic)
    error = await staff.refused("openCase", "INVALID_INPUT", opened_on=day(85), **topic)
    told = error["extensions"]["fields"][0]["message"]
    assert "six_step_handling" in told
    assert "six_link" in told
    opened = await staff.do(
        "openCase",
        "consultationCase { id procedure }",
        procedure="six_link",
        opened_on=day(85),
        **topic,
    )
    case = opened["consultationCase"]["id"]
    for step in ("choose", "research", "consult", "convert"):
        await staff.do("advanceStep", "__typename", case=case, step=step, done_on=day(60))
    await staff.refused(
        "advanceStep", "REFUSED", "nothing_to_supervise", case=case, step="supervise"
    )
