"""The county that `docs/queries.md` and the READMEs ask: 青禾县 of the stories, on 1 July 2026, with
half a year's work in it.
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from litestar.testing import AsyncTestClient

from tests.docs.worked import Example, Names
from tests.fixtures.database import Urls
from tests.stories.people import Json
from tests.stories.town import Town, found_town, story_application, story_platform
from yishi_core import clock
from yishi_core.kernel.database import Database
from yishi_core.kernel.plugins.plugin_set import load_plugins

NOW = datetime(2026, 7, 1, 10, 0, tzinfo=clock.CHINA)
PLUGIN = "qiangshan_hall"


@dataclass
class DocumentedCounty:
    """The town, and what its ids are called on the page."""

    town: Town
    names: Names
    made: dict[str, str] = field(default_factory=dict)

    async def answer(self, example: Example) -> Json:
        """What the example gets, sent by whom it says."""
        token = self.town[example.who].token if example.who else None
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers["Accept-Language"] = "en" if example.english else "zh"
        body = {
            "query": self.names.real(example.document),
            "variables": self.names.real(example.variables),
        }
        sent = await self.town.http.post("/graphql", json=body, headers=headers)
        found: Json = sent.json()
        return found

    async def make(self, who: str, operation: str, entity: str, name: str, /, **given: Any) -> str:
        """Run an operation and give the id of what it made a name."""
        made = await self.town[who].do(operation, f"{entity} {{ id }}", **given)
        id_ = str(made[entity]["id"])
        self.names.name(id_, name)
        self.made[name] = id_
        return id_


@asynccontextmanager
async def documented_county(
    database: Database, urls: Urls, files: Path
) -> AsyncIterator[DocumentedCounty]:
    """Found the county and let its people work."""
    # The pages show what is installed: the other variants would change them whenever one arrives.
    one_variant = load_plugins(
        [importlib.import_module(f"yishi_plugins.{PLUGIN}")], entry_points=False
    )
    platform = story_platform(database, files, one_variant)
    with clock.moved(NOW):
        async with AsyncTestClient(story_application(platform)) as http:
            town = await found_town(http, platform, urls)
            county = DocumentedCounty(town, Names(town.code))
            for short, id_ in town.orgs.items():
                county.names.name(id_, short)
            await town.switch_on(PLUGIN)
            await _places(county)
            await _matters(county)
            await _one_case(county)
            await _sheets(county)
            yield county


async def _places(c: DocumentedCounty) -> None:
    org = c.town.orgs
    room = {"kind": "council_room", "level": "village"}
    await c.make(
        "county",
        "openStation",
        "station",
        "hall",
        org=org["village"],
        name="柳湾村协商议事室",
        opened_on="2025-05-12",
        **room,
    )
    word = (
        await c.town["county"].ask(
            "query($id: ID!) { station(id: $id) { qrToken } }", id=c.made["hall"]
        )
    )["station"]["qrToken"]
    c.names.known["990101-…word"] = word
    await c.make(
        "county",
        "openStation",
        "station",
        "bridge",
        org=org["village2"],
        name="石桥村协商议事室",
        opened_on="2026-03-02",
        **room,
    )
    await c.make(
        "county",
        "openStation",
        "station",
        "studio",
        org=org["neighbour_village"],
        name="东坪村委员工作室",
        kind="member_studio",
        level="village",
        opened_on="2024-09-10",
    )
    await c.make(
        "township",
        "registerPerson",
        "person",
        "zhang",
        org=org["township"],
        name="张德全",
        expertise=["agriculture"],
    )
    await c.make("township", "registerPerson", "person", "yang", org=org["village"], name="杨桂花")
    zhang = {
        "person": c.made["zhang"],
        "level": "county",
        "sector": "agriculture",
        "joined_on": "2022-01-10",
    }
    await c.town["county"].do("addMember", "__typename", **zhang)
    post = {"station": c.made["hall"], "from_on": "2025-05-12"}
    await c.town["township"].do(
        "assignToStation", "__typename", person=c.made["zhang"], role="guide", **post
    )


async def _matters(c: DocumentedCounty) -> None:
    for day, content, field_, name in (
        ("2026-04-08T09:30", "三组的水渠淤了,春灌上不来水。", "water", "ditch"),
        ("2026-05-19T15:10", "村卫生室周末没有人值班。", "health", "clinic"),
        (
            "2026-06-26T11:00",
            "湿地木栈道坏了几块板,老人孩子走着不安全。",
            "infrastructure",
            "boardwalk",
        ),
    ):
        await c.make(
            "village",
            "recordIntake",
            "intake",
            name,
            station=c.made["hall"],
            content=content,
            channel="visit",
            received_at=f"{day}:00+08:00",
            focus_category=field_,
        )
    await c.make(
        "neighbour",
        "recordIntake",
        "intake",
        "lamps",
        station=c.made["studio"],
        content="坝上路灯不亮。",
        channel="phone",
        received_at="2026-06-03T20:00:00+08:00",
    )


async def _one_case(c: DocumentedCounty) -> None:
    """A matter on its way: topic, case, outcome, assignment, a notice for everybody."""
    people = c.town.people
    given = {"intake": c.made["ditch"], "on": "2026-04-10"}
    await people["township"].do("acceptIntake", "__typename", **given)
    topic = await c.make(
        "village",
        "proposeTopic",
        "topic",
        "ditch",
        org=c.town.orgs["village"],
        station=c.made["hall"],
        title="清淤三组水渠",
        description="水渠淤塞,春灌用水不便。",
        topic_source="resident",
        focus_category="water",
        grade="small_micro",
        intakes=[c.made["ditch"]],
    )
    await people["township"].do(
        "screenTopic",
        "__typename",
        topic=topic,
        decision="screened",
        note="群众所盼",
        screened_on="2026-04-13",
    )
    await people["head"].do(
        "approveTopic", "__typename", topic=topic, approved_by="镇党委", approved_on="2026-04-14"
    )
    case = await c.make(
        "township", "openCase", "consultationCase", "ditch", topic=topic, opened_on="2026-04-15"
    )
    outcome = await c.make(
        "township",
        "recordOutcome",
        "outcome",
        "ditch",
        case=case,
        title="水渠清淤",
        text="汛期前清淤三组水渠一千二百米",
        formed_on="2026-06-10",
    )
    await people["township"].do("routeOutcome", "__typename", outcome=outcome, route_class="A")
    await c.make(
        "township",
        "assignOutcome",
        "assignment",
        "ditch",
        outcome=outcome,
        unit=c.town.orgs["unit"],
        brief="汛期前清淤三组水渠一千二百米",
        assigned_on="2026-06-15",
    )
    notice = await c.make(
        "village",
        "draftDisclosure",
        "disclosure",
        "ditch",
        case=case,
        kind="topic",
        title="清淤三组水渠:议题公开",
        text="镇党委已同意协商。",
    )
    await people["township"].do(
        "releaseDisclosure", "__typename", disclosure=notice, published_on="2026-04-16"
    )
    await c.make(
        "township",
        "proposeTopic",
        "topic",
        "square",
        org=c.town.orgs["village2"],
        station=c.made["bridge"],
        title="文化广场怎么用",
        description="晒场改广场后,晾晒和跳舞争地方。",
        topic_source="resident",
        focus_category="public_facility",
        grade="small_micro",
    )


async def _sheets(c: DocumentedCounty) -> None:
    """Consultations that the clerk wrote down afterwards."""
    for name, day, title, people in (
        ("waste", "2026-04-22", "院坝里说垃圾清运", 14),
        ("water", "2026-06-11", "自来水分时供水", 21),
        ("lanes", "2026-06-24", "巷道停车", 9),
    ):
        await c.make(
            "village",
            "recordConsultation",
            "consultation",
            name,
            station=c.made["hall"],
            date=day,
            title=title,
            content=f"{title}:大家同意先试行一个月。",
            participants=[{"party_kind": "mass_representative", "count": people}],
        )
