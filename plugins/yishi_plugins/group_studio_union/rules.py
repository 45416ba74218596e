"""Pure rules of the union: platforms, paid months, votes and states of questions.

Source: domain.md 3.13.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from yishi_core import ActivityKind, Labelled, MicroKind

MICRO_OF = {
    ActivityKind.SURVEY: MicroKind.SURVEY,
    ActivityKind.JOINT_SURVEY: MicroKind.SURVEY,
    ActivityKind.SUPERVISION: MicroKind.SUPERVISE,
}
"""January to 14 February is one."""


class AnswerState(Labelled):
    """State of a question; computed, never stored."""

    OPEN = "open", "待答"
    DUE_SOON = "due_soon", "即将到期"
    OVERDUE = "overdue", "逾期未答"
    ANSWERED = "answered", "已答"
    ANSWERED_LATE = "answered_late", "逾期作答"


def answer_state(
    due_on: date, answered_on: date | None, today: date, remind_days: int
) -> AnswerState:
    """The state of a question today; one due today is not overdue."""
    if answered_on is not None:
        return AnswerState.ANSWERED if answered_on <= due_on else AnswerState.ANSWERED_LATE
    if due_on < today:
        return AnswerState.OVERDUE
    return (
        AnswerState.DUE_SOON if due_on <= today + timedelta(days=remind_days) else AnswerState.OPEN
    )


def platforms(paired_with: Iterable[UUID | None], groups: Collection[UUID]) -> int:
    """The number of platforms; a studio and the group it is one body with count once.

    `paired_with` has one entry for each studio: the id of its group, or None; `groups` the ids of
    all groups.
    """
    pairs = list(paired_with)
    return len(pairs) + len(set(groups) - {p for p in pairs if p is not None})


def add_months(day: date, months: int) -> date:
    """The same day so many months later, the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_of(first: date, last: date) -> int:
    """Number of months from `first` to `last`, both included; a begun month counts."""
    months = 0
    while add_months(first, months) <= last:
        months += 1
    return months


def covers(terms: Iterable[tuple[date, date]], first: date, last: date) -> bool:
    """Whether consecutive terms without a gap cover every day from `first` to `last`."""
    day = first
    for begin, end in sorted(terms):
        if begin <= day <= end:
            day = end + timedelta(days=1)
    return day > last


def votes_suffice(votes_for: int, votes_cast: int, percent: int) -> bool:
    """Whether more than `percent` of the voters were in favour."""
    return votes_for * 100 > votes_cast * percent


class Cycle(Protocol):
    """A case as one cycle of a loop."""

    @property
    def id(self) -> UUID: ...

    @property
    def cycle(self) -> int: ...

    @property
    def restarted_from_id(self) -> UUID | None: ...


C = TypeVar("C", bound=Cycle)


def chain_of(start: C, cases: Iterable[C]) -> list[C]:
    """The cycles connected with `start` among the cases of its topic, first to last."""
    known = {c.id: c for c in [*cases, start]}
    first = start
    while first.restarted_from_id in known and known[first.restarted_from_id].cycle < first.cycle:
        first = known[first.restarted_from_id]
    found, waiting = [], [first]
    while waiting:
        case = waiting.pop(0)
        found.append(case)
        waiting += [
            c for c in known.values() if c.restarted_from_id == case.id and c.cycle > case.cycle
        ]
    return sorted(found, key=lambda c: c.cycle)
