"""Money for the work and money brought in: two accounts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.domain.funds.models import Budget, Expense, FundSecured, FundYear, Subsidy

BUDGET = {"year": 2025, "amount": 3_000_000, "purpose": "activity", "source": "township_finance"}
SPENT = {"amount": 100_000, "date": "2025-06-01", "purpose": "training"}


async def budget(town: County, **given: Any) -> Budget:
    row: Budget = await town.act(
        "township", "record_budget", **{"org": town.orgs["township"], **BUDGET, **given}
    )
    return row


async def test_spending_more_than_there_is_is_pointed_out_and_not_refused(town: County) -> None:
    row = await budget(town, amount=150_000)
    first = await town.result("township", "record_expense", budget=row, **SPENT)
    assert first.advice == ()
    second = await town.result("township", "record_expense", budget=row, **SPENT)
    assert [(a.rule, a.text.zh) for a in second.advice] == [("overspent", "该经费已超支500.00元。")]
    assert len(await town.rows(Expense)) == 2
    lowered = await town.result("township", "change_budget", budget=row, amount=200_000)
    assert lowered.advice == ()
    assert [
        a.rule
        for a in (await town.result("township", "change_budget", budget=row, amount=1)).advice
    ] == ["overspent"]


@pytest.mark.parametrize(
    "given",
    [
        {"amount": 0},
        {"amount": -1},
        {"year": 2099},
        {"purpose": "unheard_of"},
        {"source": "lottery"},
        {"org": None},
    ],
)
async def test_what_is_no_budget(town: County, given: dict[str, Any]) -> None:
    raw = {
        k: v for k, v in {"org": town.orgs["township"], **BUDGET, **given}.items() if v is not None
    }
    await town.refused("township", "record_budget", code="INVALID_INPUT", **raw)
    assert await town.rows(Budget) == []


async def test_a_budget_without_a_year_and_a_station_that_is_closed(town: County) -> None:
    station = await cases.station(town)
    row = await town.act(
        "township",
        "record_budget",
        station=station,
        **{k: v for k, v in BUDGET.items() if k != "year"},
    )
    assert (row.year, row.station_id) == (None, station.id)
    await town.act("township", "suspend_station", station=station, reason="整修")
    await town.refused(
        "township",
        "record_budget",
        code="REFUSED",
        rule="station_closed",
        station=station,
        **BUDGET,
    )


@pytest.mark.parametrize(
    "given", [{"amount": 0}, {"date": "2099-01-01"}, {"purpose": "unheard_of"}]
)
async def test_what_is_no_expense(town: County, given: dict[str, Any]) -> None:
    await town.refused(
        "township",
        "record_expense",
        code="INVALID_INPUT",
        budget=await budget(town),
        **{**SPENT, **given},
    )


async def test_who_handles_money(town: County) -> None:
    row = await budget(town)
    for caller in ("leader", "village", "member", "auditor", "head"):
        where = town.orgs["village" if caller == "village" else "township"]
        await town.refused(caller, "record_budget", code="FORBIDDEN", org=where, **BUDGET)
    await town.refused("neighbour", "record_expense", code="NOT_FOUND", budget=row, **SPENT)
    await town.refused("member", "record_expense", code="NOT_FOUND", budget=row, **SPENT)
    await town.refused("leader", "record_expense", code="FORBIDDEN", budget=row, **SPENT)
    await town.act("county", "record_expense", budget=row, **SPENT)


async def test_a_subsidy_is_granted_and_paid_once(town: County) -> None:
    station = await cases.station(town)
    given = {
        "station": station,
        "year": 2026,
        "own_funds": 500_000,
        "amount": 300_000,
        "reason": "达标奖补",
        "granted_on": "2026-03-01",
    }
    row: Subsidy = await town.act("township", "grant_subsidy", **given)
    await town.refused(
        "township", "pay_subsidy", code="INVALID_INPUT", subsidy=row, paid_on="2026-02-28"
    )
    assert (
        await town.act("township", "pay_subsidy", subsidy=row, paid_on="2026-03-05")
    ).paid_on == cases.day("2026-03-05")
    await town.refused("township", "pay_subsidy", code="REFUSED", rule="paid_already", subsidy=row)
    await town.refused(
        "township", "grant_subsidy", code="INVALID_INPUT", **{**given, "paid_on": "2026-02-01"}
    )
    await town.refused("village", "grant_subsidy", code="FORBIDDEN", **given)


async def test_a_closed_year_takes_nothing_here_and_below(town: County) -> None:
    row = await budget(town)
    await town.refused(
        "township", "close_fund_year", code="FORBIDDEN", org=town.orgs["township"], year=2025
    )
    await town.refused(
        "county", "close_fund_year", code="INVALID_INPUT", org=town.orgs["county"], year=2099
    )
    closed: FundYear = await town.act(
        "county", "close_fund_year", org=town.orgs["county"], year=2025, closed_on="2026-02-01"
    )
    assert (closed.year, closed.org_path) == (2025, town.orgs["county"].org_path)
    refused = {"code": "REFUSED", "rule": "year_closed"}
    await town.refused("county", "close_fund_year", **refused, org=town.orgs["township"], year=2025)
    await town.refused("township", "record_budget", **refused, org=town.orgs["township"], **BUDGET)
    await town.refused("township", "change_budget", **refused, budget=row, amount=1)
    error = await town.refused("township", "record_expense", **refused, budget=row, **SPENT)
    assert error.fields[0].path == "date"
    await town.refused(
        "township", "record_expense", **refused, budget=row, **{**SPENT, "date": "2026-03-01"}
    )
    await town.refused("township", "void_record", **refused, id=row, reason="重复登记")
    station = await cases.station(town)
    grant = {"station": station, "amount": 1, "reason": "奖补", "granted_on": "2026-03-01"}
    await town.refused("township", "grant_subsidy", **refused, **grant, year=2025)
    await town.act("township", "grant_subsidy", **grant, year=2026)
    of = await stories.case(town)
    secured = {
        "case": of,
        "amount": 1,
        "source": "finance",
        "from_body": "县财政局",
        "purpose": "修路",
    }
    await town.refused("township", "record_fund_secured", **refused, **secured, date="2025-12-31")
    await town.act(
        "township", "record_budget", org=town.orgs["township"], **{**BUDGET, "year": 2026}
    )


async def test_money_brought_in_belongs_to_a_case_or_an_outcome_of_it(town: County) -> None:
    outcome = await stories.outcome(town)
    given = {
        "amount": 55_000_000,
        "source": "upper_level",
        "from_body": "市水利局",
        "date": "2026-06-01",
        "purpose": "水渠整治",
    }
    row: FundSecured = await town.act("township", "record_fund_secured", outcome=outcome, **given)
    assert (row.outcome_id, row.case_id) == (outcome.id, outcome.case_id)
    await town.refused("township", "record_fund_secured", code="INVALID_INPUT", **given)
    await town.refused(
        "township",
        "record_fund_secured",
        code="INVALID_INPUT",
        outcome=outcome,
        **{**given, "date": "2099-01-01"},
    )
    await town.refused("village", "record_fund_secured", code="FORBIDDEN", outcome=outcome, **given)


async def test_the_two_accounts_are_never_added(town: County) -> None:
    row, station = await budget(town), await cases.station(town)
    await town.act("township", "record_expense", budget=row, **{**SPENT, "amount": 3_500_000})
    await town.act(
        "township",
        "grant_subsidy",
        station=station,
        year=2025,
        own_funds=7,
        amount=11,
        reason="奖补",
        granted_on="2025-03-01",
    )
    of = {
        "case": await stories.case(town),
        "source": "enterprise",
        "from_body": "农业公司",
        "purpose": "修路",
    }
    await town.act("township", "record_fund_secured", **of, amount=13, date="2025-12-31")
    await town.act("township", "record_fund_secured", **of, amount=17, date="2026-01-01")
    found = await town.act("county", "fund_accounts", org=town.orgs["county"], year=2025)
    assert (
        found.budgeted,
        found.spent,
        found.left,
        found.subsidies,
        found.own_funds,
        found.stipends,
        found.secured,
    ) == (
        3_000_000,
        3_500_000,
        -500_000,
        11,
        7,
        0,
        13,
    )
    assert (await town.act("leader", "fund_accounts", org=town.orgs["county"])).secured == 30
    assert (await town.act("village", "fund_accounts", org=town.orgs["village"])).budgeted == 0
    for caller in ("member", "head"):
        await town.refused(caller, "fund_accounts", code="FORBIDDEN", org=town.orgs["township"])


async def test_a_stipend_of_a_closed_year_is_not_recorded(town: County) -> None:
    station, somebody = await cases.station(town), await cases.person(town)
    await town.act(
        "township",
        "assign_to_station",
        station=station,
        person=somebody,
        role="convener",
        from_on="2025-01-01",
    )
    await town.act("county", "close_fund_year", org=town.orgs["township"], year=2025)
    pay = {
        "station": station,
        "person": somebody,
        "amount": 1,
        "period_from": "2025-01-01",
        "period_to": "2025-06-30",
    }
    await town.refused("township", "pay_stipend", code="REFUSED", rule="year_closed", **pay)


async def test_a_changed_budget_is_for_next_year_at_the_latest(town: County) -> None:
    error = await town.refused(
        "township", "change_budget", code="INVALID_INPUT", budget=await budget(town), year=2099
    )
    assert error.fields[0].path == "year"


async def test_nothing_is_paid_in_a_closed_year(town: County) -> None:
    station = await cases.station(town)
    await town.act("county", "close_fund_year", org=town.orgs["county"], year=2024)
    given = {
        "station": station,
        "year": 2023,
        "amount": 1000,
        "reason": "先进站点",
        "granted_on": "2023-12-01",
    }
    error = await town.refused(
        "township",
        "grant_subsidy",
        code="REFUSED",
        rule="year_closed",
        **given,
        paid_on="2024-02-01",
    )
    assert [f.path for f in error.fields] == ["paid_on"]
