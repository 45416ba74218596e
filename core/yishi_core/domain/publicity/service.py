"""Disclosures and honours (domain.md 2.15). The public sees only released texts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity import rules
from yishi_core.domain.publicity.events import (
    DISCLOSURE_CHANGED,
    DISCLOSURE_DRAFTED,
    DISCLOSURE_RELEASED,
    DISCLOSURE_WITHDRAWN,
    HONOUR_CHANGED,
    HONOUR_RECORDED,
)
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
from yishi_core.kernel.operation import Beside, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings

Title = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Words = Annotated[str, StringConstraints(min_length=5, max_length=10_000)]


class DraftDisclosureInput(Input, enters=Disclosure):
    """A text for the public about a case."""

    case: Ref[ConsultationCase] = like(Disclosure.case_id)
    kind: DisclosureKind = like(
        Disclosure.kind,
        doc="Topic, process, decision or conversion: the four blocks of the echo wall.",
    )
    title: Title = like(Disclosure.title)
    text: Words = like(Disclosure.text, doc="Text, names and telephones of residents masked.")
    place: DisclosurePlace = like(Disclosure.place, DisclosurePlace.WEB)
    until: date | None = like(Disclosure.until, None)


class ChangeDisclosureInput(Correction, of=DraftDisclosureInput, but={"case"}):
    """Corrections of a draft; omitted fields stay as they are."""

    disclosure: Ref[Disclosure] = like(Disclosure)


class ReleaseDisclosureInput(Input):
    """The release of a text."""

    disclosure: Ref[Disclosure] = like(Disclosure)
    published_on: date | None = like(
        Disclosure.published_on, None, doc="Today unless named; earlier for what hung on a board."
    )


class WithdrawDisclosureInput(Input):
    """The withdrawal of a released text."""

    disclosure: Ref[Disclosure] = like(Disclosure)
    reason: str = Field(
        title="撤下原因", description="Why it is withdrawn.", min_length=2, max_length=500
    )


class RecordHonourInput(Input, enters=Honour):
    """A title or prize."""

    org: Ref[OrgUnit] = Field(
        title="获得组织", description="The org that won it, or to which the winner belongs."
    )
    kind: Annotated[str, Term("honour_kind")] = like(Honour.kind)
    title: Title = like(Honour.title)
    level: HonourLevel = like(Honour.level)
    awarded_by: str = like(Honour.awarded_by, min_length=2, max_length=120)
    year: int = like(Honour.year, ge=1949, le=2100)
    awarded_on: date | None = like(Honour.awarded_on, None)
    station: Ref[Station] | None = like(Honour.station_id, None, doc="The station that won it.")
    person: Ref[Person] | None = like(Honour.person_id, None, doc="The person who won it.")
    case: Ref[ConsultationCase] | None = like(Honour.case_id, None, doc="The case that won it.")
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Certificate, photograph.", max_length=20
    )


class ChangeHonourInput(Correction, of=RecordHonourInput):
    """Corrections of a title or prize."""

    honour: Ref[Honour] = like(Honour)


@operation(
    Text("起草公示", "Draft a disclosure"),
    permission=Permission.DISCLOSURE_CREATE,
    subject="case",
    event=DISCLOSURE_DRAFTED,
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
    event=DISCLOSURE_CHANGED,
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
    event=DISCLOSURE_RELEASED,
)
async def release_disclosure(context: OperationContext, data: ReleaseDisclosureInput) -> Disclosure:
    """Release a text to the public.

    The caller is not its author, and no name or telephone number given with the case's matters may
    stand in it.
    """
    row, day = data.disclosure, data.published_on or context.today
    require_state(row, (DisclosureState.DRAFT,), "disclosure")
    if context.settings.of(CoreSettings).publisher_is_not_author:
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
    event=DISCLOSURE_WITHDRAWN,
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
    event=HONOUR_RECORDED,
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
    event=HONOUR_CHANGED,
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
