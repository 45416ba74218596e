"""The figures of the county's document (domain.md 3.12): masked there, so they are what was
entered; its demands are exact.
"""

from __future__ import annotations

import pytest

from tests.stories.figures import Printer, Row, Table
from tests.stories.liaison_committee.committee import Committee, set_up
from tests.stories.town import Town

LEDGER = "intakes / opinions / disputes_settled / problems_solved"
WORK = (
    "activities{kind=survey} + {inspection} / activities{kind=joint_survey} / consultations_total"
)
PROPOSALS = "proposals / filing_rate / key_proposals"
FIVE_ONES = "quota_required{five_ones_committee} per committee and year"
HALF_YEAR = "quota_required{half_year_report}"
YEAR = {"from_on": "2026-01-01", "to_on": "2026-12-31"}
TERM = {"from_on": "2021-11-01", "to_on": "2026-11-25"}
TABLE = Table(
    "S3",
    [
        Row(LEDGER, "masked", "intakes", "3"),
        Row(LEDGER, "masked", "opinions", "4"),
        Row(LEDGER, "masked", "disputes_settled", "2"),
        Row(LEDGER, "masked", "problems_solved", "1"),
        Row(WORK, "masked", "activities{kind=survey}+activities{kind=inspection}", "5"),
        Row(WORK, "masked", "activities{kind=joint_survey}", "2"),
        Row(WORK, "masked", "consultations_total", "2"),
        Row(PROPOSALS, "masked", "proposals", "8", **TERM),
        Row(PROPOSALS, "masked", "filing_rate", "87.5", "87.5%", **TERM),
        Row(PROPOSALS, "masked", "key_proposals", "2", **TERM),
        Row("key_finished_rate", "=100 %", "key_finished_rate", "100", "100.0%", **TERM),
        Row("deeds{deed_kind=practical}", "masked", "deeds{deed_kind=practical}", "6"),
        *(
            Row(
                FIVE_ONES,
                printed,
                f"quota_required{{rule=five_ones_committee.{item}}}",
                value,
                of="committee",
                **YEAR,
            )
            for item, printed, value in (
                ("opinion", "=12 opinion reports", "12"),
                ("survey", "=4 surveys", "4"),
                ("consult", "=2 consultations", "2"),
                ("key_proposal", "=1 key drive", "1"),
                ("deed", "=1 deed per person", "3"),
            )
        ),
        Row(
            HALF_YEAR, "=2 a year", "quota_required{half_year_report}", "2", of="committee", **YEAR
        ),
    ],
)


@pytest.mark.figures
async def test_every_row_of_the_table(story: Town, figures: Printer) -> None:
    committee = await set_up(story)
    await ledger(committee)
    await worked(committee)
    await proposed(committee)
    await figures.hold(story, TABLE, {"committee": {"org": committee.org}})


async def ledger(committee: Committee) -> None:
    """Three matters handed in, four opinions, three disputes of which two are settled."""
    town, name = committee.town, "河口镇政协联络委员会"
    township = town["township"]
    for content in ("二组路灯不亮。", "自来水发浑。", "公厕损坏半年。"):
        sent = await township.do(
            "recordIntake",
            "intake { id }",
            org=committee.org,
            content=content,
            channel="visit",
        )
        await township.do("acceptIntake", "__typename", intake=sent["intake"]["id"])
    opinions = [
        {
            "org": name,
            "title": f"关于{what}的民情",
            "category": "其他",
            "problem": f"{what}问题突出。",
            "cause": "管护责任不清。",
            "suggestion": f"请{what}主管单位限期解决。",
            "reporter": "王海峰",
            "reported_on": "2026-03-10",
        }
        for what in ("饮水", "停车", "校车", "药价")
    ]
    await township.hand_in("Opinion", opinions)
    disputes = [
        {
            "org": name,
            "date": "2026-05-01",
            "dispute_kind": "邻里纠纷",
            "summary": f"宅基地界址争议{n}",
            "settled_on": settled,
        }
        for n, settled in ((1, "2026-05-10"), (2, "2026-06-01"), (3, ""))
    ]
    await township.hand_in("Dispute", disputes)


async def worked(committee: Committee) -> None:
    """Surveys, inspections, two consultations of which one solved a problem, six deeds."""
    town, name = committee.town, "河口镇政协联络委员会"
    township = town["township"]
    kinds = ("调研", "调研", "调研", "视察", "视察", "联动调研", "联动调研")
    activities = [
        {"org": name, "kind": kind, "title": f"{kind}饮水安全", "date": f"2026-0{n}-12"}
        for n, kind in enumerate(kinds, 1)
    ]
    await township.hand_in("Activity", activities)
    deeds = [
        {"org": name, "deed_kind": kind, "date": "2026-09-01", "description": f"{kind}第{n}件"}
        for n, kind in enumerate(["民生实事"] * 6 + ["帮扶"] * 2)
    ]
    await township.hand_in("Deed", deeds)
    opened = await town["county"].do(
        "openStation",
        "station { id }",
        org=committee.org,
        name="委员志愿服务站",
        kind="volunteer_station",
        level="township",
        opened_on="2026-01-10",
    )
    for date, title in (("2026-04-18", "集日占道经营"), ("2026-10-17", "校门口拥堵")):
        held = await township.do(
            "recordConsultation",
            "consultation { case { id } }",
            station=opened["station"]["id"],
            date=date,
            title=title,
            content=[f"{title},行人通行不便。"],
        )
    outcome = await township.do(
        "recordOutcome",
        "outcome { id }",
        case=held["consultation"]["case"]["id"],
        title="校门口错时放学",
        text="错时放学,划定等候区。",
        formed_on="2026-10-17",
    )
    solved = {"outcome": outcome["outcome"]["id"]}
    await township.do("routeOutcome", "__typename", route_class="A", **solved)
    await town["county"].do(
        "convertOutcome",
        "__typename",
        conversion_kind="problem_solved",
        conversion_note="实行错时放学,校门口不再拥堵",
        converted_on="2026-11-10",
        **solved,
    )


async def proposed(committee: Committee) -> None:
    """Eight proposals since the first meeting of the term: seven filed, two of them key ones."""
    for number in range(8):
        end = "not_filed" if number == 7 else "closed" if number < 2 else "filed"
        more = {
            "not_filed": {"not_filed_reason": "empty"},
            "closed": {
                "is_key": True,
                "key_supervisor": "县委副书记",
                "closed_on": "2025-12-20",
                "appraisal": "办理扎实,群众满意。",
            },
        }.get(end, {})
        await committee.town["county"].do(
            "recordProposal",
            "__typename",
            org=committee.org,
            title=f"关于饮水工程管护的提案之{number}",
            category="water",
            situation=f"第{number}片区饮水工程失修。",
            analysis="经费无着落。",
            suggestions="核定水价,补助管护。",
            first_proposer=committee.people["王海峰"],
            submitted_on=f"202{2 + number // 2}-03-01",
            end=end,
            **more,
        )
