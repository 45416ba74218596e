"""Corrections of what stands in the accounts, while their year is open."""

from __future__ import annotations

import pytest

from tests.core import cases
from tests.core.funds.test_accounts import SPENT, budget
from tests.core.funds.test_stipends import YEAR, convener
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.errors import Conflict
from yishi_core.kernel.audit.models import AuditEntry

CLOSED = {"code": "REFUSED", "rule": "year_closed"}


async def test_an_expense_is_put_right_until_its_year_is_closed(town: County) -> None:
    row = await town.act(
        "township",
        "record_expense",
        budget=await budget(town, amount=150_000),
        **SPENT,
        note="食宿",
    )
    changed = await town.result(
        "township", "change_expense", expense=row, amount=160_000, note=None, version=row.version
    )
    assert (changed.value.amount, changed.value.note, changed.value.purpose) == (
        160_000,
        None,
        "training",
    )
    assert [a.rule for a in changed.advice] == ["overspent"]
    with pytest.raises(Conflict):
        await town.act("township", "change_expense", expense=row, amount=1, version=row.version)
    seen = await town.rows(
        AuditEntry, AuditEntry.operation == "change_expense", AuditEntry.result == "done"
    )
    assert [entry.changes["amount"] for entry in seen] == [[100_000, 160_000]]
    for wrong, path in (
        ({"date": "2099-01-01"}, "date"),
        ({"amount": None}, "amount"),
        ({"amount": 0}, "amount"),
        ({"purpose": "x"}, "purpose"),
    ):
        error = await town.refused(
            "township", "change_expense", code="INVALID_INPUT", expense=row, **wrong
        )
        assert [f.path for f in error.fields] == [path]
    await town.refused("leader", "change_expense", code="FORBIDDEN", expense=row, amount=1)
    await town.refused("neighbour", "change_expense", code="NOT_FOUND", expense=row, amount=1)
    await town.act("county", "close_fund_year", org=town.orgs["county"], year=2024)
    error = await town.refused(
        "township", "change_expense", **CLOSED, expense=row, date="2024-12-31"
    )
    assert error.fields[0].path == "date"
    await town.act("county", "close_fund_year", org=town.orgs["township"], year=2025)
    error = await town.refused(
        "township", "change_expense", **CLOSED, expense=row, date="2026-01-01"
    )
    assert error.fields[0].path == "expense"
    assert (await town.fresh(row)).amount == 160_000


async def test_a_budget_is_put_right_to_another_station_of_its_org_only(town: County) -> None:
    row, station = await budget(town), await cases.station(town, "township")
    elsewhere = await cases.station(town)
    assert (
        await town.act("township", "change_budget", budget=row, station=station, source="donation")
    ).station_id == station.id
    error = await town.refused(
        "township", "change_budget", code="INVALID_INPUT", budget=row, station=elsewhere
    )
    assert [f.path for f in error.fields] == ["station"]
    assert (
        await town.act("township", "change_budget", budget=row, station=None)
    ).station_id is None
    await town.act("township", "suspend_station", station=station, reason="整修")
    await town.refused(
        "township",
        "change_budget",
        code="REFUSED",
        rule="station_closed",
        budget=row,
        station=station,
    )


async def test_a_subsidy_and_the_day_of_its_payment(town: County) -> None:
    given = {
        "year": 2026,
        "own_funds": 5,
        "amount": 3,
        "reason": "达标奖补",
        "granted_on": "2026-03-01",
    }
    row = await town.act(
        "township", "grant_subsidy", station=await cases.station(town, "township"), **given
    )
    error = await town.refused(
        "township", "change_subsidy", code="INVALID_INPUT", subsidy=row, paid_on="2026-03-05"
    )
    assert [f.path for f in error.fields] == ["paid_on"]
    await town.act("township", "pay_subsidy", subsidy=row, paid_on="2026-03-05")
    await town.refused(
        "township", "change_subsidy", code="INVALID_INPUT", subsidy=row, granted_on="2026-03-06"
    )
    changed = await town.act(
        "township", "change_subsidy", subsidy=row, paid_on=None, granted_on="2026-03-06", amount=4
    )
    assert (changed.paid_on, changed.granted_on, changed.amount) == (
        None,
        cases.day("2026-03-06"),
        4,
    )
    await town.act("county", "close_fund_year", org=town.orgs["county"], year=2025)
    await town.refused("township", "change_subsidy", **CLOSED, subsidy=row, year=2025)


async def test_a_stipend_stays_within_the_days_of_the_post(town: County) -> None:
    who = await convener(town)
    row = await town.act("township", "pay_stipend", **who, **YEAR)
    later = await town.act(
        "township", "pay_stipend", **who, amount=1, period_from="2026-07-01", period_to="2026-07-31"
    )
    changed = await town.act(
        "township",
        "change_stipend",
        stipend=row,
        amount=90_000,
        period_from="2025-07-01",
        paid_on="2026-07-05",
    )
    assert (changed.amount, changed.period_from, changed.paid_on) == (
        90_000,
        cases.day("2025-07-01"),
        cases.day("2026-07-05"),
    )
    await town.refused(
        "township",
        "change_stipend",
        code="REFUSED",
        rule="not_convener",
        stipend=row,
        period_from="2025-06-30",
    )
    await town.refused(
        "township",
        "change_stipend",
        code="REFUSED",
        rule="paid_already",
        stipend=later,
        period_from="2026-06-30",
    )
    await town.refused(
        "township", "change_stipend", code="INVALID_INPUT", stipend=later, period_to="2026-06-01"
    )


async def test_money_brought_in_is_put_right(town: County) -> None:
    given = {
        "amount": 13,
        "source": "enterprise",
        "from_body": "农业公司",
        "purpose": "修路",
        "date": "2026-01-01",
    }
    row = await town.act("township", "record_fund_secured", case=await stories.case(town), **given)
    changed = await town.act(
        "township", "change_fund_secured", fund_secured=row, amount=31, source="crowd"
    )
    assert (changed.amount, changed.source.value, changed.case_id) == (31, "crowd", row.case_id)
    await town.refused(
        "township", "change_fund_secured", code="INVALID_INPUT", fund_secured=row, date="2099-01-01"
    )
    await town.refused(
        "village", "change_fund_secured", code="FORBIDDEN", fund_secured=row, amount=1
    )
