"""A town with its democratic council station, and the steps of a matter that several stories take."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.stories.picture import photo
from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "one_two_three_n"
STEPS = (
    "collect",
    "screen",
    "decide",
    "plan",
    "research",
    "notify",
    "consult",
    "conclude",
    "supervise",
    "evaluate",
)


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class CouncilStation:
    """A county whose first township has the variant on, with a station."""

    town: Town
    station: str
    people: dict[str, str] = field(default_factory=dict)


async def topic(station: CouncilStation, title: str, ago: int, **given: Any) -> tuple[str, Any]:
    """A topic of the township that was approved so many days ago, and what was pointed out."""
    town = station.town
    made = await town["township"].do(
        "proposeTopic",
        "topic { id recommendedForm }",
        org=town.orgs["township"],
        station=station.station,
        title=title,
        description="居民多次反映,镇上也想办好。",
        topic_source="resident",
        focus_category="fire_safety",
        **given,
    )
    id_ = str(made["topic"]["id"])
    await town["township"].do(
        "screenTopic", "__typename", topic=id_, decision="screened", screened_on=day(ago)
    )
    approved = await town["head"].do(
        "approveTopic",
        "topic { recommendedForm } advice { rule message plugin }",
        topic=id_,
        approved_by="镇党委会议",
        approved_on=day(ago),
    )
    return id_, approved


async def open_case(station: CouncilStation, topic: str, ago: int) -> str:
    made = await station.town["township"].do(
        "openCase", "consultationCase { id procedure }", topic=topic, opened_on=day(ago)
    )
    assert made["consultationCase"]["procedure"] == "ten_step"
    return str(made["consultationCase"]["id"])


async def step(station: CouncilStation, case: str, name: str, **given: Any) -> None:
    """The township finishes a step, with the scheme or the opinion that it asks for."""
    township = station.town["township"]
    if name == "plan":
        paper = await township.upload("fangan.jpg", photo(), case)
        given["docs"] = [{"name": "协商方案", "attachment": paper}]
    if name == "conclude":
        given["fields"] = {"opinion": "先通消防管网,再修屋面"}
    await township.do("advanceStep", "__typename", case=case, step=name, **given)


async def hold(
    station: CouncilStation, case: str | None, ago: int, *said: str, **given: Any
) -> str:
    """An event that was held, with its suggestions."""
    township = station.town["township"]
    about = {"case": case} if case else {"station": station.station}
    usual = {"title": "老街消防怎么办", "place": "议事站", "form": "roundtable", **given}
    made = await township.do(
        "planConsultation", "consultation { id }", date=day(ago), **about, **usual
    )
    await township.do(
        "holdConsultation",
        "__typename",
        consultation=made["consultation"]["id"],
        date=day(ago),
        participants=[
            {"party_kind": "cppcc_member", "count": 4},
            {"party_kind": "mass_representative", "count": 20},
        ],
        suggestions=list(said),
    )
    return str(made["consultation"]["id"])
