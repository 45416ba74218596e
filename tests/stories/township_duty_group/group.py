"""A township with its members' group, and its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.stories.asking import asked
from tests.stories.people import Person
from tests.stories.town import Town

PLUGIN = "township_duty_group"


@dataclass
class Group:
    """A county whose first township has the variant on, with a group of three members."""

    town: Town
    id: str
    people: dict[str, str] = field(default_factory=dict)

    @property
    def township(self) -> Person:
        return self.town["township"]

    @property
    def place(self) -> str:
        return self.town.orgs["township"]

    async def activity(self, kind: str, date: str, **rest: Any) -> str:
        """The township records an activity; its id."""
        given = {"org": self.place, "title": "镇里的活动", **rest}
        made = await self.township.do(
            "recordActivity", "activity { id }", kind=kind, date=date, **given
        )
        return str(made["activity"]["id"])

    async def figure(self, metric: str, **period: str) -> float:
        """A figure of the township, of this year unless a period is named."""
        told = await asked(
            self.township, "metric", "value", org=self.place, metric=metric, **period
        )
        return float(told["value"])

    async def quota(self, set_name: str, on: str) -> tuple[float, float, str]:
        """How far the township's only quota of a set is done: (required, done, state)."""
        select = "setName current { required done state }"
        rows = await asked(self.township, "quotaProgress", select, org=self.place, on=on)
        [current] = [row["current"] for row in rows if row["setName"] == set_name]
        return float(current["required"]), float(current["done"]), current["state"]
