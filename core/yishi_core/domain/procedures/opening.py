"""Creation of a case: its procedure, its fixed settings and its steps.

Every operation that begins a case uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yishi_core.domain.procedures import rules, steps
from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord
from yishi_core.domain.topics.models import Topic
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.variants.procedure import ProcedureDef
from yishi_core.kernel.variants.settings import Effective


@dataclass(frozen=True)
class Opened:
    """A new case with its records in order."""

    case: ConsultationCase
    procedure: ProcedureDef
    steps: list[StepRecord]


async def open_for(
    context: OperationContext,
    topic: Topic,
    opened_on: date,
    *,
    procedure: str | None = None,
    settings: Effective | None = None,
) -> Opened:
    """A running case for a topic, bound to `settings`; its steps are pending.

    The settings are those of the operation unless given.
    """
    bound = settings or context.settings
    core = {p.code: p for p in context.platform.plugins.core.procedures}
    chosen = rules.choose(bound, core, procedure, grade=topic.grade.value, scope=topic.scope.value)
    case = context.add(
        ConsultationCase(
            no=await next_number(context, "consultation_case", opened_on.year),
            title=topic.title,
            topic_id=topic.id,
            station_id=topic.station_id,
            procedure=chosen.code,
            grade=topic.grade,
            state=CaseState.RUNNING,
            opened_on=opened_on,
            cycle=1,
            settings_digest=await context.platform.settings.keep(
                context.session, context.county, bound
            ),
        )
    )
    records = steps.lay_out(chosen.steps)
    add_steps(context, case, records)
    return Opened(case, chosen, records)


def add_steps(context: OperationContext, case: ConsultationCase, records: list[StepRecord]) -> None:
    """Add new records to the session."""
    for record in records:
        record.case_id = case.id
        context.add(record)
