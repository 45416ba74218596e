"""The closed loop: a case, its consultation, what came of it, and another cycle."""

from __future__ import annotations

import pytest

from tests.fixtures.database import Urls
from tests.stories.group_studio_union.studio import BOARD, LOOP, PLUGIN, REGISTER, Union, ask, day
from tests.stories.people import Json
from tests.stories.town import found_town


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
