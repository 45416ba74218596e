"""The names of figures: which are understood, what they offer, how they are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.core.metrics.core_metrics import ALL, METRICS
from tests.core.metrics.test_counting import ORG, PERSON, STATION
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.printing import FigureUnit, PrintStyle, printed
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.views.metrics.variants import misnamed

IDS = """absences activities activity_times adoptions attend_times avg_members_per_station budgets collect_rounds consensus consultations
consultations_total conversion_rate{base=consultations_all} converted converted_cases council_members councils coverage{level=village} deeds
deeds_people demo_points disputes_settled donations_amount endorsements expenses experts face_rate filed filing_rate
full_mark{scheme=village} fund_secured honour_years honours host_years impact{metric=jobs} info_exchanges intakes introduced_funds
introduced_projects joint_cases joint_levels joint_units key_finished_rate key_proposals major_projects member_project_invested
member_project_jobs members members_deployed nil_reports opinions org_members orgs outcomes overdue{entity=intake} platforms_total{brand=云边}
pledges_fulfilled pledges_total posts{post_kind=vice_chair} problems_solved proposals publicity quota_done{rule=four_ones}
quota_met{rule=four_ones.opinion} quota_required{rule=four_ones} regions{level=township,township_kind=street} reply_rate satisfaction_rate
schedule_dates sectors_covered served_times solve_rate speeches staff standard_passed{list=room_6,level=township}
standard_score{list=room_6} station_age_years stations suggestions talents{pool=一库,field=economy} themes topics walk_groups"""


@pytest.mark.parametrize("id_", IDS.split())
def test_every_metric_of_the_domain_is_understood(id_: str) -> None:
    assert METRICS.understood(id_, ORG) is not None


def test_every_metric_that_core_and_the_variants_name_is_understood() -> None:
    installed = load_plugins()
    for found in (installed.core, *installed.variants.values()):
        assert list(misnamed(ALL, found)) == [], found.code


@pytest.mark.parametrize(
    ("id_", "for_"),
    [
        ("conversion_rate", ORG),  # the base must always be stated
        ("conversion_rate{base=all}", ORG),
        ("filing_rate+coverage", ORG),
        ("2*filing_rate", ORG),
        ("coverage{colour=red}", ORG),
        ("coverage", STATION),
        ("platforms_total", PERSON),
        ("quota_met", ORG),
        ("full_mark{item=cppcc_work}", ORG),
        ("demo_points", PERSON),
    ],
)
def test_what_has_no_meaning_is_not_understood(id_: str, for_: CountedFor) -> None:
    assert METRICS.understood(id_, for_) is None


def test_what_is_offered_names_every_kind_of_figure() -> None:
    assert {
        "filing_rate",
        "conversion_rate{base=outcomes}",
        "quota_met{rule}",
        "platforms_total{brand}",
    } <= set(METRICS.offered(ORG))
    assert "filing_rate" in METRICS.offered(PERSON)
    assert "coverage" not in METRICS.offered(PERSON)


@pytest.mark.parametrize(
    ("value", "unit", "style", "step", "text"),
    [
        ("2501", "count", "exact", None, "2501"),
        ("2501", "count", "approx", None, "2500余"),
        ("301", "count", "approx", None, "300余"),
        ("261", "count", "approx", None, "260余"),
        ("300", "count", "approx", None, "300"),
        ("31", "count", "approx", 10, "30余"),
        ("31", "count", "approx", None, "31"),
        ("94.8", "percent", "approx", None, "94.8%"),
        ("23.7", "mean", "exact", None, "23.7"),
        ("184800000", "cents", "exact", None, "184.80万元"),
        ("110000100", "cents", "approx", 10, "110余万元"),
        ("5200000", "cents", "approx", 1, "5万余元"),
        ("5000000", "cents", "approx", 1, "5万元"),
        (None, "percent", "exact", None, "—"),
    ],
)
def test_how_figures_are_printed(
    value: str | None, unit: str, style: str, step: int | None, text: str
) -> None:
    assert printed(value and Decimal(value), FigureUnit(unit), PrintStyle(style), step) == text
