"""Classes of supervision and their days: without a database (domain.md 3.3 [D])."""

from __future__ import annotations

from datetime import date

import pytest

from yishi_core.domain.outcomes import Outcome, OutcomeState, RouteClass, SupervisionMethod
from yishi_core.domain.topics import Urgency
from yishi_plugins.one_three_four_six.settings import Settings
from yishi_plugins.one_three_four_six.supervising import (
    Supervised,
    SupervisionClass,
    class_of,
    methods_of,
)


@pytest.mark.parametrize(
    ("route", "urgency", "expected"),
    [
        (RouteClass.A, Urgency.NORMAL, SupervisionClass.A),
        (RouteClass.B, None, SupervisionClass.B),
        (RouteClass.A, Urgency.URGENT, SupervisionClass.URGENT),
        (RouteClass.B, Urgency.URGENT, SupervisionClass.URGENT),
        (RouteClass.C, Urgency.URGENT, SupervisionClass.C),
        (None, Urgency.URGENT, None),
    ],
)
def test_the_class_follows_route_and_urgency(
    route: RouteClass | None, urgency: Urgency | None, expected: SupervisionClass | None
) -> None:
    assert class_of(route, urgency) is expected


def test_every_class_has_its_ways_and_a_day() -> None:
    settings = Settings(days_urgent=5)
    outcome = Outcome(title="清除危岩", formed_on=date(2026, 3, 1), state=OutcomeState.ROUTED)
    for class_, due in (
        (SupervisionClass.URGENT, date(2026, 3, 6)),
        (SupervisionClass.A, date(2026, 3, 31)),
    ):
        assert methods_of(settings, class_)
        assert Supervised(outcome, class_, frozenset()).due_on(settings) == due


def test_one_check_in_a_way_of_the_class_is_enough_and_an_unrouted_outcome_never_is() -> None:
    outcome = Outcome(title="清除危岩", formed_on=date(2026, 3, 1), state=OutcomeState.ROUTED)
    checks = frozenset({SupervisionMethod.REMINDER, SupervisionMethod.LEADER})
    reminded = frozenset({SupervisionMethod.REMINDER})
    assert Supervised(outcome, SupervisionClass.URGENT, checks).enough(Settings())
    assert not Supervised(outcome, SupervisionClass.URGENT, reminded).enough(Settings())
    assert not Supervised(outcome, None, checks).enough(Settings())
