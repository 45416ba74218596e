"""What became of outcomes: handed over (交), pressed (督), answered and told (复)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from yishi_core import ReadContext
from yishi_core.domain.outcomes import (
    Assignment,
    AssignmentState,
    Explanation,
    Feedback,
    FeedbackDirection,
    HandlingRole,
    Outcome,
    OutcomeState,
    Reply,
    SpecialReport,
    Supervision,
    VillageReferral,
)

ANSWERED = (AssignmentState.REPLIED, AssignmentState.CONFIRMED, AssignmentState.CLOSED)
"""States of an assignment in which the unit's answer stands."""

R = TypeVar("R", Assignment, Explanation, Feedback, Supervision, VillageReferral)


@dataclass(frozen=True, slots=True)
class Handling:
    """One outcome with all that was done about it.

    An outcome of class A is handed to units, one of class B to party and government or to a
    village; one of class C is explained to the people, which is its answer.
    """

    outcome: Outcome
    assignments: Sequence[Assignment]
    report: SpecialReport | None
    """None also where an office above reported it, whose report those below do not read."""
    referrals: Sequence[VillageReferral]
    explanations: Sequence[Explanation]
    supervisions: Sequence[Supervision]
    feedback: Sequence[Feedback]
    replied_on: Mapping[UUID, date]
    """Assignment → day of its last reply."""

    @property
    def with_units(self) -> list[Assignment]:
        """The assignments that were not given back, the leading one first."""
        kept = [a for a in self.assignments if a.state is not AssignmentState.RETURNED]
        return sorted(kept, key=lambda a: a.handling_role is not HandlingRole.LEAD)

    @property
    def given_back(self) -> bool:
        """Whether every unit gave it back and nobody else has it."""
        return bool(self.assignments) and not self.with_units

    @property
    def handed(self) -> bool:
        """Whether somebody has it."""
        return self.handed_on is not None or self.outcome.special_report_id is not None

    @property
    def answered(self) -> bool:
        """Whether everybody who has it answered; a report that is not read here was decided when
        the outcome says so.
        """
        if self.outcome.special_report_id is not None and self.report is None:
            return self.outcome.state in (OutcomeState.REPLIED, OutcomeState.CLOSED)
        return self.answered_on is not None

    @property
    def handed_on(self) -> date | None:
        """When it was first handed over, as far as it is known here; None while nobody has it."""
        days = [a.assigned_on for a in self.with_units]
        days += [self.report.submitted_on] if self.report else []
        days += [r.on for r in self.referrals]
        days += [e.on for e in self.explanations]
        return min(days, default=None)

    @property
    def due_on(self) -> date | None:
        """The next day by which somebody must answer, or the office must pass it on."""
        if self.answered:
            return None
        days = [a.due_on for a in self.with_units if a.state not in ANSWERED]
        if self.report and self.report.decided_on is None:
            days.append(self.report.due_on)
        elif not self.handed and self.outcome.report_by is not None:
            days.append(self.outcome.report_by)
        return min(days, default=None)

    @property
    def last_due_on(self) -> date | None:
        """The last day that units had; None where none has it."""
        return max((a.due_on for a in self.with_units), default=None)

    @property
    def answered_on(self) -> date | None:
        """When the last of those who have it answered; None while an answer is missing."""
        said = [self.replied_on.get(a.id) if a.state in ANSWERED else None for a in self.with_units]
        said += [self.report.decided_on] if self.report else []
        said += [r.result_on for r in self.referrals]
        said += [e.on for e in self.explanations]
        known = [day for day in said if day is not None]
        return max(known) if known and len(known) == len(said) else None

    def told_on(self, direction: FeedbackDirection) -> date | None:
        """When that side was last told."""
        return max((f.on for f in self.feedback if f.direction is direction), default=None)

    @property
    def lacking(self) -> list[FeedbackDirection]:
        """The sides that were not told."""
        return [side for side in FeedbackDirection if self.told_on(side) is None]


async def handlings_of(context: ReadContext, outcomes: Sequence[Outcome]) -> list[Handling]:
    """What was done about each of the outcomes."""
    ids = [o.id for o in outcomes]
    assignments = await context.find(Assignment, Assignment.outcome_id.in_(ids))
    replies = await context.find(Reply, Reply.assignment_id.in_([a.id for a in assignments]))
    reports = await context.find(
        SpecialReport, SpecialReport.id.in_([o.special_report_id for o in outcomes])
    )
    by_id = {report.id: report for report in reports}
    given = _by_outcome(assignments)
    referred = _by_outcome(await context.find(VillageReferral, VillageReferral.outcome_id.in_(ids)))
    explained = _by_outcome(await context.find(Explanation, Explanation.outcome_id.in_(ids)))
    pressed = _by_outcome(await context.find(Supervision, Supervision.outcome_id.in_(ids)))
    told = _by_outcome(await context.find(Feedback, Feedback.outcome_id.in_(ids)))
    last: dict[UUID, date] = {}
    for reply in replies:
        last[reply.assignment_id] = max(reply.replied_on, last.get(reply.assignment_id, date.min))
    return [
        Handling(
            outcome=o,
            assignments=given[o.id],
            report=by_id.get(o.special_report_id) if o.special_report_id else None,
            referrals=referred[o.id],
            explanations=explained[o.id],
            supervisions=pressed[o.id],
            feedback=told[o.id],
            replied_on=last,
        )
        for o in outcomes
    ]


def _by_outcome(rows: Iterable[R]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in rows:
        if row.outcome_id is not None:
            found[row.outcome_id].append(row)
    return found
