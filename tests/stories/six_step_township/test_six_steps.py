"""A matter walks the six steps, and what keeps it back."""

from __future__ import annotations

import pytest

from tests.stories.asking import asked
from tests.stories.six_step_township.township import NOTE, PLUGIN, STEPS, Township, day

pytestmark = pytest.mark.day


async def test_the_six_steps_are_walked(township: Township) -> None:
    village, office, head = township["village"], township["township"], township["head"]
    case = await township.case("拓宽村口道路", impact="broad")
    shown = await village.ask(f'{{ consultationCase(id: "{case}") {{ {STEPS} }} }}')
    assert [node["label"] for node in shown["consultationCase"]["steps"]["nodes"]] == [
        "收集议题",
        "确定议题",
        "议前调研",
        "召开会议",
        "公开公示",
        "结果办理",
    ]
    await village.refused("advanceStep", "REFUSED", "step_order", case=case, step="meet")
    await village.refused(
        "skipStep", "REFUSED", "step_order", case=case, step="research", reason="小事"
    )
    await township.advance(case, "collect", "decide", "research", ago=70)
    await village.refused("skipStep", "REFUSED", case=case, step="meet", reason="大家都同意")

    event = await village.do(
        "planConsultation",
        "consultation { id } advice { rule }",
        case=case,
        title="村口道路怎么拓宽",
        date=day(60),
        place="协商议事室",
        form="meeting",
    )
    await village.do(
        "holdConsultation",
        "__typename",
        consultation=event["consultation"]["id"],
        date=day(60),
        participants=[
            {"party_kind": "cppcc_member", "count": 3},
            {"party_kind": "mass_representative", "count": 26},
        ],
        suggestions=["先让出菜地,再统一补偿"],
    )
    await township.advance(case, "meet")
    await village.refused("advanceStep", "REFUSED", "disclosure_missing", case=case, step="publish")
    await township.published(case)
    await township.advance(case, "publish", ago=0)

    nothing = await office.refused(
        "advanceStep", "REFUSED", "nothing_to_handle", case=case, step="handle"
    )
    assert nothing["extensions"]["plugin"] == PLUGIN
    outcome = await township.outcome(case, "拓宽村口道路", "A", is_major_project=True)
    await township.assigned(outcome, assigned_on=day(0))
    done = await office.do("advanceStep", "consultationCase { state }", case=case, step="handle")
    assert done["consultationCase"] == {"state": "concluded"}
    await township["unit"].refused(
        "convertOutcome",
        "FORBIDDEN",
        outcome=outcome,
        conversion_kind="project",
        conversion_note="道路拓宽已完工,通过验收",
    )
    await head.refused("advanceStep", "FORBIDDEN", case=case, step="handle")
    await office.do(
        "convertOutcome",
        "__typename",
        outcome=outcome,
        conversion_kind="project",
        conversion_note="道路拓宽已完工,通过验收",
    )


async def test_a_chosen_topic_answers_the_criteria(township: Township) -> None:
    office = township["township"]
    chosen = {"topic": (await township.topic("增设公交站"))["id"], "decision": "screened"}
    error = await office.refused("screenTopic", "REFUSED", "criteria_not_answered", **chosen)
    assert "贴近群众利益、具备解决条件" in error["message"]
    await office.refused("screenTopic", "INVALID_INPUT", **{**chosen, "decision": "deferred"})
    done = await office.do("screenTopic", "topic { state screeningNote }", note=NOTE, **chosen)
    assert done["topic"] == {"state": "screened", "screeningNote": NOTE}


async def test_topics_come_from_three_sources(township: Township) -> None:
    error = await township["village"].refused(
        "proposeTopic",
        "INVALID_INPUT",
        field="input.topicSource",
        org=township.orgs["village"],
        title="请党委交题",
        description="从会议纪要中来",
        topic_source="party_government",
        focus_category="policy",
    )
    assert "只提供群众反映、干部发现、专家建议" in error["extensions"]["fields"][0]["message"]
    for source in ("cadre", "expert"):
        await township.topic(f"{source}的议题", topic_source=source)


async def test_the_last_step_waits_for_a_unit_and_a_deadline(township: Township) -> None:
    office = township["township"]
    case = await township.at_the_last_step("改造村卫生室")
    outcome = await township.outcome(case, "改造村卫生室屋面", "A")
    error = await office.refused(
        "advanceStep", "REFUSED", "unit_or_deadline_missing", case=case, step="handle"
    )
    assert "“改造村卫生室屋面”" in error["message"]
    given = await township.assigned(outcome, assigned_on=day(2))
    await township["unit"].do(
        "returnAssignment",
        "__typename",
        assignment=given,
        returned_reason="not_our_duty",
        returned_note="属交通部门职责",
    )
    await office.refused(
        "advanceStep", "REFUSED", "unit_or_deadline_missing", case=case, step="handle"
    )
    await office.do(
        "reassign",
        "__typename",
        assignment=given,
        unit=township.orgs["other_unit"],
        brief="改造村卫生室屋面",
    )
    await township.advance(case, "handle", ago=0)


async def test_every_route_has_somebody_who_answers(township: Township) -> None:
    office, county = township["township"], township["county"]
    committees = await township.town.org(
        "village_committees", "village", "two-committees", "village_committees", "柳湾村两委"
    )
    case = await township.at_the_last_step("整治村内排水沟")
    of_village = await township.outcome(case, "清理各组沟渠", "B")
    referred = {"outcome": of_village, "village_committees": committees}
    await office.refused("referToVillage", "REFUSED", "referred_without_deadline", **referred)
    await office.do("changeOutcome", "__typename", outcome=of_village, deadline=day(-30))
    await office.do("referToVillage", "__typename", **referred)
    reported = await township.outcome(case, "新建排水主管", "B")
    explained = await township.outcome(case, "整村雨污分流", "C")
    await office.refused(
        "advanceStep", "REFUSED", "unit_or_deadline_missing", case=case, step="handle"
    )
    await county.do(
        "submitSpecialReport",
        "__typename",
        org=township.orgs["county"],
        to_org=township.orgs["party"],
        outcomes=[reported],
        text="建议将排水主管列入明年项目计划。",
    )
    await office.do(
        "explainOutcome",
        "__typename",
        outcome=explained,
        text="须随管网规划一并实施,三年内暂不具备条件。",
        by="镇长",
        place="柳湾村",
    )
    await township.advance(case, "handle", ago=0)


async def test_the_form_follows_the_topic(township: Township) -> None:
    village = township["village"]
    for title, of, fitting, other in (
        ("集镇停车怎么管", {"impact": "broad"}, "meeting", "yard"),
        ("桥梁怎么加固", {"is_professional": True}, "site_visit", "meeting"),
        ("汛期排险", {"urgency": "urgent"}, "online", "meeting"),
    ):
        case = await township.case(title, **of)
        plan = {"case": case, "title": title, "date": day(-5), "place": "协商议事室"}
        told = await village.do("planConsultation", "advice { rule }", form=other, **plan)
        assert [one["rule"] for one in told["advice"]] == ["other_form"], title
        told = await village.do("planConsultation", "advice { rule }", form=fitting, **plan)
        assert told["advice"] == [], title
    topic = await township.topic("门口堆杂物")
    assert topic["recommendedForm"] == "site_visit"


async def test_what_is_handled_is_checked_every_month(township: Township) -> None:
    office = township["township"]
    case = await township.at_the_last_step("维修灌溉渠")
    outcome = await township.outcome(case, "维修灌溉渠", "A")
    given = await township.assigned(outcome, assigned_on=day(31), due_on=day(-20))
    waiting = f'{{ assignment(id: "{given}") {{ checkOn }} }}'
    assert (await office.ask(waiting))["assignment"]["checkOn"] == day(1)
    listed = await asked(office, "todos", "items { todo record colour }", first=100)
    mine = [one for one in listed["items"] if one["record"] == outcome]
    assert [(one["todo"], one["colour"]) for one in mine] == [("assignment.check", "red")]
    await office.do(
        "supervise",
        "__typename",
        outcome=outcome,
        method="reminder",
        by="镇政协联络组",
        finding="渠段已清淤,尚缺砂石",
    )
    assert (await office.ask(waiting))["assignment"]["checkOn"] == day(-30)
    listed = await asked(office, "todos", "items { todo record }", first=100)
    assert outcome not in [one["record"] for one in listed["items"]]
