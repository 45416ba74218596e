"""The station with its study party group, its members, its standard."""

from __future__ import annotations

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

FOUND = (
    ("pass", "站名、品牌标牌挂在入口"),
    ("pass", "镇文化站二楼,一百二十平方米"),
    ("pass", "站长职责、小微协商制度上墙"),
    ("pass", "今年协商、学习均有计划"),
    ("pass", "协商、学习、接待三本台账"),
    ("partly", "镇里列支三万元,区级补助未到"),
    ("pass", "驻站委员二人,照片、专长上墙"),
    ("pass", "一名兼职工作人员"),
)
"""What was found of each of 八有: verdict and note."""


async def build(scene: Scene) -> Station:
    """Open the station; of the town's three members two have their place in it so far."""
    group = await scene.act(
        "county",
        "create_org",
        ago=352,
        parent=scene.township,
        slug="study-party-group",
        kind="study_party_group",
        name=f"{scene.township.name}委员学习党小组",
    )
    station: Station = await scene.act(
        "county",
        "open_station",
        ago=350,
        org=scene.township,
        name=f"{scene.township.name}委员联络站",
        kind="liaison_station",
        level="township",
        opened_on=scene.day(350),
        plus_theme="协商+乡村振兴",
        area_m2="120",
        one_three_four_six={"study_party_group": group},
    )
    for post in ("member", "member2"):
        await scene.act(
            "county",
            "assign_to_station",
            ago=348,
            station=station,
            person=scene.posts[post],
            role="resident_member",
            from_on=scene.day(348),
        )
    await scene.act(
        "township", "adopt_quota_set", ago=345, org=scene.township, code="station_two_two"
    )
    standard = await scene.act(
        "township", "adopt_checklist", ago=345, org=scene.township, code="liaison_station_8"
    )
    await scene.act(
        "township",
        "record_standard_check",
        ago=330,
        station=station,
        checklist=standard,
        inspector=scene.posts["clerk"],
        results=[
            {"item_no": number, "verdict": verdict, "note": note}
            for number, (verdict, note) in enumerate(FOUND, 1)
        ],
    )
    return station
