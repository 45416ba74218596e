"""The check of 五有: what passes is shown (domain.md 3.12, 5.8)."""

from __future__ import annotations

from yishi_core import Change, ReadContext, holds, require
from yishi_core.domain.standards import (
    ItemVerdict,
    StandardCheck,
    StandardCheckItem,
    StandardChecklist,
)
from yishi_core.facilities.attachments import Attachment
from yishi_plugins.liaison_committee.rules import CommitteeRule

FIVE_HAVES = "committee_5"


@holds(StandardCheckItem, on=("verdict",))
async def shown(context: ReadContext, change: Change[StandardCheckItem]) -> None:
    """An item of 五有 passes with a photo or document."""
    item = change.row
    if item.verdict is not ItemVerdict.PASS:
        return
    check = await context.get(StandardCheck, item.check_id)
    checklist = await context.get(StandardChecklist, check.checklist_id) if check else None
    if checklist is None or checklist.code != FIVE_HAVES:
        return
    evidence = await context.count(Attachment, Attachment.subject_id == item.id)
    require(evidence, CommitteeRule.EVIDENCE_MISSING, item=item.item)
