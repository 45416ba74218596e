"""What exactly a figure of the catalogue holds (domain.md 2.20), read anew by a second person."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.core.meetings import plenary
from tests.core.metrics.test_counting import ORG, PERSON, STATION, counted
from tests.core.opinions import briefs
from tests.core.outcomes import stories
from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.consultations.models import ConsultationForm
from yishi_core.domain.consultations.rules import GROUP_OF_FORM
from yishi_core.facilities.metrics.periods import Span

JUNE = Span(cases.day("2026-06-01"), cases.day("2026-06-30"))
MAY = Span(cases.day("2026-05-01"), cases.day("2026-05-31"))


async def of_org(town: County, metric: str, org: str = "county", *span: Span) -> int:
    return int((await counted(town, metric, ORG, *span)).get(town.orgs[org].id, 0))


async def test_intakes_are_those_that_were_taken_on(town: County) -> None:
    station = await cases.station(town)
    given = {
        "station": station,
        "content": "路灯不亮",
        "channel": "offline_desk",
        "received_at": "2026-03-01T02:00:00Z",
    }
    rows = [await town.act("village", "record_intake", **given) for _ in range(4)]
    assert await of_org(town, "intakes") == 0
    await town.act("township", "accept_intake", intake=rows[0], focus_category="roads")
    await town.act("township", "reject_intake", intake=rows[1], reason="petition")
    await town.act("township", "merge_intake", intake=rows[2], duplicate_of=rows[0])
    assert await of_org(town, "intakes") == 1


async def test_a_withdrawn_proposal_is_no_proposal(town: County) -> None:
    kept = await papers.submitted(town)
    gone = await papers.submitted(town, title="关于村道照明的提案")
    assert await of_org(town, "proposals") == 2
    await town.act("member", "withdraw_proposal", proposal=gone, reason="已另行解决")
    assert await of_org(town, "proposals") == 1
    assert await counted(town, "proposals", PERSON) == {kept.first_proposer_id: 1}
    await town.act("county", "review_proposal", proposal=kept, review="情况属实")
    assert (await of_org(town, "proposals_reviewed"), await of_org(town, "filed")) == (0, 0)
    await town.act("county", "decide_proposal", proposal=kept, decision="filed")
    assert (await of_org(town, "proposals_reviewed"), await of_org(town, "filed")) == (1, 1)


async def test_endorsements_are_those_of_survey_reports_too_and_the_highest_counts_once(
    town: County,
) -> None:
    opinion = await briefs.submitted(town)
    said = {"text": "请认真研究", "on": "2026-11-01"}
    opinion = await town.fresh(opinion)
    for level, post in (("county", "县长"), ("city", "副市长")):
        await town.act(
            "county",
            "endorse_opinion",
            opinion=opinion,
            level=level,
            leader_post=post,
            text="请认真研究",
        )
    report = await town.act(
        "township",
        "record_survey_report",
        org=town.orgs["township"],
        title="饮水调研",
        authors="罗静",
        findings="水源单一",
        suggestions="建备用水源",
        completed_on="2026-10-01",
    )
    await town.act(
        "township",
        "submit_survey_report",
        survey_report=report,
        submitted_to="县委",
        submitted_on="2026-10-02",
    )
    await town.act(
        "township",
        "endorse_survey_report",
        survey_report=report,
        level="county",
        leader_post="县长",
        **said,
    )
    assert await of_org(town, "endorsements") == 3
    assert await of_org(town, "endorsements{level=county}") == 2
    assert await of_org(town, "endorsements{level=county,best=true}") == 1
    assert await of_org(town, "endorsements{level=city,best=true}") == 1


async def test_what_stands_at_the_end_of_a_period(town: County) -> None:
    station = await cases.station(town, opened_on="2026-05-10", plus_theme="协商+茶")
    await cases.station(
        town,
        "township",
        name="委员工作站",
        kind="workstation",
        level="township",
        opened_on="2026-06-05",
        plus_theme="协商+茶",
    )
    assert [await of_org(town, "stations", "county", m) for m in (MAY, JUNE)] == [1, 2]
    assert await of_org(town, "stations{kind=council_room,level=village}", "county", JUNE) == 1
    assert await of_org(town, "themes", "county", JUNE) == 1
    somebody = await cases.person(town)
    post: dict[str, Any] = {"station": station, "person": somebody, "from_on": "2026-05-10"}
    for role in ("convener", "resident_member"):
        await town.act("township", "assign_to_station", **post, role=role)
    assert await counted(town, "staff", STATION, JUNE) == {station.id: 1}
    assert await counted(town, "staff{role=convener}", STATION, JUNE) == {station.id: 1}
    council = await town.act(
        "township", "found_council", station=station, name="柳湾村议事会", founded_on="2026-06-01"
    )
    await town.act(
        "township",
        "seat_council_member",
        council=council,
        person=somebody,
        identity="village_worthy",
        from_on="2026-06-02",
    )
    assert [await of_org(town, "councils{level=village}", "county", m) for m in (MAY, JUNE)] == [
        0,
        1,
    ]
    assert await counted(town, "council_members", STATION, JUNE) == {station.id: 1}
    await town.act("county", "close_station", station=station, on="2026-06-30", reason="合并到镇站")
    assert (
        await of_org(town, "stations", "county", JUNE) == 1
    )  # the day of its closing is the first without it


async def test_bodies_are_counted_by_kind(town: County) -> None:
    assert (
        await of_org(town, "orgs{kind=village_committees}"),
        await of_org(town, "orgs{kind=village_committees}", "township"),
    ) == (3, 2)


async def test_years_that_a_problem_lasted_are_never_added(town: County) -> None:
    station = await cases.station(town)
    fact = {"station": station, "date": "2026-05-01", "evidence": "现场核实记录"}
    await town.act("township", "record_impact", metric="households", value="30", **fact)
    await town.act("township", "record_impact", metric="households", value="12", **fact)
    for years in ("10", "6"):
        await town.act("township", "record_impact", metric="problem_years", value=years, **fact)
    assert await counted(town, "impact{metric=households}", STATION) == {station.id: 42}
    assert await counted(town, "impact{metric=problem_years}", STATION) == {station.id: 10}


async def test_two_converted_outcomes_of_one_case_are_one_converted_case(town: County) -> None:
    first = await stories.confirmed(town)
    outcome = await town.fresh(first)
    await town.act(
        "county",
        "convert_outcome",
        outcome=f"Outcome:{town.code}:{outcome.outcome_id}",
        conversion_kind="problem_solved",
        conversion_note="水泵已更换并恢复供水,村民确认",
        converted_on="2026-11-20",
    )
    assert (
        await of_org(town, "converted"),
        await of_org(town, "converted_cases"),
        await of_org(town, "problems_solved"),
    ) == (1, 1, 1)


async def test_suggestions_tell_their_origin(town: County) -> None:
    said = {"suggestions": [{"text": "加装路灯"}]}
    await town.act(
        "village",
        "record_activity",
        org=town.orgs["village"],
        kind="survey",
        title="调研",
        date="2026-05-01",
        **said,
    )
    assert (
        await of_org(town, "suggestions{origin=activity}"),
        await of_org(town, "suggestions{origin=consultation}"),
    ) == (1, 0)


def test_every_form_has_its_group() -> None:
    assert set(GROUP_OF_FORM) == {f.value for f in ConsultationForm}
    assert [GROUP_OF_FORM[f] for f in ("roundtable", "on_site", "tent", "chat_group")] == [
        "in_room",
        "on_site",
        "light",
        "online",
    ]


async def test_a_member_of_two_levels_is_a_member_of_each_and_the_levels_add_up(
    town: County,
) -> None:
    person = await plenary.member(town)
    await town.act(
        "county", "add_member", person=person, level="city", term=5, joined_on="2022-01-01"
    )
    assert (
        await of_org(town, "members"),
        await of_org(town, "members{level=city}"),
        await of_org(town, "members{level=county}"),
    ) == (2, 1, 1)


async def test_outcomes_count_by_the_day_on_which_they_came_about(town: County) -> None:
    of = await stories.case(town)
    given = {"case": of, "title": "修复村口路灯", "text": "三个月内修复三盏路灯"}
    late = await town.act("village", "record_outcome", **given, formed_on="2026-05-20")
    assert late.no.startswith("2026") or "2026" in late.no
    assert [await of_org(town, "outcomes", "county", m) for m in (MAY, JUNE)] == [1, 0]
    for wrong in ("2026-03-01", "2099-01-01"):  # before the case, and to come
        error = await town.refused(
            "village", "record_outcome", code="INVALID_INPUT", **given, formed_on=wrong
        )
        assert error.fields[0].path == "formed_on"
    today = await town.act("village", "record_outcome", **given)
    assert today.formed_on == clock.today()
