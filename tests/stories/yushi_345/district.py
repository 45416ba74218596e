"""A county where every township consults the 345 way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.stories.asking import asked
from tests.stories.people import Person
from tests.stories.town import Town

PLUGIN = "yushi_345"


@dataclass
class District:
    """A county with the variant on; its first township has a room and a linked committee, whose
    director convenes beside the township's deputy secretary.
    """

    town: Town
    room: str
    people: dict[str, str] = field(default_factory=dict)

    @property
    def township(self) -> Person:
        return self.town["township"]

    @property
    def village(self) -> Person:
        return self.town["village"]

    @property
    def both(self) -> list[dict[str, str]]:
        """The two conveners, each in the post that they hold."""
        return [{"person": self.people["镇副书记"]}, {"person": self.people["经济委主任"]}]

    async def person(self, who: str, name: str, org: str, **rest: Any) -> str:
        """Somebody is registered; their id."""
        given = {"org": self.town.orgs[org], "name": name, **rest}
        made = await self.town[who].do("registerPerson", "person { id }", **given)
        self.people[name] = made["person"]["id"]
        return self.people[name]

    async def planned(self, **rest: Any) -> str:
        """An event is planned at the room, without conveners unless some are given; its id."""
        given = {
            "station": self.room,
            "title": "景区联动协商",
            "date": "2026-11-25",
            "place": "镇议事室",
            **rest,
        }
        made = await self.township.do("planConsultation", "consultation { id }", **given)
        return str(made["consultation"]["id"])

    async def figure(self, metric: str, **period: str) -> float:
        """A figure of the county, of this year unless a period is named."""
        county = self.town["county"]
        given = {"org": self.town.orgs["county"], "metric": metric, **period}
        return float((await asked(county, "metric", "value", **given))["value"])
