"""A hall's people, and a matter on its way to an open case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "qiangshan_hall"


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class Hall:
    """A town whose first township has the variant switched on, with a hall, a council and its
    people.
    """

    town: Town
    station: str
    zhang: str
    chen: str
    made: dict[str, str] = field(default_factory=dict)


async def to_an_open_case(hall: Hall) -> str:
    """A resident's matter becomes a topic, is approved and opened as a case of five links."""
    town = hall.town
    sent = await town.resident.do(
        "submitIntake",
        "no queryCode state",
        station=hall.station,
        content="村口到湿地的木栈道坏了几块板,老人孩子走着不安全。",
        focus_category="infrastructure",
    )
    hall.made["code"] = sent["queryCode"]
    found = await town["village"].ask(
        "{ intakes(first: 5) { nodes { id content submitterName } } }"
    )
    intake = found["intakes"]["nodes"][0]["id"]
    hall.made["intake"] = intake
    await town["village"].refused(
        "approveTopic", "INVALID_INPUT", topic="Topic:1:x", approved_by="村委会"
    )
    await town["township"].do("acceptIntake", "intake { state }", intake=intake)
    topic = await town["village"].do(
        "proposeTopic",
        "topic { id state recommendedForm }",
        org=town.orgs["village"],
        station=hall.station,
        title="修缮湿地栈道",
        description="栈道破损,群众出行和游客游览都不便。",
        topic_source="resident",
        focus_category="infrastructure",
        grade="small_micro",
        intakes=[intake],
        campaign="two_links_one_entry",
    )
    id_ = topic["topic"]["id"]
    await town["head"].refused("approveTopic", "REFUSED", "state", topic=id_, approved_by="镇党委")
    await town["township"].do(
        "screenTopic",
        "topic { state }",
        topic=id_,
        decision="screened",
        note="群众所盼,有条件解决",
        screened_on=day(50),
    )
    await town["village"].refused("approveTopic", "FORBIDDEN", topic=id_, approved_by="村两委")
    await town["head"].do(
        "approveTopic",
        "topic { state approvedBy }",
        topic=id_,
        approved_by="镇党委",
        approved_on=day(45),
    )
    await town["neighbour"].refused("openCase", "NOT_FOUND", topic=id_)
    case = await town["township"].do(
        "openCase", "consultationCase { id procedure state }", topic=id_, opened_on=day(40)
    )
    assert case["consultationCase"]["procedure"] == "five_link"
    return str(case["consultationCase"]["id"])
