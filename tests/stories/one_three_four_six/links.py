"""A town with its liaison station, and matters on their way through the six links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.stories.people import Person
from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "one_three_four_six"
STEPS = ("choose", "research", "consult", "convert", "supervise", "evaluate")


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class Links:
    """A town whose first township has the variant switched on, with its station."""

    town: Town
    station: str

    def __getitem__(self, name: str) -> Person:
        return self.town[name]

    @property
    def orgs(self) -> dict[str, str]:
        return self.town.orgs

    async def case(self, title: str, to: str | None = None, **given: Any) -> str:
        """A running case of the station; with `to`, at that link."""
        office = self["township"]
        topic = await office.do(
            "proposeTopic",
            "topic { id }",
            **{
                "org": self.orgs["township"],
                "station": self.station,
                "title": title,
                "description": f"{title},群众盼了多年。",
                "topic_source": "resident",
                "focus_category": "water",
                "grade": "small_micro",
                **given,
            },
        )
        id_ = topic["topic"]["id"]
        chosen = {"topic": id_, "decision": "screened", "screened_on": day(90)}
        await office.do("screenTopic", "__typename", **chosen)
        await self["head"].do(
            "approveTopic", "__typename", topic=id_, approved_by="镇党委", approved_on=day(88)
        )
        made = await office.do(
            "openCase", "consultationCase { id procedure }", topic=id_, opened_on=day(85)
        )
        assert made["consultationCase"]["procedure"] == "six_link"
        case = str(made["consultationCase"]["id"])
        await self.advance(case, *STEPS[: STEPS.index(to)] if to else ())
        return case

    async def advance(self, case: str, *steps: str, ago: int = 60) -> None:
        for step in steps:
            await self["township"].do(
                "advanceStep", "__typename", case=case, step=step, done_on=day(ago)
            )

    async def outcome(self, case: str, title: str, route_class: str) -> str:
        made = await self["township"].do(
            "recordOutcome",
            "outcome { id }",
            case=case,
            title=title,
            text=f"{title},三个月内见效。",
            formed_on=day(50),
        )
        outcome = str(made["outcome"]["id"])
        await self["township"].do(
            "routeOutcome", "__typename", outcome=outcome, route_class=route_class
        )
        return outcome

    async def supervised(self, outcome: str, method: str) -> list[str]:
        """A check of an outcome; the hints."""
        demand = None if method in ("reminder", "look_back") else "一月内办结"
        made = await self["township"].do(
            "supervise",
            "advice { rule }",
            outcome=outcome,
            method=method,
            by="镇党委书记",
            finding="正在办理",
            demand=demand,
            on=day(40),
        )
        return [one["rule"] for one in made["advice"]]
