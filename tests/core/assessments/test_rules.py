"""Points, ranks, grades and the last place, over plain numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.metrics.core_metrics import METRICS
from yishi_core.domain.assessments import rules
from yishi_core.domain.assessments.models import SubjectKind
from yishi_core.domain.assessments.scoring import countable
from yishi_core.kernel.variants.toml import core_variant
from yishi_core.kernel.variants.variant import ScoreItemDef

D = Decimal
LIMITS = rules.Limits()
scores = st.dictionaries(st.integers(), st.integers(0, 120).map(Decimal), max_size=60)


@given(scores)
def test_a_rank_is_one_more_than_how_many_are_better(given_: dict[int, Decimal]) -> None:
    for key, rank in rules.ranks(given_).items():
        assert rank == 1 + sum(other > given_[key] for other in given_.values())


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    assert rules.ranks({"a": D(90), "b": D(80), "c": D(80), "d": D(70)}) == {
        "a": 1,
        "b": 2,
        "c": 2,
        "d": 4,
    }
    assert rules.ranks({}) == {}


@given(scores, st.sets(st.integers()))
def test_who_is_proposed_is_alone_in_the_lowest_places_below_60_and_no_beginner(
    given_: dict[int, Decimal], first_year: set[int]
) -> None:
    found = rules.last_places(given_, first_year, LIMITS)
    proposed = [key for key, verdict in found.items() if verdict.proposed]
    places = rules.places_to_remove(len(given_), LIMITS)
    assert len(proposed) <= places
    for key in proposed:
        assert given_[key] < 60
        assert key not in first_year
        assert sum(v == given_[key] for v in given_.values()) == 1
        assert sum(v < given_[key] for v in given_.values()) < places
    for verdict in found.values():
        assert verdict.proposed == (verdict.exemption is None)


@given(scores)
def test_whoever_is_in_the_lowest_places_gets_a_verdict(given_: dict[int, Decimal]) -> None:
    found, places = (
        rules.last_places(given_, (), LIMITS),
        rules.places_to_remove(len(given_), LIMITS),
    )
    assert set(found) == {
        k for k, v in given_.items() if sum(o < v for o in given_.values()) < places
    }


@pytest.mark.parametrize(
    ("n", "places"), [(0, 0), (1, 0), (2, 1), (9, 1), (10, 1), (39, 1), (40, 2), (60, 3)]
)
def test_how_many_places_are_looked_at(n: int, places: int) -> None:
    assert rules.places_to_remove(n, LIMITS) == places


def test_the_exemptions_of_the_last_place() -> None:
    others = {"a": D(90), "b": D(70)}
    assert rules.last_places({**others, "c": D(50)}, (), LIMITS) == {"c": rules.LastPlace(True)}
    assert rules.last_places({**others, "c": D(50)}, ["c"], LIMITS) == {
        "c": rules.LastPlace(False, rules.FIRST_YEAR)
    }
    assert rules.last_places({**others, "c": D(60)}, (), LIMITS) == {
        "c": rules.LastPlace(False, LIMITS.passed)
    }
    tied = rules.last_places({**others, "c": D(50), "d": D(50)}, (), LIMITS)
    assert tied == {"c": rules.LastPlace(False, rules.TIE), "d": rules.LastPlace(False, rules.TIE)}


def test_a_county_s_own_limits_of_the_last_place() -> None:
    own = rules.Limits.read({"below": 70, "percent": 50, "small_group": 3})
    scores_ = {"a": D(90), "b": D(75), "c": D(65), "d": D(50)}
    assert own == rules.Limits(D(70), 50, 3)
    assert rules.last_places(scores_, (), own) == {
        "c": rules.LastPlace(True),
        "d": rules.LastPlace(True),
    }
    assert rules.last_places({**scores_, "c": D(70)}, (), own)["c"] == rules.LastPlace(
        False, "得分不低于70分,不予淘汰"
    )


def item(code: str, **rest: object) -> ScoreItemDef:
    return ScoreItemDef.model_validate({"code": code, "label": code, **rest})


def test_a_total_keeps_every_cap() -> None:
    items = {
        i.code: i
        for i in (
            item("a", cap=20),
            item("b", cap=90),
            item("x", bonus=True, cap=30),
            item("y", bonus=True),
            item("minus", cap=0),
        )
    }

    def total(**points: int) -> Decimal:
        return rules.total(items, {k: D(v) for k, v in points.items()}, D(100), D(40))

    assert total() == 0
    assert total(a=25, b=60) == 80
    assert total(a=20, b=90) == 100
    assert total(a=20, b=90, x=50, y=5) == 135
    assert total(a=20, b=90, x=50, y=50) == 140
    assert total(a=20, minus=-5) == 15
    assert total(minus=-5) == 0


def test_a_base_counts_from_the_start() -> None:
    items = {"a": item("a", base=10, cap=12)}
    assert rules.total(items, {}, D(100), D(0)) == 10
    assert rules.total(items, {"a": D(5)}, D(100), D(0)) == 12


@given(st.dictionaries(st.sampled_from(["a", "b", "x"]), st.decimals(-500, 500, places=2)))
def test_a_total_lies_between_nothing_and_full_mark_with_bonus(points: dict[str, Decimal]) -> None:
    items = {"a": item("a", cap=20), "b": item("b"), "x": item("x", bonus=True)}
    assert 0 <= rules.total(items, points, D(100), D(50)) <= 150


def test_automatic_points_count_up_and_down() -> None:
    assert rules.automatic_points(item("a", points_per=5), 3) == 15
    assert rules.automatic_points(item("a", deduct_per=2), 3) == -6


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("100", "优秀"),
        ("85", "优秀"),
        ("84.99", "称职"),
        ("60", "称职"),
        ("59.99", "不称职"),
        ("0", "不称职"),
    ],
)
def test_grades_have_their_limits(score: str, grade: str) -> None:
    assert rules.grade(D(score), {"优秀": D(85), "称职": D(60), "不称职": D(0)}) == grade


def test_a_score_below_every_limit_has_no_grade() -> None:
    assert rules.grade(D(10), {"优秀": D(85)}) == rules.NO_GRADE


def test_core_s_own_schemes_count_what_they_promise() -> None:
    for scheme in core_variant().assessment:
        assert sum(i.cap or 0 for i in scheme.items if not i.bonus) == scheme.full_mark
        for one in scheme.items:
            assert not one.auto or countable(
                METRICS, one.metric or "", SubjectKind.read(scheme.subject_kind)
            )
