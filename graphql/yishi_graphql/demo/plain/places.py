"""Stations in every state with their staff, boxes and boards, and collection days."""

from __future__ import annotations

from typing import Any

from yishi_core import clock
from yishi_core.domain.schedules.models import ScheduleDate
from yishi_core.domain.stations.models import Station
from yishi_core.testing.scene import Scene
from yishi_graphql.demo.plain.office import Office
from yishi_graphql.demo.scene import TownshipScene

PROCEDURE: list[dict[str, Any]] = [
    {
        "code": "propose",
        "label": "提出议题,确定参与主体",
        "stage": "approve",
        "time_limit_days": 10,
        "responsible_role": "township_staff",
    },
    {
        "code": "inform",
        "label": "提前通报协商内容",
        "stage": "notify",
        "time_limit_days": 7,
        "may_skip": True,
    },
    {
        "code": "consult",
        "label": "组织开展协商",
        "stage": "deliberate",
        "time_limit_days": 30,
        "responsible_role": "township_staff",
    },
    {
        "code": "carry_out",
        "label": "组织实施协商成果",
        "stage": "convert",
        "time_limit_days": 90,
        "responsible_role": "township_staff",
    },
    {
        "code": "feed_back",
        "label": "向居民反馈",
        "stage": "reply",
        "time_limit_days": 15,
        "disclosure_required": True,
    },
]
"""The default procedure with time limits, as the township set it for itself."""
ROUNDS = (
    ("3", "青苗补偿、公交班次和垃圾清运各一件"),
    ("0", "当日无人来访"),
    ("4", "集镇占道、噪声等"),
)
"""Number of items and note of each collection round, oldest first; one had no items."""


async def open_office(scene: TownshipScene) -> Office:
    """Open the hall and the first village's room with their staff.

    Further stations are in other states.
    """
    await scene.act(
        "township",
        "configure_plugin",
        ago=358,
        org=scene.township,
        plugin="core",
        note="按乡情规定各步时限",
        values={"default_procedure": PROCEDURE, "due_soon_days": 5},
    )
    first = {
        "level": "township",
        "address": "乡政府二楼",
        "area_m2": "120",
        "opened_on": scene.day(800),
    }
    hall = await _station(scene, 355, "township", scene.township, "南坝乡协商议事室", **first)
    yard = {"address": "古井村文化院坝", "culture_theme": "古井文化"}
    room = await _station(scene, 352, "township", scene.villages[0], "古井村小院议事点", **yard)
    await _other_states(scene)
    await _posts(scene, hall, room)
    return Office(scene, hall, room)


async def _station(scene: Scene, ago: int, who: str, org: Any, name: str, **more: Any) -> Station:
    opened = {"opened_on": scene.day(ago), "kind": "council_room", "level": "village", **more}
    station: Station = await scene.act(
        who, "open_station", ago=max(ago, 0), org=org, name=name, **opened
    )
    return station


async def _other_states(scene: Scene) -> None:
    """Stations that are being prepared, suspended, closed, and resumed after repairs."""
    second = scene.villages[1]
    await _station(
        scene,
        30,
        "township",
        scene.township,
        "南坝工业园议事室",
        level="park",
        opened_on=scene.day(-45),
        plus_theme="协商+营商环境",
    )
    resting = await _station(
        scene,
        320,
        "township",
        second,
        "双河流动议事车",
        kind="flexible_venue",
        mobility="mobile",
        sub_kind="field",
    )
    await scene.act(
        "township", "suspend_station", ago=75, station=resting, reason="汛期河滩道路不通,暂停巡回"
    )
    closed = await _station(
        scene,
        340,
        "township",
        second,
        "双河村老渡口议事点",
        kind="flexible_venue",
        sub_kind="bench",
    )
    await scene.act(
        "township", "close_station", ago=130, station=closed, reason="并入双河村委会议事室"
    )
    resumed = await _station(
        scene, 330, "township", second, "双河村委会议事室", shares_with=["village_office"]
    )
    await scene.act("township", "suspend_station", ago=210, station=resumed, reason="房屋翻修")
    await scene.act("township", "resume_station", ago=160, station=resumed, reason="翻修完成")


async def _posts(scene: Scene, hall: Station, room: Station) -> None:
    people = scene.posts
    for station, post, role in (
        (hall, "clerk", "station_head"),
        (hall, "member", "resident_member"),
        (room, "village_secretary", "station_head"),
        (room, "elder", "observer"),
    ):
        await scene.act(
            "township",
            "assign_to_station",
            ago=348,
            station=station,
            person=people[post],
            role=role,
            from_on=scene.day(348),
        )
    await scene.act(
        "township",
        "assign_to_station",
        ago=346,
        station=room,
        person=people["elder"],
        role="convener",
        from_on=scene.day(346),
        selected_by="古井村村民代表会议",
        selected_on=scene.day(350),
    )
    await scene.act(
        "township",
        "pay_stipend",
        ago=150,
        station=room,
        person=people["elder"],
        amount=60000,
        period_from=scene.day(340),
        period_to=scene.day(160),
        paid_on=scene.day(150),
        note="上半年召集人误工补助",
    )
    council = await scene.act(
        "township",
        "found_council",
        ago=345,
        station=room,
        name="古井村议事会",
        seats=7,
        founded_on=scene.day(345),
    )
    for post, identity in (
        ("elder", "five_elders"),
        ("village_secretary", "village_cadre"),
        ("member", "cppcc_member"),
        ("expert", "expert"),
    ):
        await scene.act(
            "township",
            "seat_council_member",
            ago=344,
            council=council,
            person=people[post],
            identity=identity,
            from_on=scene.day(344),
        )
    experts = await scene.act(
        "township",
        "found_expert_committee",
        ago=343,
        org=scene.township,
        name="南坝乡水利专家组",
        theme="饮水与灌溉",
    )
    await scene.act(
        "township",
        "appoint_expert",
        ago=342,
        committee=experts,
        person=people["expert"],
        expert_role="adviser",
    )


async def play_collecting(office: Office) -> None:
    """A box opened twice, a board with a QR code, and quarterly collection days.

    Three rounds are held, one of them without items.
    """
    scene = office.scene
    box = await scene.act(
        "village",
        "put_up_box",
        ago=340,
        station=office.room,
        name="古井1号箱",
        place="文化院坝门口",
        put_up_on=scene.day(340),
    )
    openers: dict[str, Any] = {
        "first_opener": scene.posts["village_secretary"],
        "second_opener": scene.posts["elder"],
    }
    opening = await scene.act("village", "open_box", ago=236, box=box, slips=2, **openers)
    for text, field in (
        ("井台边石板松动,打水的老人差点滑倒。", "public_facility"),
        ("村里账目公示太久没更新,请按月贴出来。", "governance"),
    ):
        await scene.act(
            "village",
            "record_intake",
            ago=236,
            hour=11,
            station=office.room,
            content=text,
            channel="box",
            box_opening=opening,
            is_anonymous=True,
            focus_category=field,
        )
    await scene.act(
        "village", "open_box", ago=120, box=box, slips=0, note="箱内无意见条", **openers
    )
    await scene.act(
        "village",
        "put_up_notice_board",
        ago=338,
        station=office.room,
        place="村口公交站",
        content="反映身边事:扫码提交,凭查询码看进度。",
    )
    await _quarterly(office)


async def _quarterly(office: Office) -> None:
    scene = office.scene
    rule = await scene.act(
        "township",
        "add_schedule_rule",
        ago=335,
        station=office.hall,
        kind="collect_day",
        label="每季度12日集中收集",
        time_from="09:00",
        time_to="11:30",
        rrule="FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=12",
    )
    dates = [
        d
        for d in await scene.rows(ScheduleDate, ScheduleDate.rule_id == rule.id)
        if d.date <= clock.today()
    ]
    for row, (items, note) in zip(sorted(dates, key=lambda d: d.date)[:3], ROUNDS, strict=True):
        held = await scene.act(
            "township",
            "hold_collect_round",
            ago=row.date,
            station=office.hall,
            schedule_date=row,
            place="乡政府便民大厅",
            items=int(items),
            is_nil=items == "0",
            staff=[scene.posts["clerk"].name, scene.posts["member"].name],
            note=note,
        )
        if items == "4":
            await scene.act(
                "township",
                "record_intake",
                ago=row.date,
                hour=11,
                station=office.hall,
                content="夜里歌厅噪声大,孩子没法做作业。",
                channel="offline_desk",
                source="on_site_collect",
                collect_round=held,
                focus_category="environment",
                submitter_name="李大姐",
                submitter_phone="13900020007",
            )
