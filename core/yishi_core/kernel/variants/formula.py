"""The parts of a variant's formula, such as 1+10+N (domain.md 2.3, 3)."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from yishi_core.kernel.variants.definition import Code, Definition, Label, MetricName, Number
from yishi_core.kernel.variants.problem import wrong


class StationKindDef(Definition):
    """A part of the variant's formula: what it counts, and how many of it there must be.

    It counts a kind of station, or a `metric` where the part is of bodies (`orgs{kind=member_group}`
    in `1+2+9+34`). In `1+10+N`, N has neither `min` nor `max`. With `per` both are for each one that
    this metric counts: one room in each township (`regions{level=township}`).
    """

    kind: Code | None = None
    sub_kind: Code | None = None
    metric: MetricName | None = None
    label: Label
    min: Number | None = None
    max: Number | None = None
    per: MetricName | None = None

    @model_validator(mode="after")
    def _counts_one_thing(self) -> Self:
        if (self.kind is None) == (self.metric is None) or (self.sub_kind and not self.kind):
            raise wrong(
                "kind(可加 sub_kind)与 metric 应恰有其一",
                "give either kind, with sub_kind if need be, or metric",
            )
        if self.min is not None and self.max is not None and self.min > self.max:
            raise wrong("min 不能大于 max", "min exceeds max")
        if self.per is not None and self.min is None and self.max is None:
            raise wrong("per 须与 min 或 max 同用", "per needs min or max")
        return self

    @property
    def counted(self) -> str:
        """The metric that counts the part."""
        finer = f",sub_kind={self.sub_kind}" if self.sub_kind else ""
        return self.metric or f"stations{{kind={self.kind}{finer}}}"


__all__ = ["StationKindDef"]
