"""组室合一, its whole way (domain.md 3.13): a studio and its group as one body, three questions, the
closed loop and another cycle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from tests.fixtures.database import Urls
from tests.stories.people import Json
from tests.stories.town import Town, found_town
from yishi_core import clock

PLUGIN = "group_studio_union"
BOARD = (
    "query($org: ID!) { unionBoard(input: {org: $org}) { studios groups unions platforms "
    "unpairedGroups"
    " kinds { subKind label studios unions { name groupName active people conveners "
    "questionsOpen questionsOverdue } } } }"
)
REGISTER = (
    "query($org: ID!, $state: AnswerState) { questionRegister(input: {org: $org, state: $state})"
    " { asked answered overdue rows { studio setter state daysLeft microKind question { text } } "
    "} }"
)
LOOP = (
    "query($case: ID!) { closedLoop(input: {case: $case}) { outcomes converted cycles { cycle "
    "state consultations"
    " satisfied unsatisfied outcomes { title converted supervisions satisfaction } } } }"
)


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class Union:
    """A county with the variant on; its first township has a group and a studio that are one
    body.
    """

    town: Town
    station: str
    people: dict[str, str] = field(default_factory=dict)


async def studio(town: Town, who: str, name: str, org: str, group: str | None, **rest: Any) -> str:
    given = {
        "kind": "member_studio",
        "sub_kind": "regional",
        "level": "township",
        "opened_on": day(800),
        "union_org": group,
        **rest,
    }
    made = await town[who].do(
        "openStation", "station { id unionOrg { name } }", org=town.orgs[org], name=name, **given
    )
    return str(made["station"]["id"])


@pytest.fixture
async def union(story: Town) -> Union:
    await story.switch_on(PLUGIN, "county")
    made = Union(
        story, await studio(story, "township", "河口委员工作室", "township", story.orgs["township"])
    )
    for name, begun in (("张德全", 700), ("陈水生", 700), ("李春梅", 0)):
        person = await story["township"].do(
            "registerPerson", "person { id }", org=story.orgs["township"], name=name
        )
        made.people[name] = person["person"]["id"]
        post = {"person": made.people[name], "role": "resident_member", "from_on": day(begun)}
        await story["township"].do("assignToStation", "__typename", station=made.station, **post)
    return made


@pytest.mark.day
async def test_a_studio_is_one_body_with_one_group(union: Union) -> None:
    town, orgs = union.town, union.town.orgs
    given = {
        "org": orgs["township"],
        "name": "第二工作室",
        "kind": "member_studio",
        "sub_kind": "chamber",
        "level": "township",
    }
    township, county = town["township"], town["county"]
    error = await township.refused("openStation", "REFUSED", "group_missing", **given)
    assert error["extensions"]["plugin"] == PLUGIN
    await township.refused(
        "openStation",
        "REFUSED",
        "studio_kind",
        **{**given, "sub_kind": "yard"},
        union_org=orgs["township"],
    )
    await township.refused(
        "openStation",
        "REFUSED",
        "studio_kind",
        **{**given, "sub_kind": None},
        union_org=orgs["township"],
    )
    await township.refused(
        "openStation", "REFUSED", "group_kind", **given, union_org=orgs["village"]
    )
    await township.refused(
        "openStation", "REFUSED", "group_taken", **given, union_org=orgs["township"]
    )
    await township.refused("openStation", "NOT_FOUND", **given, union_org=orgs["neighbour"])
    await county.refused(
        "openStation", "REFUSED", "group_elsewhere", **given, union_org=orgs["neighbour"]
    )
    await town["neighbour"].refused(
        "openStation", "NOT_FOUND", **given, union_org=orgs["neighbour"]
    )
    await town["village"].refused("openStation", "FORBIDDEN", **{**given, "org": orgs["village"]})

    await township.refused(
        "changeStation", "REFUSED", "group_missing", station=union.station, union_org=None
    )
    await township.refused(
        "changeStation", "REFUSED", "studio_kind", station=union.station, sub_kind="bench"
    )
    await township.do(
        "changeStation",
        "__typename",
        station=union.station,
        union_org=orgs["township"],
        brand="组室合一",
    )
    await township.refused("closeOrg", "REFUSED", "in_union", org=orgs["township"])
    await township.do(
        "openStation",
        "__typename",
        org=orgs["village"],
        name="柳湾议事室",
        kind="council_room",
        level="village",
    )
    await town.org("second", "township", "second", "liaison_group", "河口镇第二联络组")
    await township.do(
        "openStation", "__typename", **{**given, "org": orgs["village"]}, union_org=orgs["second"]
    )


@pytest.mark.day
async def test_the_board_counts_a_union_once(union: Union) -> None:
    town, orgs = union.town, union.town.orgs
    await town["township"].do(
        "addToGroup",
        "__typename",
        group=orgs["township"],
        person=union.people["张德全"],
        role="组长",
        from_on=day(600),
    )
    helper = await town["township"].do(
        "registerPerson", "person { id }", org=orgs["township"], name="周乡贤"
    )
    await town["township"].do(
        "addToGroup",
        "__typename",
        group=orgs["township"],
        person=helper["person"]["id"],
        from_on=day(60),
    )
    board = (await town["member"].ask(BOARD, org=orgs["township"]))["unionBoard"]
    assert {
        k: board[k] for k in ("studios", "groups", "unions", "platforms", "unpairedGroups")
    } == {
        "studios": 1,
        "groups": 1,
        "unions": 1,
        "platforms": 1,
        "unpairedGroups": [],
    }
    assert [(k["label"], k["studios"]) for k in board["kinds"]] == [
        ("产业链类", 0),
        ("界别类", 0),
        ("商协会类", 0),
        ("区域类", 1),
    ]
    row = board["kinds"][3]["unions"][0]
    assert (row["name"], row["groupName"], row["people"]) == (
        "河口委员工作室",
        "河口镇政协联络组",
        4,
    )
    whole = (await town["county"].ask(BOARD, org=orgs["county"]))["unionBoard"]
    assert (whole["studios"], whole["groups"], whole["platforms"], whole["unpairedGroups"]) == (
        1,
        2,
        2,
        ["东坪镇政协联络组"],
    )
    answer = await town["neighbour"].send(BOARD, org=orgs["township"])
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    await town["township"].do(
        "suspendStation", "__typename", station=union.station, reason="场地维修"
    )
    rested = (await town["township"].ask(BOARD, org=orgs["township"]))["unionBoard"]
    assert (rested["studios"], rested["unions"], rested["platforms"]) == (0, 0, 1)
    assert rested["kinds"][3]["unions"][0]["active"] is False


async def ask(union: Union, who: str, setter: str, text: str, given: int, due: int) -> str:
    made = await union.town[who].do(
        "setQuestion",
        "question { id setter }",
        station=union.station,
        setter=setter,
        text=text,
        given_on=day(given),
        due_on=day(due),
    )
    return str(made["question"]["id"])


async def survey(union: Union, ago: int, **rest: Any) -> str:
    given = {
        "kind": "survey",
        "title": "走访药农",
        "date": day(ago),
        "micro_kind": "survey",
        "self_started": True,
        **rest,
    }
    made = await union.town["township"].do(
        "recordActivity", "activity { id microKind }", station=union.station, **given
    )
    return str(made["activity"]["id"])


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


@pytest.mark.day
async def test_the_work_of_a_studio_is_micro_work(union: Union) -> None:
    township = union.town["township"]
    given = {"station": union.station, "date": day(1)}
    for kind, micro in (
        ("survey", None),
        ("survey", "supervise"),
        ("supervision", "survey"),
        ("joint_survey", None),
    ):
        await township.refused(
            "recordActivity",
            "REFUSED",
            "micro_kind",
            **given,
            kind=kind,
            title="看一看",
            micro_kind=micro,
        )
    await township.do(
        "recordActivity",
        "__typename",
        **given,
        kind="supervision",
        title="巡河监督",
        micro_kind="supervise",
    )
    held = {"title": "河堤修复", "content": ["河堤塌了一段"]}
    await township.refused("recordConsultation", "REFUSED", "micro_kind", **given, **held)
    await township.do(
        "recordConsultation", "consultation { microKind }", **given, **held, micro_kind="consult"
    )
    await township.refused(
        "planConsultation",
        "REFUSED",
        "micro_kind",
        **given,
        title="再商",
        place="工作室",
        micro_kind="survey",
    )
    service = {
        **given,
        "kind": "volunteer",
        "title": "银企对接会",
        "campaign": "bank_enterprise",
        "served_times": 206,
    }
    await township.refused("recordActivity", "REFUSED", "impact_missing", **service)
    await township.do(
        "recordActivity",
        "__typename",
        **service,
        result_text="对接银行5家、企业201家,达成贷款意向9999万元",
    )


async def to_a_case(union: Union) -> str:
    """The party committee's question becomes a topic, is approved and opened as a case of the
    loop.
    """
    town = union.town
    topic = await town["township"].do(
        "proposeTopic",
        "topic { id }",
        org=town.orgs["township"],
        station=union.station,
        title="修复河堤",
        description="河堤塌了一段,汛期危险。",
        topic_source="party_points",
        focus_category="disaster",
        grade="small_micro",
    )
    id_ = topic["topic"]["id"]
    await town["township"].do(
        "screenTopic", "__typename", topic=id_, decision="screened", note="汛期前须办"
    )
    await town["village"].refused("approveTopic", "NOT_FOUND", topic=id_, approved_by="村两委")
    await town["head"].do("approveTopic", "__typename", topic=id_, approved_by="镇党委")
    case = await town["township"].do(
        "openCase", "consultationCase { id procedure cycle }", topic=id_
    )
    assert (case["consultationCase"]["procedure"], case["consultationCase"]["cycle"]) == (
        "closed_loop",
        1,
    )
    return str(case["consultationCase"]["id"])


async def consult(union: Union, case: str) -> None:
    """The first two links: chosen, then consulted in a micro consultation."""
    township = union.town["township"]
    await township.refused("advanceStep", "REFUSED", "step_order", case=case, step="deliberate")
    await township.do("advanceStep", "__typename", case=case, step="choose")
    await township.refused(
        "advanceStep", "REFUSED", "no_consultation", case=case, step="deliberate"
    )
    await township.refused(
        "planConsultation",
        "REFUSED",
        "micro_kind",
        case=case,
        title="河堤怎么修",
        date=day(0),
        place="河边",
    )
    planned = await township.do(
        "planConsultation",
        "consultation { id }",
        case=case,
        title="河堤怎么修",
        date=day(0),
        place="河边",
        micro_kind="consult",
    )
    people = [
        {"person": union.people["张德全"], "party_kind": "cppcc_member"},
        {"party_kind": "mass_representative", "count": 9},
    ]
    await township.do(
        "holdConsultation",
        "__typename",
        consultation=planned["consultation"]["id"],
        date=day(0),
        participants=people,
    )
    told = await township.do("advanceStep", "advice { rule }", case=case, step="deliberate")
    assert "no_outcome" in [a["rule"] for a in told["advice"]]


async def carry_out(union: Union, case: str, title: str, satisfaction: str) -> list[str]:
    """Press, have it answered, tell everybody; the hints at the end."""
    town = union.town
    township, unit = town["township"], town["unit"]
    await township.refused("advanceStep", "REFUSED", "no_outcome", case=case, step="supervise")
    made = await township.do(
        "recordOutcome", "outcome { id }", case=case, title=title, text="由水利局在汛期前修好"
    )
    outcome = made["outcome"]["id"]
    error = await township.refused(
        "advanceStep", "REFUSED", "not_supervised", case=case, step="supervise"
    )
    assert title in error["message"]
    await township.do("routeOutcome", "__typename", outcome=outcome, route_class="A")
    given = await township.do(
        "assignOutcome", "assignment { id }", outcome=outcome, unit=town.orgs["unit"], brief=title
    )
    assignment = given["assignment"]["id"]
    await town["other_unit"].refused("acceptAssignment", "NOT_FOUND", assignment=assignment)
    await unit.do("acceptAssignment", "__typename", assignment=assignment)
    await township.do(
        "supervise",
        "__typename",
        outcome=outcome,
        method="reminder",
        by="联络组",
        finding="料已到",
        demand="汛期前完工",
    )
    await unit.do(
        "replyAssignment", "__typename", assignment=assignment, text="已经修好。", result_class="A"
    )
    await township.do("confirmReply", "__typename", assignment=assignment)
    solved = {
        "conversion_kind": "problem_solved",
        "conversion_note": "河堤修好并加固,汛期没有险情,群众放心",
    }
    await town["county"].do("convertOutcome", "__typename", outcome=outcome, **solved)
    await township.do("advanceStep", "__typename", case=case, step="supervise")
    last: Json = {"case": case, "step": "reply", "fields": {"effect": "河堤修好"}}
    await township.refused("advanceStep", "REFUSED", "no_feedback", **last)
    await township.do(
        "giveFeedback", "__typename", outcome=outcome, direction="to_authority", to="镇党委"
    )
    await township.refused("advanceStep", "REFUSED", "proposer_not_told", **last)
    heard = {"satisfaction": satisfaction, "communicated_by": "meeting"}
    await township.do(
        "giveFeedback",
        "__typename",
        outcome=outcome,
        direction="to_proposer",
        to="点题单位",
        **heard,
    )
    done = await township.do("advanceStep", "consultationCase { state } advice { rule }", **last)
    assert done["consultationCase"]["state"] == "concluded"
    return [a["rule"] for a in done["advice"]]


@pytest.mark.day
async def test_the_closed_loop_and_another_cycle(union: Union) -> None:
    town = union.town
    township = town["township"]
    question = await ask(union, "township", "party_points", "河堤如何修复", 0, -30)
    case = await to_a_case(union)
    given = {"question": question, "answer": "先抢修,再加固", "answer_case": case}
    await township.refused("answerQuestion", "REFUSED", "answer_form", **given)
    await consult(union, case)
    await township.do("answerQuestion", "question { answeredOn }", **given)
    await township.refused("restartCase", "REFUSED", "not_carried_out", case=case)
    assert "consult_again" in await carry_out(union, case, "抢修河堤", "unsatisfied")

    await town["neighbour"].refused("restartCase", "NOT_FOUND", case=case)
    again = await township.do(
        "restartCase", "consultationCase { id cycle restartedFrom { id } }", case=case
    )
    second = again["consultationCase"]["id"]
    assert (
        again["consultationCase"]["cycle"],
        again["consultationCase"]["restartedFrom"]["id"],
    ) == (2, case)
    await consult(union, second)
    assert "consult_again" not in await carry_out(union, second, "加固河堤", "satisfied")
    for start in (case, second):
        chain = (await town["leader"].ask(LOOP, case=start))["closedLoop"]
        assert (chain["outcomes"], chain["converted"]) == (2, 2)
        assert [
            (c["cycle"], c["state"], c["consultations"], c["satisfied"], c["unsatisfied"])
            for c in chain["cycles"]
        ] == [
            (1, "concluded", 1, 0, 1),
            (2, "concluded", 1, 1, 0),
        ]
        assert chain["cycles"][1]["outcomes"] == [
            {"title": "加固河堤", "converted": True, "supervisions": 1, "satisfaction": "satisfied"}
        ]
    await township.do(
        "stopCase",
        "__typename",
        case=(await township.do("restartCase", "consultationCase { id }", case=second))[
            "consultationCase"
        ]["id"],
        reason="群众无新意见",
    )


@pytest.mark.day
async def test_a_stopped_cycle_is_not_restarted_but_opened_anew(union: Union) -> None:
    township = union.town["township"]
    case = await to_a_case(union)
    await township.do("stopCase", "__typename", case=case, reason="并入县级项目")
    await township.refused("restartCase", "REFUSED", "not_carried_out", case=case)
    found = (
        await township.ask(
            "query($id: ID!) { consultationCase(id: $id) { topic { id } } }", id=case
        )
    )["consultationCase"]
    await township.do("openCase", "__typename", topic=found["topic"]["id"])


@pytest.mark.day
async def test_another_county_finds_nothing(union: Union, database_urls: Urls) -> None:
    town = union.town
    case = await to_a_case(union)
    question = await ask(union, "township", "party_points", "河堤如何修复", 0, -30)
    other = await found_town(town.http, town.platform, database_urls)
    await other.switch_on(PLUGIN, "county")
    for who in ("county", "member", "township"):
        for document, given in (
            (LOOP, {"case": case}),
            (BOARD, {"org": town.orgs["township"]}),
            (REGISTER, {"org": town.orgs["township"]}),
        ):
            answer = await other[who].send(document, **given)
            assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND", who
        await other[who].refused(
            "answerQuestion", "NOT_FOUND", question=question, answer="越县作答一次"
        )
    person = await other["township"].do(
        "registerPerson", "person { id }", org=other.orgs["township"], name="外县人"
    )
    term = {"selected_by": "联络组", "term_from": day(0), "term_to": day(-300), "appraisal": "合格"}
    await town["township"].refused(
        "selectConvener",
        "NOT_FOUND",
        station=union.station,
        candidate=person["person"]["id"],
        **term,
    )


async def test_what_is_not_switched_on_is_not_there(story: Town) -> None:
    answer = await story["township"].send(BOARD, org=story.orgs["township"])
    assert "unionBoard" in answer["errors"][0]["message"]
    given = {
        "org": story.orgs["township"],
        "name": "普通工作室",
        "kind": "member_studio",
        "level": "township",
    }
    await story["township"].do("openStation", "station { id }", **given)
