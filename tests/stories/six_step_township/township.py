"""A township of six steps, and matters on their way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.stories.people import Json, Person
from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "six_step_township"
STEPS = "steps { nodes { step label state } }"
NOTE = "贴近群众利益:关系三百户出行;具备解决条件:项目已入库"


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class Township:
    """A town whose first township has the variant switched on, with a station of each kind."""

    town: Town
    stations: dict[str, str]
    _made: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> Person:
        return self.town[name]

    @property
    def orgs(self) -> dict[str, str]:
        return self.town.orgs

    async def topic(self, title: str, **given: Any) -> Json:
        """A topic that the village proposes."""
        made = await self["village"].do(
            "proposeTopic",
            "topic { id recommendedForm }",
            **{
                "org": self.orgs["village"],
                "station": self.stations["council_room"],
                "title": title,
                "description": f"{title},群众反映多次。",
                "topic_source": "resident",
                "focus_category": "infrastructure",
                "grade": "small_micro",
                **given,
            },
        )
        found: Json = made["topic"]
        return found

    async def case(self, title: str, **given: Any) -> str:
        """A running case of a chosen topic, at its first step."""
        topic = (await self.topic(title, **given))["id"]
        chosen = {"topic": topic, "decision": "screened", "note": NOTE, "screened_on": day(90)}
        await self["township"].do("screenTopic", "__typename", **chosen)
        await self["head"].do(
            "approveTopic", "__typename", topic=topic, approved_by="镇党委", approved_on=day(88)
        )
        made = await self["township"].do(
            "openCase", "consultationCase { id procedure }", topic=topic, opened_on=day(85)
        )
        assert made["consultationCase"]["procedure"] == "six_step_handling"
        return str(made["consultationCase"]["id"])

    async def advance(self, case: str, *steps: str, ago: int = 60) -> None:
        for step in steps:
            await self["township"].do(
                "advanceStep", "__typename", case=case, step=step, done_on=day(ago)
            )

    async def published(self, case: str) -> None:
        """What was agreed is drafted in the village and released in the township."""
        drawn = await self["village"].do(
            "draftDisclosure",
            "disclosure { id }",
            case=case,
            kind="decision",
            title="协商结果公示",
            text="议定拓宽村口道路,三个月内完工。",
            place="village_board",
        )
        await self["township"].do(
            "releaseDisclosure", "__typename", disclosure=drawn["disclosure"]["id"]
        )

    async def at_the_last_step(self, title: str) -> str:
        """A case that was consulted and published."""
        case = await self.case(title)
        await self.advance(case, "collect", "decide", "research", "meet")
        await self.published(case)
        await self.advance(case, "publish", ago=0)
        return case

    async def outcome(self, case: str, title: str, route_class: str | None, **given: Any) -> str:
        made = await self["township"].do(
            "recordOutcome",
            "outcome { id }",
            case=case,
            title=title,
            text=f"{title},三个月内完成。",
            formed_on=day(50),
            **given,
        )
        outcome = str(made["outcome"]["id"])
        if route_class:
            await self["township"].do(
                "routeOutcome", "__typename", outcome=outcome, route_class=route_class
            )
        return outcome

    async def assigned(self, outcome: str, unit: str = "unit", **given: Any) -> str:
        made = await self["township"].do(
            "assignOutcome",
            "assignment { id }",
            outcome=outcome,
            unit=self.orgs[unit],
            brief="拓宽村口道路",
            **given,
        )
        return str(made["assignment"]["id"])
