"""Draft replies of units, and their co-signatures (domain.md 2.9)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from yishi_core.domain.outcomes.models import Communication, ResultClass
from yishi_core.kernel.entity import Entity, Handed, Labelled, column, ref


class DraftState(Labelled):
    WRITTEN = "written", "已拟稿"
    IN_REVIEW = "in_review", "审核中"
    PASSED = "passed", "审核通过"
    SENT_BACK = "sent_back", "退回修改"
    REPLACED = "replaced", "已重拟"
    ISSUED = "issued", "已发出"


class SignatureState(Labelled):
    ASKED = "asked", "待会签"
    AGREED = "agreed", "同意"
    OBJECTED = "objected", "有不同意见"
    PASSED_OVER = "passed_over", "未会签"


class ReplyDraft(Handed, Entity):
    """A unit's draft reply.

    It lies at the unit's own place; assisting units and the office can read it, and the office
    reviews it.
    """

    __label__ = "答复草稿"
    __handed__: ClassVar[frozenset[str]] = frozenset(
        {"state", "reviewed_on", "reviewed_by", "review_note"}
    )

    assignment_id: Mapped[uuid.UUID] = ref("Assignment", "交办", inverse="reply_drafts", bound=True)
    text: Mapped[str] = column("答复内容", "Text of the draft.")
    result_class: Mapped[ResultClass] = column("办理结果", "Extent to which the matter is solved.")
    approved_by: Mapped[str | None] = column("签发人", "Person in the unit who approved it.")
    communicated_by: Mapped[Communication | None] = column(
        "沟通方式", "How the unit communicated with those concerned."
    )
    drafted_on: Mapped[date] = column("拟稿日期", "When it was drafted.")
    state: Mapped[DraftState] = column(
        "状态",
        "written → in_review → passed | sent_back; replaced; issued.",
        default=DraftState.WRITTEN,
    )
    submitted_on: Mapped[date | None] = column("送审日期", "When it was submitted to the office.")
    unsigned_note: Mapped[str | None] = column(
        "未会签说明", "Why it was submitted without the signatures of all assisting units."
    )
    reviewed_on: Mapped[date | None] = column("审核日期", "When the office reviewed it.")
    reviewed_by: Mapped[str | None] = column("审核人", "Name and post of the reviewer.")
    review_note: Mapped[str | None] = column("审核意见", "What the draft lacks.")
    reply_id: Mapped[uuid.UUID | None] = ref(
        "Reply", "发出的答复", "Reply that it became.", inverse="drafts"
    )

    def served(self) -> bool:
        return self.state is not DraftState.WRITTEN


class CoSignature(Handed, Entity):
    """会签: the opinion of an assisting unit on the lead unit's draft.

    It lies at the lead unit's place; the assisting unit fills it in.
    """

    __label__ = "会签"
    __handed__: ClassVar[frozenset[str]] = frozenset({"state", "opinion", "signed_by", "signed_on"})

    draft_id: Mapped[uuid.UUID] = ref(
        "ReplyDraft", "答复草稿", inverse="co_signatures", on_void="cascade"
    )
    unit_id: Mapped[uuid.UUID] = ref("OrgUnit", "会签单位", inverse="co_signatures")
    due_on: Mapped[date | None] = column(
        "会签期限", "Day by which to sign; overdue is computed from it."
    )
    state: Mapped[SignatureState] = column(
        "状态", "asked → agreed | objected | passed_over by the lead.", default=SignatureState.ASKED
    )
    opinion: Mapped[str | None] = column("会签意见", "Opinion of the assisting unit.")
    signed_by: Mapped[str | None] = column("会签人", "Person who signed for the unit.")
    signed_on: Mapped[date | None] = column("会签日期", "When it was signed.")
