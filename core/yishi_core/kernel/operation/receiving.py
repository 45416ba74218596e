"""Receiving or returning what one office reports to the level above: duty and ledger reports.

Such a record has `submitted_on`, `received_on`, `returned_note` and a `state` whose enum has
`SUBMITTED`, `RECEIVED` and `RETURNED`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yishi_core.kernel.access.superior import require_above
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.rules import not_before, not_future, require_state


def receive(
    context: OperationContext, permission: str, report: Any, received_on: date | None
) -> None:
    """Receive a submitted report of an office below the caller's.

    `received_on` is today by default and must lie between the day of submission and today. Raises
    `Refused` or `InvalidInput`.
    """
    states, day = type(report.state), received_on or context.today
    require_above(context.principal, permission, report)
    require_state(report, (states.SUBMITTED,), "report")
    not_future(day, "received_on", context)
    not_before(day, report.submitted_on, "received_on", "报送日期", "the day it was submitted")
    report.state, report.received_on = states.RECEIVED, day


def send_back(context: OperationContext, permission: str, report: Any, note: str) -> None:
    """Return a submitted report with a note of what must be corrected; raises `Refused`."""
    states = type(report.state)
    require_above(context.principal, permission, report)
    require_state(report, (states.SUBMITTED,), "report")
    report.state, report.returned_note = states.RETURNED, note
