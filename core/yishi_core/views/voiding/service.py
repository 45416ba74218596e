"""Voiding records: nothing is deleted; a mistaken record is voided with a reason (access.md 10)."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from yishi_core.errors import Text
from yishi_core.facilities.voiding.declaration import voidings_of
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity.base import OrgRow
from yishi_core.kernel.events.any_record import RECORD_VOIDED
from yishi_core.kernel.operation import Input, OperationContext, Structure, operation
from yishi_core.kernel.operation.inputs import AnyRef, global_id
from yishi_core.views.voiding import rules
from yishi_core.views.voiding.reach import Reach, reach_of


class VoidRecordInput(Input):
    """The record to void."""

    id: AnyRef = Field(title="记录", description="Id of any record of your org.")
    reason: str = Field(
        title="作废原因", description="Why; it stays with the record.", min_length=2, max_length=500
    )


class VoidedRecord(Structure):
    """The result of voiding a record."""

    id: str = Field(title="记录", description="Global id of the record.")
    voided_at: datetime = Field(title="作废时间")
    records: int = Field(
        title="作废条数", description="Number of records voided, including its parts."
    )


@operation(
    Text("作废记录", "Void a record"),
    permission=Permission.RECORD_VOID,
    subject="id",
    emits=[RECORD_VOIDED],
)
async def void_record(context: OperationContext, data: VoidRecordInput) -> VoidedRecord:
    """Void a record with its parts.

    With a consultation entered in one operation (`recordConsultation`), everything made by that
    operation is voided. It takes the right to enter such a record there, or to void at the level
    above. It is refused once a decision rests on the record (`served`: topic approved by others,
    outcome routed, step done upon it …), except for the level above, and while other records refer
    to it (`in_use`), those of a plugin that is no longer installed included. Voided records are counted nowhere and stay in the audit.
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
    rules.unused(reach.users, reach.unknown)
    for gone in reach.going.values():
        gone.voided_at, gone.void_reason = context.now, data.reason
        context.emit(RECORD_VOIDED, gone)
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
    """Whether a record belongs to a noun of core or to a plugin.

    The records of the tenants package (accounts, grants, settings) are ended by operations of their
    own.
    """
    kind = type(row)
    return (
        kind.__module__.startswith("yishi_core.")
        or context.platform.registry.of(kind).plugin is not None
    )
