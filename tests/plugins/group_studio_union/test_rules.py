"""Pure rules of the union, and the conformance of its plugin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi_core.testing import Conformance
from yishi_plugins.group_studio_union import rules
from yishi_plugins.group_studio_union.rules import AnswerState

DUE = date(2026, 5, 20)


class TestConformance(Conformance):
    package = "yishi_plugins.group_studio_union"


@pytest.mark.parametrize(
    ("answered_on", "today", "state"),
    [
        (None, date(2026, 5, 9), AnswerState.OPEN),
        (None, date(2026, 5, 10), AnswerState.DUE_SOON),
        (None, DUE, AnswerState.DUE_SOON),
        (None, date(2026, 5, 21), AnswerState.OVERDUE),
        (DUE, date(2027, 1, 1), AnswerState.ANSWERED),
        (date(2026, 5, 21), date(2027, 1, 1), AnswerState.ANSWERED_LATE),
    ],
)
def test_how_a_question_stands(answered_on: date | None, today: date, state: AnswerState) -> None:
    assert rules.answer_state(DUE, answered_on, today, 10) is state


def test_a_union_counts_once() -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    assert rules.platforms([], []) == 0
    assert rules.platforms([first, second], [first, second]) == 2
    assert rules.platforms([first, None], [first, second, third]) == 4
    assert rules.platforms([uuid4()], [first]) == 2


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), 1),
        (date(2026, 1, 1), date(2026, 2, 1), 2),
        (date(2026, 1, 15), date(2026, 2, 14), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 2),
        (date(2026, 1, 1), date(2026, 12, 31), 12),
        (date(2025, 12, 31), date(2025, 12, 31), 1),
    ],
)
def test_a_begun_month_is_paid(first: date, last: date, months: int) -> None:
    assert rules.months_of(first, last) == months


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 80))
def test_whole_months_are_paid_as_such(first: date, months: int) -> None:
    later = rules.add_months(first, months)
    assert (later.year - first.year) * 12 + later.month - first.month == months
    assert later.day <= first.day
    assert rules.months_of(first, later) == months + 1


def test_terms_that_follow_each_other_cover_a_period() -> None:
    terms = [(date(2026, 7, 1), date(2026, 12, 31)), (date(2026, 1, 1), date(2026, 6, 30))]
    assert rules.covers(terms, date(2026, 1, 1), date(2026, 12, 31))
    assert not rules.covers(terms, date(2025, 12, 31), date(2026, 1, 2))
    assert not rules.covers(terms[:1], date(2026, 6, 1), date(2026, 7, 31))
    assert not rules.covers([], date(2026, 6, 1), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("votes", "enough"), [((5, 10), False), ((6, 10), True), ((1, 1), True), ((0, 1), False)]
)
def test_more_than_half_of_the_votes(votes: tuple[int, int], enough: bool) -> None:
    assert rules.votes_suffice(*votes, 50) is enough


@dataclass(frozen=True)
class Case:
    id: UUID
    cycle: int
    restarted_from_id: UUID | None = None


@given(st.integers(1, 6), st.data())
def test_a_chain_is_the_same_from_each_of_its_cycles(n: int, data: st.DataObject) -> None:
    chain = [Case(uuid4(), 1)]
    for cycle in range(2, n + 1):
        chain.append(Case(uuid4(), cycle, chain[-1].id))
    other = Case(uuid4(), 1)
    shuffled = data.draw(st.permutations([*chain, other]))
    start = data.draw(st.sampled_from(chain))
    assert rules.chain_of(start, shuffled) == chain
    assert rules.chain_of(other, shuffled) == [other]


def test_a_case_without_a_topic_is_a_chain_of_its_own() -> None:
    case = Case(uuid4(), 1)
    assert rules.chain_of(case, []) == [case]
    orphan = Case(uuid4(), 2, uuid4())
    assert rules.chain_of(orphan, []) == [orphan]
