"""Rules of the composition of a walk group (domain.md 2.7, 3.9)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Person
from yishi_core.errors import FieldError, Refused, Text
from yishi_core.kernel.operation.rules import require, require_field


def analysed(intake: Intake) -> None:
    """Require that a clue is analysed before a group is formed."""
    require(
        intake.analysed_on,
        "not_analysed",
        "该线索尚未分析,不能组建走访小组。",
        "The clue has not been analysed yet.",
    )


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
        text = Text(f"小组成员中没有“{label}”专长的人员。", f"No member has the expertise {field}.")
        raise Refused("expertise", text, [FieldError("members", text)])
    return [p for p in members if p not in fitting]
