"""A county that has the way switched on for all its townships, with one village's room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.stories.asking import asked
from tests.stories.people import Json, Person
from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "five_five_six_four"


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class Place:
    """A town with the variant on at the county, and the village's room."""

    town: Town
    room: str

    def __getitem__(self, name: str) -> Person:
        return self.town[name]

    @property
    def orgs(self) -> dict[str, str]:
        return self.town.orgs

    async def asked(self, question: str, select: str, who: str = "county", **given: Any) -> Any:
        """The answer to a question."""
        return await asked(self[who], question, select, **given)

    async def figure(self, metric: str, **given: Any) -> str:
        """A figure of the county as a report prints it."""
        found = await self.asked("metric", "text", org=self.orgs["county"], metric=metric, **given)
        return str(found["text"])


async def found_place(town: Town) -> Place:
    await town.switch_on(PLUGIN, "county")
    made = await town["county"].do(
        "openStation",
        "station { id }",
        org=town.orgs["village"],
        name="柳湾村议事室",
        kind="council_room",
        level="village",
        opened_on=day(1500),
    )
    return Place(town, made["station"]["id"])


def topic(place: Place, title: str, **more: Any) -> Json:
    """A topic of the village, as it is proposed."""
    return {
        "org": place.orgs["village"],
        "station": place.room,
        "title": title,
        "description": f"{title}:群众多次反映,盼着早日解决。",
        "topic_source": "go_out",
        "focus_category": "roads",
        "focus_tags": ["people_side"],
        "grade": "small_micro",
        **more,
    }


async def open_case(place: Place, title: str, **more: Any) -> str:
    """A case of an approved topic, opened seventy days ago."""
    township = place["township"]
    made = await place["village"].do("proposeTopic", "topic { id }", **topic(place, title, **more))
    id_ = made["topic"]["id"]
    screened: Json = {"decision": "screened", "note": "群众所盼", "screened_on": day(80)}
    await township.do("screenTopic", "__typename", topic=id_, **screened)
    await place["head"].do(
        "approveTopic", "__typename", topic=id_, approved_by="镇党委会议", approved_on=day(78)
    )
    case = await township.do(
        "openCase", "consultationCase { id procedure }", topic=id_, opened_on=day(70)
    )
    assert case["consultationCase"]["procedure"] == "six_step_conversion"
    return str(case["consultationCase"]["id"])


async def consulted(place: Place, title: str) -> str:
    """A case that was consulted in four steps and waits to be published."""
    case, village = await open_case(place, title), place["village"]
    for who, step in (("village", "collect"), ("township", "decide"), ("village", "research")):
        await place[who].do("advanceStep", "__typename", case=case, step=step)
    event = await village.do(
        "planConsultation",
        "consultation { id }",
        case=case,
        title=title,
        date=day(20),
        place="柳湾村议事室",
        four_step=True,
    )
    await village.do(
        "holdConsultation",
        "__typename",
        consultation=event["consultation"]["id"],
        participants=[
            {"party_kind": "cppcc_member", "count": 3},
            {"party_kind": "mass_representative", "count": 14},
        ],
    )
    await village.do("advanceStep", "__typename", case=case, step="consult")
    return case


async def outcome(place: Place, case: str, title: str, route_class: str | None = None) -> str:
    """An outcome of a case, with its class unless that is still to be decided."""
    made = await place["township"].do(
        "recordOutcome",
        "outcome { id }",
        case=case,
        title=title,
        text=f"{title},年内见效。",
        formed_on=day(20),
    )
    id_ = str(made["outcome"]["id"])
    if route_class:
        await place["township"].do(
            "routeOutcome", "__typename", outcome=id_, route_class=route_class
        )
    return id_


async def published(place: Place, case: str) -> None:
    """What was agreed is told to the village, and the step is done."""
    drawn = await place["village"].do(
        "draftDisclosure",
        "disclosure { id }",
        case=case,
        kind="decision",
        title="协商议定事项公示",
        text="议定事项及分类公示七天,欢迎监督。",
        place="village_board",
    )
    await place["township"].do(
        "releaseDisclosure", "__typename", disclosure=drawn["disclosure"]["id"]
    )
    await place["village"].do("advanceStep", "__typename", case=case, step="publish")
