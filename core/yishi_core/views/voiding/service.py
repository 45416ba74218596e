"""Nothing is deleted: a record entered by mistake is voided, with a reason (access.md 10)."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from yishi_core.errors import Text
from yishi_core.facilities.voiding.declaration import voidings_of
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity.base import OrgRow
from yishi_core.kernel.operation import Input, OperationContext, Structure, operation
from yishi_core.kernel.operation.inputs import AnyRef, global_id
from yishi_core.views.voiding import rules
from yishi_core.views.voiding.reach import Reach, reach_of


class VoidRecordInput(Input):
    """The record that was a mistake."""

    id: AnyRef = Field(title="记录", description="Id of any record of your org.")
    reason: str = Field(
        title="作废原因", description="Why; it stays with the record.", min_length=2, max_length=500
    )


class VoidedRecord(Structure):
    """What was taken back."""

    id: str = Field(title="记录", description="The record.")
    voided_at: datetime = Field(title="作废时间")
    records: int = Field(title="作废条数", description="With all that went with it.")


@operation(Text("作废记录", "Void a record"), permission=Permission.RECORD_VOID, subject="id")
async def void_record(context: OperationContext, data: VoidRecordInput) -> VoidedRecord:
    """Take a record back, with its parts; of a consultation entered in one go
    (`recordConsultation`) everything that was made with it.

    For whoever may enter such a record there, or stands above. Refused once a decision rests on it
    (`served`: topic approved by others, outcome routed, step done upon it …), except for the level
    above; and while other records refer to it (`in_use`). Voided records count nowhere and stay in
    the audit.
    """
    row: OrgRow = data.id
    rules.voidable(row, _is_business(context, row))
    for voiding in voidings_of(context.platform).get(type(row), ()):
        if voiding.before:
            await voiding.before(context, row)
    above = rules.is_above(context.principal.paths_for(Permission.RECORD_VOID), row.org_path)
    rules.require_entering(context, row, above)
    reach = await reach_of(context, row)
    rules.free_of_decisions(reach.going.values(), above)
    rules.unused(reach.users)
    for gone in reach.going.values():
        gone.voided_at, gone.void_reason = context.now, data.reason
        context.emit("record.voided", gone)
    await _put_back(context, reach)
    return VoidedRecord(id=global_id(row), voided_at=context.now, records=len(reach.going))


async def _put_back(context: OperationContext, reach: Reach) -> None:
    """What the records had moved goes back, as their nouns declare it."""
    declared = voidings_of(context.platform)
    for user, name in reach.loosened:
        if user.id in reach.going:
            continue
        setattr(user, name, None)
        for voiding in declared.get(type(user), ()):
            if voiding.loosened:
                await voiding.loosened(context, user)
    for gone in reach.going.values():
        for voiding in declared.get(type(gone), ()):
            if voiding.after:
                await voiding.after(context, gone)


def _is_business(context: OperationContext, row: OrgRow) -> bool:
    """Records of core's nouns and of plugins; what the tenants package keeps (accounts, grants,
    settings) has ends of its own.
    """
    kind = type(row)
    return (
        kind.__module__.startswith("yishi_core.")
        or context.platform.registry.of(kind).plugin is not None
    )
