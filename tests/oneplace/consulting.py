"""What the tests of own fields enter with core's operations."""

from __future__ import annotations

from typing import Any

from tests.stories.people import Json
from tests.stories.town import Town

SHOWN = "consultation { id version title eveningTalks { lamp tea mood host { name } } }"
TOPIC = {
    "description": "村口到学校一段没有路灯。",
    "topic_source": "member",
    "focus_category": "infrastructure",
}


async def planned(town: Town, who: str = "village", at: str = "village", **more: Any) -> Json:
    """A consultation of a village, as it is answered."""
    given = {"title": "院坝灯光协商", "date": "2026-12-01", "place": "院坝", **more}
    made: Json = await town[who].do("planConsultation", SHOWN, org=town.orgs[at], **given)
    return dict(made["consultation"])
