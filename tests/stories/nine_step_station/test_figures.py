"""The figures of the station's document (domain.md 3.8): five years of the station, the rooms since
2021. More outcomes were converted than suggestions recorded: independent counts (domain.md 6.3).
"""

from __future__ import annotations

import pytest

from tests.stories.figures import Printer, Row, Table
from tests.stories.nine_step_station.place import Place
from tests.stories.people import Json

STAFF = "staff{role=station_head / deputy_head / staff}"
VISITS = "activities{kind=leader_visit,leader_post=county_party_secretary / county_chair}"
SECRETARY = "activities{kind=leader_visit,leader_post=county_party_secretary}"
CHAIR = "activities{kind=leader_visit,leader_post=county_chair}"
ROOMS = "stations{kind=council_room,level=township} / {village, community}"
ROOM = "stations{kind=council_room,level=village,village_kind=%s}"
EVENTS = "consultations_total; suggestions; converted"
OUTDOORS = "consultations{form=yard} + {form=field}"
JOINT = "joint_cases{joint_kind=enterprise_local}"
EFFECT = "impact{migrant_workers_nearby}; disputes_settled{dispute_kind=enterprise_local}"
SETTLED = "disputes_settled{dispute_kind=enterprise_local}"
TABLE = Table(
    "S1.7",
    [
        Row("activities{kind=survey}", "=20 in 5 years", "activities{kind=survey}", "20"),
        Row("opinions", "=160", "opinions", "160"),
        Row("proposals", "=48", "proposals", "48"),
        Row("speeches", "=5", "speeches", "5"),
        Row(STAFF, "=1", "staff{role=station_head}", "1"),
        Row(STAFF, "=1", "staff{role=deputy_head}", "1"),
        Row(STAFF, "=2", "staff{role=staff}", "2"),
        Row("budgets", "=30 000 a year", "budgets", "30000", "3.00万元", from_on="2026-01-01"),
        Row(VISITS, "=5", SECRETARY, "5"),
        Row(VISITS, "=11", CHAIR, "11"),
        Row(ROOMS, "=1", "stations{kind=council_room,level=township}", "1"),
        Row(ROOMS, "=1", ROOM % "village", "1"),
        Row(ROOMS, "=1", ROOM % "community", "1"),
        Row("council_members", "=37", "council_members", "37"),
        Row(EVENTS, "=9", "consultations_total", "9"),
        Row(EVENTS, "=43", "suggestions", "43"),
        Row(EVENTS, "=50", "converted", "50"),
        Row("intakes", ">120", "intakes", "121", rounded="120余"),
        Row(OUTDOORS, "=4", "consultations{form=yard}+consultations{form=field}", "4"),
        Row(JOINT, "=4 (joint consultations)", JOINT, "4"),
        Row(EFFECT, "=2180", "impact{metric=migrant_workers_nearby}", "2180"),
        Row(EFFECT, "=12", SETTLED, "12"),
        Row("honour_years{kind=advanced_unit}", "=5", "honour_years{kind=advanced_unit}", "5"),
        Row("publicity{level=national}", "=1", "publicity{level=national}", "1"),
    ],
    from_on="2022-01-01",
)
OFFICE, STATION = "河口镇政协联络组", "河口镇政协工作联络站"
FORMS = ("院坝协商", "院坝协商", "田坝协商", "田坝协商", *["会场协商"] * 5)
"""The forms of the nine consultations."""
SUGGESTED, CONCLUDED = (4, *[5] * 7, 4), (2, *[6] * 8)
"""Suggestions and outcomes of each: 43 and 50."""


@pytest.mark.figures
async def test_every_row_of_the_table(place: Place, figures: Printer) -> None:
    await people(place)
    await five_years(place)
    await collected(place)
    await consulted(place)
    await told(place)
    await figures.hold(place.town, TABLE)


async def people(place: Place) -> None:
    """1 head, 1 deputy, 2 staff; 37 members of three councils."""
    township = place["township"]
    await township.hand_in(
        "StationAssignment",
        [
            {"station": STATION, "person": name, "role": role, "from_on": "2022-01-10"}
            for name, role in (
                ("何站长", "站长"),
                ("吕副站长", "副站长"),
                ("施干事", "工作人员"),
                ("孔干事", "工作人员"),
            )
        ],
    )
    names = [f"{surname}{n}" for surname in "姜范石" for n in "一二三四五六七八九十百千万"][:37]
    await township.hand_in("Person", [{"org": OFFICE, "name": name} for name in names])
    councils = [f"{room.removesuffix('室')}会" for room in place.rooms]
    await township.hand_in(
        "Council",
        [
            {"station": room, "name": council, "seats": 13, "founded_on": "2022-03-01"}
            for room, council in zip(place.rooms, councils, strict=True)
        ],
    )
    await township.hand_in(
        "CouncilMember",
        [
            {
                "council": councils[n // 13],
                "person": name,
                "identity": "群众代表",
                "from_on": "2022-03-01",
            }
            for n, name in enumerate(names)
        ],
    )


async def five_years(place: Place) -> None:
    """20 surveys, 160 opinions, 48 proposals, 5 plenary speeches; the leaders' visits."""
    township, county = place["township"], place["county"]
    await township.hand_in(
        "Activity",
        [
            {"station": STATION, "kind": kind, "title": title, "date": _day(n), "leader_post": post}
            for kind, title, post, times in (
                ("调研", "专题调研", "", 20),
                ("领导调研", "到站调研", "县委书记", 5),
                ("领导调研", "到站指导", "县政协主席", 11),
            )
            for n in range(times)
        ],
    )
    await township.hand_in(
        "Opinion",
        [
            {
                "station": STATION,
                "title": f"关于农产品市场的反映之{n}",
                "category": "市场与摊位",
                "problem": f"场口第{n}处摊位外溢,车辆难行,群众意见较大。",
                "cause": "市场内摊位少,租金偏高。",
                "suggestion": "划行归市,引导入场。",
                "reporter": "金委员",
                "reported_on": _day(n),
            }
            for n in range(160)
        ],
    )
    await county.hand_in(
        "Proposal",
        [
            {
                "org": OFFICE,
                "title": f"关于乡村食品安全在线监管的建议之{n}",
                "category": "食品安全",
                "first_proposer": "金委员",
                "submitted_on": _day(n),
                "end": "filed",
            }
            for n in range(48)
        ],
    )
    term = await county.do(
        "recordTerm",
        "term { id }",
        org=place.town.orgs["county"],
        no=9,
        start="2022-01-01",
        end="2026-12-31",
    )
    for no, year in enumerate(range(2022, 2027), 1):
        meeting = await county.do(
            "planPlenaryMeeting",
            "plenaryMeeting { id }",
            term=term["term"]["id"],
            no=no,
            date_from=f"{year}-02-10",
            date_to=f"{year}-02-13",
        )
        await county.do(
            "recordSpeech",
            "__typename",
            org=place.town.orgs["county"],
            meeting=meeting["plenaryMeeting"]["id"],
            title=f"{year}年大会发言:让协商走到田坝里",
            person=place.people["金委员"],
            mode="oral",
            text="田坝里说的话,最接地气。",
            on=f"{year}-02-11",
        )


async def collected(place: Place) -> None:
    """More than 120 matters, taken on."""
    township = place["township"]
    await township.hand_in(
        "Intake",
        [
            {
                "station": STATION,
                "content": f"场口占道停车,第{n}位群众反映。",
                "channel": "线下收集",
                "received_at": f"{_day(n)} 10:00",
                "is_anonymous": "是",
            }
            for n in range(121)
        ],
    )
    for start in (0, 100):
        found = await township.ask(
            "{ intakes(first: 100, where: {state: {eq: received}}) { nodes { id } } }"
        )
        for node in found["intakes"]["nodes"]:
            await township.do("acceptIntake", "__typename", intake=node["id"])
        assert start or len(found["intakes"]["nodes"]) == 100


async def consulted(place: Place) -> None:
    """Nine consultations with 43 suggestions and 50 outcomes, all of them converted; four of the
    cases are held jointly with the park's group.
    """
    township = place["township"]
    events = zip(FORMS, SUGGESTED, CONCLUDED, strict=True)
    await township.hand_in(
        "Consultation",
        [
            {
                "station": "镇议事室",
                "date": _day(n),
                "title": f"第{n + 1}场协商",
                "content": "当面议定。",
                "form": form,
                "topic_source": "政协委员荐题",
                "suggestions": "\n".join(f"建议之{i}:分时分段" for i in range(suggested)),
                "outcomes": "\n".join(f"成果之{i}:疏堵结合" for i in range(concluded)),
            }
            for n, (form, suggested, concluded) in enumerate(events)
        ],
    )
    found = await township.ask(
        "{ consultationCases { nodes { id openedOn outcomes { nodes { id } } } } }"
    )
    cases = found["consultationCases"]["nodes"]
    for outcome in (o["id"] for case in cases for o in case["outcomes"]["nodes"]):
        await township.do("routeOutcome", "__typename", outcome=outcome, route_class="A")
        converted: Json = {
            "conversion_kind": "problem_solved",
            "conversion_note": "已按议定事项逐条办好,群众认可。",
        }
        await township.do("convertOutcome", "__typename", outcome=outcome, **converted)
    for case in cases[:4]:
        opened = await township.do(
            "openJointCase",
            "jointCase { id }",
            case=case["id"],
            joint_kind="enterprise_local",
            partners=[{"name": "园区委员小组", "level": "enterprise"}],
        )
        await township.do("startJointCase", "__typename", joint_case=opened["jointCase"]["id"])


async def told(place: Place) -> None:
    """The year's money, what came of it, disputes settled, honours, the national newspaper."""
    township, county = place["township"], place["county"]
    at: Json = {"station": place.station}
    await township.do(
        "recordBudget",
        "__typename",
        **at,
        year=2026,
        amount=30_000_00,
        purpose="activity",
        source="township_finance",
    )
    await township.do(
        "recordImpact",
        "__typename",
        **at,
        metric="migrant_workers_nearby",
        value="2180",
        date="2026-06-30",
        evidence="镇劳务输出台账",
    )
    await township.hand_in(
        "Dispute",
        [
            {
                "station": STATION,
                "date": _day(n),
                "dispute_kind": "企地纠纷",
                "summary": "货车压坏路肩,企业出料修复",
                "settled_on": _day(n),
            }
            for n in range(12)
        ],
    )
    for year in range(2022, 2027):
        await county.do(
            "recordHonour",
            "__typename",
            org=place.township,
            **at,
            kind="advanced_unit",
            title=f"{year}年度先进单位",
            level="county",
            awarded_by="区政协",
            year=year,
        )
    await township.do(
        "recordPublicity",
        "__typename",
        **at,
        publicity_kind="newspaper",
        outlet="人民政协报",
        outlet_level="national",
        title="麦田里的微协商",
        date="2024-05-20",
    )


def _day(n: int) -> str:
    """A day of the five years, spread by number."""
    return f"{2022 + n % 5}-{1 + n % 10:02d}-{11 + n % 17:02d}"
