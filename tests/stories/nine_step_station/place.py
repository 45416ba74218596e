"""A township with a liaison station, three rooms and its people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.stories.asking import asked
from tests.stories.people import Person
from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "nine_step_station"
COMMUNITY = {"100001": "石桥社区"}
"""The town's community, beside its villages."""


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class Place:
    """A town whose first township has the variant switched on; station, rooms and people by
    name.
    """

    town: Town
    station: str
    rooms: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        return self.town[name]

    @property
    def township(self) -> str:
        return self.town.orgs["township"]

    async def asked(self, question: str, select: str, **given: Any) -> Any:
        """The answer to a question that the township asks."""
        return await asked(self["township"], question, select, **given)

    async def figure(self, metric: str, **given: Any) -> str:
        """A figure of the township as a report prints it."""
        found = await self.asked("metric", "text", org=self.township, metric=metric, **given)
        return str(found["text"])


async def found_station(town: Town) -> Place:
    """The county switches the variant on and opens station and rooms; the township fills the
    posts.
    """
    await town.switch_on(PLUGIN)
    county, township = town["county"], town["township"]
    found = await county.ask(
        "query($code: String!) { orgs(where: {regionCode: {eq: $code}}) { nodes { id } } }",
        code=f"{town.code}100001",
    )
    town.orgs["community"] = found["orgs"]["nodes"][0]["id"]
    opened = {}
    for name, kind, org, level in (
        ("河口镇政协工作联络站", "liaison_station", "township", "township"),
        ("镇议事室", "council_room", "township", "township"),
        ("柳湾村议事室", "council_room", "village", "village"),
        ("石桥社区议事室", "council_room", "community", "village"),
    ):
        made = await county.do(
            "openStation",
            "station { id }",
            org=town.orgs[org],
            name=name,
            kind=kind,
            level=level,
            opened_on=day(2000),
        )
        opened[name] = made["station"]["id"]
    station, *_ = opened.values()
    place = Place(town, station, dict(list(opened.items())[1:]))
    for name in ("何站长", "吕副站长", "施干事", "孔干事", "严观察", "金委员", "魏老"):
        person = await township.do("registerPerson", "person { id }", org=place.township, name=name)
        place.people[name] = person["person"]["id"]
    await county.do(
        "addMember",
        "__typename",
        person=place.people["金委员"],
        level="county",
        sector="agriculture",
        joined_on=day(2000),
    )
    return place


async def approved_topic(place: Place, title: str, source: str = "member", **more: Any) -> str:
    """A topic of the village on its way to approval, eighty days ago."""
    topic = await place["village"].do(
        "proposeTopic",
        "topic { id }",
        org=place.town.orgs["village"],
        title=title,
        description=f"{title}:群众多次反映,盼着早日解决。",
        topic_source=source,
        focus_category="farm_waste",
        grade="small_micro",
        **more,
    )
    id_: str = topic["topic"]["id"]
    await place["township"].do(
        "screenTopic",
        "__typename",
        topic=id_,
        decision="screened",
        note="涉及面广,镇上能办",
        screened_on=day(80),
    )
    await place["head"].do(
        "approveTopic", "__typename", topic=id_, approved_by="镇党委会议", approved_on=day(78)
    )
    return id_


async def open_case(place: Place, title: str, **more: Any) -> str:
    """A case of an approved topic, opened seventy days ago."""
    topic = await approved_topic(place, title)
    case = await place["township"].do(
        "openCase", "consultationCase { id }", topic=topic, opened_on=day(70), **more
    )
    return str(case["consultationCase"]["id"])
