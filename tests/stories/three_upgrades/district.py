"""A district with the variant on: its towns, their rooms, and the people of three levels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.stories.town import Town

PLUGIN = "three_upgrades"
MEMBERS = (("张兆和", "county"), ("李承志", "city"), ("何雨桐", "province"))
"""Name and level."""


@dataclass
class District:
    """The town of the story as a district; persons and members by name."""

    town: Town
    people: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)


async def begun(town: Town) -> District:
    await town.switch_on(PLUGIN, "county")
    made = District(town)
    for name, level in MEMBERS:
        kept = await town["county"].do(
            "registerPerson", "person { id }", org=town.orgs["township"], name=name
        )
        made.people[name] = kept["person"]["id"]
        seat = await town["county"].do(
            "addMember",
            "member { id }",
            person=made.people[name],
            level=level,
            joined_on="2022-01-10",
        )
        made.members[name] = seat["member"]["id"]
    return made


async def room(district: District, name: str, **given: Any) -> str:
    """A council room of the first town."""
    made = await district.town["county"].do(
        "openStation",
        "station { id }",
        **{
            "org": district.town.orgs["township"],
            "name": name,
            "kind": "council_room",
            "level": "township",
            "opened_on": "2025-03-01",
            "culture_theme": "老街文化",
            "shares_with": ["meeting_room"],
            **given,
        },
    )
    return str(made["station"]["id"])


async def proposed(district: District, title: str, **given: Any) -> str:
    """A topic of the town as it is proposed."""
    made = await district.town["township"].do(
        "proposeTopic",
        "topic { id }",
        **{
            "org": district.town.orgs["township"],
            "title": title,
            "description": f"{title},群众反映多年。",
            "topic_source": "resident",
            "focus_category": "education",
            "grade": "small_micro",
            **given,
        },
    )
    return str(made["topic"]["id"])


async def topic(district: District, title: str, orientation: str) -> str:
    """A topic of the town that was screened."""
    id_ = await proposed(district, title, orientation=orientation)
    await district.town["township"].do(
        "screenTopic",
        "__typename",
        topic=id_,
        decision="screened",
        note="群众关切",
        screened_on="2024-03-01",
    )
    return id_
