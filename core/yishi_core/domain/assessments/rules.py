"""Points, ranks, grades and the last place, as pure functions (domain.md 2.13, 3.13)."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from yishi_core.errors import Rule
from yishi_core.facilities.metrics.periods import PeriodKind, Span, period_of, periods
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.variants.variant import ConsequenceDef, ScoreItemDef


class AssessmentRule(Rule):
    """Why an operation on assessments is refused."""

    APPEALED_ALREADY = "appealed_already", "已有申诉待答复。", "An appeal waits for its answer."
    APPEALS_OPEN = (
        "appeals_open",
        "还有{waiting}件申诉未答复。",
        "{waiting} appeals are not answered.",
    )
    CONFIRMED_ALREADY = "confirmed_already", "已确认。", "It is confirmed already."
    COUNTED = (
        "counted",
        "自动计分请更正原始记录后重新计分。",
        "Correct the records and count again.",
    )
    FROZEN = "frozen", "考核数据已锁定,不能重新计分。", "The counts are frozen."
    NOT_BEGUN = "not_begun", "考核周期尚未开始。", "The period has not begun."
    NOT_PROPOSED = "not_proposed", "该对象未被建议退出。", "Removal was not proposed."
    NO_SUBJECTS = "no_subjects", "没有考核对象。", "There is nobody to judge."
    OWN_SCORE = (
        "own_score",
        "委员考核结果只能由本人申诉。",
        "Only the member may appeal the member's own score.",
    )
    SCORED_ALREADY = (
        "scored_already",
        "已有计分记录,不能调整计分表。",
        "Something has been scored by this table already.",
    )


K = TypeVar("K", bound=Hashable)

NO_GRADE = "未定等次"
CENT = Decimal("0.01")

TIE = "并列末位,不予淘汰"
FIRST_YEAR = "任职首年,不予淘汰"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the removal of the lowest-ranked (末位淘汰); defaults as in domain.md 3.13."""

    below: Decimal = Decimal(60)
    """A score of this or more is a pass."""
    percent: int = 5
    small_group: int = 10
    """Groups below this size propose one; larger ones the lowest `percent`, at least one."""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Limits:
        """The limits as a scheme stores them."""
        return cls(Decimal(str(kept["below"])), kept["percent"], kept["small_group"])

    @property
    def passed(self) -> str:
        """The reason why a subject who has passed is not proposed for removal."""
        return f"得分不低于{self.below}分,不予淘汰"


@dataclass(frozen=True, slots=True)
class LastPlace:
    """The proposal for a subject in the lowest places: removal, or the reason why not."""

    proposed: bool
    exemption: str | None = None


def span_of(period: PeriodKind, year: int, part: int) -> Span:
    """The days that a scheme judges; raises `InvalidInput` for a part the year does not have."""
    parts = list(periods(period, year))
    require_field(
        part <= len(parts),
        "part",
        f"该方案每年{len(parts)}期。",
        f"The scheme has {len(parts)} periods a year.",
    )
    if period is PeriodKind.TERM:
        return period_of(period, date(year, 1, 1), date(year, 1, 1))
    return parts[part - 1]


def require_not_frozen(frozen_at: datetime | None) -> None:
    """Refuse a change of counts that are frozen (domain.md 2.13)."""
    require(frozen_at is None, AssessmentRule.FROZEN)


def read_items(items: Mapping[str, Any]) -> dict[str, ScoreItemDef]:
    """The items of a scheme as they were stored when it was opened."""
    return {code: ScoreItemDef.model_validate(item) for code, item in items.items()}


def automatic_points(item: ScoreItemDef, count: Decimal | int) -> Decimal:
    """Points for `count` records of an item's metric, before its cap."""
    return ((item.points_per - item.deduct_per) * count).quantize(CENT, ROUND_HALF_UP)


def capped(item: ScoreItemDef, points: Decimal) -> Decimal:
    """The points that count for an item: its base and its entries, up to its cap."""
    got = item.base + points
    return got if item.cap is None else min(got, item.cap)


def consequences(rules: Iterable[ConsequenceDef], scores: Sequence[Decimal]) -> list[str]:
    """The consequences of the latest scores, newest first.

    `scores` holds the score of this period and those of the periods right before it.
    """
    return [
        r.text
        for r in rules
        if len(scores) >= r.years and all(_meets(r, score) for score in scores[: r.years])
    ]


def _meets(rule: ConsequenceDef, score: Decimal) -> bool:
    return score < rule.below if rule.below is not None else score >= (rule.at_least or 0)


def total(
    items: Mapping[str, ScoreItemDef],
    points: Mapping[str, Decimal],
    full_mark: Decimal,
    bonus_cap: Decimal,
) -> Decimal:
    """A subject's score, never below 0, with two decimal places.

    Each item counts up to its cap, the usual items up to the full mark, bonus items up to the bonus
    cap.

    `points` maps item → sum of its entries; an item without entries counts with its base.
    """
    usual = bonus = Decimal(0)
    for code, item in items.items():
        got = capped(item, points.get(code, Decimal(0)))
        if item.bonus:
            bonus += got
        else:
            usual += got
    score = min(usual, full_mark) + min(bonus, bonus_cap)
    return max(score, Decimal(0)).quantize(CENT, ROUND_HALF_UP)


def ranks(scores: Mapping[K, Decimal]) -> dict[K, int]:
    """1 is best; equal scores share a rank and the next one is skipped: 1, 2, 2, 4."""
    ordered = sorted(scores.values(), reverse=True)
    first = {score: ordered.index(score) + 1 for score in set(ordered)}
    return {key: first[score] for key, score in scores.items()}


def grade(score: Decimal, limits: Mapping[str, Decimal]) -> str:
    """The best grade whose limit the score reaches."""
    reached = [(least, label) for label, least in limits.items() if score >= least]
    return max(reached)[1] if reached else NO_GRADE


def places_to_remove(n: int, limits: Limits) -> int:
    """How many of `n` lowest places are looked at.

    None of one; one below ten; from ten on 5 %, at least one (`limits` holds the ten and the 5 %).
    """
    if n < 2:
        return 0
    return 1 if n < limits.small_group else max(1, n * limits.percent // 100)


def last_places(
    scores: Mapping[K, Decimal], first_year: Collection[K], limits: Limits
) -> dict[K, LastPlace]:
    """The subjects in the lowest places, each proposed for removal or exempt (domain.md 3.13).

    Exempt are subjects who share their score, are in their first year, or have passed; nobody moves
    down into the place of an exempt subject.
    """
    places = places_to_remove(len(scores), limits)
    if not places:
        return {}
    values = sorted(scores.values())
    lowest = values[places - 1]
    return {
        key: _verdict(score, values, key in first_year, limits)
        for key, score in scores.items()
        if score <= lowest
    }


def _verdict(
    score: Decimal, values: Collection[Decimal], first_year: bool, limits: Limits
) -> LastPlace:
    if score >= limits.below:
        return LastPlace(False, limits.passed)
    if first_year:
        return LastPlace(False, FIRST_YEAR)
    if sum(v == score for v in values) > 1:
        return LastPlace(False, TIE)
    return LastPlace(True)
