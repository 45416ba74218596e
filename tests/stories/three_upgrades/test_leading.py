"""组织领导升级: the plan of the year, meetings that the secretary chairs, the towns' target."""

from __future__ import annotations

from tests.stories.asking import asked, counted
from tests.stories.people import Json
from tests.stories.three_upgrades.district import PLUGIN, District, topic


async def test_the_plan_of_the_year_is_studied_by_the_secretary(district: District) -> None:
    town = district.town
    county = town["county"]
    topics = [
        {"topic": await topic(district, title, orientation=orientation), "month": month}
        for title, orientation, month in (
            ("城区学位不足", "overall", 5),
            ("农村公交班次", "livelihood", 9),
        )
    ]
    given = {"org": town.orgs["county"], "year": 2026, "topics": topics}
    await town["neighbour"].refused("makeAnnualPlan", "NOT_FOUND", **given)
    made = await county.do("makeAnnualPlan", "annualPlan { id state }", **given)
    plan = {"plan": made["annualPlan"]["id"]}
    await county.refused("approveAnnualPlan", "REFUSED", "state", approved_by="区委", **plan)
    error = await county.refused(
        "studyAnnualPlan", "REFUSED", "plan_leader", studied_by="vice_chair", **plan
    )
    assert error["extensions"]["plugin"] == PLUGIN
    await county.do(
        "studyAnnualPlan",
        "__typename",
        studied_by="county_party_secretary",
        studied_on="2026-01-20",
        **plan,
    )
    done = await county.do(
        "approveAnnualPlan",
        "annualPlan { state topics { nodes { month topic { orientation inAnnualPlan } } } }",
        approved_by="区委常委会",
        approved_on="2026-01-28",
        **plan,
    )
    assert done["annualPlan"] == {
        "state": "approved",
        "topics": {
            "nodes": [
                {"month": 5, "topic": {"orientation": "overall", "inAnnualPlan": True}},
                {"month": 9, "topic": {"orientation": "livelihood", "inAnnualPlan": True}},
            ]
        },
    }


async def test_the_secretary_chairs_and_takes_part(district: District) -> None:
    town = district.town
    county, org = town["county"], town.orgs["county"]
    await county.do("adoptQuotaSet", "__typename", org=org, code="leaders_take_part")

    async def done() -> dict[str, tuple[str, str]]:
        rows = await asked(
            county,
            "quotaProgress",
            "rule { code } current { done state }",
            org=org,
            on="2026-11-25",
        )
        return {r["rule"]["code"]: (r["current"]["done"], r["current"]["state"]) for r in rows}

    meeting = {"org": org, "kind": "work_meeting", "title": "全区协商工作推进会"}
    await county.do(
        "recordActivity", "__typename", **meeting, date="2026-03-01", leader_post="vice_chair"
    )
    assert (await done())["promotion"] == ("0", "yellow")
    secretary = {"leader_post": "county_party_secretary"}
    await county.do("recordActivity", "__typename", **meeting, **secretary, date="2026-03-15")
    assert (await done())["promotion"] == ("1", "green")
    for date, title in (("2026-01-20", "研究年度协商计划"), ("2026-10-10", "听取政协工作汇报")):
        await county.do(
            "recordActivity",
            "__typename",
            org=org,
            kind="party_meeting",
            title=title,
            date=date,
            **secretary,
        )
    await county.refused(
        "recordActivity",
        "INVALID_INPUT",
        field="input.leaderPost",
        org=org,
        kind="study",
        title="学习",
        date="2026-10-11",
        **secretary,
    )
    event = await county.do(
        "planConsultation",
        "consultation { id }",
        org=org,
        title="农村公交怎么开",
        date="2026-09-20",
        place="区行政中心",
        form="symposium",
    )
    await county.do(
        "holdConsultation",
        "__typename",
        consultation=event["consultation"]["id"],
        participants=[
            {"party_kind": "leader", "count": 2},
            {"party_kind": "mass_representative", "count": 9},
        ],
    )
    assert await done() == {
        "plan": ("2", "green"),
        "promotion": ("1", "green"),
        "hearing": ("1", "green"),
        "consult": ("2", "green"),
    }


async def test_meetings_stand_in_the_calendar_of_the_year(district: District) -> None:
    town = district.town
    await town["county"].do(
        "adoptSchedules", "__typename", org=town.orgs["county"], starts_on="2026-01-01"
    )
    period = {"fromOn": "2026-01-01", "toOn": "2026-12-31"}
    for kind, days in (("study_day", "4"), ("assessment_due", "1")):
        metric = f"schedule_dates{{kind={kind}}}"
        assert await counted(town["county"], town.orgs["county"], metric, **period) == days


async def test_towns_are_judged_by_the_target(district: District) -> None:
    town = district.town
    county = town["county"]
    opened = await county.do(
        "openAssessment",
        "assessmentScheme { id }",
        org=town.orgs["county"],
        code="town_target",
        year=2026,
    )
    scheme = {"scheme": opened["assessmentScheme"]["id"]}
    counts = await county.do("countScores", "skipped", **scheme)
    assert counts["skipped"] == []
    for item, points in (("rooms", "18"), ("funds", "20")):
        await county.do(
            "addScore",
            "__typename",
            org=town.orgs["township"],
            item=item,
            points=points,
            evidence="现场核查",
            **scheme,
        )
    for step in ("endSelfScoring", "checkAssessment"):
        await county.do(step, "__typename", **scheme)
    await town["leader"].do("decideAssessment", "__typename", **scheme)
    found: Json = await county.ask(
        "{ assessmentResults(orderBy: [{rank: asc}]) { nodes { score rank judgedOrg { name } } } }"
    )
    assert [
        (r["rank"], r["score"], r["judgedOrg"]["name"]) for r in found["assessmentResults"]["nodes"]
    ] == [(1, "38.00", "河口镇政协联络组"), (2, "0.00", "东坪镇政协联络组")]
