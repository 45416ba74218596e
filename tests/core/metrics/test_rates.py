"""Shares and means, and what the questions `metric` and `metrics` answer to whom (domain.md 2.9,
2.20).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.core import cases
from tests.core.assessments.schemes import opened
from tests.core.metrics.core_metrics import METRICS
from tests.core.metrics.test_counting import ORG, asking
from tests.core.outcomes import stories
from tests.core.plugins.samples import variant
from tests.core.proposals import papers
from tests.core.quotas.test_quotas import adopted
from tests.fixtures.county import County, stamps
from yishi_core.domain.consultations.models import Consultation, ConsultationForm, ConsultationState
from yishi_core.domain.outcomes.models import ConversionKind, Outcome, OutcomeState
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.facilities.metrics.figures import Count
from yishi_core.facilities.metrics.periods import Span
from yishi_core.facilities.metrics.printing import FigureUnit
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.variants.variant import Variant

YEAR = {"from_on": "2026-01-01", "to_on": "2026-12-31"}


async def figure(
    town: County, id_: str, who: str = "county", org: str = "county", **given: Any
) -> Any:
    of = given.pop("of", None) or {"org": town.orgs[org]}
    return await town.act(who, "metric", metric=id_, **{**YEAR, **of, **given})


async def share(town: County, id_: str, **given: Any) -> tuple[Any, Any, str | None]:
    found = await figure(town, id_, **given)
    return found.part, found.whole, None if found.value is None else str(found.value)


async def plant(town: County, *rows: Any) -> None:
    village = town.orgs["village"]
    async with town.platform.database.transaction(town.system.reading) as session:
        for row in rows:
            row.county, row.org_path, row.org_id = town.code, village.org_path, village.id
            row.id = row.id or new_id()
            for name, stamp in stamps().items():
                setattr(row, name, stamp)
            session.add(row)


def held(n: int, grade: ConsultationGrade, converted: bool | None) -> list[Any]:
    """One event with its case, and one outcome of it where `converted` says whether it was put into
    practice.
    """
    case = ConsultationCase(
        id=new_id(),
        no=f"案{grade.value}{n}",
        title="村道照明",
        procedure="six_step",
        grade=grade,
        settings_digest="x",
        opened_on=date(2026, 1, 5),
    )
    event = Consultation(
        no=f"会{grade.value}{n}",
        title="协商会",
        case_id=case.id,
        date=date(2026, 3, 1),
        place="村委会",
        grade=grade,
        form=ConsultationForm.YARD,
        state=ConsultationState.HELD,
    )
    if converted is None:
        return [case, event]
    done = (
        {"converted_on": date(2026, 6, 1), "conversion_kind": ConversionKind.PROBLEM_SOLVED}
        if converted
        else {}
    )
    outcome = Outcome(
        no=f"果{n}",
        case_id=case.id,
        title="修灯",
        text="修三盏",
        formed_on=date(2026, 3, 1),
        state=OutcomeState.CLOSED,
        converted=converted,
        **done,
    )
    return [case, event, outcome]


async def test_the_rate_of_conversion_names_its_base(town: County) -> None:
    """The fixture of domain.md 3.2: 3 + 8 + 77 events, 73 of the small ones with a converted
    outcome.
    """
    others = [ConsultationGrade.DELIBERATIVE_SPECIAL] * 3 + [ConsultationGrade.KEY_SPECIAL] * 8
    rows = [row for n, grade in enumerate(others) for row in held(n, grade, None)]
    rows += [row for n in range(77) for row in held(n, ConsultationGrade.SMALL_MICRO, n < 73)]
    await plant(town, *rows)
    assert (await figure(town, "consultations_total")).value == 88
    assert await share(town, "conversion_rate{base=consultations_small_micro}") == (73, 77, "94.8")
    assert await share(town, "conversion_rate{base=outcomes}") == (73, 77, "94.8")
    assert await share(town, "conversion_rate{base=consultations_all}") == (73, 88, "83.0")
    for base, told in (("outcomes", "94.8%"), ("consultations_all", "83.0%")):
        await cases.choose(town, conversion_base=base)
        found = await figure(town, "conversion_rate")
        assert (found.metric, found.text) == (f"conversion_rate{{base={base}}}", told)
    # what was converted later is known later; what lies elsewhere is none; nothing of nothing is no
    # rate
    until_may = {"to_on": "2026-05-31"}
    assert await share(town, "conversion_rate{base=outcomes}", **until_may) == (73, 77, "94.8")
    assert await share(town, "conversion_rate{base=outcomes}", as_of="2026-05-31", **until_may) == (
        0,
        77,
        "0.0",
    )
    assert await share(town, "conversion_rate{base=outcomes}", org="neighbour") == (0, 0, None)
    assert (await figure(town, "conversion_rate{base=outcomes}", org="neighbour")).text == "—"


async def test_the_rates_of_handling(town: County) -> None:
    handed = await stories.accepted(town)
    await stories.reply(town, handed, communicated_by="visit")
    await town.act("township", "confirm_reply", assignment=handed)
    open_one = await stories.assigned(
        town,
        await town.act(
            "township",
            "route_outcome",
            outcome=await town.act(
                "village",
                "record_outcome",
                case=await case_of(town, handed),
                title="清渠",
                text="清理水渠",
                formed_on="2026-03-02",
            ),
            route_class="A",
        ),
    )
    ahead = {"from_on": "2026-01-01", "to_on": "2099-12-31"}
    assert await share(town, "face_rate", **ahead) == (1, 2, "50.0")
    assert await share(town, "solve_rate", **ahead) == (1, 1, "100.0")
    assert await share(town, "reply_rate", **ahead) == (0, 0, None)  # none is due yet
    outcome = await town.fresh(handed)
    given = {
        "outcome": f"Outcome:{town.code}:{outcome.outcome_id}",
        "direction": "to_proposer",
        "to": "提出人",
        "communicated_by": "visit",
    }
    await town.act("township", "give_feedback", **given, satisfaction="basically_satisfied")
    assert await share(town, "satisfaction_rate", **ahead) == (1, 1, "100.0")
    assert await share(town, "reply_rate", org="neighbour") == (0, 0, None)
    assert open_one.id != handed.id


async def case_of(town: County, assignment: Any) -> str:
    outcome = (await town.rows(Outcome, Outcome.id == assignment.outcome_id))[0]
    return f"ConsultationCase:{town.code}:{outcome.case_id}"


async def test_filed_proposals_are_a_share_of_those_reviewed(town: County) -> None:
    assert await share(town, "filing_rate") == (0, 0, None)
    filed, other = (
        await papers.submitted(town),
        await papers.submitted(town, title="关于村道照明的提案"),
    )
    for row, decision in (
        (filed, {"decision": "filed"}),
        (other, {"decision": "not_filed", "not_filed_reason": "empty"}),
    ):
        await town.act("county", "review_proposal", proposal=row, review="情况属实")
        await town.act("county", "decide_proposal", proposal=row, **decision)
    assert await share(town, "filing_rate") == (1, 2, "50.0")
    assert await share(town, "key_finished_rate") == (0, 0, None)


async def test_places_stations_and_standards(town: County) -> None:
    station = await cases.station(town, opened_on="1985-11-30", brand="云边议事")
    assert (await figure(town, "regions{level=township}")).value == 2
    assert (await figure(town, "regions{level=village}", org="township")).value == 2
    asked = await town.act("county", "coverage", org=town.orgs["county"], level="village")
    assert (
        await share(town, "coverage{level=village}")
        == (asked.covered, asked.total, str(asked.share))
        == (1, 2, "50.0")
    )
    assert await share(town, "coverage{level=township}", org="unit") == (0, 0, None)
    of = {"of": {"station": station}}
    ages = [
        (await figure(town, "station_age_years", **rest)).value
        for rest in (of, {}, {**of, "to_on": "2025-11-29", "from_on": "2025-01-01"})
    ]
    assert ages == [40, 40, 39]
    totals = [
        await figure(town, id_)
        for id_ in (
            "platforms_total",
            "platforms_total{brand=云边议事}",
            "platforms_total{brand=别的}",
        )
    ]
    assert [f.value for f in totals] == [1, 1, 0]
    somebody = await cases.person(town)
    await town.act("county", "add_member", person=somebody, level="county", joined_on="2022-01-01")
    for role in ("convener", "resident_member"):
        await town.act(
            "township",
            "assign_to_station",
            station=station,
            person=somebody,
            from_on="2026-05-10",
            role=role,
        )
    assert await share(town, "avg_members_per_station") == (1, 1, "1.0")
    list_ = await town.act(
        "county",
        "write_checklist",
        org=town.orgs["county"],
        code="own_3",
        label="三有",
        items=["牌子", "桌子", "制度"],
    )
    checked = {"checklist": list_, "inspector": somebody, "note": "现场查看"}
    for day, fails in (("2026-05-01", 1), ("2026-06-01", 0)):
        verdicts = [
            {"item_no": n, "verdict": "fail" if n <= fails else "pass", "note": "有"}
            for n in (1, 2, 3)
        ]
        await town.act(
            "county",
            "record_standard_check",
            **checked,
            station=station,
            checked_on=day,
            results=verdicts,
        )
    in_may = {"to_on": "2026-05-31"}
    assert await share(town, "standard_score{list=own_3}", **in_may) == (
        pytest.approx(Decimal("66.67"), abs=Decimal("0.01")),
        1,
        "66.7",
    )
    assert [
        (await figure(town, "standard_passed{list=own_3,level=village}", **rest)).value
        for rest in (in_may, {})
    ] == [0, 1]
    assert (await share(town, "standard_score{list=own_3}", org="neighbour"))[2] is None


def _counting_by(formula: list[str]) -> Variant:
    return variant("formula", f"platforms = {formula}".replace("'", '"'))


async def test_bodies_of_a_variant_s_formula_count_once_with_their_station(town: County) -> None:
    group = town.orgs["township"]
    await cases.station(town, "township", kind="member_studio", level="township", union_org=group)
    await cases.station(town)
    formula = [
        "stations{kind=member_studio}",
        "orgs{kind=liaison_group}",
        "orgs{kind=liaison_group}",
    ]
    found = METRICS.understood("platforms_total", ORG, [_counting_by(formula)])
    assert isinstance(found, Count)
    async with asking(town) as context:
        total = await found.figure(
            context, town.orgs["county"], Span(date(2026, 1, 1), date(2026, 12, 31))
        )
    assert total.value == 2  # two groups, the studio of one of them is that group
    unknown = _counting_by(["no_such_metric"])
    assert METRICS.understood("platforms_total", ORG, [unknown]) is None


async def test_posts_are_held_by_persons_whichever_record_says_so(town: County) -> None:
    given = {"org": town.orgs["county"], "post_kind": "vice_chair"}
    first, second = [
        await town.act("county", "register_person", name=name, **given)
        for name in ("赵一山", "钱二水")
    ]
    seat = {
        "group": town.orgs["township"],
        "post_kind": "vice_chair",
        "from_on": "2026-02-01",
        "to_on": "2026-06-30",
    }
    await town.act("county", "add_to_group", person=first, **seat)
    months = [{"from_on": f"2026-{m}-01", "to_on": f"2026-{m}-28"} for m in ("01", "03", "09")]
    assert [(await figure(town, "posts{post_kind=vice_chair}", **m)).value for m in months] == [
        1,
        2,
        1,
    ]
    assert second.id != first.id


async def test_money_of_a_case_and_money_of_an_unknown_year(town: County) -> None:
    of = await stories.case(town)
    secured = {
        "amount": 55_000_000,
        "source": "upper_level",
        "from_body": "省水利厅",
        "purpose": "消防管网",
    }
    await town.act("township", "record_fund_secured", case=of, date="2026-05-01", **secured)
    found = await figure(town, "fund_secured{case}", of={"case": of})
    assert (found.value, found.unit, found.text) == (55_000_000, FigureUnit.CENTS, "55.00万元")
    base = {"amount": 100, "purpose": "activity", "source": "township_finance"}
    await town.act("township", "record_budget", org=town.orgs["township"], year=2026, **base)
    await town.act("township", "record_budget", org=town.orgs["village"], year=2026, **base)
    await town.act("township", "record_budget", org=town.orgs["village"], **base)
    ids = (
        "budgets",
        "budgets{level=township}",
        "budgets{level=village}",
        "budgets{undated}",
        "budgets+budgets{undated}",
    )
    assert [(await figure(town, id_)).value for id_ in ids] == [200, 100, 100, 100, 300]


async def test_quotas_over_a_year_and_a_scheme_s_full_mark(town: County) -> None:
    station = await cases.station(town)
    await cases.station(town, "village2")
    await adopted(town, from_on="2026-01-01")
    for day in ("2026-02-01", "2026-02-02", "2026-12-31"):
        kind = {"kind": "study", "title": "学习", "date": min(day, "2026-11-01")}
        await town.act("village", "record_activity", station=station, **kind)
    assert [
        (await figure(town, f"quota_required{{rule=station_two_two{item}}}")).value
        for item in ("", ".consult", ".study")
    ] == [8, 4, 4]
    assert (await figure(town, "quota_done{rule=station_two_two.study}")).value == 3
    assert await share(town, "quota_met{rule=station_two_two.study}") == (1, 2, "50.0")
    assert await share(town, "quota_met{rule=station_two_two}") == (0, 2, "0.0")
    assert await share(
        town, "quota_met{rule=station_two_two.study}", of={"station": station}, who="village"
    ) == (1, 1, "100.0")
    assert await share(town, "quota_met{rule=no_such_set}") == (0, 0, None)
    await opened(town, "member_default")
    assert (await figure(town, "full_mark{scheme=member_default}")).value == 100
    assert (await figure(town, "full_mark{scheme=member_default,item=plenary}")).value == 30
    assert [
        (await figure(town, f"full_mark{{scheme={s}}}")).value
        for s in ("no_such", "member_default,item=no_such")
    ] == [None, None]


async def test_who_may_ask_for_a_figure(town: County) -> None:
    village = {"org": town.orgs["village"]}
    assert (await figure(town, "consultations", "village", "village")).value == 0
    assert (await figure(town, "budgets", "village", "village")).value == 0
    assert (await figure(town, "consultations", "member", "township")).value == 0
    hidden = (
        "budgets",
        "intakes",
        "filing_rate",
        "consultations+budgets",
        "quota_met{rule=four_ones}",
    )
    for who, id_ in (*(("member", id_) for id_ in hidden), ("village", "proposals")):
        await town.refused(who, "metric", code="FORBIDDEN", metric=id_, **village)
    await town.refused("village", "metric", code="FORBIDDEN", metric="filing_rate", **village)
    await town.refused(
        "unit", "metric", code="FORBIDDEN", metric="consultations", org=town.orgs["unit"]
    )
    await town.refused("neighbour", "metric", code="NOT_FOUND", metric="consultations", **village)
    await town.refused(
        "township", "metric", code="FORBIDDEN", metric="consultations", org=town.orgs["county"]
    )
    own = await cases.person(town)
    await town.refused("member", "metric", code="FORBIDDEN", metric="proposals", member=own)
    entered = Person(
        id=new_id(),
        name="孙小川",
        sort_key="sunxiaochuan",
        created_by=town.principals["village"].account,
    )
    await plant(town, entered)  # entering somebody is no right to count what others reported of him
    await town.refused("village", "metric", code="FORBIDDEN", metric="opinions", member=entered)
    await town.refused(
        "member", "metric", code="FORBIDDEN", metric="quota_met{rule=five_ones_member}", member=own
    )
    town.link("member", own)
    for id_ in ("proposals", "quota_done{rule=five_ones_member}"):
        assert (await figure(town, id_, "member", of={"member": own})).value == 0


async def test_a_report_s_figures_each_have_their_period_and_one_mistake_refuses_all(
    town: County,
) -> None:
    await cases.station(town, opened_on="2025-06-01")
    wanted = [
        {"metric": "stations", "from_on": "2024-01-01", "to_on": "2024-12-31"},
        {"metric": "stations"},
        {"metric": "budgets", "style": "approx"},
    ]
    found = await town.act("county", "metrics", org=town.orgs["county"], figures=wanted)
    assert [(f.metric, f.value) for f in found] == [
        ("stations", 0),
        ("stations", 1),
        ("budgets", 0),
    ]
    assert found[1].from_on.day == found[1].from_on.month == 1
    for index, wrong in (
        (0, {"metric": "stars"}),
        (1, {"metric": "stations", "from_on": "2026-02-01", "to_on": "2026-01-01"}),
    ):
        asked = [*wanted[:index], wrong]
        error = await town.refused(
            "county", "metrics", code="INVALID_INPUT", org=town.orgs["county"], figures=asked
        )
        assert error.fields[0].path.startswith(f"figures.{index}.")
    await town.refused("county", "metric", code="INVALID_INPUT", metric="stations")  # of whom
    await town.refused(
        "county",
        "metric",
        code="INVALID_INPUT",
        metric="stations",
        org=town.orgs["county"],
        to_on="9999-12-31",
    )
