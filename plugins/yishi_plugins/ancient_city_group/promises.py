"""The state of on-the-spot answers: told, assigned, kept, late.

Source: domain.md 2.8, 3.9, colours 5.15.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from yishi_core import Change, Labelled, ReadContext, holds, require
from yishi_core.domain.consultations import Consultation, OnSpotReply
from yishi_core.domain.intake import Intake
from yishi_core.domain.outcomes import Assignment, AssignmentState
from yishi_plugins.ancient_city_group.rounds import is_round
from yishi_plugins.ancient_city_group.rules import GroupRule
from yishi_plugins.ancient_city_group.settings import Settings

KEPT = (AssignmentState.CONFIRMED, AssignmentState.CLOSED)


class PromiseState(Labelled):
    WAITING = "waiting", "待答复或交办"
    HANDLING = "handling", "办理中"
    RETURNED = "returned", "承办单位退回"
    REWORK = "rework", "重新办理"
    TOLD = "told", "已答复来件人"
    KEPT = "kept", "已兑现"


class PromiseColour(Labelled):
    GREY = "grey", "灰"
    BLUE = "blue", "蓝"
    GREEN = "green", "绿"
    AMBER = "amber", "黄"
    RED = "red", "红"
    PURPLE = "purple", "紫"


DONE = frozenset({PromiseState.TOLD, PromiseState.KEPT})
SETTLED = DONE | {PromiseState.HANDLING, PromiseState.REWORK}
"""States in which the sender was told, or a unit is handling the promise."""


@dataclass(frozen=True, slots=True)
class Promise:
    """An on-the-spot answer with its progress; `assignment` is the one that counts now."""

    said: OnSpotReply
    intake: Intake | None
    assignment: Assignment | None

    @property
    def state(self) -> PromiseState:
        """The state of a promise.

        A promise with a day must be assigned; an answer without one is done when its sender was
        told.
        """
        if self.assignment is None:
            told = (
                self.intake is not None
                and self.intake.replied_on is not None
                and self.said.promise_due is None
            )
            return PromiseState.TOLD if told else PromiseState.WAITING
        if self.assignment.state in KEPT:
            return PromiseState.KEPT
        if self.assignment.state is AssignmentState.RETURNED:
            return PromiseState.RETURNED
        return (
            PromiseState.REWORK
            if self.assignment.state is AssignmentState.REWORKED
            else PromiseState.HANDLING
        )

    @property
    def due_on(self) -> date | None:
        """The due day: that of the assignment once there is one, as a check may have moved it."""
        return self.assignment.due_on if self.assignment else self.said.promise_due

    def overdue(self, today: date) -> bool:
        return self.state not in DONE and self.due_on is not None and self.due_on < today

    def colour(self, today: date, remind_days: int) -> PromiseColour:
        """The colour of a promise.

        Green done, red overdue, purple returned or reworked, amber due soon, blue in progress, grey
        not begun.
        """
        state, due = self.state, self.due_on
        if state in DONE:
            return PromiseColour.GREEN
        if self.overdue(today):
            return PromiseColour.RED
        if state in (PromiseState.RETURNED, PromiseState.REWORK):
            return PromiseColour.PURPLE
        if due is not None and due <= today + timedelta(days=remind_days):
            return PromiseColour.AMBER
        return PromiseColour.BLUE if state is PromiseState.HANDLING else PromiseColour.GREY


def unsettled(promises: Iterable[Promise], *, until_kept: bool) -> list[Promise]:
    """The promises that must still be tracked."""
    enough: Collection[PromiseState] = DONE if until_kept else SETTLED
    return [p for p in promises if p.state not in enough]


def newest(assignments: Sequence[Assignment]) -> dict[UUID, Assignment]:
    """Outcome → the assignment that counts now: the last not returned, else the last.

    `assignments` is in the order of creation.
    """
    found: dict[UUID, list[Assignment]] = defaultdict(list)
    for one in assignments:
        if one.outcome_id is not None:
            found[one.outcome_id].append(one)
    return {
        outcome: next(
            (a for a in reversed(chain) if a.state is not AssignmentState.RETURNED), chain[-1]
        )
        for outcome, chain in found.items()
    }


async def load(context: ReadContext, said: Sequence[OnSpotReply]) -> list[Promise]:
    """Answers with their clues and the assignments that count, in the same order."""
    first = {
        a.id: a
        for a in await context.find(
            Assignment, Assignment.id.in_([s.assignment_id for s in said if s.assignment_id])
        )
    }
    chains = newest(
        await context.find(
            Assignment, Assignment.outcome_id.in_([a.outcome_id for a in first.values()])
        )
    )
    clues = {i.id: i for i in await context.find(Intake, Intake.id.in_([s.clue_id for s in said]))}
    made = (first.get(s.assignment_id) if s.assignment_id else None for s in said)
    return [
        Promise(s, clues.get(s.clue_id), chains[a.outcome_id] if a and a.outcome_id else None)
        for s, a in zip(said, made, strict=True)
    ]


@holds(OnSpotReply, on=("consultation", "clue", "unit", "promise_due"))
async def can_be_kept(context: ReadContext, change: Change[OnSpotReply]) -> None:
    """One sheet for each unit and clue, at a round, with a day that can be kept."""
    said, settings = change.row, context.settings.of(Settings)
    event = await context.get(Consultation, said.consultation_id)
    assert event is not None
    require(is_round(event.form, settings), GroupRule.NOT_A_ROUND)
    days = settings.promise_max_days
    last = event.date + timedelta(days=days)
    require(not said.promise_due or said.promise_due <= last, GroupRule.PROMISE_TOO_LONG, days=days)
    same = (
        OnSpotReply.consultation_id == event.id,
        OnSpotReply.clue_id == said.clue_id,
        OnSpotReply.unit_id == said.unit_id,
        OnSpotReply.id != said.id,
    )
    require(not await context.first(OnSpotReply, *same), GroupRule.ANSWERED_ALREADY)
