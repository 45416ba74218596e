"""Matters that the village settles itself: the lamps, the flower path."""

from __future__ import annotations

from datetime import timedelta

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene
from yishi_plugins.qiangshan_hall.demo.matters import deliberate, hand_in_matter, research


async def lamps(scene: Scene, station: Station) -> None:
    """In its last link: one pledge is due soon, so the register reminds."""
    case, _ = await hand_in_matter(
        scene,
        station,
        110,
        "一组到学校的路没有路灯,冬天放学天黑,娃娃摔过两回。",
        "一组至学校路段安装路灯",
        "public_facility",
    )
    await research(scene, case, 92, "路段六百米,需太阳能路灯十八盏,电网不经过")
    said = ["装太阳能灯,不用拉线", "灯杆离果树远一点", "坏了谁来修要说清楚"]
    event = await deliberate(
        scene,
        case,
        80,
        "娃娃放学路上的灯",
        said,
        "装太阳能路灯十八盏,村里管护,两年内坏了由供货方换",
        26,
    )
    due = scene.day(0) + timedelta(days=9)
    second, third = scene.posts["member2"], scene.posts["member3"]
    await scene.act(
        "township",
        "make_pledge",
        ago=80,
        hour=17,
        consultation=event,
        person=second,
        text="联系企业捐赠路灯十盏",
        due_on=due,
    )
    kept = await scene.act(
        "township",
        "make_pledge",
        ago=79,
        consultation=event,
        person=third,
        text="义务培训两名管护员",
        due_on=scene.day(40),
    )
    photo = await scene.upload("township", "管护培训.jpg", 45, kept)
    await scene.act(
        "township",
        "fulfil_pledge",
        ago=45,
        pledge=kept,
        fulfil_note="两名管护员学会更换蓄电池和灯头",
        photos=[photo],
    )
    outcome = await scene.act(
        "township",
        "record_outcome",
        ago=72,
        case=case,
        title="学校路段路灯",
        text="一组至学校六百米安装太阳能路灯十八盏。",
    )
    await scene.act("township", "route_outcome", ago=71, outcome=outcome, route_class="A")
    brief = "一组至学校路段安装太阳能路灯八盏(另十盏由社会捐赠)"
    given = await scene.act(
        "township",
        "assign_outcome",
        ago=70,
        outcome=outcome,
        unit=scene.units[1],
        brief=brief,
        complicated=True,
    )
    await scene.act("unit2", "accept_assignment", ago=68, assignment=given)
    await scene.act("unit2", "start_assignment", ago=60, assignment=given)


async def flower_path(scene: Scene, station: Station) -> None:
    """Being looked into: the third link."""
    content = "进村路两边光秃秃的,能不能种上花,游客来了也好看。"
    case, _ = await hand_in_matter(scene, station, 42, content, "进村路建花径", "tourism")
    await scene.act(
        "village",
        "record_activity",
        ago=20,
        station=station,
        case=case,
        kind="survey",
        title="进村路沿线土壤与用水调研",
        date=scene.day(20),
        result_text="沿线一点二公里,宜种波斯菊和三角梅,需引水管三百米。",
        self_started=True,
        participants=[
            {"person": scene.posts["expert"], "party_kind": "expert"},
            {"party_kind": "cppcc_member", "count": 2},
        ],
    )
