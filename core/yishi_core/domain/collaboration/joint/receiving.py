"""The partners' copies, written in their own counties, and their answers carried back.

Source: access.md 1. Both jobs may run repeatedly: a share is found by its source and updated, and
an answer overwrites itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from yishi_core.domain.collaboration.joint.events import (
    JOINT_PARTNER_ANSWERED,
    RECEIVED_SHARE_ARRIVED,
    RECEIVED_SHARE_ENDED,
    RECEIVED_SHARE_MINUTED,
    RECEIVED_SHARE_NOTICED,
    RECEIVED_SHARE_RESULTED,
)
from yishi_core.domain.collaboration.joint.models import (
    JointCase,
    JointPartner,
    JointState,
    ReceivedShare,
    ShareAnswer,
    ShareKind,
)
from yishi_core.domain.collaboration.joint.parts import Key, Part, case_of, parts_of
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.audience import audience_of
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.system_context import unasked
from yishi_core.kernel.tree.models import OrgUnit

SHARING = "share"
TOLD = {
    ShareKind.CASE: RECEIVED_SHARE_ARRIVED,
    ShareKind.NOTICE: RECEIVED_SHARE_NOTICED,
    ShareKind.MINUTES: RECEIVED_SHARE_MINUTED,
    ShareKind.OUTCOME: RECEIVED_SHARE_RESULTED,
}
"""Kinds of new shares of which a partner is notified."""
SHARED = frozenset({*TOLD.values(), RECEIVED_SHARE_ENDED})
"""What bringing the shares up to date writes at the partners."""
CARRIED = frozenset({JOINT_PARTNER_ANSWERED})
"""What carrying an answer back writes at the owner."""


@dataclass(frozen=True)
class _Joint:
    """A running or ended joint case as its partners receive it."""

    joint: JointCase
    owner: str
    partners: Sequence[JointPartner]
    parts: Sequence[Part]


async def share(platform: Platform, event: EventView) -> None:
    """Write or update the partners' copies of the part of a joint case the event is about."""
    cases = case_of(event)
    if cases is None or not await _is_joint(platform, event.county, cases):
        return
    async with unasked(platform, event.county, SHARING) as context:
        found = await _read(context, cases) if context is not None else None
    if found is None:
        return
    for partner in found.partners:
        if partner.partner_county and partner.partner_path:
            await _receive(platform, found, partner, partner.partner_county, partner.partner_path)


async def carry_back(platform: Platform, event: EventView) -> None:
    """Write a partner's answer to the owner's rows."""
    async with unasked(platform, event.county, SHARING) as context:
        received = await context.get(ReceivedShare, event.subject_id) if context else None
        org = await context.get(OrgUnit, received.org_id) if context and received else None
    if received is None or org is None or received.answer is ShareAnswer.OPEN:
        return
    async with unasked(platform, received.from_county, SHARING, emits=CARRIED) as context:
        if context is None:
            return
        at = (JointPartner.partner_path == org.org_path, JointPartner.partner_county == org.county)
        for partner in await context.find(
            JointPartner, JointPartner.joint_case_id == received.joint_source_id, *at
        ):
            if partner.answer is ShareAnswer.OPEN:
                context.emit(JOINT_PARTNER_ANSWERED, partner)
            partner.answer, partner.answered_on, partner.answer_note = (
                received.answer,
                received.answered_on,
                received.answer_note,
            )


async def _is_joint(platform: Platform, county: int, cases: sa.Select[Any]) -> bool:
    """Whether a case is joint; most are not, so this takes one statement."""
    query = sa.select(JointCase.id).where(
        JointCase.county == county,
        JointCase.case_id.in_(cases),
        JointCase.state != JointState.PREPARING,
    )
    async with platform.database.transaction(
        Principal.system(county, platform.policy).reading
    ) as session:
        return await session.scalar(query) is not None


async def _read(context: OperationContext, cases: sa.Select[Any]) -> _Joint | None:
    """The joint case of an event, once its partners see it; else None."""
    joint = await context.first(
        JointCase, JointCase.case_id.in_(cases), JointCase.state != JointState.PREPARING
    )
    case = await context.get(ConsultationCase, joint.case_id) if joint is not None else None
    owner = await context.get(OrgUnit, joint.org_id) if joint is not None else None
    if joint is None or case is None or owner is None:
        return None
    partners = await context.find(JointPartner, JointPartner.joint_case_id == joint.id)
    return _Joint(joint, owner.name, partners, await parts_of(context, joint, case))


async def _receive(
    platform: Platform, found: _Joint, partner: JointPartner, county: int, path: str
) -> None:
    """Write the rows in the partner's own transaction.

    The permissions of those who may now read them are read anew.
    """
    async with unasked(platform, county, SHARING, path, emits=SHARED) as context:
        if context is None:
            return
        of = (
            ReceivedShare.county == county,
            ReceivedShare.org_id == context.org.id,
            ReceivedShare.joint_source_id == found.joint.id,
        )
        rows = await context.session.scalars(sa.select(ReceivedShare).where(*of))
        there = {(row.share_kind, row.source_id): row for row in rows}
        parts = [
            p for p in found.parts if p.key in there or partner.answer is not ShareAnswer.DECLINED
        ]
        if not there and county != found.joint.county:  # partners in the county see it already
            await platform.principals.shares_changed(
                context.session, county, audience_of(path, county)
            )
        _write(context, found, partner, parts, there)


def _write(
    context: OperationContext,
    found: _Joint,
    partner: JointPartner,
    parts: Sequence[Part],
    there: dict[Key, ReceivedShare],
) -> None:
    """Update the partner's rows; what the owner took back is voided here too.

    The partner is notified of what is new.
    """
    for part in parts:
        row = there.get(part.key)
        if row is None:
            row = there[part.key] = context.add(_row(found, partner, part, context))
            if part.kind in TOLD:
                context.emit(TOLD[part.kind], row)
        elif (
            part.kind is ShareKind.NOTICE
            and (row.text, row.standing) != (part.text, part.standing)
            and part.key not in _held(parts)
        ):
            context.emit(RECEIVED_SHARE_NOTICED, row)
        if part.kind is ShareKind.CASE and found.joint.ended_on and not row.ended_on:
            context.emit(RECEIVED_SHARE_ENDED, row)
        row.title, row.text, row.standing, row.on, row.grade, row.form = (
            part.title,
            part.text,
            part.standing,
            part.on,
            part.grade,
            part.form,
        )
        row.ended_on, row.part_of_id = found.joint.ended_on, there[part.of].id if part.of else None
        row.voided_at = row.void_reason = None
    kept = {part.key for part in parts}
    for key, row in there.items():
        if key not in kept and row.voided_at is None:
            row.voided_at, row.void_reason = context.now, "主办单位已撤回"


def _held(parts: Sequence[Part]) -> set[Key]:
    """The announcements of events that have taken place; nobody is notified of them."""
    return {
        (ShareKind.NOTICE, part.source) for part in parts if part.kind is ShareKind.CONSULTATION
    }


def _row(
    found: _Joint, partner: JointPartner, part: Part, context: OperationContext
) -> ReceivedShare:
    joint = found.joint
    return ReceivedShare(
        id=new_id(),
        share_kind=part.kind,
        from_county=joint.county,
        from_name=found.owner,
        source_id=part.source,
        joint_source_id=joint.id,
        joint_kind=joint.joint_kind,
        role=partner.role,
        answer=ShareAnswer.OPEN,
        audience=audience_of(context.org.org_path, context.county),
    )
