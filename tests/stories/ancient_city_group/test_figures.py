"""The figures of the special group's document (domain.md 3.9)."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.stories.ancient_city_group.group import Group, sheet, topic
from tests.stories.figures import Derived, Printer, Row, Table, per

EXPERTS = "experts{expert_role=adviser} / {committee_member}"
TOPICS = "topics / intakes"
DAYS = "schedule_dates{kind=collect_day} / {kind=consult_day} a year"
TABLE = Table(
    "S1.8",
    [
        Row("org_members{org}", "=27", "org_members{org}", "27", of="group"),
        Row(EXPERTS, "=3", "experts{expert_role=adviser}", "3"),
        Row(EXPERTS, "=15", "experts{expert_role=committee_member}", "15"),
        Row("walk_groups", "=54", "walk_groups", "54"),
        Row("activities{kind=survey}", "=135", "activities{kind=survey}", "135"),
        Row("consensus", "=76", "consensus", "76"),
        Row("activities{kind=law_preach}", "=18", "activities{kind=law_preach}", "18"),
        Row(TOPICS, "=56", "topics", "56"),
        Row(TOPICS, "=63", "intakes", "63"),
        Row("consultations{grade=small_micro}", "=18", "consultations{grade=small_micro}", "18"),
        Derived(
            "surveys per walk group",
            "2.5 (135/54), derived",
            ("activities{kind=survey}", "walk_groups"),
            per,
            "2.5",
        ),
        Row(DAYS, "=6", "schedule_dates{kind=collect_day}", "6", to_on="2026-12-31"),
        Row(DAYS, "=6", "schedule_dates{kind=consult_day}", "6", to_on="2026-12-31"),
        Row("publicity{level=province,kind=tv}", "=1", "publicity{level=province,kind=tv}", "1"),
    ],
)


@pytest.mark.figures
async def test_every_row_of_the_table(group: Group, figures: Printer) -> None:
    await people(group)
    clues = await collected(group)
    walks = await walked(group, clues)
    case = await chosen(group, clues)
    await consulted(group, case)
    await agreed(group, case, walks)
    await figures.hold(group.town, TABLE, {"group": {"org": group.org}})


async def people(group: Group) -> None:
    """27 members and 18 experts, with those that the story has already."""
    staff = group.town["group_staff"]
    members = [f"李{n}" for n in "一二三四五六七八九十百千万东南西北春夏秋冬风云雨"]
    experts = [f"王{n}" for n in "一二三四五六七八九十百千万东南西"]
    org = "古城专项协商联络组"
    await staff.hand_in(
        "Person",
        [{"org": org, "name": name, "expertise": "消防"} for name in (*members, *experts)],
    )
    await staff.hand_in(
        "OrgMembership",
        [{"group": org, "person": name, "from_on": "2025-09-01"} for name in members],
    )
    await staff.hand_in(
        "Expert",
        [
            {
                "committee": "古城专家委员会",
                "person": name,
                "expert_role": "顾问" if n < 2 else "委员",
                "from_on": "2025-09-01",
            }
            for n, name in enumerate(experts)
        ],
    )


async def collected(group: Group) -> list[str]:
    """63 clues, taken on and analysed."""
    staff = group.town["group_staff"]
    content = "老院子电线老化,夏天怕起火,第{}户。"
    await staff.hand_in(
        "Intake",
        [
            {
                "org": "古城专项协商联络组",
                "content": content.format(n),
                "channel": "线下收集",
                "received_at": f"2026-{1 + n % 10:02d}-15 10:00",
                "is_anonymous": "是",
            }
            for n in range(63)
        ],
    )
    found = await staff.ask("{ intakes(first: 100) { nodes { id } } }")
    clues = [node["id"] for node in found["intakes"]["nodes"]]
    for clue in clues:
        await staff.do("acceptIntake", "__typename", intake=clue)
        await staff.do("analyseClue", "__typename", **sheet(group, clue, analysed_on="2026-11-18"))
    return clues


async def walked(group: Group, clues: list[str]) -> list[str]:
    """54 walk groups, 135 surveys, 18 talks about the law."""
    staff, people = group.town["group_staff"], group.people
    three = [people["孙工"], people["赵工"], people["周委员"]]
    walks = []
    for clue in islice(clues, 54):
        formed = await staff.do(
            "formWalkGroup",
            "walkGroup { id }",
            origin_intake=clue,
            leader=people["孙工"],
            members=three,
            formed_on="2026-11-20",
        )
        walks.append(formed["walkGroup"]["id"])
    await staff.hand_in(
        "Activity",
        [
            {
                "org": "古城专项协商联络组",
                "kind": kind,
                "title": f"入户{n}",
                "date": f"2026-{1 + n % 10:02d}-20",
            }
            for kind, times in (("调研", 135), ("法规宣讲", 18))
            for n in range(times)
        ],
    )
    return walks


async def chosen(group: Group, clues: list[str]) -> str:
    """56 topics are approved, and one of them opened."""
    staff, head = group.town["group_staff"], group.town["group_head"]
    topics = []
    for clue in islice(clues, 56):
        made = await staff.do("proposeTopic", "topic { id }", **topic(group, intakes=[clue]))
        topics.append(made["topic"]["id"])
        await staff.do("screenTopic", "__typename", topic=topics[-1], decision="screened")
        await head.do("approveTopic", "__typename", topic=topics[-1], approved_by="联络组领导小组")
    opened = await staff.do(
        "openCase", "consultationCase { id }", topic=topics[0], opened_on="2026-11-25"
    )
    return str(opened["consultationCase"]["id"])


async def consulted(group: Group, case: str) -> None:
    """18 small consultations of the case, and the news of the province's television."""
    staff = group.town["group_staff"]
    for n in range(18):
        planned = await staff.do(
            "planConsultation",
            "consultation { id }",
            case=case,
            title=f"消防能力第{n + 1}次协商",
            date="2026-11-25",
            place="北街广场",
            form="yard",
        )
        await staff.do(
            "holdConsultation",
            "__typename",
            consultation=planned["consultation"]["id"],
            date="2026-11-25",
            participants=[{"party_kind": "mass_representative", "count": 6}],
        )
    await staff.do(
        "recordPublicity",
        "__typename",
        org=group.org,
        publicity_kind="tv",
        outlet="省电视台",
        outlet_level="province",
        title="古城居民议消防",
        date="2026-06-02",
    )


async def agreed(group: Group, case: str, walks: list[str]) -> None:
    """76 agreements: one of each walk group, the others of the case."""
    staff = group.town["group_staff"]
    places = [*({"walk_group": walk} for walk in walks), *({"case": case} for _ in range(22))]
    for n, place in enumerate(places):
        await staff.do(
            "recordConsensus", "__typename", text=f"先清通道,再装水源,第{n}条。", **place
        )
