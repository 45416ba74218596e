"""A figure: two rates taken in turn, their ratio per round, and the goal it is to reach."""

from __future__ import annotations

import json
import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """`ratio` is the median over the rounds; `goal` is reached from above or below as `better`
    says.
    """

    name: str
    ratio: float
    goal: float
    min: float
    max: float
    better: Literal["higher", "lower"]
    rounds: int

    @property
    def reached(self) -> bool:
        return self.ratio >= self.goal if self.better == "higher" else self.ratio <= self.goal

    def line(self) -> str:
        return (
            f"{self.name} ratio={self.ratio:.3f} goal={self.goal} min={self.min:.3f} "
            f"max={self.max:.3f}"
        )


async def compare(
    name: str,
    ours: Callable[[], Awaitable[float]],
    base: Callable[[], Awaitable[float]],
    *,
    goal: float,
    better: Literal["higher", "lower"] = "higher",
    rounds: int = 10,
) -> Figure:
    """Take both in turn, `rounds` times, each first in every second round; a round before them
    warms up and does not count.
    """
    await ours()
    await base()
    ratios = []
    for number in range(rounds):
        if number % 2:
            below = await base()
            above = await ours()
        else:
            above = await ours()
            below = await base()
        ratios.append(above / below)
    return Figure(name, statistics.median(ratios), goal, min(ratios), max(ratios), better, rounds)


def as_json(figures: Sequence[Figure]) -> str:
    return json.dumps([{**asdict(f), "reached": f.reached} for f in figures], indent=1)
