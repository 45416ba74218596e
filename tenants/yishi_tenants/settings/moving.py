"""Moving a running case to newer settings: whether its steps fit, and how they change.

See access.md 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yishi_core.domain.procedures import steps
from yishi_core.domain.procedures.models import ConsultationCase, StepRecord, StepState
from yishi_core.errors import Refused, Text
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.variants.own import is_own
from yishi_core.kernel.variants.procedure import ProcedureDef
from yishi_core.kernel.variants.settings import Effective
from yishi_tenants.settings.rules import SettingsRule

PASSED_BY = "改用新版设置时,事项已进行到后面的步骤。"
GONE = "新版设置中没有这一步骤。"


@dataclass(frozen=True)
class Move:
    """A case's newer settings, and the arrangement of its records in the newer procedure."""

    settings: Effective
    procedure: ProcedureDef
    kept: tuple[StepRecord, ...]
    """Records whose step exists in the newer procedure, in its order."""
    dropped: tuple[StepRecord, ...]
    """Pending records of steps that no longer exist."""
    added: tuple[StepRecord, ...]
    """New records: pending, or skipped where the case has passed them."""

    def apply(self, context: OperationContext, case: ConsultationCase) -> None:
        """Arrange the records for the newer procedure.

        Steps that were done keep their day, note and documents.
        """
        for record in self.kept:
            step = self.procedure.step(record.step)
            assert step is not None
            record.position, record.label, record.stage = step.order, step.label, step.stage.value
        for record in self.dropped:
            record.voided_at, record.void_reason = context.now, GONE
        for record in self.added:
            record.case_id = case.id
            if record.state is StepState.SKIPPED:
                record.done_on, record.done_by, record.note = (
                    context.today,
                    context.principal.account,
                    PASSED_BY,
                )
            context.add(record)


async def plan_move(context: OperationContext, case: ConsultationCase) -> Move:
    """Plan the move of a case to the newest settings of its org; raises `Refused` if impossible."""
    newest = await context.platform.settings.effective(context.session, context.org)
    if newest.digest == case.settings_digest:
        raise Refused(SettingsRule.ALREADY_NEWEST)
    procedure = newest.procedures.get(case.procedure)
    if procedure is None:
        raise Refused(SettingsRule.PROCEDURE_GONE, procedure=case.procedure)
    records = await context.find(StepRecord, StepRecord.case_id == case.id)
    return lay_anew(newest, procedure, records)


def lay_anew(newest: Effective, procedure: ProcedureDef, records: Sequence[StepRecord]) -> Move:
    """Arrange the records of a case for a newer procedure.

    Raises `Refused` where a step that was begun no longer exists or is in another order.
    """
    now = steps.current(records)
    order = {step.code: step.order for step in procedure.steps}
    begun = [r for r in now if r.state is not StepState.PENDING]
    if gone := [r.label for r in begun if r.step not in order]:
        raise Refused(SettingsRule.STEP_GONE, data={"steps": gone}, gone=Text.listed(gone))
    places = [order[r.step] for r in begun]
    if places != sorted(places):
        raise Refused(SettingsRule.BEGUN_REORDERED)
    reached = max(places, default=0)
    held = {r.step for r in now}
    added = steps.lay_out(s for s in procedure.steps if s.code not in held)
    for record in added:
        if record.position < reached:
            record.state = StepState.SKIPPED
    passed = [
        r
        for r in now
        if r.state is StepState.PENDING and r.step in order and order[r.step] < reached
    ]
    if passed:
        raise Refused(SettingsRule.PENDING_PASSED)
    return Move(
        newest,
        procedure,
        kept=tuple(sorted((r for r in now if r.step in order), key=lambda r: order[r.step])),
        dropped=tuple(r for r in now if r.step not in order),
        added=tuple(added),
    )


def changed_values(before: Effective, after: Effective) -> list[tuple[str, str, object, object]]:
    """(plugin, key, before, after) of every setting that differs; None where a side lacks it.

    The values of a variant of one's own are those of its base, and told there.
    """
    found = []
    plugins = dict.fromkeys([*before.values, *after.values])
    for plugin in (code for code in plugins if not is_own(code)):
        old, new = before.values.get(plugin, {}), after.values.get(plugin, {})
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) != new.get(key):
                found.append((plugin, key, old.get(key), new.get(key)))
    return found
