"""What the people of these stories do again and again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.stories.people import Json, Person
from tests.stories.town import Town
from yishi_core import clock

BASE, OWN = "qiangshan_hall", "own_river_hall"
VARIANT = "ownVariant { id code label base state edition version draft }"
STEPS: list[Json] = [
    {"code": "collect", "label": "河长收集", "stage": "collect", "time_limit_days": 10},
    {"code": "decide_topic", "label": "确定议题", "stage": "approve"},
    {"code": "walk", "label": "沿河走访", "stage": "research", "time_limit_days": 5},
    {"code": "deliberate", "label": "河边协商", "stage": "deliberate"},
    {"code": "follow_up", "label": "跟踪问效", "stage": "evaluate"},
]


def day(ago: int) -> str:
    """A day so many days ago."""
    return (clock.today() - timedelta(days=ago)).isoformat()


async def copied(town: Town, who: str = "township", org: str = "township", **rest: str) -> Json:
    """A copy of the hall by an office."""
    given = {"variant": BASE, "code": OWN, "label": "河口议事堂", **rest}
    made = await town[who].do("copyVariant", VARIANT, org=town.orgs[org], **given)
    found: Json = made["ownVariant"]
    return found


async def edited(who: Person, variant: Json, **values: Any) -> Json:
    """The variant after an edit that must succeed."""
    made = await who.do(
        "editVariant",
        VARIANT,
        variant=variant["id"],
        values=values,
        based_on=variant["version"],
    )
    found: Json = made["ownVariant"]
    return found


async def wrong(who: Person, variant: Json, **values: Any) -> dict[str, str]:
    """Key → reason of an edit that must be refused."""
    error = await who.refused(
        "editVariant",
        "INVALID_INPUT",
        variant=variant["id"],
        values=values,
        based_on=variant["version"],
    )
    return {
        field["path"].removeprefix("input.values."): field["message"]
        for field in error["extensions"]["fields"]
    }


async def released(who: Person, variant: Json, **rest: Any) -> Json:
    """The next edition."""
    made = await who.do(
        "releaseVariant", "ownEdition { id number digest }", variant=variant["id"], **rest
    )
    found: Json = made["ownEdition"]
    return found


def procedure(**changed: Any) -> Json:
    """The five links as the river's office goes them."""
    return {"code": "five_link", "label": "五个环节", "steps": STEPS, **changed}


async def case_of(town: Town, title: str, **topic: Any) -> str:
    """A running case of the village."""
    made = await town["village"].do(
        "proposeTopic",
        "topic { id }",
        org=town.orgs["village"],
        title=title,
        description="群众所盼。",
        topic_source=topic.pop("topic_source", "resident"),
        focus_category="infrastructure",
        grade="small_micro",
        **topic,
    )
    id_ = made["topic"]["id"]
    await town["township"].do(
        "screenTopic",
        "__typename",
        topic=id_,
        decision="screened",
        note="有条件解决",
        screened_on=day(20),
    )
    await town["head"].do(
        "approveTopic", "__typename", topic=id_, approved_by="镇党委", approved_on=day(15)
    )
    case = await town["township"].do(
        "openCase", "consultationCase { id }", topic=id_, opened_on=day(10)
    )
    return str(case["consultationCase"]["id"])


async def steps_of(town: Town, case: str) -> list[str]:
    """The labels of a case's steps, in order."""
    found = await town["township"].ask(
        "query($id: ID!) { node(id: $id) { ... on ConsultationCase {"
        " steps(first: 20, orderBy: [{position: asc}]) { nodes { label } } } } }",
        id=case,
    )
    return [step["label"] for step in found["node"]["steps"]["nodes"]]
