"""The river bank: one case from its question to its closed loop."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene
from yishi_plugins.group_studio_union.demo.pairing import PLACE
from yishi_plugins.group_studio_union.demo.questions import ask


async def _topic(
    scene: Scene, studio: Station, ago: int, title: str, why: str, source: str, field: str
) -> Any:
    """A question becomes an approved topic and a case whose first link is done."""
    topic = await scene.act(
        "township",
        "propose_topic",
        ago=ago,
        org=scene.township,
        station=studio,
        title=title,
        description=why,
        topic_source=source,
        focus_category=field,
        grade="small_micro",
    )
    await scene.act(
        "township",
        "screen_topic",
        ago=ago - 1,
        topic=topic,
        decision="screened",
        note="党委中心工作所需,群众关切",
    )
    await scene.act("head", "approve_topic", ago=ago - 2, topic=topic, approved_by="镇党委会议")
    case = await scene.act(
        "township", "open_case", ago=ago - 3, topic=topic, lead_member=scene.posts["member"]
    )
    await scene.act(
        "township", "advance_step", ago=ago - 4, case=case, step="choose", note="列入年度协商计划"
    )
    return case


async def _consult(
    scene: Scene, case: Any, ago: int, title: str, said: list[str], agreed: str, came: int
) -> None:
    """The second link: a micro consultation with its minutes."""
    event = await scene.act(
        "township",
        "plan_consultation",
        ago=ago + 5,
        case=case,
        title=title,
        date=scene.day(ago),
        place=PLACE,
        form="roundtable",
        micro_kind="consult",
        conveners=[{"person": scene.posts["member"]}],
    )
    await scene.act("township", "notify_consultation", ago=ago + 4, consultation=event)
    await scene.act(
        "township",
        "hold_consultation",
        ago=ago,
        hour=15,
        consultation=event,
        suggestions=said,
        served_times=came,
        participants=[
            {
                "person": scene.posts["member"],
                "party_kind": "cppcc_member",
                "level": "county",
                "spoke": True,
            },
            {
                "person": scene.posts["member2"],
                "party_kind": "cppcc_member",
                "level": "county",
                "spoke": True,
            },
            {"party_kind": "mass_representative", "count": came},
            {"party_kind": "department_head", "count": 2},
        ],
    )
    await scene.act(
        "township", "record_consensus", ago=ago, hour=16, case=case, text=agreed, agree_share=92
    )
    minutes = await scene.act(
        "township",
        "draft_minutes",
        ago=ago - 1,
        consultation=event,
        text=f"{title}。{'；'.join(said)}。议定:{agreed}",
    )
    await scene.act(
        "township", "confirm_minutes", ago=ago - 2, minutes=minutes, sent_on=scene.day(ago - 2)
    )
    await scene.act("township", "advance_step", ago=ago - 3, case=case, step="deliberate")


async def _outcome(scene: Scene, case: Any, ago: int, title: str, text: str) -> tuple[Any, Any]:
    """Assign an outcome to the water works, and supervise it."""
    outcome = await scene.act(
        "township", "record_outcome", ago=ago, case=case, title=title, text=text
    )
    await scene.act("township", "route_outcome", ago=ago - 1, outcome=outcome, route_class="A")
    given = await scene.act(
        "township", "assign_outcome", ago=ago - 2, outcome=outcome, unit=scene.units[0], brief=text
    )
    await scene.act("unit", "accept_assignment", ago=ago - 3, assignment=given)
    await scene.act("unit", "start_assignment", ago=ago - 5, assignment=given)
    pressing: dict[str, Any] = {
        "method": "special_inspection",
        "by": "镇政协联络组",
        "finding": "材料已进场,进度偏慢",
        "demand": "倒排工期,按期完成",
    }
    await scene.act("township", "supervise", ago=ago - 12, outcome=outcome, **pressing)
    return outcome, given


async def _close(
    scene: Scene, case: Any, ago: int, outcome: Any, given: Any, done: str, satisfaction: str
) -> None:
    """The third and last links: the unit answers, the county converts, everybody is told."""
    reply: dict[str, Any] = {
        "text": done,
        "result_class": "A",
        "approved_by": "分管副局长",
        "communicated_by": "visit",
    }
    await scene.act("unit", "reply_assignment", ago=ago, assignment=given, **reply)
    await scene.act("township", "confirm_reply", ago=ago - 2, assignment=given)
    await scene.act(
        "county",
        "convert_outcome",
        ago=ago - 4,
        outcome=outcome,
        conversion_kind="problem_solved",
        conversion_note=done,
    )
    await scene.act("township", "advance_step", ago=ago - 5, case=case, step="supervise")
    await scene.act(
        "township",
        "give_feedback",
        ago=ago - 6,
        outcome=outcome,
        direction="to_authority",
        to="镇党委政府",
    )
    told = {
        "direction": "to_proposer",
        "to": "沿河住户代表",
        "satisfaction": satisfaction,
        "communicated_by": "visit",
    }
    await scene.act("township", "give_feedback", ago=ago - 6, hour=11, outcome=outcome, **told)
    await scene.act("township", "close_outcome", ago=ago - 7, outcome=outcome)
    await scene.act(
        "township", "advance_step", ago=ago - 8, case=case, step="reply", fields={"effect": done}
    )


async def river_bank(scene: Scene, studio: Station) -> None:
    """The closed loop: repaired, not to everybody's satisfaction; consulted again, and pressed."""
    asked = await ask(scene, studio, "township", 335, 60, "汛期临近,镇区段河堤如何修复")
    why = "去年汛期冲垮河堤四十余米,沿河二十户担心今年再垮。"
    case = await _topic(scene, studio, 332, "修复镇区段河堤", why, "party_points", "disaster")
    said = ["先堵缺口再砌石", "请住户代表看着施工", "施工便道不要占菜地"]
    await _consult(scene, case, 318, "河堤怎么修", said, "汛期前砌石四十五米,住户代表监督", 16)
    answer = "经微协商,汛期前砌石修复四十五米,由住户代表全程监督。"
    await scene.act(
        "member", "answer_question", ago=314, question=asked, answer=answer, answer_case=case
    )
    outcome, given = await _outcome(
        scene, case, 312, "修复河堤缺口", "镇区段河堤缺口四十五米砌石修复,汛期前完成"
    )
    await _close(
        scene,
        case,
        290,
        outcome,
        given,
        "河堤缺口四十五米砌石修复完工,汛期前投入使用",
        "unsatisfied",
    )
    again = await scene.act("township", "restart_case", ago=70, case=case)
    await scene.act(
        "township",
        "advance_step",
        ago=68,
        case=again,
        step="choose",
        note="住户反映堤脚仍有淘刷,再协商",
    )
    said = ["堤脚抛石护底", "加栏杆和警示牌"]
    await _consult(scene, again, 48, "河堤堤脚如何加固", said, "堤脚抛石护底六十米,加装栏杆", 19)
    await _outcome(scene, again, 42, "加固河堤堤脚", "镇区段堤脚抛石护底六十米并加装栏杆")
