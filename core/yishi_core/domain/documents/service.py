"""Registering the documents that an office works by (domain.md 2.2, 3.12)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.documents.events import (
    RULE_DOCUMENT_CHANGED,
    RULE_DOCUMENT_REGISTERED,
    RULE_DOCUMENT_REPEALED,
)
from yishi_core.domain.documents.models import RuleDocument
from yishi_core.domain.documents.rules import DocumentRule
from yishi_core.domain.stations.owner import OwnedInput, require_station_of_org
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.access.places import PUBLIC
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Term,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field


class RegisterDocumentInput(OwnedInput, enters=RuleDocument):
    """A document of an org, or of one of its stations."""

    title: str = like(RuleDocument.title, min_length=2, max_length=120)
    doc_kind: Annotated[str, Term("document_kind")] = like(RuleDocument.doc_kind)
    issued_by: str = like(RuleDocument.issued_by, min_length=2, max_length=80)
    issued_on: date = like(RuleDocument.issued_on)
    doc_no: str | None = like(RuleDocument.doc_no, None, max_length=60)
    on_wall: bool = like(
        RuleDocument.on_wall, False, doc="Shown on the wall: then everybody may read it."
    )
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="The document itself.", max_length=20
    )


class ChangeDocumentInput(Correction, of=RegisterDocumentInput):
    """Corrections: what is left out stays, null empties."""

    document: Ref[RuleDocument] = like(RuleDocument)
    repealed_on: date | None = like(
        RuleDocument.repealed_on, None, doc="Of one that was repealed; null takes the repeal back."
    )
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Further files.", max_length=20
    )


class RepealDocumentInput(Input):
    """The end of a document."""

    document: Ref[RuleDocument] = like(RuleDocument)
    repealed_on: date | None = like(RuleDocument.repealed_on, None, doc=TODAY)
    reason: str = Field(
        title="废止原因", description="Why, or what takes its place.", min_length=2, max_length=200
    )


@operation(
    Text("登记制度文件", "Register a document"),
    permission=Permission.RULE_MANAGE,
    subject="owner",
    event=RULE_DOCUMENT_REGISTERED,
)
async def register_document(context: OperationContext, data: RegisterDocumentInput) -> RuleDocument:
    """Register a scheme, rules or a system, with its file. What hangs on the wall, everybody may
    read.
    """
    require_one_county(context, data)
    document = entered(RuleDocument, data)
    _require_possible(context, document)
    context.add(document)
    attach(context, document, data.attachments)
    return document


@operation(
    Text("修改制度文件", "Change a document"),
    permission=Permission.RULE_CHANGE,
    subject="document",
    event=RULE_DOCUMENT_CHANGED,
)
async def change_document(context: OperationContext, data: ChangeDocumentInput) -> RuleDocument:
    """Correct what is recorded of a document, hang it on the wall or take it down; take back a
    repeal that was a mistake.
    """
    document = data.document
    if "repealed_on" in data.model_fields_set:
        authorize(context.principal, Permission.RULE_MANAGE, document)
    require_field(
        document.repealed_on or data.repealed_on is None,
        "repealed_on",
        "该文件尚未废止,请办理废止。",
        "Repeal it first.",
    )
    require_station_of_org(data, document, working=False)
    correct(context, document, data)
    if document.repealed_on is None:
        document.repeal_reason = None
    _require_possible(context, document)
    attach(context, document, data.attachments)
    return document


@operation(
    Text("废止制度文件", "Repeal a document"),
    permission=Permission.RULE_MANAGE,
    subject="document",
    event=RULE_DOCUMENT_REPEALED,
)
async def repeal_document(context: OperationContext, data: RepealDocumentInput) -> RuleDocument:
    """Say that a document does not hold any more; it leaves the wall and stays in the register."""
    document = data.document
    _require_in_force(document)
    document.repealed_on, document.repeal_reason = data.repealed_on or context.today, data.reason
    document.on_wall = False
    _require_possible(context, document)
    return document


def _require_in_force(document: RuleDocument) -> None:
    require(document.repealed_on is None, DocumentRule.REPEALED)


def _require_possible(context: OperationContext, document: RuleDocument) -> None:
    """It was issued, and repealed afterwards if it was; on the wall hangs what is in force, and
    everybody may read it.
    """
    not_future(document.issued_on, "issued_on", context)
    not_future(document.repealed_on, "repealed_on", context)
    not_before(
        document.repealed_on, document.issued_on, "repealed_on", "印发日期", "the day of issue"
    )
    if document.on_wall:
        _require_in_force(document)
    document.audience = [PUBLIC] if document.on_wall else None
