"""The figures that the documents of the thirteen variants print (domain.md 3.1 to 3.13): each
identifier is askable, and what they need beyond plain counts is exact.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.core import cases
from tests.core.assessments.schemes import opened
from tests.core.metrics.core_metrics import ALL
from tests.core.metrics.test_counting import ORG
from tests.core.metrics.test_rates import figure, share
from tests.core.outcomes import stories
from tests.core.procedures import test_walks as walks
from tests.core.topics.test_plans import made
from tests.fixtures.county import County
from yishi_core.domain.assessments.models import ScoreEntry
from yishi_core.domain.people.models import Person
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.printing import FigureUnit

ASKED: dict[str, str] = {
    "3.1": """stations{kind=workstation} stations{kind=council_room} stations{kind=flexible_venue} major_projects
        consultations{form_group=in_room} consultations{form_group=light}+consultations{form_group=online} topics problems_solved""",
    "3.2": """platforms_total stations{level=county} orgs{kind=area_work_committee} orgs{kind=member_group} stations{kind=member_studio}
        coverage{by=body,level=township} consultations{grade=deliberative_special} consultations{grade=key_special}
        consultations{grade=small_micro} consultations_total converted conversion_rate{base=consultations_small_micro}
        attend_times{cppcc_member}+attend_times{concerned_party} suggestions""",
    "3.3": """stations{kind=liaison_station} regions{township_kind=street} regions{town} coverage{level=township} members{level=county}
        members{level=city} orgs{kind=study_party_group} avg_members_per_station quota_required{station_two_two}
        deeds_people{deed_kind=wish} impact{problem_years} case:impact{problem_years} themes publicity{level=national}""",
    "3.4": """stations{kind=council_room,level=township} stations{kind=council_room,level=village} coverage{village} members_deployed
        budgets{level=township}+budgets{level=village} case:joint_units{case} case:joint_levels{case}""",
    "3.5": """consultations_total attend_times{mass_representative} problems_solved budgets{purpose=special_fund} councils{level=township}
        councils{level=village} coverage{by=council,level=township} coverage{by=council,level=village} regions{township_kind=park}
        orgs{kind=area} orgs{kind=work_unit} orgs{kind=special_committee} posts{post_kind=vice_chair} talents host_years""",
    "3.6": """budgets regions{level=township} standard_passed{list=room_6,level=township} standard_passed{list=room_6,park}
        members{post_kind=township_deputy_secretary} activities{kind=work_meeting} activities{kind=training} activity_times{kind=training}
        orgs{kind=member_group,group_kind=duty} attend_times{cppcc_member,grade=small_micro} topics demo_points impact{scenic_spots}
        impact{homestays} impact{jobs}""",
    "3.7": """platforms_total{brand=诗城议事会} council_members budgets{source=township_finance,purpose=room_building}
        fund_secured{source=upper_level} converted_cases case:fund_secured case:impact{pipe_m} case:impact{hydrants}
        case:impact{historic_houses} case:impact{schools} case:impact{hospitals} case:impact{households} case:impact{people_covered}
        station:quota_required{rule=one_two_three_n}""",
    "3.8": """activities{kind=survey} opinions proposals speeches staff{role=station_head} staff{deputy_head}
        activities{kind=leader_visit,leader_post=county_party_secretary} stations{kind=council_room,village_kind=village}
        stations{kind=council_room,village_kind=community} council_members suggestions intakes consultations{form=yard}+consultations{form=field}
        joint_cases{joint_kind=enterprise_local} impact{migrant_workers_nearby} disputes_settled{dispute_kind=enterprise_local}
        honour_years{kind=advanced_unit}""",
    "3.9": """org_members{org} experts{expert_role=adviser} experts{committee_member} walk_groups consensus activities{kind=law_preach}
        surveys_per_walk_group schedule_dates{kind=collect_day} schedule_dates{consult_day} publicity{level=province,kind=tv}""",
    "3.10": "pledges_total pledges_fulfilled activities{kind=visit} info_exchanges "
    "honours{level=national}",
    "3.11": """members members{sex=female} female_share sectors_covered activities{kind=work_meeting}+activities{kind=party_meeting}
        publicity{kind=column} publicity{kind=brief} publicity{level=county}+publicity{level=city} suggestions{origin=activity}
        member_project_invested member_project_jobs member_project_invested{largest} member_project_land_mu deeds{deed_kind=practical}
        deeds_people{deed_kind=poverty_help} donations_amount introduced_projects introduced_funds impact{land_mu} impact{villages}
        full_mark{scheme=village,item=cppcc_work} expenses_per_member expenses{year=2010}""",
    "3.12": """intakes disputes_settled activities{kind=survey}+activities{kind=inspection} activities{kind=joint_survey} filing_rate
        key_proposals key_finished_rate quota_required{five_ones_committee} quota_required{half_year_report}""",
    "3.13": """stations{sub_kind=regional} activities{kind=survey,self_started}+suggestions served_times activities+consultations_total
        proposals+opinions station:opinions{station} station:disputes_settled{station} impact{banks} impact{enterprises} impact{loans}
        station_age_years adoptions{level=province} endorsements{level=city} honours{kind=excellent_studio} honours{kind=article_prize}
        publicity{level=province,kind=magazine}""",
}
"""Section → the metrics of its table as they are written; of an org unless a subject stands before."""


@pytest.mark.parametrize("section", ASKED)
def test_every_identifier_of_the_document_s_table_is_askable(section: str) -> None:
    for written in ASKED[section].split():
        for_, _, metric = written.rpartition(":")
        assert ALL.understood(metric, CountedFor(for_ or "org")) is not None, written


async def test_a_bare_word_is_short_for_the_only_vocabulary_and_a_strange_one_is_refused(
    town: County,
) -> None:
    station = await cases.station(town)
    fact = {"station": station, "date": "2026-05-01", "evidence": "现场核实记录"}
    await town.act("township", "record_impact", metric="jobs", value="60", **fact)
    await town.act("township", "record_impact", metric="villages", value="7", **fact)
    assert (await figure(town, "impact{jobs}")).value == 60
    error = await town.refused(
        "county", "metric", code="INVALID_INPUT", org=town.orgs["county"], metric="impact{job}"
    )
    assert "jobs(带动就业)" in error.fields[0].text.zh
    for strange in (
        "regions{level=hamlet}",
        "consultations{form_group=tea}",
        "budgets{level=ward}",
    ):
        await town.refused(
            "county", "metric", code="INVALID_INPUT", org=town.orgs["county"], metric=strange
        )


async def members(town: County, **sexes: str | None) -> list[Person]:
    found = []
    for name, sex in sexes.items():
        person = await town.act(
            "county", "register_person", org=town.orgs["township"], name=name, sex=sex
        )
        await town.act(
            "county", "add_member", person=person, level="county", joined_on="2022-01-01"
        )
        found.append(person)
    return found


async def test_the_share_of_women_is_of_all_members(town: County) -> None:
    assert await share(town, "female_share") == (0, 0, None)
    await members(town, 甲一="female", 乙二="male", 丙三=None)
    assert await share(town, "female_share") == (1, 3, "33.3")


async def test_the_largest_single_value_and_the_land_of_members_projects(town: County) -> None:
    first, second = await members(town, 甲一="female", 乙二="male")
    of = {"org": town.orgs["township"], "year": 2026}
    for person, name, invested, land in (
        (first, "农产品加工", 67_000_000_00, 300),
        (second, "休闲农庄", 23_000_000_01, 40),
    ):
        await town.act(
            "township",
            "record_member_project",
            person=person,
            name=name,
            invested=invested,
            land_mu=land,
            **of,
        )
    found = await figure(town, "member_project_invested{largest}")
    assert (found.value, found.unit, found.text) == (
        67_000_000_00,
        FigureUnit.CENTS,
        "6700.00万元",
    )
    assert (await figure(town, "member_project_invested")).value == 90_000_000_01
    assert (await figure(town, "member_project_land_mu")).value == 340
    own = {"of": {"member": second}}
    assert (await figure(town, "member_project_land_mu{largest}", **own)).value == 40
    # over the counters of a metric: the largest of what consultations and activities served
    for served in (30, 70):
        await town.act(
            "village",
            "record_activity",
            org=town.orgs["village"],
            kind="volunteer",
            title="义诊",
            date="2026-05-01",
            served_times=served,
        )
    await town.act(
        "village",
        "record_deed",
        org=town.orgs["village"],
        deed_kind="practical",
        date="2026-05-01",
        description="修桥",
        people=9,
        served_times=80,
    )
    assert (await figure(town, "served_times")).value == 180
    assert (await figure(town, "served_times{largest}")).value == 80
    assert ALL.understood("consultations{largest}", ORG) is None  # nothing is added up there


async def test_expenses_per_member_are_a_mean_of_money(town: County) -> None:
    budget = await town.act(
        "township",
        "record_budget",
        org=town.orgs["township"],
        year=2026,
        amount=60_000_00,
        purpose="activity",
        source="township_finance",
    )
    spent = {"budget": budget, "date": "2026-05-01", "purpose": "activity"}
    await town.act("township", "record_expense", amount=50_000_00, **spent)
    found = await figure(town, "expenses_per_member")
    assert (found.value, found.text) == (None, "—")
    one, *_ = await members(town, 甲一=None, 乙二=None, 丙三=None)
    # a member at two levels is one person
    await town.act("county", "add_member", person=one, level="city", joined_on="2022-01-01")
    found = await figure(town, "expenses_per_member")
    assert (found.part, found.whole, str(found.value)) == (50_000_00, 3, "1666666.7")
    assert (found.unit, found.text) == (FigureUnit.MEAN_CENTS, "16666.7元")


async def test_surveys_per_walk_group_where_the_variant_is_on(town: County) -> None:
    fire, law = await walks.team(town)
    await town.act(
        "township", "form_walk_group", **walks.asked(await walks.clue(town), [fire, law])
    )
    for n in (1, 2):
        await town.act(
            "village",
            "record_activity",
            org=town.orgs["village"],
            kind="survey",
            title=f"调研{n}",
            date="2026-05-01",
        )
    assert await share(town, "surveys_per_walk_group") == (2, 1, "2.0")


async def test_rooms_by_the_kind_of_their_village_and_by_mobility(
    town: County, owner: psycopg.Connection
) -> None:
    for code, level, township_kind, village_kind in (
        ("100", "township", "town", None),
        ("100001", "village", None, "community"),
        ("100201", "village", None, "village"),
    ):
        owner.execute(
            "insert into region (code, name, level, township_kind, village_kind)"
            " values (%s, %s, %s, %s, %s)",
            [f"{town.code}{code}", "某地", level, township_kind, village_kind],
        )
    await cases.station(town)  # kept by the village's body, no division of its own
    standing = {"region_code": f"{town.code}100001", "mobility": "mobile"}
    await cases.station(town, "township", name="社区议事室", **standing)
    rooms = "stations{kind=council_room,"
    asked = {
        "village_kind=village": 1,
        "village_kind=community": 1,
        "village_kind=other": 0,
        "community": 1,
        "township_kind=town": 2,
        "mobility=mobile": 1,
        "mobility=fixed": 1,
    }
    found = {word: (await figure(town, f"{rooms}{word}}}")).value for word in asked}
    assert found == asked


async def test_topics_and_events_by_orientation(town: County) -> None:
    topic = await cases.approved(town, orientation="livelihood")
    await cases.approved(town, orientation="overall")
    case = await town.act("village", "open_case", topic=topic, opened_on="2026-03-02")
    event = await town.act(
        "village",
        "plan_consultation",
        case=case,
        title="修路",
        date="2026-03-10",
        place="院坝",
        form="yard",
    )
    await town.act("village", "hold_consultation", consultation=event)
    words = ("{orientation=livelihood}", "{overall}", "{problem}", "")
    assert [(await figure(town, f"topics{w}")).value for w in words] == [1, 1, 0, 2]
    assert [(await figure(town, f"consultations{w}")).value for w in words] == [1, 0, 0, 1]


async def test_coverage_by_stations_bodies_and_councils(town: County) -> None:
    async def covered(by: str, level: str, **given: Any) -> tuple[Any, Any]:
        found = await figure(town, f"coverage{{{by}level={level}}}", **given)
        return found.part, found.whole

    county = {"org": town.orgs["county"]}
    # each township has its liaison group; the two villages have committees only
    assert await covered("by=body,", "township") == (2, 2)
    assert await covered("by=body,", "village") == (0, 2)
    area = await town.act(
        "county", "create_org", parent=county["org"], kind="area", name="东片区", slug="area-east"
    )
    link = {"guide": area, "link_kind": "covers", "from_on": "2026-05-01"}
    await town.act("county", "link_orgs", guided=town.orgs["village"], **link)
    assert await covered("by=body,", "village") == (1, 2)
    before = {"from_on": "2026-01-01", "to_on": "2026-04-30"}
    assert await covered("by=body,", "village", **before) == (0, 2)
    await town.act("county", "link_orgs", guided=town.orgs["township"], **link)
    assert await covered("by=body,", "village") == (2, 2)
    # a station of a village reaches its township too, its council only the village
    station = await cases.station(town)
    assert await covered("by=council,", "village") == (0, 2)
    await town.act(
        "township", "found_council", station=station, name="柳湾村议事会", founded_on="2026-05-01"
    )
    assert await covered("by=council,", "village") == (1, 2)
    assert await covered("by=council,", "village", **before) == (0, 2)
    assert await covered("by=council,", "township") == (0, 2)
    for plain in ("", "by=station,"):
        assert await covered(plain, "township") == (1, 2)
        assert await covered(plain, "village") == (1, 2)
    await town.refused(
        "county", "metric", code="INVALID_INPUT", metric="coverage{by=luck}", **county
    )


async def test_the_score_of_evaluations_is_their_mean(town: County) -> None:
    case = await stories.case(town)
    for kind, score in (("effect", 90), ("satisfaction", 81), ("look_back", None)):
        given = {} if score is None else {"score": score, "n": 40}
        await town.act(
            "township",
            "evaluate_case",
            case=case,
            kind=kind,
            comment="成效较好,群众认可",
            on="2026-05-01",
            **given,
        )
    assert await share(town, "evaluation_score") == (171, 2, "85.5")
    assert await share(town, "evaluation_score{effect}") == (90, 1, "90.0")
    assert await share(town, "evaluation_score{look_back}") == (0, 0, None)
    assert await share(town, "evaluation_score", of={"case": case}) == (171, 2, "85.5")


async def test_yearly_plans_count_in_their_year(town: County) -> None:
    plan = await made(town)
    assert (await figure(town, "annual_plans")).value == 1
    assert (await figure(town, "annual_plans{state=approved}")).value == 0
    await town.act(
        "township",
        "study_annual_plan",
        plan=plan,
        studied_by="township_party_secretary",
        studied_on="2026-01-10",
    )
    await town.act(
        "township", "approve_annual_plan", plan=plan, approved_by="镇党委", approved_on="2026-01-15"
    )
    assert (await figure(town, "annual_plans{approved}")).value == 1
    last_year = {"from_on": "2025-01-01", "to_on": "2025-12-31"}
    assert (await figure(town, "annual_plans", **last_year)).value == 0


async def test_the_share_of_a_standard_is_a_line_of_a_points_table(town: County) -> None:
    station, other = await cases.station(town), await cases.station(town, "village2")
    inspector = await cases.person(town)
    list_ = await town.act(
        "county",
        "write_checklist",
        org=town.orgs["county"],
        code="own_3",
        label="三有",
        items=["牌子", "桌子", "制度"],
    )
    verdicts = [
        {"item_no": n, "verdict": "fail" if n == 1 else "pass", "note": "有"} for n in (1, 2, 3)
    ]
    await town.act(
        "county",
        "record_standard_check",
        checklist=list_,
        inspector=inspector,
        station=station,
        checked_on="2026-05-01",
        results=verdicts,
    )
    scheme = await opened(town, "station_default")
    wrong = {"code": "built", "label": "建设", "metric": "coverage", "points_per": 1}
    error = await town.refused(
        "county", "change_assessment", code="INVALID_INPUT", scheme=scheme, items=[wrong]
    )
    assert "standard_score" in error.fields[0].text.zh
    lines = [
        {"code": "built", "label": "建设", "metric": "standard_score{list=own_3}", "points_per": 1},
        {"code": "result", "label": "评估", "metric": "evaluation_score", "points_per": 1},
    ]
    scheme = await town.act(
        "county",
        "change_assessment",
        scheme=scheme,
        items=[{**line, "cap": 100} for line in lines],
        full_mark=200,
    )
    await town.act("county", "count_scores", scheme=scheme)
    entries = await town.rows(ScoreEntry, ScoreEntry.item == "built")
    assert {e.station_id: str(e.counted) for e in entries} == {
        station.id: "66.70",
        other.id: "0.00",
    }
