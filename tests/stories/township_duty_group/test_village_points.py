"""A village's eight points in its yearly target."""

from __future__ import annotations

from tests.stories.people import Person
from tests.stories.township_duty_group.group import Group

RESULTS = "{ assessmentResults { nodes { score rank grade consequences judgedOrg { name } } } }"


async def test_a_village_is_scored_by_its_records_and_by_hand(group: Group) -> None:
    town = group.town
    await _work(group)
    assessor = await town.person("assessor", ("target_assessor", "township"))
    given = {"org": group.place, "code": "village", "year": 2026}
    await group.township.refused("openAssessment", "FORBIDDEN", **given)
    await town["neighbour"].refused("openAssessment", "NOT_FOUND", **given)
    there = {**given, "org": town.orgs["neighbour"]}
    await assessor.refused("openAssessment", "NOT_FOUND", **there)
    made = await assessor.do("openAssessment", "assessmentScheme { id fullMark }", **given)
    assert float(made["assessmentScheme"]["fullMark"]) == 8
    scheme = made["assessmentScheme"]["id"]

    # organisation is judged on papers, and never above its 2 points
    point = {"scheme": scheme, "org": town.orgs["village"], "item": "organisation"}
    await assessor.refused("addScore", "INVALID_INPUT", **point, points=2, field="input.evidence")
    await assessor.do("addScore", "__typename", **point, points=5, evidence="制度上墙、专人负责")
    # what was done on paper is added beside the records, with proof
    deed = {**point, "item": "deeds", "points": 0.5}
    await assessor.refused("addScore", "INVALID_INPUT", **deed, field="input.evidence")
    await assessor.do("addScore", "__typename", **deed, evidence="修桥照片")
    counted = await assessor.do("countScores", "subjects skipped", scheme=scheme)
    assert counted == {"subjects": 2, "skipped": []}
    await assessor.do("checkAssessment", "__typename", scheme=scheme)
    await assessor.do("decideAssessment", "__typename", scheme=scheme)

    rows = await _results(assessor)
    # 2 organisation, 3 x 0.5 activity, 4 x 0.25 opinions, 2 x 0.5 publicity, 0.5 + 0.5 deeds
    assert rows["柳湾村两委"] == (6.5, 1, "合格", None)
    assert rows["石桥村两委"] == (0.0, 2, "不合格", ["村党支部书记向镇党委说明情况,扣减绩效报酬"])
    assert await group.figure("full_mark{scheme=village}") == 8


async def _work(group: Group) -> None:
    """What 柳湾村 did this year: three activities, four opinions, two pieces, one deed."""
    village, here = group.town["village"], {"org": group.town.orgs["village"]}
    for month in (3, 6, 9):
        await village.do(
            "recordActivity",
            "__typename",
            **here,
            kind="friendship",
            title="委员进村联谊",
            date=f"2026-{month:02d}-05",
        )
    for n in range(4):
        made = await village.do(
            "recordIntake", "intake { id }", **here, content=f"路灯不亮,第{n}处", channel="visit"
        )
        await group.township.do("acceptIntake", "__typename", intake=made["intake"]["id"])
    for n in range(2):
        await village.do(
            "recordPublicity",
            "__typename",
            **here,
            publicity_kind="column",
            outlet="村政协专栏",
            outlet_level="township",
            title=f"专栏第{n}期",
            date="2026-04-01",
        )
    await village.do(
        "recordDeed",
        "__typename",
        **here,
        deed_kind="practical",
        date="2026-04-02",
        description="装路灯",
    )


async def _results(
    assessor: Person,
) -> dict[str, tuple[float, int, str, list[str] | None]]:
    found = await assessor.ask(RESULTS)
    return {
        row["judgedOrg"]["name"]: (
            float(row["score"]),
            row["rank"],
            row["grade"],
            row["consequences"],
        )
        for row in found["assessmentResults"]["nodes"]
    }


async def test_the_township_gives_the_assessor_s_role_and_a_village_does_not(group: Group) -> None:
    made = await group.township.do(
        "createAccount",
        "account { id }",
        org=group.place,
        name="kao-he-yuan",
        display_name="考核员",
    )
    grant = {"account": made["account"]["id"], "role": "target_assessor", "org": group.place}
    await group.town["village"].refused("giveGrant", "NOT_FOUND", **grant)
    await group.township.do("giveGrant", "__typename", **grant)
