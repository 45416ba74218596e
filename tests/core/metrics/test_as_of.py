"""Rates of a month as of a day: what became of its records by then (domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.core.metrics.test_rates import figure, plant, share
from tests.core.metrics.test_subjects import case, event, proposal
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.outcomes.models import ConversionKind, Outcome, OutcomeState
from yishi_core.domain.proposals.models import ProposalState
from yishi_core.facilities.metrics.periods import PeriodKind, periods


def held(no: int, day: date, converted_on: date | None = None) -> list[Any]:
    """An event on a day, and the one outcome of its case."""
    of = case(f"案{no}")
    meeting: Consultation = event(of)
    meeting.date = day
    done: dict[str, Any] = (
        {"converted_on": converted_on, "conversion_kind": ConversionKind.PROJECT}
        if converted_on
        else {}
    )
    result = Outcome(
        no=f"果{no}",
        case_id=of.id,
        title="修灯",
        text="修三盏",
        formed_on=day,
        state=OutcomeState.CLOSED,
        converted=converted_on is not None,
        **done,
    )
    return [of, meeting, result]


EVENTS = {date(2026, 1, 10): date(2026, 1, 20), date(2026, 3, 5): date(2026, 7, 1)} | {
    date(2026, 3, 9): None,
    date(2026, 6, 30): date(2026, 9, 1),
    date(2026, 11, 2): date(2026, 11, 3),
}
"""Day of an event → the day on which its outcome was converted."""


def months() -> Iterator[dict[str, str]]:
    for span in periods(PeriodKind.MONTH, 2026):
        yield {"from_on": span.from_on.isoformat(), "to_on": span.to_on.isoformat()}


@pytest.mark.parametrize("base", ["consultations_all", "consultations_small_micro", "outcomes"])
async def test_the_months_of_a_rate_add_up_to_the_year(town: County, base: str) -> None:
    rows = [row for no, (day, by) in enumerate(EVENTS.items()) for row in held(no, day, by)]
    await plant(town, *rows)
    rate = f"conversion_rate{{base={base}}}"
    for as_of, converted, known in (
        (None, 4, 5),
        ("2026-11-25", 4, 5),
        ("2026-09-01", 3, 4),  # what was held later was not known then
        ("2026-06-30", 1, 4),
    ):
        asked = {} if as_of is None else {"as_of": as_of}
        year = await figure(town, rate, **asked)
        assert (year.part, year.whole) == (converted, known)
        assert year.as_of == date.fromisoformat(as_of or "2026-11-25")
        found = [
            await figure(town, rate, **month, **asked)
            for month in months()
            if as_of is None or month["from_on"] <= as_of
        ]
        assert (sum(f.part for f in found), sum(f.whole for f in found)) == (converted, known)
    january = await figure(town, rate, from_on="2026-01-01", to_on="2026-01-31", as_of="2026-01-15")
    assert (january.part, january.whole, january.to_on) == (0, 1, date(2026, 1, 15))


async def test_a_reply_counts_from_its_day_on_and_after_a_rework_no_more(town: County) -> None:
    handed = await stories.accepted(town, assigned_on="2026-11-01", due_on="2026-11-10")
    today = clock.today()
    await stories.reply(town, handed, communicated_by="visit")
    rates = ("reply_rate", "face_rate")
    for rate in rates:
        assert await share(town, rate) == (1, 1, "100.0")
        assert await share(town, rate, as_of=str(today - timedelta(days=1))) == (0, 1, "0.0")
    # the day on which it was due was not over yet
    assert await share(town, "reply_rate", as_of="2026-11-10") == (0, 0, None)
    again = {"rework_note": "路灯仍不亮,请再修", "due_on": "2026-12-10"}
    await town.act("township", "demand_rework", assignment=handed, **again)
    assert await share(town, "reply_rate") == (0, 0, None)  # it has a new day
    with clock.moved(datetime(2026, 12, 20, 9, tzinfo=clock.CHINA)):
        assert await share(town, "reply_rate") == (0, 1, "0.0")
        assert await share(town, "overdue_rate") == (1, 1, "100.0")


async def test_proposals_are_filed_from_the_day_of_the_decision_on(town: County) -> None:
    filed, key = proposal(1), proposal(2)
    filed.decided_on = date(2026, 4, 1)
    key.decided_on, key.closed_on = date(2026, 3, 15), date(2026, 9, 1)
    key.is_key, key.state = True, ProposalState.CLOSED
    await plant(town, filed, key)
    assert await share(town, "filing_rate") == (2, 2, "100.0")
    assert await share(town, "filing_rate", as_of="2026-03-31") == (1, 1, "100.0")
    assert await share(town, "key_finished_rate") == (1, 1, "100.0")
    assert await share(town, "key_finished_rate", as_of="2026-08-31") == (0, 1, "0.0")


async def test_a_figure_that_asks_for_nothing_that_followed_has_no_such_day(town: County) -> None:
    for metric in ("consultations", "stations", "coverage{level=village}", "satisfaction_rate"):
        assert (await figure(town, metric, as_of="2026-06-30")).as_of is None
    assert (await figure(town, "conversion_rate")).as_of == clock.today()


async def test_a_day_to_come_or_before_the_period_is_refused(town: County) -> None:
    asked = {"org": town.orgs["county"], "metric": "conversion_rate"}
    for wrong in ("2026-11-26", "2025-12-31"):
        error = await town.refused(
            "county",
            "metric",
            code="INVALID_INPUT",
            **asked,
            from_on="2026-01-01",
            as_of=wrong,
        )
        assert [field.path for field in error.fields] == ["as_of"]
