"""Disclosures and honours (domain.md 2.15). The public sees only released texts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity import rules
from yishi_core.domain.publicity.masking import personal_words, require_masked
from yishi_core.domain.publicity.models import (
    Disclosure,
    DisclosureKind,
    DisclosurePlace,
    DisclosureState,
    Honour,
    HonourLevel,
)
from yishi_core.domain.stations.models import Station
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.places import PUBLIC
from yishi_core.kernel.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.kernel.operation.changing import Correction, correct, entered, require_one_county
from yishi_core.kernel.operation.rules import not_before, not_future, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings

Title = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Words = Annotated[str, StringConstraints(min_length=5, max_length=10_000)]


class DraftDisclosureInput(Input):
    """A text for the public about a case."""

    case: Ref[ConsultationCase] = Field(title="协商事项")
    kind: DisclosureKind = Field(
        title="类型",
        description="Topic, process, decision or conversion: the four blocks of the echo wall.",
    )
    title: Title = Field(title="标题", description="Title.")
    text: Words = Field(title="内容", description="Text, names and telephones of residents masked.")
    place: DisclosurePlace = Field(
        DisclosurePlace.WEB, title="公开方式", description="Where it is shown."
    )
    until: date | None = Field(None, title="公开截止", description="Shown until.")


class ChangeDisclosureInput(Correction, of=DraftDisclosureInput, row=Disclosure, but={"case"}):
    """Corrections of a draft; omitted fields stay as they are."""

    disclosure: Ref[Disclosure] = Field(title="公开公示")


class ReleaseDisclosureInput(Input):
    """The release of a text."""

    disclosure: Ref[Disclosure] = Field(title="公开公示")
    published_on: date | None = Field(
        None, title="公开日期", description="Today unless named; earlier for what hung on a board."
    )


class WithdrawDisclosureInput(Input):
    """The withdrawal of a released text."""

    disclosure: Ref[Disclosure] = Field(title="公开公示")
    reason: str = Field(
        title="撤下原因", description="Why it is withdrawn.", min_length=2, max_length=500
    )


class RecordHonourInput(Input):
    """A title or prize."""

    org: Ref[OrgUnit] = Field(
        title="获得组织", description="The org that won it, or to which the winner belongs."
    )
    kind: Annotated[str, Term("honour_kind")] = Field(title="类型", description="What sort.")
    title: Title = Field(title="名称", description="Title.")
    level: HonourLevel = Field(title="级别", description="Level of the body that gave it.")
    awarded_by: str = Field(
        title="授予单位", description="Who gave it.", min_length=2, max_length=120
    )
    year: int = Field(title="年度", description="Year.", ge=1949, le=2100)
    awarded_on: date | None = Field(None, title="授予日期", description="When.")
    station: Ref[Station] | None = Field(None, title="站点", description="The station that won it.")
    person: Ref[Person] | None = Field(None, title="人员", description="The person who won it.")
    case: Ref[ConsultationCase] | None = Field(
        None, title="协商事项", description="The case that won it."
    )
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Certificate, photograph.", max_length=20
    )


class ChangeHonourInput(Correction, of=RecordHonourInput, row=Honour):
    """Corrections of a title or prize."""

    honour: Ref[Honour] = Field(title="荣誉")


@operation(
    Text("起草公示", "Draft a disclosure"),
    permission=Permission.DISCLOSURE_CREATE,
    subject="case",
    event="disclosure.drafted",
)
async def draft_disclosure(context: OperationContext, data: DraftDisclosureInput) -> Disclosure:
    """Write a text for the public. It is public only after another person released it."""
    disclosure = entered(Disclosure, data, state=DisclosureState.DRAFT)
    _lasting(disclosure, context)
    return context.add(disclosure)


@operation(
    Text("修改公示", "Change a disclosure"),
    permission=Permission.DISCLOSURE_CREATE,
    subject="disclosure",
    event="disclosure.changed",
)
async def change_disclosure(context: OperationContext, data: ChangeDisclosureInput) -> Disclosure:
    """Correct a draft. A released text is withdrawn, not rewritten."""
    require_state(data.disclosure, (DisclosureState.DRAFT,), "disclosure")
    correct(context, data.disclosure, data)
    _lasting(data.disclosure, context)
    return data.disclosure


@operation(
    Text("发布公示", "Release a disclosure"),
    permission=Permission.DISCLOSURE_RELEASE,
    subject="disclosure",
    event="disclosure.released",
)
async def release_disclosure(context: OperationContext, data: ReleaseDisclosureInput) -> Disclosure:
    """Release a text to the public.

    The caller is not its author, and no name or telephone number given with the case's matters may
    stand in it.
    """
    row, day = data.disclosure, data.published_on or context.today
    require_state(row, (DisclosureState.DRAFT,), "disclosure")
    if context.settings.of("core", CoreSettings).publisher_is_not_author:
        rules.require_other_releaser(row, context.principal.account)
    not_future(day, "published_on", context)
    require_field(
        row.until is None or row.until >= context.today,
        "disclosure",
        f"公开截止日期({row.until})已过,请先修改。",
        f"It was to be shown until {row.until} only: change that first.",
    )
    require_masked(
        await personal_words(context, row.case_id),
        **{"disclosure.title": row.title, "disclosure.text": row.text},
    )
    row.state, row.published_on, row.released_by = (
        DisclosureState.RELEASED,
        day,
        context.principal.account,
    )
    row.audience = [PUBLIC]
    return row


@operation(
    Text("撤下公示", "Withdraw a disclosure"),
    permission=Permission.DISCLOSURE_RELEASE,
    subject="disclosure",
    event="disclosure.withdrawn",
)
async def withdraw_disclosure(
    context: OperationContext, data: WithdrawDisclosureInput
) -> Disclosure:
    """Withdraw a released text with a reason. From then on the public does not see it."""
    row = data.disclosure
    require_state(row, (DisclosureState.RELEASED,), "disclosure")
    row.state, row.withdrawn_on, row.withdraw_reason = (
        DisclosureState.WITHDRAWN,
        context.today,
        data.reason,
    )
    row.audience = None
    return row


@operation(
    Text("登记荣誉", "Record an honour"),
    permission=Permission.HONOUR_RECORD,
    subject="org",
    event="honour.recorded",
    importable=True,
)
async def record_honour(context: OperationContext, data: RecordHonourInput) -> Honour:
    """Record a title or prize won by an org, or by a station, person or case of it."""
    require_one_county(context, data)
    honour = entered(Honour, data)
    _require_won(context, honour)
    context.add(honour)
    attach(context, honour, data.attachments)
    return honour


@operation(
    Text("更正荣誉", "Change an honour"),
    permission=Permission.HONOUR_RECORD,
    subject="honour",
    event="honour.changed",
)
async def change_honour(context: OperationContext, data: ChangeHonourInput) -> Honour:
    """Correct the record of a title or prize.

    One won by another org is voided here and recorded there.
    """
    correct(context, data.honour, data)
    _require_won(context, data.honour)
    return data.honour


def _require_won(context: OperationContext, honour: Honour) -> None:
    """Require that a title or prize was already awarded."""
    not_future(honour.awarded_on, "awarded_on", context)
    require_field(
        honour.year <= context.today.year,
        "year",
        "年度不能晚于今年。",
        "The year must not lie in the future.",
    )


def _lasting(disclosure: Disclosure, context: OperationContext) -> None:
    not_before(disclosure.until, context.today, "until", "今天", "today")
