"""Rules of the composition of a walk group (domain.md 2.7, 3.9)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Person
from yishi_core.errors import Hint, Refused, Rule, Text
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


class WalkHint(Hint):
    """What an operation on walk groups points out."""

    EXPERTISE_PARTLY = (
        "expertise_partly",
        "以下成员没有“{label}”专长:{names}。",
        "{count} members have other expertise.",
    )
    NOT_RESEARCHING = (
        "not_researching",
        "走访小组一般在调研阶段组建,该事项当前不在调研阶段。",
        "The case is not at its stage of research.",
    )


def analysed(intake: Intake) -> None:
    """Require that a clue is analysed before a group is formed."""
    require(intake.analysed_on, WalkRule.NOT_ANALYSED)


def composed(members: Sequence[Person], leader: Person) -> None:
    """Require that the leader is one of the members."""
    require_field(
        leader in members, "leader", "组长须为小组成员。", "The leader must be one of the members."
    )


def misfits(members: Sequence[Person], field: str, label: str) -> list[Person]:
    """The members without the expertise that the clue needs (`expertise`).

    At least one must have it.
    """
    fitting = [p for p in members if field in (p.expertise or ())]
    if not fitting:
        raise Refused(WalkRule.EXPERTISE, at="members", field=Text(label, field))
    return [p for p in members if p not in fitting]
