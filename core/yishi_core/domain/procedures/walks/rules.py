"""Who fits a walk group (domain.md 2.7, 3.9)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Person
from yishi_core.errors import Refused, Rule, Text
from yishi_core.kernel.operation.rules import require, require_field


class WalkRule(Rule):
    """Why an operation on walk groups is refused."""

    CLOSED = "closed", "走访小组已结束。", "The walk group is closed."
    EXPERTISE = (
        "expertise",
        "小组成员中没有“{field}”专长的人员。",
        "No member has the expertise {field}.",
    )
    NOT_ANALYSED = (
        "not_analysed",
        "该线索尚未分析,不能组建走访小组。",
        "The clue has not been analysed yet.",
    )


def analysed(intake: Intake) -> None:
    """A clue is analysed before anybody is sent."""
    require(intake.analysed_on, WalkRule.NOT_ANALYSED)


def composed(members: Sequence[Person], leader: Person) -> None:
    """The leader is one of them."""
    require_field(
        leader in members, "leader", "组长须为小组成员。", "The leader must be one of the members."
    )


def misfits(members: Sequence[Person], field: str, label: str) -> list[Person]:
    """The members without the expertise that the clue needs; one at least must have it
    (`expertise`).
    """
    fitting = [p for p in members if field in (p.expertise or ())]
    if not fitting:
        raise Refused(WalkRule.EXPERTISE, at="members", field=Text(label, field))
    return [p for p in members if p not in fitting]
