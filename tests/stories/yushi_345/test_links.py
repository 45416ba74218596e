"""Three links: four questions answered with yes, and each link on the echo wall before it ends."""

from __future__ import annotations

from typing import Any

from tests.stories.asking import asked
from tests.stories.people import Json
from tests.stories.yushi_345.district import PLUGIN, District

STEPS = "consultationCase { state }"


async def opened_case(district: District, title: str) -> str:
    """A topic of the township, approved and opened as a case of the three links."""
    township = district.township
    made = await township.do(
        "proposeTopic",
        "topic { id }",
        org=district.town.orgs["township"],
        station=district.room,
        title=title,
        description="群众盼着办。",
        topic_source="resident",
        focus_category="tourism",
        grade="small_micro",
    )
    topic = made["topic"]["id"]
    await township.do("screenTopic", "__typename", topic=topic, decision="screened")
    await district.town["head"].do("approveTopic", "__typename", topic=topic, approved_by="镇党委")
    case = await township.do("openCase", "consultationCase { id procedure }", topic=topic)
    assert case["consultationCase"]["procedure"] == "three_links_345"
    return str(case["consultationCase"]["id"])


async def publish(district: District, case: str, kind: str, place: str = "echo_wall") -> str:
    """The village drafts a text, the township releases it."""
    given = {"case": case, "kind": kind, "title": "景区联盟", "place": place}
    made = await district.township.do(
        "draftDisclosure", "disclosure { id }", **given, text=f"{kind}:三家景区联动,一卡通游。"
    )
    text = made["disclosure"]["id"]
    await district.township.refused("releaseDisclosure", "REFUSED", "own_text", disclosure=text)
    await district.town["county"].do("releaseDisclosure", "__typename", disclosure=text)
    return str(text)


async def held(district: District, case: str) -> None:
    """Both convene, and the event is held."""
    event = await district.planned(case=case, conveners=district.both, station=district.room)
    came = [
        {"party_kind": "cppcc_member", "count": 3},
        {"party_kind": "mass_representative", "count": 12},
    ]
    await district.township.do(
        "holdConsultation", "__typename", consultation=event, participants=came
    )


async def test_each_link_asks_its_questions_and_shows_its_blocks(district: District) -> None:
    township, case = district.township, await opened_case(district, "景区联盟")
    wall = await township.do(
        "putUpEchoWall", "echoWall { id }", station=district.room, place="镇便民服务中心"
    )
    end: dict[str, Any] = {"case": case, "step": "collect"}
    yes: Json = {"topic_fine": True}
    told = await township.refused("advanceStep", "REFUSED", "not_on_the_wall", **end, fields=yes)
    assert "议题征集" in told["message"]
    await publish(district, case, "topic", place="web")  # a website is no echo wall
    await township.refused("advanceStep", "REFUSED", "not_on_the_wall", **end, fields=yes)
    await publish(district, case, "topic")
    await township.refused("advanceStep", "REFUSED", "field_missing", **end)
    await township.refused(
        "advanceStep", "REFUSED", "field_not_yes", **end, fields={"topic_fine": False}
    )
    await township.do("advanceStep", "__typename", **end, fields=yes)

    await held(district, case)
    await publish(district, case, "process")
    end["step"] = "consult"
    told = await township.refused(
        "advanceStep", "REFUSED", "field_missing", **end, fields={"people_fine": True}
    )
    assert "精心搭台" in told["message"]
    await township.do(
        "advanceStep", "__typename", **end, fields={"people_fine": True, "stage_fine": True}
    )

    end["step"] = "convert"
    told = await township.refused(
        "advanceStep", "REFUSED", "not_on_the_wall", **end, fields={"press_fine": True}
    )
    assert "采纳决策、成果转化" in told["message"]
    for kind in ("decision", "conversion"):
        await publish(district, case, kind)
    done = await township.do("advanceStep", STEPS, **end, fields={"press_fine": True})
    assert done["consultationCase"]["state"] == "concluded"

    # what hangs on the wall, everybody reads: four blocks
    blocks = "title topic { text } process { text } decision { text } conversion { text }"
    shown = await asked(
        district.town.resident,
        "publicEchoWall",
        blocks,
        county=district.town.code,
        wall=wall["echoWall"]["id"],
    )
    [on_wall] = shown
    assert {k: len(v) for k, v in on_wall.items() if k != "title"} == dict.fromkeys(
        ("topic", "process", "decision", "conversion"), 1
    )


async def test_a_township_may_publish_afterwards_by_its_own_setting(district: District) -> None:
    town = district.town
    mine = {"org": town.orgs["township"], "plugin": PLUGIN}
    await district.township.do(
        "configurePlugin", "__typename", **mine, values={"wall_first": False}
    )
    case = await opened_case(district, "村口路灯")
    done = {"case": case, "step": "collect", "fields": {"topic_fine": True}}
    await district.township.do("advanceStep", "__typename", **done)
    await district.township.do("configurePlugin", "__typename", **mine, values={"wall_first": None})
    # the case keeps the settings with which it began
    await held(district, case)
    done = {"case": case, "step": "consult", "fields": {"people_fine": True, "stage_fine": True}}
    await district.township.do("advanceStep", "__typename", **done)


async def test_links_that_a_township_words_anew_keep_their_blocks(district: District) -> None:
    mine = {"org": district.town.orgs["township"], "plugin": PLUGIN}
    steps = [
        {"code": "gather", "label": "请您出题", "stage": "collect"},
        {"code": "talk", "label": "坐下来谈", "stage": "deliberate"},
        {"code": "carry_out", "label": "说到做到", "stage": "convert"},
    ]
    await district.township.do(
        "configurePlugin", "__typename", **mine, values={"three_links_steps": steps}
    )
    case = await opened_case(district, "停车难")
    told = await district.township.refused(
        "advanceStep", "REFUSED", "not_on_the_wall", case=case, step="gather"
    )
    assert "议题征集" in told["message"]
    await publish(district, case, "topic")
    await district.township.do("advanceStep", "__typename", case=case, step="gather")
    await district.township.do(
        "configurePlugin", "__typename", **mine, values={"three_links_steps": None}
    )
