"""The station: its rooms, teams and standards, what is owed it each week, quarter and year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.stories.nine_step_station.place import Place, day
from tests.stories.people import Json
from yishi_core import clock

pytestmark = pytest.mark.day


async def test_the_board_tells_station_rooms_and_four_teams(place: Place) -> None:
    board = "formulas { formula parts { label expected registered gap } }"
    before = await place.asked("platformBoard", board, org=place.township)
    assert before["formulas"][0]["formula"] == "1站+3室"
    parts = [(p["expected"], p["registered"]) for p in before["formulas"][0]["parts"][:2]]
    assert parts == [(1, 1), (3, 3)]

    township, people = place["township"], place.people
    posts: list[Json] = [
        {"station": place.station, "person": people[person], "role": role}
        for person, role in (
            ("何站长", "station_head"),
            ("吕副站长", "deputy_head"),
            ("施干事", "staff"),
            ("严观察", "observer"),
            ("金委员", "resident_member"),
        )
    ]
    for post in posts:
        await township.do("assignToStation", "__typename", **post, from_on=day(300))
    await township.refused("assignToStation", "REFUSED", "already_assigned", **posts[0])
    council = await township.do(
        "foundCouncil",
        "council { id }",
        station=place.rooms["镇议事室"],
        name="镇议事会",
        seats=9,
        founded_on=day(300),
    )
    await township.do(
        "seatCouncilMember",
        "__typename",
        council=council["council"]["id"],
        person=people["魏老"],
        identity="village_worthy",
        from_on=day(290),
    )
    after = await place.asked("platformBoard", board, org=place.township)
    teams = {p["label"][:4]: p["gap"] for p in after["formulas"][0]["parts"][2:]}
    assert teams == {"站务工作": 1, "社情民意": 0, "驻站委员": 0, "议事会成": 0}
    assert await place.figure("staff{role=station_head}") == "1"
    assert await place.figure("staff{role=staff}") == "1"


async def test_every_week_is_in_the_register(place: Place) -> None:
    township = place["township"]
    made = await township.do(
        "adoptSchedules", "rules created", station=place.station, starts_on=day(90)
    )
    assert made["rules"] == 4
    first, second, third, *later = await _weeks(place)
    assert len(later) >= 9
    given: Json = {"station": place.station, "place": "场镇老茶馆", "staff": ["施干事", "严观察"]}
    held = await township.do(
        "holdCollectRound",
        "collectRound { items isNil }",
        schedule_date=first["id"],
        items=3,
        **given,
    )
    assert held["collectRound"] == {"items": 3, "isNil": False}
    error = await township.refused(
        "holdCollectRound",
        "INVALID_INPUT",
        field="input.isNil",
        schedule_date=second["id"],
        items=0,
        **given,
    )
    assert "零报告" in error["message"]
    await township.do(
        "holdCollectRound",
        "__typename",
        schedule_date=second["id"],
        items=0,
        is_nil=True,
        note="雨天,无人到场",
        **given,
    )
    await township.refused(
        "holdCollectRound", "REFUSED", "already_held", schedule_date=second["id"], items=1, **given
    )
    weeks = await _weeks(place)
    assert [(w["held"], [r["isNil"] for r in w["rounds"]["nodes"]]) for w in weeks[:3]] == [
        (True, [False]),
        (True, [True]),
        (False, []),
    ]
    open_ = await place.asked("todos", "items { title dueOn }", first=100)
    waiting = {t["dueOn"] for t in open_["items"] if t["title"] == "每周线下收题"}
    assert third["date"] not in waiting, "older than a month: history"
    assert weeks[-1]["date"] in waiting

    await township.do(
        "adoptQuotaSet", "__typename", org=place.township, code="station_backing", from_on=day(100)
    )
    for week in (first, second, third):
        # a week with holidays may hold two days of collection
        held_then = [one for one in (first, second) if _week(one) == _week(week)]
        collected = await _quota(place, "collect", week["date"])
        assert (collected["required"], collected["done"]) == ("1.00", f"{len(held_then)}")
    await place["neighbour"].refused(
        "holdCollectRound", "NOT_FOUND", schedule_date=third["id"], items=1, **given
    )


async def test_the_township_collects_on_another_weekday(place: Place) -> None:
    mine: Json = {"org": place.township, "plugin": "nine_step_station"}
    township = place["township"]
    await township.refused(
        "configurePlugin", "INVALID_INPUT", **mine, values={"collect_weekday": 6}
    )
    await township.do("configurePlugin", "__typename", **mine, values={"collect_weekday": 1})
    room = place.rooms["柳湾村议事室"]
    await township.do("adoptSchedules", "__typename", station=room, starts_on=day(0))
    rules = await township.ask("{ scheduleRules(first: 100) { nodes { weekday station { id } } } }")
    assert [
        r["weekday"]
        for r in rules["scheduleRules"]["nodes"]
        if r["weekday"] and r["station"] and r["station"]["id"] == room
    ] == [1]
    await township.do("configurePlugin", "__typename", **mine, values={"collect_weekday": None})


async def test_the_four_ones_ask_twelve_four_one_and_one_a_year(place: Place) -> None:
    last = clock.today().year - 1
    year: Json = {"from_on": f"{last}-01-01", "to_on": f"{last}-12-31"}
    await place["township"].do(
        "adoptQuotaSet", "__typename", org=place.township, code="four_ones", from_on=f"{last}-01-01"
    )
    assert [
        await place.figure(f"quota_required{{rule=four_ones.{item}}}", **year)
        for item in ("opinion", "activity", "proposal", "speech")
    ] == ["12", "4", "1", "1"]
    for month in (1, 2, 2):
        await place["township"].do(
            "recordActivity",
            "__typename",
            org=place.township,
            kind="survey",
            title="撂荒地调研",
            date=date(last, month, 10).isoformat(),
        )
    assert await place.figure("quota_done{rule=four_ones.activity}", **year) == "3"
    error = await place["township"].refused(
        "adoptQuotaSet", "CONFLICT", org=place.township, code="four_ones"
    )
    assert error["message"]


async def test_station_and_rooms_are_checked_by_three_lists(place: Place) -> None:
    township = place["township"]
    for code, where, items in (
        ("station_10", place.station, 10),
        ("room_5", place.rooms["镇议事室"], 5),
        ("five_unified", place.rooms["镇议事室"], 5),
    ):
        adopted = await township.do(
            "adoptChecklist", "standardChecklist { id items }", org=place.township, code=code
        )
        assert len(adopted["standardChecklist"]["items"]) == items
        check: Json = {
            "checklist": adopted["standardChecklist"]["id"],
            "station": where,
            "inspector": place.people["何站长"],
        }
        passed = [{"item_no": n, "verdict": "pass", "note": "已核"} for n in range(1, items + 1)]
        await township.refused(
            "recordStandardCheck",
            "INVALID_INPUT",
            field="input.results",
            **check,
            results=passed[1:],
        )
        last = {"item_no": items, "verdict": "fail", "note": "待补"}
        await township.do(
            "recordStandardCheck", "__typename", **check, results=[*passed[:-1], last]
        )
        scores = await place.asked(
            "standardScores", "average passed", org=place.township, code=code
        )
        assert scores == {"average": f"{100 * (items - 1) // items}.0", "passed": 0}


async def test_the_party_committee_studies_and_inspects_each_quarter(place: Place) -> None:
    year = clock.today().year - 2
    span: Json = {"from_on": f"{year}-01-01", "to_on": f"{year}-12-31"}
    for month in (3, 6, 9, 12):
        for kind, title in (("party_meeting", "党委研究联络站工作"), ("inspection", "季度督查")):
            await place["township"].do(
                "recordActivity",
                "__typename",
                org=place.township,
                station=None,
                kind=kind,
                title=title,
                date=f"{year}-{month:02d}-10",
                result_text="逐项列出问题清单,下季度复核。",
            )
    assert await place.figure("activities{kind=party_meeting}", **span) == "4"
    assert await place.figure("activities{kind=inspection}", **span) == "4"


async def test_a_leader_s_visit_counts_by_the_leader_s_post(place: Place) -> None:
    visit: Json = {
        "station": place.station,
        "kind": "leader_visit",
        "title": "到联络站调研",
        "date": (clock.today() - timedelta(days=1200)).isoformat(),
    }
    township = place["township"]
    survey: Json = {**visit, "kind": "survey", "leader_post": "county_chair"}
    field = "input.leaderPost"
    await township.refused("recordActivity", "INVALID_INPUT", field=field, **survey)
    error = await township.refused(
        "recordActivity", "INVALID_INPUT", field=field, **visit, leader_post="mayor"
    )
    assert "county_party_secretary" in error["message"]
    for post in ("county_party_secretary", "county_chair", "county_chair"):
        await township.do("recordActivity", "__typename", **visit, leader_post=post)
    span: Json = {"from_on": day(1201), "to_on": day(1199)}
    visits = "activities{kind=leader_visit,leader_post=%s}"
    assert await place.figure(visits % "county_party_secretary", **span) == "1"
    assert await place.figure(visits % "county_chair", **span) == "2"


async def test_more_than_the_budget_is_spent_with_a_warning(place: Place) -> None:
    township, year = place["township"], clock.today().year
    budget = await township.do(
        "recordBudget",
        "budget { id }",
        station=place.station,
        year=year,
        amount=3_000_000,
        purpose="activity",
        source="township_finance",
    )
    spent: Json = {"budget": budget["budget"]["id"], "date": day(0), "purpose": "activity"}
    first = await township.do("recordExpense", "advice { rule }", **spent, amount=2_900_000)
    assert first["advice"] == []
    second = await township.do(
        "recordExpense", "expense { id } advice { rule message }", **spent, amount=200_000
    )
    assert second["expense"]["id"]
    assert second["advice"] == [{"rule": "overspent", "message": "该经费已超支1000.00元。"}]
    assert await place.figure("budgets", from_on=f"{year}-01-01") == "3.00万元"


async def test_five_years_an_advanced_unit(place: Place) -> None:
    this = clock.today().year
    for year in range(this - 5, this):
        await place["county"].do(
            "recordHonour",
            "__typename",
            org=place.township,
            station=place.station,
            kind="advanced_unit",
            title=f"{year}年度政协工作先进单位",
            level="county",
            awarded_by="县政协",
            year=year,
        )
    honours: Json = {"from_on": f"{this - 5}-01-01", "to_on": f"{this - 1}-12-31"}
    assert await place.figure("honour_years{kind=advanced_unit}", **honours) == "5"


async def test_the_town_judges_its_villages_with_reward_and_penalty(place: Place) -> None:
    county, year = place["county"], clock.today().year - 3
    opened = await county.do(
        "openAssessment",
        "assessmentScheme { id fullMark }",
        org=place.township,
        code="station_village",
        year=year,
    )
    scheme = opened["assessmentScheme"]["id"]
    given: Json = {"scheme": scheme, "item": "ledger", "evidence": "制度上墙、台账齐全"}
    village, neighbour = place.town.orgs["village"], place.town.orgs["neighbour_village"]
    await county.refused("addScore", "INVALID_INPUT", org=neighbour, points=1, **given)
    await place["village"].refused("addScore", "FORBIDDEN", org=village, points=1, **given)
    for month in range(1, 6):
        await place["village"].do(
            "recordConsultation",
            "__typename",
            station=place.rooms["柳湾村议事室"],
            date=f"{year}-{month:02d}-12",
            title=f"院坝议事第{month}场",
            content=["商定垃圾清运一周两次。"],
            topic_source="member",
            outcomes=["垃圾清运一周两次"],
        )
    found = await county.ask("{ outcomes(where: {state: {eq: draft}}) { nodes { id } } }")
    for node in found["outcomes"]["nodes"]:
        await county.do("routeOutcome", "__typename", outcome=node["id"], route_class="B")
        await county.do(
            "convertOutcome",
            "__typename",
            outcome=node["id"],
            conversion_kind="rule_changed",
            conversion_note="写入村规民约,一周两次清运",
            converted_on=f"{year}-12-20",
        )
    await county.do("addScore", "__typename", org=village, points=1, **given)
    await county.do("countScores", "__typename", scheme=scheme)
    await county.do("endSelfScoring", "__typename", scheme=scheme)
    await county.do("checkAssessment", "__typename", scheme=scheme)
    await place["leader"].do("decideAssessment", "__typename", scheme=scheme)
    results = await county.ask(
        "query($scheme: ID!) { assessmentResults(where: {scheme: {id: {eq: $scheme}}}, "
        "orderBy: [{score: desc}]) { nodes { score grade consequences judgedOrg { name } } } }",
        scheme=scheme,
    )
    first, *others = results["assessmentResults"]["nodes"]
    assert first["judgedOrg"] == {"name": "柳湾村两委"}
    # four of five consultations, three of five conversions, the ledger; no opinions
    assert (first["score"], first["grade"]) == ("8.00", "合格")
    assert {other["grade"] for other in others} == {"不合格"}
    assert others[0]["consequences"] == ["由镇党委约谈,不得评先评优"]


async def _weeks(place: Place) -> list[dict[str, Any]]:
    """The days of weekly collection until today, the first one first."""
    found = await place["township"].ask(
        "query($today: Date!, $station: ID!) { scheduleDates(first: 100, orderBy: [{date: asc}], "
        'where: {date: {lte: $today}, rule: {label: {eq: "每周线下收题"}, '
        "station: {id: {eq: $station}}}}) "
        "{ nodes { id date held rounds { nodes { isNil } } } } }",
        today=day(0),
        station=place.station,
    )
    return list(found["scheduleDates"]["nodes"])


def _week(of: dict[str, Any]) -> tuple[int, int]:
    year, week, _ = date.fromisoformat(of["date"]).isocalendar()
    return year, week


async def _quota(place: Place, code: str, on: object) -> dict[str, str]:
    found = await place.asked(
        "quotaProgress", "rule { code } current { required done }", org=place.township, on=on
    )
    [current] = [q["current"] for q in found if q["rule"]["code"] == code]
    return dict(current)
