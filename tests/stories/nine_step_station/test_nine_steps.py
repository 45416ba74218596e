"""A matter's nine steps: where it may come from, what each step asks for, with whom it is held, and
what a township makes of the steps.
"""

from __future__ import annotations

import pytest

from tests.stories.nine_step_station.place import PLUGIN, Place, approved_topic, day, open_case
from tests.stories.people import Json
from tests.stories.picture import photo

pytestmark = pytest.mark.day


async def test_a_matter_goes_its_nine_steps(place: Place) -> None:
    township, village = place["township"], place["village"]
    case = await open_case(place, "盘活闲置农田")
    steps = await _steps(place, case)
    assert [label for label, _ in steps] == [
        "征集议题",
        "审定议题",
        "制定方案",
        "议前调研",
        "协商议事",
        "形成共识",
        "公开公示",
        "办理落实",
        "反馈评价",
    ]
    await village.refused("advanceStep", "REFUSED", "step_order", case=case, step="plan")
    await village.do("advanceStep", "__typename", case=case, step="collect")
    await township.do("advanceStep", "__typename", case=case, step="decide")
    error = await village.refused(
        "advanceStep", "REFUSED", "document_missing", case=case, step="plan"
    )
    assert "协商方案" in error["message"]
    scheme = await village.upload("fangan.jpg", photo(), case)
    await village.do(
        "advanceStep",
        "__typename",
        case=case,
        step="plan",
        docs=[{"name": "协商方案", "attachment": scheme}],
    )
    await village.do(
        "skipStep", "__typename", case=case, step="research", reason="驻站委员上月已实地看过"
    )
    event = await village.do(
        "planConsultation",
        "consultation { id }",
        case=case,
        title="麦田里议一议",
        date=day(20),
        place="二组麦田边",
        form="field",
    )
    await village.do(
        "holdConsultation",
        "__typename",
        consultation=event["consultation"]["id"],
        participants=[
            {"person": place.people["金委员"], "party_kind": "cppcc_member"},
            {"party_kind": "mass_representative", "count": 17},
            {"party_kind": "department_head", "count": 1},
        ],
        suggestions=["由合作社统一流转", "租金先付后种"],
    )
    await village.do("advanceStep", "__typename", case=case, step="consult")
    await village.refused("advanceStep", "REFUSED", "field_missing", case=case, step="conclude")
    agreed = "闲置农田由合作社统一流转,租金先付后种"
    await village.do(
        "advanceStep", "__typename", case=case, step="conclude", fields={"consensus": agreed}
    )
    await village.refused(
        "skipStep", "REFUSED", "may_not_skip", case=case, step="publish", reason="不公示"
    )
    await village.refused("advanceStep", "REFUSED", "disclosure_missing", case=case, step="publish")
    drawn = await village.do(
        "draftDisclosure",
        "disclosure { id }",
        case=case,
        kind="decision",
        title="闲置农田流转议定事项",
        text=agreed,
        place="village_board",
    )
    await township.do("releaseDisclosure", "__typename", disclosure=drawn["disclosure"]["id"])
    await village.do("advanceStep", "__typename", case=case, step="publish")

    made = await township.do(
        "recordOutcome", "outcome { id }", case=case, title="闲置农田流转", text=agreed
    )
    outcome = made["outcome"]["id"]
    await township.do("routeOutcome", "__typename", outcome=outcome, route_class="B")
    await township.do(
        "convertOutcome",
        "outcome { converted }",
        outcome=outcome,
        conversion_kind="problem_solved",
        conversion_note="三百亩闲置农田已流转,首年租金付清",
    )
    await township.do("advanceStep", "__typename", case=case, step="convert")
    await township.do(
        "evaluateCase", "__typename", case=case, kind="satisfaction", score=96, n=30, comment="满意"
    )
    done = await township.do(
        "advanceStep", "consultationCase { state }", case=case, step="evaluate"
    )
    assert done["consultationCase"] == {"state": "concluded"}
    assert [state for _, state in await _steps(place, case)] == [
        *["done"] * 3,
        "skipped",
        *["done"] * 5,
    ]


@pytest.mark.parametrize("source", ["resident", "box", "from_documents"])
async def test_a_topic_comes_by_one_of_the_four_ways(place: Place, source: str) -> None:
    error = await place["village"].refused(
        "proposeTopic",
        "INVALID_INPUT",
        field="input.topicSource",
        org=place.town.orgs["village"],
        title="场镇停车难",
        description="赶场天场镇停车难,堵到下午。",
        topic_source=source,
        focus_category="market",
    )
    assert "政协工作联络站" in error["message"], "the plugin that hides it is named"


async def test_a_township_replaces_the_nine_steps_and_a_running_case_keeps_its_own(
    place: Place,
) -> None:
    running = await open_case(place, "场口路牌模糊")
    steps = [
        {"code": "collect", "label": "收题", "stage": "collect"},
        {"code": "decide", "label": "定题", "stage": "approve"},
        {"code": "consult", "label": "议事", "stage": "deliberate"},
        {"code": "convert", "label": "办理", "stage": "convert"},
    ]
    mine: Json = {"org": place.township, "plugin": PLUGIN}
    error = await place["township"].refused(
        "configurePlugin", "INVALID_INPUT", **mine, values={"steps": [*steps, steps[0]]}
    )
    assert "collect" in error["extensions"]["fields"][0]["message"]
    await place["village"].refused("configurePlugin", "FORBIDDEN", **mine, values={"steps": steps})
    await place["township"].do("configurePlugin", "__typename", **mine, values={"steps": steps})
    later = await open_case(place, "场口修公厕")
    assert [label for label, _ in await _steps(place, later)] == ["收题", "定题", "议事", "办理"]
    assert len(await _steps(place, running)) == 9
    await place["township"].do("configurePlugin", "__typename", **mine, values={"steps": None})


async def test_a_matter_is_consulted_together_with_the_park(place: Place) -> None:
    township = place["township"]
    case = await open_case(place, "园区货车进村道")
    alone = {"name": "东坪镇", "level": "township"}
    joint: Json = {"case": case, "joint_kind": "enterprise_local", "formed_on": day(30)}
    error = await township.refused(
        "openJointCase", "INVALID_INPUT", field="input.partners", **joint, partners=[alone]
    )
    assert "园区" in error["message"]
    group = {"name": "园区委员小组", "level": "enterprise"}
    opened = await township.do(
        "openJointCase", "jointCase { id shared }", **joint, partners=[group]
    )
    made = opened["jointCase"]
    assert made["shared"] == ["topics", "meetings", "results"]
    await township.do(
        "startJointCase", "jointCase { state }", joint_case=made["id"], started_on=day(29)
    )
    event = await place["village"].do(
        "planConsultation",
        "consultation { id joint }",
        case=case,
        title="货车限时走村道",
        date=day(28),
        place="园区大门口",
        form="on_site",
    )
    assert event["consultation"]["joint"] is True
    await place["village"].do(
        "holdConsultation",
        "__typename",
        consultation=event["consultation"]["id"],
        participants=[
            {"party_kind": "enterprise_representative", "count": 6},
            {"party_kind": "mass_representative", "count": 12},
        ],
    )
    span: Json = {"from_on": day(30), "to_on": day(28)}
    assert await place.figure("joint_cases{joint_kind=enterprise_local}", **span) == "1"
    assert await place.figure("consultations_total{joint=true}", **span) == "1"


async def test_the_report_tells_what_was_counted(place: Place) -> None:
    await approved_topic(place, "集市摊位入市", source="offline_weekly")
    report = await place.asked(
        "reportOutline", "chapters { heading text }", org=place.township, from_on=day(100)
    )
    chapters = {chapter["heading"]: chapter["text"] for chapter in report["chapters"]}
    assert list(chapters) == ["组织领导", "站点与队伍", "四个一履职", "九步议事", "荣誉与宣传"]
    assert "政协工作联络站 1 个、议事室 3 个" in chapters["站点与队伍"]


async def _steps(place: Place, case: str) -> list[tuple[str, str]]:
    """Label and state of each step of a case, in order."""
    found = await place.asked("caseProgress", "steps { label state }", case=case)
    return [(step["label"], step["state"]) for step in found["steps"]]
