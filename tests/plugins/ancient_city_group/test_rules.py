"""Parity, days, theme, who walks, what became of a promise: without a database."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from yishi_core import Refused
from yishi_core.domain.consultations import OnSpotReply
from yishi_core.domain.intake import Intake
from yishi_core.domain.outcomes import Assignment, AssignmentState
from yishi_core.domain.people import ExpertRole, Person
from yishi_core.domain.schedules import ScheduleKind
from yishi_core.domain.topics import Topic
from yishi_core.testing import Conformance, change_of, context_for, settings_for
from yishi_plugins.ancient_city_group import rounds, theme
from yishi_plugins.ancient_city_group.promises import (
    Promise,
    PromiseColour,
    PromiseState,
    newest,
    unsettled,
)
from yishi_plugins.ancient_city_group.walkers import Walker, ranked

PACKAGE = "yishi_plugins.ancient_city_group"
COLLECT, CONSULT = ScheduleKind.COLLECT_DAY, ScheduleKind.CONSULT_DAY
TODAY = date(2025, 7, 15)


class TestConformance(Conformance):
    package = PACKAGE


@pytest.mark.parametrize("month", range(1, 13))
def test_even_months_collect_and_odd_months_consult(month: int) -> None:
    day = date(2025, month, 15)
    kinds = (COLLECT, CONSULT) if month % 2 == 0 else (CONSULT, COLLECT)
    rounds.require_parity(kinds[0], day)
    with pytest.raises(Refused) as refused:
        rounds.require_parity(kinds[1], day)
    assert refused.value.data["rule"] == "wrong_month"


def test_only_the_days_that_fit_are_taken() -> None:
    rounds.require_day(CONSULT, date(2025, 3, 17), {date(2025, 3, 15), date(2025, 3, 17)})
    with pytest.raises(Refused) as refused:
        rounds.require_day(CONSULT, date(2025, 3, 16), {date(2025, 3, 17)})
    assert refused.value.data["rule"] == "wrong_day"
    assert "3月17日" in refused.value.text.zh


@pytest.mark.parametrize(
    ("to", "moves"),
    [
        (date(2025, 4, 1), True),
        (date(2025, 4, 30), True),
        (date(2025, 6, 15), False),
        (date(2026, 4, 15), False),
    ],
)
def test_a_date_is_moved_within_its_month(to: date, moves: bool) -> None:
    if moves:
        rounds.require_same_month(COLLECT, date(2025, 4, 15), to)
    else:
        with pytest.raises(Refused):
            rounds.require_same_month(COLLECT, date(2025, 4, 15), to)


@pytest.mark.parametrize(
    ("told", "tags", "rule"),
    [
        ("古城保护与利用", ["old_town_livelihood"], None),
        ("古城保护与利用", ["leftover", "old_town_development"], None),
        ("乡村振兴", ["old_town_livelihood"], "outside_theme"),
        (None, ["old_town_livelihood"], "outside_theme"),
        ("古城保护与利用", ["leftover"], "no_direction"),
        ("古城保护与利用", None, "no_direction"),
    ],
)
def test_theme_and_direction(told: str | None, tags: list[str] | None, rule: str | None) -> None:
    settings = settings_for(PACKAGE)
    if rule is None:
        theme.require_inside(settings, told, tags)
        return
    with pytest.raises(Refused) as refused:
        theme.require_inside(settings, told, tags)
    assert refused.value.data["rule"] == rule


def test_a_group_with_another_theme_uses_its_own() -> None:
    theme.require_inside(
        settings_for(PACKAGE, theme="湿地保护"), "湿地保护", ["old_town_development"]
    )
    context = context_for(PACKAGE, "propose_topic", theme="湿地保护")
    topic = Topic(theme="古城保护与利用", focus_tags=["old_town_development"])
    with pytest.raises(Refused):
        theme.inside(context, change_of(topic))


def test_a_topic_keeps_its_direction_when_it_is_changed() -> None:
    context = context_for(PACKAGE, "change_topic")
    topic = Topic(theme="古城保护与利用", focus_tags=["leftover"])
    with pytest.raises(Refused):
        theme.inside(context, change_of(topic, before={"focus_tags": ["old_town_livelihood"]}))


def walker(name: str, role: ExpertRole | None, walking: int, *expertise: str) -> Walker:
    return Walker(Person(name=name, sort_key=name, expertise=[*expertise]), role, walking)


def test_experts_walk_first_then_the_least_busy_and_others_fill_up() -> None:
    given = [
        walker("b", None, 0, "fire_safety"),
        walker("a", None, 0, "fire_safety"),
        walker("c", None, 2, "fire_safety"),
        walker("d", ExpertRole.ADVISER, 0, "fire_safety", "law"),
        walker("e", ExpertRole.COMMITTEE_MEMBER, 5, "fire_safety"),
        walker("f", None, 0, "law"),
        walker("g", None, 0),
    ]
    fitting, others = ranked(given, "fire_safety")
    assert [w.person.name for w in fitting] == ["e", "d", "a", "b", "c"]
    assert [w.person.name for w in others] == ["f", "g"]


def promise(
    due: int | None = None,
    replied: bool = False,
    state: AssignmentState | None = None,
    moved: int | None = None,
) -> Promise:
    """`due` and `moved`: days from today, of the promise and of the assignment."""
    said = OnSpotReply(promise_due=None if due is None else TODAY + timedelta(days=due))
    clue = Intake(replied_on=TODAY if replied else None)
    late = moved if moved is not None else due or 0
    made = Assignment(state=state, due_on=TODAY + timedelta(days=late)) if state else None
    return Promise(said, clue, made)


@pytest.mark.parametrize(
    ("given", "state", "colour"),
    [
        (promise(), "waiting", "grey"),
        (promise(due=30), "waiting", "grey"),
        (promise(due=3), "waiting", "amber"),
        (promise(due=0), "waiting", "amber"),
        (promise(due=-1), "waiting", "red"),
        (promise(replied=True), "told", "green"),
        (
            promise(due=30, replied=True),
            "waiting",
            "grey",
        ),  # who promised a day is not done by a word
        (promise(due=30, state=AssignmentState.ASSIGNED), "handling", "blue"),
        (promise(due=30, state=AssignmentState.REPLIED), "handling", "blue"),
        (promise(due=2, state=AssignmentState.IN_PROGRESS), "handling", "amber"),
        (promise(due=-5, state=AssignmentState.IN_PROGRESS), "handling", "red"),
        (promise(due=-5, state=AssignmentState.IN_PROGRESS, moved=20), "handling", "blue"),
        (promise(due=30, state=AssignmentState.RETURNED), "returned", "purple"),
        (promise(due=30, state=AssignmentState.REWORKED), "rework", "purple"),
        (promise(due=-5, state=AssignmentState.CONFIRMED), "kept", "green"),
        (promise(due=-5, state=AssignmentState.CLOSED), "kept", "green"),
    ],
)
def test_what_became_of_a_promise(given: Promise, state: str, colour: str) -> None:
    assert (given.state, given.colour(TODAY, 3)) == (
        PromiseState.read(state),
        PromiseColour.read(colour),
    )
    assert given.overdue(TODAY) is (colour == "red")


def test_the_tracking_ends_when_everything_is_told_or_assigned_or_if_so_set_kept() -> None:
    told, handling, returned = (
        promise(replied=True),
        promise(5, state=AssignmentState.ASSIGNED),
        promise(5, state=AssignmentState.RETURNED),
    )
    kept, waiting = promise(5, state=AssignmentState.CONFIRMED), promise(5)
    everything = [told, handling, returned, kept, waiting]
    assert unsettled(everything, until_kept=False) == [returned, waiting]
    assert unsettled(everything, until_kept=True) == [handling, returned, waiting]


def test_of_assignments_passed_on_the_last_that_was_not_returned_counts() -> None:
    outcome, other = uuid.uuid4(), uuid.uuid4()
    first = Assignment(outcome_id=outcome, state=AssignmentState.RETURNED)
    second = Assignment(outcome_id=outcome, state=AssignmentState.ASSIGNED)
    lone = Assignment(outcome_id=other, state=AssignmentState.RETURNED)
    assert newest([first, second, lone]) == {outcome: second, other: lone}
