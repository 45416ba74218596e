"""Five activities: of each room in a year, and of each member in points."""

from __future__ import annotations

from tests.stories.asking import asked
from tests.stories.yushi_345.district import District

ITEMS = {
    "走访调研": (1, 2),
    "政策宣讲": (1, 1),
    "建言献策": (1, 1),
    "化解矛盾": (1, 0),
    "凝聚共识": (1, 1),
}
"""What the room did below: label → (required, done)."""


async def worked(district: District, person: str) -> None:
    """The year of the room and of one member: two visits, one lesson, a suggestion, a consultation;
    a dispute is taken on and not settled.
    """
    township, here = district.township, {"station": district.room}
    came = [{"person": person, "party_kind": "cppcc_member"}]
    for day in ("2026-03-02", "2026-05-02"):
        visit = {"kind": "visit", "title": "走访", "date": day, "visit_target": "household"}
        await township.do("recordActivity", "__typename", **here, **visit, participants=came)
    await township.do(
        "recordActivity",
        "__typename",
        **here,
        kind="preach",
        title="讲政策",
        date="2026-06-02",
        participants=came,
        suggestions=[{"text": "办事指南进院坝", "person": person}],
    )
    await township.do(
        "recordConsultation",
        "__typename",
        **here,
        date="2026-07-02",
        title="饮水",
        content=["换管"],
        consensus=["先换主管"],
        participants=came,
    )
    await township.do(
        "recordDispute",
        "__typename",
        **here,
        date="2026-08-01",
        dispute_kind="neighbour",
        summary="两家争水",
        mediated_by=person,
    )


async def test_a_room_and_a_member_are_measured_by_the_five_activities(
    district: District,
) -> None:
    county, org = district.town["county"], district.town.orgs["county"]
    person = await district.person("township", "夏荷", "township")
    office = {"person": person, "level": "county", "sector": "agriculture"}
    await county.do("addMember", "__typename", **office, joined_on="2024-01-01")
    await worked(district, person)

    await county.do("adoptQuotaSet", "__typename", org=org, code="five_activities")
    rows = await asked(
        district.township,
        "quotaProgress",
        "label current { required done }",
        station=district.room,
    )
    done = {
        r["label"]: (float(r["current"]["required"]), float(r["current"]["done"])) for r in rows
    }
    assert done == ITEMS

    given = {"org": org, "code": "member_five", "year": 2026}
    await district.township.refused("openAssessment", "FORBIDDEN", **given)
    made = await county.do("openAssessment", "assessmentScheme { id }", **given)
    scheme = made["assessmentScheme"]["id"]
    await county.do("checkAssessment", "__typename", scheme=scheme)
    await county.do("decideAssessment", "__typename", scheme=scheme)
    found = await county.ask(
        "{ assessmentResults { nodes { score grade consequences person { name } } } }"
    )
    [row] = found["assessmentResults"]["nodes"]
    # 2 x 5 visits + 5 preaching + 5 suggestion + 0 dispute + 5 consultation
    assert (row["person"]["name"], float(row["score"]), row["grade"]) == ("夏荷", 25, "不称职")
    assert row["consequences"] == ["由履职小组组长约谈"]


async def test_activities_bear_the_words_of_the_place(district: District) -> None:
    [list_] = await asked(
        district.township,
        "vocabularies",
        "words { code label }",
        org=district.town.orgs["township"],
        names=["activity_kind"],
    )
    words = {word["code"]: word["label"] for word in list_["words"]}
    assert (words["visit"], words["preach"]) == ("走访调研", "政策宣讲")
