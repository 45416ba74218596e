"""What the calendar asks of the party committee, and the members' own money."""

from __future__ import annotations

from datetime import datetime

from tests.stories.asking import asked
from tests.stories.township_duty_group.group import Group
from yishi_core import clock


async def test_the_formula_is_one_group(group: Group) -> None:
    parts = "formulas { formula parts { label expected registered gap surplus } }"
    board = await asked(group.township, "platformBoard", parts, org=group.place)
    [formula] = board["formulas"]
    assert formula["formula"] == "1组"
    assert formula["parts"] == [
        {"label": "委员活动小组", "expected": 1, "registered": 1, "gap": 0, "surplus": 0}
    ]


async def test_studies_and_hearings_are_planned_a_year_ahead_and_reminded_of(group: Group) -> None:
    township = group.township
    made = await township.do("adoptSchedules", "rules created", org=group.place)
    assert made == {"rules": 2, "created": 6}
    found = await township.ask(
        "{ scheduleDates(first: 20) { nodes { id date plannedOn rule { label } } } }"
    )
    days = [(d["rule"]["label"], d["plannedOn"]) for d in found["scheduleDates"]["nodes"]]
    assert sorted(days) == [
        ("党委中心组季末学政协", "2026-12-20"),
        ("党委中心组季末学政协", "2027-03-20"),
        ("党委中心组季末学政协", "2027-06-20"),
        ("党委中心组季末学政协", "2027-09-20"),
        ("党政班子半年专题听取政协工作", "2026-12-20"),
        ("党政班子半年专题听取政协工作", "2027-06-20"),
    ]
    # 20 December 2026 is a Sunday
    due = {
        d["rule"]["label"]: d for d in found["scheduleDates"]["nodes"] if d["date"] == "2026-12-21"
    }
    assert set(due) == {"党委中心组季末学政协", "党政班子半年专题听取政协工作"}
    # the hearing is shown a week ahead, the study on its day
    assert await _waiting(group, 15) == ["党政班子半年专题听取政协工作"]
    assert await _waiting(group, 21) == sorted(due)
    # a study recorded on its day needs no second record; the hearing is ticked off
    with clock.moved(datetime(2026, 12, 21, 18, tzinfo=clock.CHINA)):
        await group.activity("study", "2026-12-21", title="中心组学习政协章程")
    assert await _waiting(group, 22) == ["党政班子半年专题听取政协工作"]
    hearing = due["党政班子半年专题听取政协工作"]["id"]
    with clock.moved(datetime(2026, 12, 23, 9, tzinfo=clock.CHINA)):
        done = {"schedule_date": hearing, "held_note": "已专题听取"}
        await township.do("holdScheduleDate", "__typename", **done, held_on="2026-12-22")
    assert await _waiting(group, 24) == []


async def _waiting(group: Group, day: int) -> list[str]:
    """The scheduled days that wait for the township on a day of December."""
    with clock.moved(datetime(2026, 12, day, 9, tzinfo=clock.CHINA)):
        page = await asked(group.township, "todos", "items { title todo }", first=50)
    return sorted(
        i["title"] for i in page["items"] if (i["todo"] or "").startswith("schedule_date")
    )


async def test_only_a_study_in_the_last_month_of_the_quarter_counts(group: Group) -> None:
    await group.township.do("adoptQuotaSet", "__typename", org=group.place, code="party_study")
    quarter = ("党委中心组学习", "2026-09-30")
    await group.activity("study", "2026-08-10", title="中心组学习政协章程")
    assert await group.quota(*quarter) == (1, 0, "yellow")
    await group.activity("study", "2026-09-18", title="中心组学习加强政协工作的意见")
    assert await group.quota(*quarter) == (1, 1, "green")


async def test_a_hearing_is_held_in_each_half_year(group: Group) -> None:
    await group.township.do("adoptQuotaSet", "__typename", org=group.place, code="party_hearing")
    hearing = "党委专题听取政协工作"
    assert await group.quota(hearing, "2026-06-30") == (1, 0, "yellow")
    await group.activity("party_meeting", "2026-06-18", title="专题听取上半年政协工作")
    assert await group.quota(hearing, "2026-06-30") == (1, 1, "green")
    assert (await group.quota(hearing, "2026-11-25"))[:2] == (1, 0)
    await group.activity("work_meeting", "2026-07-02", title="政协工作部署会")
    known = "activities{kind=work_meeting}+activities{kind=party_meeting}"
    assert await group.figure(known) == 2


async def test_money_is_a_thousand_yuan_for_each_member_and_year(group: Group) -> None:
    township, year = group.township, {"year": 2026, "source": "township_finance"}
    for code in ("activity_fund", "activity_spending"):
        await township.do("adoptQuotaSet", "__typename", org=group.place, code=code)
    budget = {"org": group.place, **year, "purpose": "activity", "amount": 200_000}
    await group.town["member"].refused("recordBudget", "FORBIDDEN", **budget)
    await group.town["neighbour"].refused("recordBudget", "NOT_FOUND", **budget)
    made = await township.do("recordBudget", "budget { id }", **budget)
    other = {**budget, "purpose": "platform_building", "amount": 900_000}
    await township.do("recordBudget", "__typename", **other)
    planned = ("委员活动经费", "2026-11-25")
    assert (await group.quota(*planned))[:2] == (300_000, 200_000)
    await township.do("recordBudget", "__typename", **{**budget, "amount": 100_000})
    assert await group.quota(*planned) == (300_000, 300_000, "green")

    spent = {"budget": made["budget"]["id"], "purpose": "activity", "date": "2026-10-10"}
    told = await township.do("recordExpense", "advice { rule }", **spent, amount=250_000)
    assert told["advice"] == [{"rule": "overspent"}]
    assert (await group.quota("委员活动经费支出", "2026-11-25"))[:2] == (300_000, 250_000)
    await township.do("recordExpense", "__typename", **spent, amount=50_000)
    assert await group.quota("委员活动经费支出", "2026-11-25") == (300_000, 300_000, "green")
