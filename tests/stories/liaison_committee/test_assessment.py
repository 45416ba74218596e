"""The county judges the committees: points taken off, a list of those recommended, laggards named."""

from __future__ import annotations

from typing import Any

from tests.stories.liaison_committee.committee import Committee, led
from tests.stories.people import Json
from tests.stories.picture import photo

RESULTS = (
    "query ($scheme: ID!) { assessmentResults(where: {scheme: {id: {eq: $scheme}}}, orderBy: "
    "[{rank: asc}]) { nodes { score rank grade consequences judgedOrg { name memberships { nodes "
    "{ groupPosition person { name } } } } } } }"
)


async def decided(committee: Committee, scheme: str) -> list[Json]:
    """The scheme is checked and decided; its results, the best first."""
    town = committee.town
    for step in ("endSelfScoring", "checkAssessment"):
        await town["county"].do(step, "__typename", scheme=scheme)
    await town["county"].refused("publishAssessment", "REFUSED", "state", scheme=scheme)
    await town["leader"].do("decideAssessment", "__typename", scheme=scheme)
    found: Json = await town["county"].ask(RESULTS, scheme=scheme)
    nodes: list[Json] = found["assessmentResults"]["nodes"]
    return nodes


async def a_year_s_work(committee: Committee) -> None:
    """What 五个一 ask of the first eleven months, and the report of the first half-year."""
    township, name = committee.town["township"], "河口镇政协联络委员会"
    matters = [
        "饮水",
        "道路",
        "路灯",
        "停车",
        "公厕",
        "河堤",
        "校车",
        "药价",
        "垃圾",
        "电网",
        "快递",
    ]
    await township.hand_in(
        "Opinion",
        [
            {
                "org": name,
                "title": f"关于{matter}的民情",
                "category": "其他",
                "problem": f"{matter}问题,群众多次反映。",
                "cause": "管护责任不清。",
                "suggestion": f"请{matter}主管单位限期解决。",
                "reporter": "王海峰",
                "reported_on": f"2026-{month:02d}-15",
            }
            for month, matter in enumerate(matters, 1)
        ],
    )
    kinds = ("调研", "视察", "联动调研", "调研")
    days = ("2026-02-20", "2026-05-18", "2026-08-06", "2026-11-10")
    rows = [*zip(kinds, days, strict=True), ("重点提案征集", "2026-10-15")]
    await township.hand_in(
        "Activity",
        [{"org": name, "kind": kind, "title": "本季度履职", "date": day} for kind, day in rows],
    )
    await township.hand_in(
        "Deed",
        [
            {
                "org": name,
                "deed_kind": "民生实事",
                "date": "2026-09-12",
                "description": f"义诊第{n}场",
            }
            for n in (1, 2, 3)
        ],
    )
    for date in ("2026-04-18", "2026-10-17"):
        planned = await township.do(
            "planConsultation",
            "consultation { id }",
            org=committee.org,
            date=date,
            title="小微协商",
            place="联络委会议室",
        )
        await township.do(
            "holdConsultation", "__typename", consultation=planned["consultation"]["id"]
        )
    drafted = await township.do(
        "draftDutyReport",
        "dutyReport { id text }",
        org=committee.org,
        year=2026,
        period="first_half",
    )
    report = {"report": drafted["dutyReport"]["id"]}
    await township.do("editDutyReport", "__typename", text=drafted["dutyReport"]["text"], **report)
    await township.do(
        "signDutyReport", "__typename", signed_by="周文清", signed_on="2026-07-06", **report
    )
    await township.do("submitDutyReport", "__typename", submitted_on="2026-07-07", **report)


async def checked(committee: Committee, code: str) -> None:
    """A check against a standard in which every item passes, with its files."""
    town = committee.town
    adopted: Json = await town["county"].do(
        "adoptChecklist", "standardChecklist { id items }", org=town.orgs["county"], code=code
    )
    checklist = adopted["standardChecklist"]
    results = [
        {
            "item_no": n,
            "verdict": "pass",
            "attachments": [await town["county"].upload(f"{n}.jpg", photo(), committee.org)],
        }
        for n in range(1, len(checklist["items"]) + 1)
    ]
    await town["county"].do(
        "recordStandardCheck",
        "__typename",
        org=committee.org,
        checklist=checklist["id"],
        inspector=committee.people["马丽华"],
        checked_on="2026-11-20",
        results=results,
    )


async def test_good_committees_are_recommended_and_laggards_criticised(
    committee: Committee,
) -> None:
    town = committee.town
    county = town["county"]
    await led(committee)
    await a_year_s_work(committee)
    for code in ("committee_5", "three_haves"):
        await checked(committee, code)
    laggard = town.orgs["neighbour"]
    given: dict[str, Any] = {
        "org": town.orgs["county"],
        "code": "liaison_committee_year",
        "year": 2026,
    }
    await town["township"].refused("openAssessment", "FORBIDDEN", **given)
    opened = await county.do("openAssessment", "assessmentScheme { id }", **given)
    scheme = opened["assessmentScheme"]["id"]
    counted = await county.do("countScores", "skipped", scheme=scheme)
    assert counted["skipped"] == []
    own = {"scheme": scheme, "org": committee.org}
    await county.refused(
        "addScore", "INVALID_INPUT", item="building", points="15", evidence="现场检查", **own
    )
    await county.refused("addScore", "INVALID_INPUT", item="files", points="10", **own)
    await town["neighbour"].refused(
        "addScore", "NOT_FOUND", item="files", points="10", evidence="档案", **own
    )
    for item, value, evidence in (("files", "10", "档案齐全"), ("missed", "-1", "八月台账迟报")):
        await county.do("addScore", "__typename", item=item, points=value, evidence=evidence, **own)
    await county.do(
        "addScore",
        "__typename",
        scheme=scheme,
        org=laggard,
        item="missed",
        points="-3",
        evidence="三个月未报台账",
    )
    rows = {row["judgedOrg"]["name"]: row for row in await decided(committee, scheme)}
    # 15 五有 + 10 三个有 + 33.25 quotas (20 of 21 periods: the second report is still to come)
    # + 20 opinions + 10 files, less 1 for the late ledger
    best = rows["河口镇政协联络委员会"]
    assert (best["rank"], best["score"], best["grade"]) == (1, "87.25", "优秀")
    assert best["consequences"] == [
        "主任、副主任和履职突出的委员列入推荐名单:提拔任用、职级晋升、职称评聘时优先推荐"
    ]
    recommended = {
        row["person"]["name"]
        for row in best["judgedOrg"]["memberships"]["nodes"]
        if row["groupPosition"] in ("head", "deputy")
    }
    assert recommended == {"周文清", "马丽华"}
    last = rows["东坪镇政协联络委员会"]
    assert (last["score"], last["grade"], last["consequences"]) == (
        "0.00",
        "滞后",
        ["通报批评,扣减所在乡镇年度目标绩效考核分"],
    )


async def test_the_committee_s_work_goes_into_the_township_s_yearly_target(
    committee: Committee,
) -> None:
    town = committee.town
    county = town["county"]
    opened = await county.do(
        "openAssessment",
        "assessmentScheme { id fullMark }",
        org=town.orgs["county"],
        code="township_target",
        year=2026,
    )
    scheme = opened["assessmentScheme"]["id"]
    assert opened["assessmentScheme"]["fullMark"] == "10.00"
    await county.do("countScores", "__typename", scheme=scheme)
    await county.do(
        "addScore",
        "__typename",
        scheme=scheme,
        org=town.orgs["neighbour"],
        item="laggard",
        points="-2",
        evidence="2026年度联络委考核滞后",
    )
    judged = {row["judgedOrg"]["name"] for row in await decided(committee, scheme)}
    assert judged == {"河口镇政协联络委员会", "东坪镇政协联络委员会"}
