"""Receipt of matters: handed in by anybody, or entered by an office (domain.md 2.5).

Their further handling is in `intake/handling`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, field_validator

from yishi_core.clock import CHINA
from yishi_core.domain.intake import rules
from yishi_core.domain.intake.codes import give_code
from yishi_core.domain.intake.events import INTAKE_RECORDED, INTAKE_SUBMITTED
from yishi_core.domain.intake.models import Channel, Intake, IntakeState, SubmitterKind
from yishi_core.domain.schedules.models import CollectRound
from yishi_core.domain.stations.models import BoxOpening, Station
from yishi_core.domain.stations.owner import OwnedInput
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access import Permission, PrincipalKind
from yishi_core.kernel.operation import (
    Input,
    NotImportable,
    OperationContext,
    Ref,
    Structure,
    Term,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import require_same_county
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.variants.core_settings import CoreSettings

PHONE = r"^[0-9+][0-9 -]{5,19}$"
Content = Annotated[str, Field(min_length=2, max_length=5000)]


class SubmitIntakeInput(Input):
    """A matter handed in at a station, by its QR code or on the web. No account is needed."""

    station: Ref[Station] = like(Station, doc="The station that takes it.")
    content: str = like(Intake.content, doc="What it is about.", min_length=5, max_length=2000)
    channel: Channel = like(Intake.channel, Channel.WEB, doc="qr or web.")
    region_code: str | None = like(
        Station.region_code, None, doc="Where the matter is.", pattern=r"^\d{6}(\d{3}){0,2}$"
    )
    focus_category: Annotated[str | None, Term("focus_category")] = like(
        Intake.focus_category, None
    )
    submitter_kind: SubmitterKind = like(Intake.submitter_kind, SubmitterKind.RESIDENT)
    submitter_name: str | None = Field(
        None, title="姓名", description="For calling back.", min_length=2, max_length=40
    )
    submitter_phone: str | None = Field(
        None, title="电话", description="For calling back.", pattern=PHONE
    )
    is_anonymous: bool = like(Intake.is_anonymous, False, doc="Keep nothing of the sender.")

    @field_validator("channel")
    @classmethod
    def _public(cls, value: Channel) -> Channel:
        if value not in rules.PUBLIC_CHANNELS:
            raise ValueError("群众自行提交的渠道为扫码或网上 (qr or web)")
        return value


class SubmittedIntake(Structure):
    """The receipt. The query code is shown only now; it is the only way back to the matter."""

    no: str = Field(description="编号 — Number in the register.")
    query_code: str = Field(description="查询码 — Keep it: it is stored nowhere in plain.")
    decide_by: date = Field(description="受理期限 — Accepted or rejected by this day.")
    reply_by: date = Field(description="答复期限 — Answered by this day.")
    state: IntakeState = Field(description="状态 — received.")


class RecordIntakeInput(OwnedInput):
    """A matter that was heard, collected, found in a box or received on paper.

    It may be one of past years.
    """

    content: Content = like(Intake.content)
    channel: Channel = like(Intake.channel)
    source: Annotated[str | None, Term("topic_source")] = like(Intake.source, None)
    received_at: datetime | None = like(
        Intake.received_at,
        None,
        doc="Unless named, the day of the opening or round, else now; without a zone it "
        "is China's time.",
    )
    region_code: str | None = like(Intake.region_code, None, pattern=r"^\d{6}(\d{3}){0,2}$")
    focus_category: Annotated[str | None, Term("focus_category")] = like(
        Intake.focus_category, None
    )
    submitter_kind: SubmitterKind = like(Intake.submitter_kind, SubmitterKind.RESIDENT)
    submitter_name: str | None = Field(None, title="姓名", min_length=2, max_length=40)
    submitter_phone: str | None = Field(None, title="电话", pattern=PHONE)
    is_anonymous: bool = like(Intake.is_anonymous, False)
    box_opening: Ref[BoxOpening] | None = like(
        Intake.box_opening_id, None, doc="Of a slip from a box."
    )
    collect_round: Ref[CollectRound] | None = like(
        Intake.collect_round_id, None, doc="The round at which it was collected."
    )
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list,
        title="照片和附件",
        description="Photographs, the letter.",
        max_length=20,
    )
    with_receipt: Annotated[bool, NotImportable()] = Field(
        False,
        title="出具回执",
        description="The sender is there, or on the telephone, and wants a query code: the "
        "answer holds it once.",
    )


@operation(
    Text("提交来件", "Hand in a matter"),
    permission=Permission.INTAKE_CREATE,
    subject="station",
    acts_for="station",
    emits=[INTAKE_SUBMITTED],
)
async def submit_intake(context: OperationContext, data: SubmitIntakeInput) -> SubmittedIntake:
    """Hand in a matter at a station, with or without an account (domain.md 2.5).

    The answer contains a query code of at least 100 random bits. It is shown once; only its hash is
    stored. An anonymous matter keeps no name, telephone number or account. Callers without an
    account are limited per station and day. Emits `intake.submitted`.
    """
    require_active(data.station)
    settings = context.settings.of(CoreSettings)
    visitor = context.principal.kind is PrincipalKind.ANONYMOUS
    nameless = visitor and not (data.submitter_name or data.submitter_phone)
    told = rules.sender(
        data.submitter_kind, data.submitter_name, data.submitter_phone, data.is_anonymous
    )
    rules.require_policy(settings.anonymity_policy, told)
    rules.require_no_account(context, told)
    intake = await _new(
        context,
        context.now,
        data,
        rules.Sender(told.kind, told.name, told.phone, told.anonymous or nameless),
    )
    if visitor:
        await rules.require_within_limit(context, data.station.id, settings.anonymous_per_day)
    intake.station_id = data.station.id
    code = give_code(intake)
    context.add(intake)
    context.emit(INTAKE_SUBMITTED, intake)
    return SubmittedIntake(
        no=intake.no,
        query_code=code,
        decide_by=intake.decide_by,
        reply_by=intake.reply_by,
        state=intake.state,
    )


@operation(
    Text("录入来件", "Record a matter"),
    permission=Permission.INTAKE_CREATE,
    subject="owner",
    event=INTAKE_RECORDED,
    importable=True,
    shown_once={
        "query_code": "查询码 — With `withReceipt`: for the sender to look up and rate; it is "
        "stored nowhere in plain."
    },
)
async def record_intake(context: OperationContext, data: RecordIntakeInput) -> Intake:
    """Enter a matter that was heard, collected, found in a box or received on paper.

    The day of receipt may lie far back (domain.md 2.1). With `withReceipt` the answer contains a
    query code for the sender, shown only now; `issueReceipt` gives one later to a sender who has
    none.
    """
    require_active(data.station)
    require_same_county(context, box_opening=data.box_opening, collect_round=data.collect_round)
    rules.require_box_channel(data.channel, data.box_opening)
    rules.require_sender_there(data.channel, with_receipt=data.with_receipt)
    rules.require_not_nil(data.collect_round)
    source = data.box_opening or data.collect_round
    rules.require_own_source(
        context, box_opening=data.box_opening, collect_round=data.collect_round
    )
    who = rules.sender(
        data.submitter_kind, data.submitter_name, data.submitter_phone, data.is_anonymous
    )
    intake = await _new(context, rules.moment(data.received_at, context, source), data, who)
    if data.box_opening:
        await rules.require_slip_left(context, data.box_opening)
    intake.source = data.source or intake.source
    intake.station_id = data.station.id if data.station else None
    intake.box_opening_id = data.box_opening.id if data.box_opening else None
    intake.collect_round_id = data.collect_round.id if data.collect_round else None
    if data.with_receipt:
        context.show("query_code", give_code(intake))
    attach(context, context.add(intake), data.attachments)
    return intake


async def _new(
    context: OperationContext,
    received_at: datetime,
    data: SubmitIntakeInput | RecordIntakeInput,
    who: rules.Sender,
) -> Intake:
    """A new matter with its number and deadlines, not yet added to the session."""
    received_on = received_at.astimezone(CHINA).date()
    require_field(
        received_on.year >= 1949,
        "received_at",
        "收到时间不合理。",
        "Not a possible time of receipt.",
    )
    decide_by, reply_by, provisional = await rules.deadlines(context, received_on)
    return Intake(
        no=await next_number(context, "intake", received_on.year),
        received_at=received_at,
        channel=data.channel,
        source=rules.source_of(context, data.channel),
        content=data.content,
        region_code=data.region_code,
        focus_category=data.focus_category,
        state=IntakeState.RECEIVED,
        submitter_kind=who.kind,
        submitter_name=who.name,
        submitter_phone=who.phone,
        is_anonymous=who.anonymous,
        decide_by=decide_by,
        reply_by=reply_by,
        deadlines_provisional=provisional,
    )
