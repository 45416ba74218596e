"""The receipt of a matter that an office entered: with its code the sender looks up and rates like
one who handed it in online (domain.md 2.5).
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.domain.intake.codes import give_code
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.intake.rules import IntakeRule
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, operation
from yishi_core.kernel.operation.rules import require


class IssueReceiptInput(Input):
    """The matter whose sender gets a receipt."""

    intake: Ref[Intake] = like(Intake)


class IntakeReceipt(Structure):
    """What the sender takes home. The code is shown this once; only its hash is kept."""

    no: str = Field(description="编号 — Number in the register.")
    query_code: str = Field(description="查询码 — For looking up and rating.")
    decide_by: date = Field(description="受理期限 — Accepted or rejected by this day.")
    reply_by: date = Field(description="答复期限 — Answered by this day.")


@operation(
    Text("出具来件回执", "Issue a receipt"),
    permission=Permission.INTAKE_CREATE,
    subject="intake",
)
async def issue_receipt(context: OperationContext, data: IssueReceiptInput) -> IntakeReceipt:
    """Give the sender of a recorded matter a query code. Once: nobody takes the place of a sender
    who has a code already (`code_given`).
    """
    intake = data.intake
    require(intake.query_hash is None, IntakeRule.CODE_GIVEN)
    return IntakeReceipt(
        no=intake.no,
        query_code=give_code(intake),
        decide_by=intake.decide_by,
        reply_by=intake.reply_by,
    )
