"""The sign-in code of an event (签到码), shown as a QR code at the door (domain.md 2.19, 5.13).

It is a random word of one event; members who are present sign in with it.
"""

from __future__ import annotations

import datetime as dt
import hashlib

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.consultations import rules
from yishi_core.domain.consultations.events import (
    CONSULTATION_SIGN_IN_CLOSED,
    CONSULTATION_SIGNED_IN,
)
from yishi_core.domain.consultations.models import Consultation, ConsultationState, Participation
from yishi_core.domain.consultations.rules import ConsultationRule
from yishi_core.domain.consultations.speaking import arrive, in_office
from yishi_core.domain.people.models import Person
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission, Principal
from yishi_core.kernel.entity.codes import random_word
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, operation
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.rules import require, require_state

CODE_BITS = 60
"""Bits of the code; it cannot be guessed while it is valid."""
OPEN = rules.NOT_HELD_YET | {ConsultationState.HELD}


class OpenSignInInput(Input):
    """The event whose sign-in is opened."""

    consultation: Ref[Consultation] = like(Consultation)
    minutes: int = Field(
        240, title="有效分钟数", description="How long the code is good.", ge=5, le=1440
    )


class CloseSignInInput(Input):
    """The event whose sign-in is closed."""

    consultation: Ref[Consultation] = like(Consultation)


class SignInByCodeInput(Input):
    """The word in the QR code."""

    code: str = Field(
        title="签到码",
        description="County and word, as in the QR code: 610922-7KQM-2XPA-….",
        min_length=10,
        max_length=60,
    )


class SignInCode(Structure):
    """The code of an event, shown only now; an earlier one is no longer valid."""

    code: str = Field(description="签到码 — What the QR code holds.")
    valid_until: dt.datetime = Field(description="有效期至 — Until when it is good.")


class SignedIn(Structure):
    """The event at which the caller has signed in."""

    title: str = Field(description="协商活动 — Title of the event.")
    date: dt.date = Field(description="日期 — Its day.")
    place: str = Field(description="地点 — Where it is held.")
    signed_in_at: dt.datetime = Field(description="签到时间 — When the participant arrived.")


@operation(
    Text("开放签到", "Open signing in"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
)
async def open_sign_in(context: OperationContext, data: OpenSignInInput) -> SignInCode:
    """Create the code with which members sign in at the door.

    It is valid for some hours on the day of the event. Only its hash is stored.
    """
    event = data.consultation
    require_state(event, OPEN, "consultation")
    require(event.date <= context.today, ConsultationRule.SIGN_IN_TOO_EARLY)
    word = random_word(CODE_BITS)
    event.sign_in_hash, event.sign_in_until = (
        _hash(word),
        context.now + dt.timedelta(minutes=data.minutes),
    )
    return SignInCode(code=f"{context.county}-{word}", valid_until=event.sign_in_until)


@operation(
    Text("关闭签到", "Close signing in"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_SIGN_IN_CLOSED,
)
async def close_sign_in(context: OperationContext, data: CloseSignInInput) -> Consultation:
    """Make the sign-in code invalid."""
    require(data.consultation.sign_in_hash is not None, ConsultationRule.NOT_OPEN)
    data.consultation.sign_in_hash = data.consultation.sign_in_until = None
    return data.consultation


@operation(
    Text("扫码签到", "Sign in by code"),
    permission=Permission.CONSULTATION_SPEAK,
    subject="",
    emits=[CONSULTATION_SIGNED_IN],
)
async def sign_in_by_code(context: OperationContext, data: SignInByCodeInput) -> SignedIn:
    """Sign in at the event whose code the caller scanned.

    The event may belong to an org above or beside the caller's own. Having the code proves
    presence: it stands for the invitation and opens nothing else of the event. Emits
    `consultation.signed_in`.
    """
    county, _, word = data.code.partition("-")
    require(context.principal.person is not None, ConsultationRule.NOT_LINKED)
    known = county == str(context.county)
    async with as_platform(context):
        query = sa.select(Consultation).where(
            Consultation.county == context.county,
            Consultation.sign_in_hash == _hash(word),
            Consultation.sign_in_until > context.now,
            Consultation.voided_at.is_(None),
        )
        event = (await context.session.scalars(query)).one_or_none() if known else None
        person = await context.get(Person, context.principal.person)
    if event is None or person is None:
        raise NotFound.at("code")
    require_state(event, OPEN, "code")
    row = await _at_the_door(context, event, person)
    assert row.signed_in_at is not None
    context.emit(CONSULTATION_SIGNED_IN, row)
    return SignedIn(
        title=event.title, date=event.date, place=event.place, signed_in_at=row.signed_in_at
    )


async def _at_the_door(
    context: OperationContext, event: Consultation, person: Person
) -> Participation:
    """Write the arrival at the org of the event.

    That may lie beyond the caller's places, so the platform writes this one row.
    """
    system = Principal.system(context.county, context.principal.policy)
    await context.platform.database.enter(context.session, system.reading)
    return await arrive(context, event, person, await in_office(context, person, "code"))


def _hash(word: str) -> str:
    return hashlib.sha256("".join(word.split()).replace("-", "").upper().encode()).hexdigest()
