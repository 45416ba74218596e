"""A studio and its group, what is asked of them, and the questions that show their work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "group_studio_union"
BOARD = (
    "query($org: ID!) { unionBoard(org: $org) { studios groups unions platforms "
    "unpairedGroups"
    " kinds { subKind label studios unions { name groupName active people conveners "
    "questionsOpen questionsOverdue } } } }"
)
REGISTER = (
    "query($org: ID!, $state: AnswerState) { questionRegister(org: $org, state: $state)"
    " { asked answered overdue rows { studio setter state daysLeft microKind question { text } } "
    "} }"
)
LOOP = (
    "query($case: ID!) { closedLoop(case: $case) { outcomes converted cycles { cycle "
    "state consultations"
    " satisfied unsatisfied outcomes { title converted supervisions satisfaction } } } }"
)


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class Union:
    """A county with the variant on; its first township has a group and a studio that are one
    body.
    """

    town: Town
    station: str
    people: dict[str, str] = field(default_factory=dict)


async def studio(town: Town, who: str, name: str, org: str, group: str | None, **rest: Any) -> str:
    given = {
        "kind": "member_studio",
        "sub_kind": "regional",
        "level": "township",
        "opened_on": day(800),
        "union_org": group,
        **rest,
    }
    made = await town[who].do(
        "openStation", "station { id unionOrg { name } }", org=town.orgs[org], name=name, **given
    )
    return str(made["station"]["id"])


async def ask(union: Union, who: str, setter: str, text: str, given: int, due: int) -> str:
    made = await union.town[who].do(
        "setQuestion",
        "question { id setter }",
        station=union.station,
        setter=setter,
        text=text,
        given_on=day(given),
        due_on=day(due),
    )
    return str(made["question"]["id"])


async def survey(union: Union, ago: int, **rest: Any) -> str:
    given = {
        "kind": "survey",
        "title": "走访药农",
        "date": day(ago),
        "micro_kind": "survey",
        "self_started": True,
        **rest,
    }
    made = await union.town["township"].do(
        "recordActivity", "activity { id microKind }", station=union.station, **given
    )
    return str(made["activity"]["id"])
