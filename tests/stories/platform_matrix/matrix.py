"""A county with the matrix, and the steps of a matter that several stories take."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "platform_matrix"
ALL_FOUR = [
    {"party_kind": "cppcc_member", "count": 3},
    {"party_kind": "invited_representative", "count": 2},
    {"party_kind": "department_head", "count": 2},
    {"party_kind": "mass_representative", "count": 12},
]
TRACKED = (
    "handed pressed answered inTime lights { light count } rows { title grade units handedOn dueOn "
    "pressed pressedOn answeredOn toldAuthorityOn toldProposerOn converted ageDays daysLeft light }"
)


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class Matrix:
    """A county with the variant on; its first township has a member studio in a village."""

    town: Town
    studio: str
    made: dict[str, str] = field(default_factory=dict)


async def open_case(matrix: Matrix, title: str, ago: int, grade: str = "small_micro") -> str:
    """A topic of the village that was approved by whom its grade names, and its case."""
    town = matrix.town
    made = await town["village"].do(
        "proposeTopic",
        "topic { id }",
        org=town.orgs["village"],
        station=matrix.studio,
        title=title,
        description="群众反映多次,部门也想办。",
        topic_source="resident",
        focus_category="roads",
        focus_tags=["party_wants", "people_hope", "cppcc_can"],
        campaign="grassroots_governance",
        grade=grade,
    )
    topic = made["topic"]["id"]
    await town["township"].do(
        "screenTopic", "__typename", topic=topic, decision="screened", screened_on=day(ago)
    )
    decides = {"small_micro": "head", "key_special": "county", "deliberative_special": "leader"}
    await town[decides[grade]].do(
        "approveTopic", "__typename", topic=topic, approved_by="会议审定", approved_on=day(ago)
    )
    case = await town["township"].do(
        "openCase", "consultationCase { id procedure }", topic=topic, opened_on=day(ago)
    )
    assert case["consultationCase"]["procedure"] == "matrix_flow"
    return str(case["consultationCase"]["id"])


async def consult(
    matrix: Matrix, case: str, ago: int, came: list[dict[str, Any]] | None = None, **given: Any
) -> dict[str, Any]:
    """An event of the case that was held: its record and what was pointed out."""
    village = matrix.town["village"]
    usual = {"title": "现场商量", "place": "村口", "form": "on_site", **given}
    made = await village.do(
        "planConsultation", "consultation { id grade }", case=case, date=day(ago), **usual
    )
    held = await village.do(
        "holdConsultation",
        "consultation { id grade } advice { rule message plugin }",
        consultation=made["consultation"]["id"],
        date=day(ago),
        participants=ALL_FOUR if came is None else came,
        suggestions=["先修急弯,再设护栏"],
    )
    return dict(held)


async def outcome(matrix: Matrix, case: str, ago: int, title: str = "急弯加宽") -> str:
    """An outcome of class A that came about on that day."""
    township = matrix.town["township"]
    made = await township.do(
        "recordOutcome",
        "outcome { id }",
        case=case,
        title=title,
        text="急弯处加宽并设护栏。",
        formed_on=day(ago),
    )
    await township.do("routeOutcome", "__typename", outcome=made["outcome"]["id"], route_class="A")
    return str(made["outcome"]["id"])


async def hand_over(matrix: Matrix, outcome: str, ago: int, **given: Any) -> dict[str, Any]:
    """The assignment of an outcome to the first unit, and what was pointed out."""
    town = matrix.town
    handed = await town["township"].do(
        "assignOutcome",
        "assignment { id dueOn } advice { rule message plugin }",
        outcome=outcome,
        unit=town.orgs["unit"],
        brief="急弯加宽,设护栏",
        assigned_on=day(ago),
        **given,
    )
    return dict(handed)


async def done(matrix: Matrix, case: str, *steps: str) -> None:
    """The township finishes steps of the case."""
    for step in steps:
        await matrix.town["township"].do("advanceStep", "__typename", case=case, step=step)
