"""Terms of office: one seat of one person in one body at a time (domain.md 2.4)."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from yishi_core.entity.base import TenantRow
from yishi_core.operation.context import OperationContext
from yishi_core.operation.rules import not_before, require, require_field


class Term(Protocol):
    """A record with a first and a last day."""

    from_on: Any
    to_on: Any


R = TypeVar("R", bound=TenantRow)


async def require_vacant(
    context: OperationContext, entity: type[R], day: date, zh: str, en: str, *, rule: str = "already_seated", **same: Any
) -> None:
    """Raise `Refused(rule)` when a record of `entity` with these columns still runs on `day`."""
    where = [getattr(entity, column) == value for column, value in same.items()]
    last = entity.to_on if hasattr(entity, "to_on") else entity.left_on  # type: ignore[attr-defined]
    taken = await context.first(entity, *where, sa.or_(last.is_(None), last >= day))
    require(taken is None, rule, zh, en)


async def require_apart(context: OperationContext, row: Any, *same: str, rule: str = "already_seated") -> None:
    """Raise `Refused(rule)` when a corrected term overlaps another record with the same values in these columns."""
    entity: Any = type(row)
    first, last = term_columns(row)
    ends = getattr(entity, last)
    where = [entity.id != row.id, sa.or_(ends.is_(None), ends >= getattr(row, first))]
    where += [getattr(entity, name) == getattr(row, name) for name in same]
    if (until := getattr(row, last)) is not None:
        where.append(getattr(entity, first) <= until)
    require(await context.first(entity, *where) is None, rule, "更正后的任期与另一条记录重叠。", "The corrected term overlaps another record.")


def term_columns(row: Any) -> tuple[str, str]:
    """The columns of a term's first and last day."""
    return ("from_on", "to_on") if hasattr(row, "to_on") else ("joined_on", "left_on")


def end_term(row: Term, to_on: date) -> None:
    """Set the last day; it does not lie before the first, and a term ends once."""
    require(row.to_on is None or row.to_on > to_on, "already_ended", "该任职已结束。", "The term has ended already.")
    not_before(to_on, row.from_on, "to_on", "起始日期", "the first day")
    row.to_on = to_on


def require_birthday(born_on: date | None, today: date) -> None:
    """A date of birth lies in the past, within 120 years."""
    fits = born_on is None or (today.year - 120 <= born_on.year and born_on <= today)
    require_field(fits, "born_on", "出生日期不合理。", "Not a possible date of birth.")


def require_seat_free(seats: int | None, taken: int) -> None:
    """A council has no more members than seats."""
    require(seats is None or taken < seats, "no_seat", f"议事会{seats}个席位已满。", f"All {seats} seats are taken.")
