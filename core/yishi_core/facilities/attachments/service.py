"""What other services do with attachments: an input's field is `attachments:
list[Ref[Attachment]]`.
"""

from __future__ import annotations

from collections.abc import Iterable

from yishi_core.errors import Refused
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.rules import AttachmentRule
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


def attach(
    context: OperationContext,
    row: OrgRow,
    attachments: Iterable[Attachment],
    field: str = "attachments",
) -> None:
    """Give files to a record (`row` is added already, so that it has an id). Whoever may see the
    record may see them.

    A file belongs to one record. It may have been sent to an org, or to the record that this one
    belongs to (a paper of a step, sent to the case); one that is another's is `Refused`.
    """
    above = {getattr(row, column.name) for column in row.__table__.columns if info_of(column).ref}
    for index, attachment in enumerate(attachments):
        free = attachment.subject_type == OrgUnit.__name__
        if not free and attachment.subject_id not in {row.id, *above}:
            raise Refused(
                AttachmentRule.ATTACHMENT_TAKEN, at=f"{field}.{index}", attachment=attachment.name
            )
        attachment.subject_type = type(row).__name__
        attachment.subject_id = row.id
        attachment.updated_at = context.now
        attachment.updated_by = context.principal.account
