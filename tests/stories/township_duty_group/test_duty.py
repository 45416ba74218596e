"""What the members do: appraise, watch over, publish, invest, help."""

from __future__ import annotations

from tests.stories.asking import asked
from tests.stories.township_duty_group.group import PLUGIN, Group

APPRAISAL = {"kind": "report_appraisal", "title": "镇直部门述职评议", "date": "2026-10-12"}


async def test_an_appraisal_ends_with_a_written_opinion(group: Group) -> None:
    town, township, here = group.town, group.township, {"org": group.place, **APPRAISAL}
    error = await township.refused("recordActivity", "REFUSED", "appraisal_opinion_missing", **here)
    assert error["extensions"]["plugin"] == PLUGIN
    said = [{"text": "窗口周末轮值", "addressed_to": "镇政府"}, {"text": "水费公示到户"}]
    made = await township.do(
        "recordActivity",
        "activity { id suggestions { totalCount } }",
        **here,
        result_text="三个部门总体满意,水务站列为限期整改。",
        suggestions=said,
        participants=[{"person": group.people["张德全"], "party_kind": "cppcc_member"}],
    )
    activity = made["activity"]
    assert activity["suggestions"]["totalCount"] == 2
    assert await group.figure("suggestions{origin=activity}") == 2
    await township.refused(
        "changeActivity",
        "REFUSED",
        "appraisal_opinion_missing",
        activity=activity["id"],
        result_text=None,
    )
    # where the variant is off, an appraisal is recorded as it was
    elsewhere = {**APPRAISAL, "org": town.orgs["neighbour"]}
    await town["neighbour"].do("recordActivity", "__typename", **elsewhere)
    # an inspection needs no opinion, and becomes an appraisal only with one
    seen = await group.activity("inspection", "2026-10-20")
    change = {"activity": seen, "kind": "report_appraisal"}
    await township.refused("changeActivity", "REFUSED", "appraisal_opinion_missing", **change)


async def test_members_watch_over_tenders_and_appointments(group: Group) -> None:
    for process in ("tender", "appraisal", "cadre_vetting"):
        await group.activity(
            "supervision", "2026-09-01", process_kind=process, duty_function="supervision"
        )
    assert await group.figure("activities{kind=supervision,process_kind=tender}") == 1
    assert await group.figure("activities{kind=supervision,duty_function=supervision}") == 3
    visit = {"org": group.place, "kind": "visit", "title": "走访", "visit_target": "household"}
    await group.township.refused(
        "recordActivity", "INVALID_INPUT", **visit, date="2026-09-01", process_kind="tender"
    )


async def test_publicity_is_counted_by_level(group: Group) -> None:
    piece = {"org": group.place, "title": "委员进村", "date": "2026-05-05"}
    for kind, outlet, level in (
        ("column", "镇政协专栏", "township"),
        ("brief", "政协工作简报", "township"),
        ("newspaper", "县报", "county"),
        ("tv", "省电视台", "province"),
    ):
        await group.township.do(
            "recordPublicity",
            "__typename",
            **piece,
            publicity_kind=kind,
            outlet=outlet,
            outlet_level=level,
        )
    above = "+".join(
        f"publicity{{level={at}}}" for at in ("county", "city", "province", "national")
    )
    assert await group.figure(above) == 2
    assert await group.figure("publicity{kind=column}") == 1


async def test_a_member_s_project_is_entered_once_a_year(group: Group) -> None:
    township, zhang = group.township, group.people["张德全"]
    firm = {"org": group.place, "person": zhang, "name": "双季稻基地", "year": 2026}
    brought = {"invested": 300_000_00, "jobs": 12, "land_mu": "300"}
    await township.do("recordMemberProject", "__typename", **firm, **brought)
    await township.refused("recordMemberProject", "CONFLICT", **firm, invested=1)
    await township.refused("recordMemberProject", "INVALID_INPUT", **{**firm, "year": 2027})
    came = {"org": group.place, "name": "农产品加工厂", "year": 2026, "introduced_by": zhang}
    await township.do("recordIntroducedProject", "__typename", **came, funds_in_place=2_000_000_00)
    assert await group.figure("member_project_invested") == 300_000_00
    assert await group.figure("member_project_jobs") == 12
    assert await group.figure("introduced_projects") == 1
    assert await group.figure("introduced_funds") == 2_000_000_00
    kept = await township.ask("{ memberProjects { nodes { landMu person { name } } } }")
    assert [(n["landMu"], n["person"]["name"]) for n in kept["memberProjects"]["nodes"]] == [
        ("300.00", "张德全")
    ]


async def test_deeds_and_donations_are_kept(group: Group) -> None:
    township, here = group.township, {"org": group.place, "date": "2026-03-03"}
    deed = {**here, "deed_kind": "poverty_help", "description": "结对帮扶", "people": 3}
    await township.do("recordDeed", "__typename", **deed, person=group.people["李春梅"])
    await township.do(
        "recordDeed", "__typename", **here, deed_kind="practical", description="修好村口路灯"
    )
    gift = {**here, "person": group.people["李春梅"], "purpose": "助学"}
    await township.refused("recordDonation", "INVALID_INPUT", **gift, amount=0)
    await township.do("recordDonation", "__typename", **gift, amount=500_000)
    assert await group.figure("deeds_people{deed_kind=poverty_help}") == 3
    assert await group.figure("deeds{deed_kind=practical}") == 1
    assert await group.figure("donations_amount") == 500_000


async def test_the_township_speaks_its_own_words_and_reports_in_chapters(group: Group) -> None:
    told = await asked(group.township, "labels", "term label", org=group.place)
    words = {row["term"]: row["label"] for row in told}
    assert words["DecisionConsult"] == "三在前登记"
    outline = await asked(
        group.township, "reportOutline", "chapters { heading text }", org=group.place
    )
    chapters = {c["heading"]: c["text"] for c in outline["chapters"]}
    assert list(chapters) == [
        "委员基本情况",
        "抓学习、重宣传",
        "建机制、强保障",
        "履职能、促发展",
        "存在的差距",
    ]
    assert chapters["委员基本情况"] == "我镇现有政协委员 3 名,其中女委员 1 名,来自 3 个界别。"
