"""The monthly report of the opinion ledger, nil ones too (domain.md 2.10, 3.12)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.opinions import briefs
from tests.fixtures.county import County
from yishi_core.domain.opinions.ledger import LedgerItem, LedgerReport, LedgerReportState


async def submit(town: County, month: str = "2026-03-15", **given: Any) -> LedgerReport:
    row: LedgerReport = await town.act(
        "township", "submit_ledger_report", org=town.orgs["township"], period=month, **given
    )
    return row


async def test_a_month_with_its_opinions_those_of_the_villages_too(town: County) -> None:
    first = await briefs.collected(town, reported_on="2026-03-02")
    second = await briefs.collected(
        town, "village", "village", reported_on="2026-03-31", problem="路灯不亮。"
    )
    await briefs.collected(town, reported_on="2026-04-01", problem="垃圾未清。")
    await briefs.collected(town, "member", reported_on="2026-03-05", problem="草稿。", draft=True)
    report = await submit(town)
    assert (str(report.period), report.is_nil, report.state) == (
        "2026-03-01",
        False,
        LedgerReportState.SUBMITTED,
    )
    assert [(i.opinion_id, i.position) for i in await town.rows(LedgerItem)] == [
        (first.id, 1),
        (second.id, 2),
    ]
    received = await town.act("county", "receive_ledger_report", report=report)
    assert received.state is LedgerReportState.RECEIVED


async def test_a_month_without_any_is_reported_as_nil(town: County) -> None:
    raw = {"org": town.orgs["township"], "period": "2026-03-01"}
    await town.refused("township", "submit_ledger_report", code="REFUSED", rule="nil_needed", **raw)
    assert (await submit(town, is_nil=True)).is_nil
    await briefs.collected(town, reported_on="2026-02-02")
    raw = {"org": town.orgs["township"], "period": "2026-02-01"}
    await town.refused(
        "township", "submit_ledger_report", code="REFUSED", rule="not_nil", is_nil=True, **raw
    )


async def test_once_unless_it_was_returned(town: County) -> None:
    await briefs.collected(town, reported_on="2026-03-02")
    report = await submit(town)
    raw = {"org": town.orgs["township"], "period": "2026-03-20"}
    await town.refused(
        "township", "submit_ledger_report", code="REFUSED", rule="reported_already", **raw
    )
    returned = await town.act(
        "county", "return_ledger_report", report=report, note="请补充三月下旬的信息"
    )
    assert returned.state is LedgerReportState.RETURNED
    await briefs.collected(town, reported_on="2026-03-25", problem="路灯不亮。")
    again = await submit(town)
    assert (again.id, again.state, again.returned_note) == (
        report.id,
        LedgerReportState.SUBMITTED,
        None,
    )
    assert len(await town.rows(LedgerItem, LedgerItem.voided_at.is_(None))) == 2
    for operation, given in (
        ("receive_ledger_report", {}),
        ("return_ledger_report", {"note": "再核"}),
    ):
        await town.act("county", operation, report=report, **given)
        await town.refused(
            "county", operation, code="REFUSED", rule="state", report=report, **given
        )
        break


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"period": "2099-01-01"}, "period"),
        ({"submitted_on": "2099-01-01"}, "submitted_on"),
        ({"submitted_on": "2026-02-28"}, "submitted_on"),
    ],
)
async def test_days_that_are_refused(town: County, given: dict[str, str], path: str) -> None:
    raw = {"period": "2026-03-01", "is_nil": True, **given}
    error = await town.refused(
        "township", "submit_ledger_report", code="INVALID_INPUT", org=town.orgs["township"], **raw
    )
    assert error.fields[0].path == path


async def test_who_submits_and_who_receives(town: County) -> None:
    for who in ("county", "village", "member", "auditor"):
        code = "FORBIDDEN"
        await town.refused(
            who,
            "submit_ledger_report",
            code=code,
            org=town.orgs["township"],
            period="2026-03-01",
            is_nil=True,
        )
    report = await submit(town, is_nil=True)
    for who in ("township", "leader", "auditor"):
        await town.refused(who, "receive_ledger_report", code="FORBIDDEN", report=report)
    await town.refused("neighbour", "receive_ledger_report", code="NOT_FOUND", report=report)
