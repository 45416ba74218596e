"""Rules of terms: one seat of one person in one body at a time (domain.md 2.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from yishi_core.errors import Hint, Rule
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.rules import not_before, require, require_field
from yishi_core.kernel.refusals import CommonRule


class PeopleRule(Rule):
    """Why an operation on people, their terms and posts is refused."""

    DEPLOYED_ALREADY = (
        "already_seated",
        "该委员已下沉到此处。",
        "The member is placed here already.",
    )
    HEADS_OVERLAP = (
        "head_taken",
        "更正后的任期与另一条记录重叠。",
        "The corrected term overlaps another record.",
    )
    HEAD_TAKEN = (
        "head_taken",
        "该组织已有组长(主任),请先结束其任职。",
        "The group has a head: end that first.",
    )
    IN_COMMITTEE_ALREADY = (
        "already_seated",
        "该人员已是本专家委员会成员。",
        "The person sits in the committee already.",
    )
    IN_COUNCIL_ALREADY = (
        "already_seated",
        "该人员已是议事会成员。",
        "The person sits in the council already.",
    )
    IN_GROUP_ALREADY = (
        "already_seated",
        "该人员已在此组织中。",
        "The person is in this group already.",
    )
    IN_POOL_ALREADY = (
        "already_seated",
        "该人员已在此领域入库。",
        "The person is in the pool for this field already.",
    )
    MEMBER_ALREADY = (
        "already_seated",
        "该人员已是{level.label}政协委员。",
        "The person is a member at this level already.",
    )
    MEMBER_LEFT = CommonRule.ALREADY_ENDED, "该委员已离任。", "The member has left already."
    NOT_IN_OFFICE = (
        "not_in_office",
        "该委员当日不在任。",
        "The member is not in office on that day.",
    )
    NO_SEAT = "no_seat", "议事会{seats}个席位已满。", "All {seats} seats are taken."
    POOL_CLOSED = "pool_closed", "该人才库已停用。", "The pool is closed."
    SEATS_TAKEN = "no_seat", "现有成员{taken}人,席位不能更少。", "{taken} seats are taken."
    SECTOR_NAMED = "sector_named", "名单中已有界别“{name}”。", "There is a sector “{name}” already."
    SECTOR_TAKEN = (
        "sector_taken",
        "界别代码“{code}”已在名单中。",
        "“{code}” is in the list already.",
    )
    TERMS_OVERLAP = (
        "already_seated",
        "更正后的任期与另一条记录重叠。",
        "The corrected term overlaps another record.",
    )
    TERM_ENDED = CommonRule.ALREADY_ENDED, "该任职已结束。", "The term has ended already."


class PeopleHint(Hint):
    """What an operation on people points out."""

    HEAD_NOT_MEMBER = (
        "head_not_member",
        "联络委主任应为县级政协委员。",
        "The head of a liaison committee should be a county member.",
    )
    SAME_NAME = (
        "same_name",
        "本组织已有同名人员,请核对。",
        "Somebody of that name is registered here already.",
    )


class Term(Protocol):
    """A record with a first and a last day."""

    from_on: Any
    to_on: Any


R = TypeVar("R", bound=TenantRow)


async def is_vacant(
    context: OperationContext,
    entity: type[R],
    day: date,
    *,
    until: date | None = None,
    **same: Any,
) -> bool:
    """Whether no record of `entity` with these columns runs on a day from `day` to `until`, or ever
    after.
    """
    where = [getattr(entity, column) == value for column, value in same.items()]
    return await context.first(entity, *where, *running(entity, day, until)) is None


def running(entity: Any, day: date, until: date | None) -> list[sa.ColumnElement[bool]]:
    """The condition that a record's term shares a day with the period from `day` to `until`.

    The period may be open. It lets a past post be entered beside the one held today.
    """
    first, last = (getattr(entity, name) for name in term_columns(entity))
    return [sa.or_(last.is_(None), last >= day), *([first <= until] if until else [])]


async def require_apart(
    context: OperationContext, row: Any, *same: str, rule: Rule = PeopleRule.TERMS_OVERLAP
) -> None:
    """Raise `Refused(rule)` when a corrected term overlaps another record.

    The other records are those with the same values in the columns `same`.
    """
    entity: Any = type(row)
    first, last = term_columns(row)
    where = [entity.id != row.id, *running(entity, getattr(row, first), getattr(row, last))]
    where += [getattr(entity, name) == getattr(row, name) for name in same]
    require(await context.first(entity, *where) is None, rule)


def most_at_once(terms: Sequence[Term], day: date, until: date | None) -> int:
    """The most terms that run on any one day from `day` to `until`.

    People who sat one after the other took only one seat.
    """
    begins = {
        day,
        *(t.from_on for t in terms if day < t.from_on and (until is None or t.from_on <= until)),
    }
    return max(
        len([t for t in terms if t.from_on <= one and (t.to_on is None or t.to_on >= one)])
        for one in begins
    )


def term_columns(row: Any) -> tuple[str, str]:
    """The names of the columns with a term's first and last day, of a record or an entity."""
    return ("from_on", "to_on") if hasattr(row, "to_on") else ("joined_on", "left_on")


def end_term(row: Term, to_on: date) -> None:
    """Set the last day of a term; it is not before the first, and a term ends once."""
    require(row.to_on is None or row.to_on > to_on, PeopleRule.TERM_ENDED)
    not_before(to_on, row.from_on, "to_on", "起始日期", "the first day")
    row.to_on = to_on


def require_birthday(born_on: date | None, today: date) -> None:
    """Require a date of birth in the past, within 120 years."""
    fits = born_on is None or (today.year - 120 <= born_on.year and born_on <= today)
    require_field(fits, "born_on", "出生日期不合理。", "Not a possible date of birth.")


def require_seat_free(seats: int | None, taken: int) -> None:
    """Require a free seat in a council."""
    require(seats is None or taken < seats, PeopleRule.NO_SEAT, seats=seats)
