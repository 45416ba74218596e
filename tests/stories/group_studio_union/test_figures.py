"""The figures of the unions' document (domain.md 3.13)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.stories.figures import Derived, Printer, Row, Table
from tests.stories.group_studio_union.studio import Union, studio
from tests.stories.people import Json

STUDIOS = "stations{kind=member_studio}; {sub_kind=regional}; others"
BANKS = "impact{banks} / {enterprises} / {loans}"
TOLD = "adoptions{level=province} / endorsements{level=city}"
HONOURS = "honours{kind=excellent_studio}; {kind=article_prize} / {kind=video_prize}"
STARTED = "activities{kind=survey,self_started} + suggestions"


def less(all_: Decimal, part: Decimal) -> Decimal:
    return all_ - part


TABLE = Table(
    "S4",
    [
        Row(STUDIOS, "=12", "stations{kind=member_studio}", "12"),
        Row(STUDIOS, "=8", "stations{kind=member_studio,sub_kind=regional}", "8"),
        Derived(
            STUDIOS,
            "=4 (12 − 8, derived)",
            ("stations{kind=member_studio}", "stations{kind=member_studio,sub_kind=regional}"),
            less,
            "4",
        ),
        Row(
            STARTED,
            ">500",
            "activities{kind=survey,self_started}+suggestions",
            "501",
            rounded="500余",
        ),
        Row("disputes_settled", ">300", "disputes_settled", "301", rounded="300余"),
        Row("served_times", ">5000 person-times", "served_times", "5001", rounded="5000余"),
        Row(
            "activities + consultations_total",
            ">300",
            "activities+consultations_total",
            "301",
            rounded="300余",
        ),
        Row("proposals + opinions", ">1000", "proposals+opinions", "1001", rounded="1000余"),
        Row("opinions{station} of one studio", "≥100 a year", "opinions", "100", of="studio"),
        Row(
            "disputes_settled{station} of one studio", "<100", "disputes_settled", "99", of="studio"
        ),
        Row("impact{land_mu} (herbs)", "=5000", "impact{metric=land_mu}", "5000"),
        Row(BANKS, "=5", "impact{metric=banks}", "5"),
        Row(BANKS, ">200", "impact{metric=enterprises}", "201", rounded="200余"),
        Row(BANKS, "<100 000 000", "impact{metric=loans}", "99500000"),
        Row("station_age_years", ">40", "station_age_years", "41", rounded="40余", step=10),
        Row(TOLD, "=1", "adoptions{level=province}", "1"),
        Row(TOLD, "=1 (the patrol opinion)", "endorsements{level=city}", "1"),
        Row(HONOURS, "≥3 named, province or city level", "honours{kind=excellent_studio}", "3"),
        Row(HONOURS, "=1", "honours{kind=article_prize}", "1"),
        Row(HONOURS, "=1", "honours{kind=video_prize}", "1"),
        Row(
            "publicity{level=province,kind=magazine}",
            "=1",
            "publicity{level=province,kind=magazine}",
            "1",
        ),
    ],
)


@pytest.mark.slow  # a thousand rows and more
@pytest.mark.figures
async def test_every_row_of_the_table(union: Union, figures: Printer) -> None:
    await studios(union)
    await worked(union)
    await told(union)
    await measured(union)
    await figures.hold(union.town, TABLE, {"studio": {"station": union.station}})


async def studios(union: Union) -> None:
    """Twelve studios, each one body with a group; eight of them regional, one of them old."""
    town = union.town
    for n in range(11):
        group = f"group{n}"
        await town.org(group, "township", group, "liaison_group", f"河口镇第{n + 2}联络组")
        await studio(
            town,
            "township",
            f"第{n + 2}委员工作室",
            "township",
            town.orgs[group],
            sub_kind="regional" if n < 7 else "chamber",
            opened_on="1985-03-01" if n == 0 else "2024-03-01",
        )


async def worked(union: Union) -> None:
    """281 surveys of one's own and 20 consultations with 220 suggestions; 301 disputes settled, 99
    of them in the studio; served 5001 times.
    """
    staff, here = union.town["township"], "河口委员工作室"
    days = [f"2026-{1 + n % 10:02d}-{1 + n % 28:02d}" for n in range(301)]
    await staff.hand_in(
        "Activity",
        [
            {
                "station": here,
                "kind": "调研",
                "title": f"走访药农{n}",
                "date": days[n],
                "micro_kind": "微调研",
                "self_started": "是",
                "served_times": 10,
            }
            for n in range(281)
        ],
    )
    await staff.hand_in(
        "Consultation",
        [
            {
                "station": here,
                "date": days[n],
                "title": f"药材怎么卖{n}",
                "content": "议定统一收购。",
                "micro_kind": "微协商",
                "suggestions": "\n".join(f"第{n}次建议{m}" for m in range(11)),
                "participants": "群众代表|人次:9",
            }
            for n in range(20)
        ],
    )
    await staff.hand_in(
        "Dispute",
        [
            {
                **({"station": here} if n < 99 else {"org": "河口镇政协联络组"}),
                "date": days[n],
                "dispute_kind": "邻里纠纷",
                "summary": f"地界纠纷{n},现场调解。",
                "settled_on": days[n],
            }
            for n in range(301)
        ],
    )
    await staff.do(
        "recordDeed",
        "__typename",
        station=union.station,
        deed_kind="practical",
        date="2026-05-06",
        description="义诊",
        served_times=2191,
    )


async def told(union: Union) -> None:
    """400 proposals, 601 opinions, 100 of them of the studio; one went up to the province."""
    town = union.town
    category, office = "社会治理", "河口镇政协联络组"
    await town["county"].hand_in(
        "Proposal",
        [
            {
                "org": office,
                "title": f"关于药材产业的提案{n}",
                "proposer_name": "某委员",
                "category": category,
                "submitted_on": "2026-01-12",
                "closed_on": "2026-06-30",
            }
            for n in range(400)
        ],
    )
    await town["township"].hand_in(
        "Opinion",
        [
            {
                **({"station": "河口委员工作室"} if n < 99 else {"org": office}),
                "title": f"社情民意第{n}条",
                "category": category,
                "problem": f"第{n}件事办得慢。",
                "cause": "环节多。",
                "suggestion": "减环节。",
                "reporter": "严秀英",
                "reported_on": "2026-03-02",
            }
            for n in range(600)
        ],
    )
    await the_patrol(union)
    await town["township"].do(
        "recordPublicity",
        "__typename",
        station=union.station,
        publicity_kind="magazine",
        outlet="省政协杂志",
        outlet_level="province",
        title="一个工作室的四十年",
        date="2026-06-01",
    )


async def the_patrol(union: Union) -> None:
    """The opinion about too many check-ins, endorsed in the city, adopted in the province."""
    township, county = union.town["township"], union.town["county"]
    made = await township.do(
        "createOpinion",
        "opinion { id }",
        station=union.station,
        title="基层巡查打卡过于频繁",
        category="governance",
        problem="村干部每天打卡六次。",
        cause="多个部门各设系统。",
        suggestion="合并系统,减少频次。",
        reporter="严秀英",
        reported_on="2026-03-02",
    )
    opinion: Json = {"opinion": made["opinion"]["id"]}
    await township.do("editOpinion", "__typename", editor="罗静", **opinion)
    await township.do(
        "reportOpinion", "__typename", to_county=True, to_body="青禾县政协", **opinion
    )
    for level, body in (("city", "市政协"), ("province", "省政协")):
        await county.do("submitOpinion", "__typename", to_level=level, to_body=body, **opinion)
    await county.do(
        "endorseOpinion",
        "__typename",
        level="city",
        leader_post="市委领导",
        text="请有关部门研究减少频次。",
        **opinion,
    )
    await county.do(
        "adoptOpinion", "__typename", level="province", mode="single", body="省直部门", **opinion
    )


async def measured(union: Union) -> None:
    """What came of it, and the honours."""
    township = union.town["township"]
    for metric, value in (
        ("land_mu", 5000),
        ("banks", 5),
        ("enterprises", 201),
        ("loans", 99500000),
    ):
        await township.do(
            "recordImpact",
            "__typename",
            station=union.station,
            metric=metric,
            value=value,
            date="2026-09-01",
            evidence="工作室台账与合作社报表",
        )
    for kind, times in (("excellent_studio", 3), ("article_prize", 1), ("video_prize", 1)):
        for n in range(times):
            await township.do(
                "recordHonour",
                "__typename",
                station=union.station,
                org=union.town.orgs["township"],
                kind=kind,
                title=f"优秀{n}",
                level="province" if n else "city",
                awarded_by="省政协",
                year=2026,
            )
