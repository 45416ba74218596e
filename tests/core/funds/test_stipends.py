"""What conveners are paid."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import cases
from tests.fixtures.county import County
from yishi_core.domain.funds import rules
from yishi_core.domain.funds.models import Stipend
from yishi_core.domain.stations.models import StationAssignment
from yishi_core.errors import Refused

YEAR = {"period_from": "2026-01-01", "period_to": "2026-06-30", "amount": 120_000}


async def convener(town: County, from_on: str = "2025-07-01") -> dict[str, Any]:
    station, somebody = await cases.station(town), await cases.person(town)
    await town.act(
        "township",
        "assign_to_station",
        station=station,
        person=somebody,
        role="convener",
        from_on=from_on,
    )
    return {"station": station, "person": somebody}


async def test_a_convener_is_paid_for_a_period_once(town: County) -> None:
    who = await convener(town)
    row: Stipend = await town.act("township", "pay_stipend", **who, **YEAR, paid_on="2026-07-05")
    assert (row.amount, row.org_path) == (120_000, who["station"].org_path)
    overlapping = {**YEAR, "period_from": "2026-06-30", "period_to": "2026-12-31"}
    await town.refused(
        "township", "pay_stipend", code="REFUSED", rule="paid_already", **who, **overlapping
    )
    await town.act("county", "pay_stipend", **who, **{**overlapping, "period_from": "2026-07-01"})


@pytest.mark.parametrize(
    ("given", "code", "rule"),
    [
        ({"amount": 0}, "INVALID_INPUT", None),
        ({"amount": -1}, "INVALID_INPUT", None),
        ({"period_to": "2025-12-31"}, "INVALID_INPUT", None),
        ({"paid_on": "2099-01-01"}, "INVALID_INPUT", None),
        ({"period_from": "2025-06-30"}, "REFUSED", "not_convener"),
    ],
)
async def test_what_is_not_paid(
    town: County, given: dict[str, Any], code: str, rule: str | None
) -> None:
    who = await convener(town)
    await town.refused("township", "pay_stipend", code=code, rule=rule, **who, **{**YEAR, **given})
    assert await town.rows(Stipend) == []


async def test_others_pay_nothing_and_nobody_else_is_paid(town: County) -> None:
    who = await convener(town)
    for caller in ("village", "member", "leader"):
        await town.refused(caller, "pay_stipend", code="FORBIDDEN", **who, **YEAR)
    staff = await cases.person(town, "李大山")
    await town.act(
        "township",
        "assign_to_station",
        station=who["station"],
        person=staff,
        role="staff",
        from_on="2020-01-01",
    )
    await town.refused(
        "township",
        "pay_stipend",
        code="REFUSED",
        rule="not_convener",
        **{**who, "person": staff},
        **YEAR,
    )


days = st.dates(cases.day("2020-01-01"), cases.day("2022-12-31"))


@given(st.lists(st.tuples(days, days | st.none()), max_size=5), days, days)
def test_every_day_of_the_period_is_covered_or_it_is_refused(
    posts: list[Any], first: Any, last: Any
) -> None:
    first, last = min(first, last), max(first, last)
    rows = [StationAssignment(from_on=a, to_on=b) for a, b in posts if b is None or a <= b]
    every = (first.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    covered = all(
        any(r.from_on <= day and (r.to_on is None or day <= r.to_on) for r in rows) for day in every
    )
    try:
        rules.require_convener(rows, first, last)
    except Refused:
        assert not covered
    else:
        assert covered
