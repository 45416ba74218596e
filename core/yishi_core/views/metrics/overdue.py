"""What is past its day and still waits, by the entity that has the day (domain.md 2.20
`overdue{entity}`, 5.15). What is due today is not late.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from yishi_core.domain.activities.models import Pledge, PledgeState
from yishi_core.domain.collaboration.models import Question
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.outcomes.models import Assignment, AssignmentState, SpecialReport
from yishi_core.domain.procedures.models import ConsultationCase, StepRecord, StepState
from yishi_core.domain.reports.models import DutyReport
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.kernel.entity import OrgRow

UNANSWERED = (
    AssignmentState.ASSIGNED,
    AssignmentState.ACCEPTED,
    AssignmentState.IN_PROGRESS,
    AssignmentState.REWORKED,
)


def _late(
    entity: type[OrgRow], named: str, day: Any, waits: sa.ColumnElement[bool], **more: Any
) -> Counter:
    return Counter(entity, day, where=(waits,), past_only=True, dims={"entity": named}, **more)


OVERDUE = (
    _late(Assignment, "assignment", Assignment.due_on, Assignment.state.in_(UNANSWERED)),
    _late(DutyReport, "duty_report", DutyReport.due_on, DutyReport.submitted_on.is_(None)),
    _late(
        Intake,
        "intake",
        Intake.decide_by,
        Intake.state == IntakeState.RECEIVED,
        station=Intake.station_id,
    ),
    _late(
        Pledge,
        "pledge",
        Pledge.due_on,
        Pledge.state == PledgeState.OPEN,
        person=Pledge.person_id,
        case=Pledge.case_id,
    ),
    _late(
        Question,
        "question",
        Question.due_on,
        Question.answered_on.is_(None),
        station=Question.station_id,
    ),
    _late(
        SpecialReport, "special_report", SpecialReport.due_on, SpecialReport.decided_on.is_(None)
    ),
    _late(
        StepRecord,
        "step_record",
        StepRecord.due_on,
        StepRecord.state == StepState.ACTIVE,
        station=ConsultationCase.station_id,
        case=StepRecord.case_id,
        through=(ConsultationCase, StepRecord.case_id == ConsultationCase.id),
    ),
)
