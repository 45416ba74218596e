"""What each partner gets, written in its own county by the platform; and its answer carried back (access.md 1).

Both are repeated as often as the job is: a share is found by its source, an answer overwrites itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.access import Principal
from yishi_core.access.audience import audience_of
from yishi_core.audit.changes import Changes
from yishi_core.collaboration.joint.models import (
    JointCase,
    JointPartner,
    JointState,
    ReceivedShare,
    ShareAnswer,
    SharedPart,
    ShareKind,
)
from yishi_core.consultations.models import Consultation
from yishi_core.consultations.rules import HELD
from yishi_core.entity.base import new_id
from yishi_core.orgs.models import OrgUnit
from yishi_core.platform import Platform
from yishi_core.plugins.hookspecs import EventView
from yishi_core.procedures.models import ConsultationCase


@dataclass(frozen=True)
class _Joint:
    """A running or ended joint case as its partners get it."""

    joint: JointCase
    case: ConsultationCase
    owner: str
    partners: Sequence[JointPartner]
    events: Sequence[Consultation]


async def share(platform: Platform, event: EventView) -> None:
    """Write or bring up to date what the partners hold of a joint case."""
    async with _unit(platform, event.county) as session:
        found = await _read(session, event)
    if found is None:
        return
    for partner in found.partners:
        if partner.partner_county and partner.partner_path:
            await _receive(platform, found, partner)


async def carry_back(platform: Platform, event: EventView) -> None:
    """Write a partner's answer at the owner."""
    async with _unit(platform, event.county) as session:
        received = await session.get(ReceivedShare, (event.county, event.subject_id))
        org = await session.get(OrgUnit, (event.county, received.org_id)) if received else None
    if received is None or org is None or received.answer is ShareAnswer.OPEN:
        return
    async with _unit(platform, received.from_county) as session:
        _stamped(session)
        of = (JointPartner.county == received.from_county, JointPartner.joint_case_id == received.joint_source_id)
        at = (JointPartner.partner_path == org.org_path, JointPartner.partner_county == org.county)
        for partner in await session.scalars(sa.select(JointPartner).where(*of, *at)):
            partner.answer, partner.answered_on, partner.answer_note = received.answer, received.answered_on, received.answer_note


async def _read(session: AsyncSession, event: EventView) -> _Joint | None:
    """The joint case that an event is about: its own, or that of a consultation which was held."""
    case_id = None
    if event.subject_type == Consultation.__name__:
        held = await session.get(Consultation, (event.county, event.subject_id))
        case_id = held.case_id if held and held.joint else None
        wanted: sa.ColumnElement[bool] = JointCase.case_id == case_id
    else:
        wanted = JointCase.id == event.subject_id
    if event.subject_type == Consultation.__name__ and case_id is None:
        return None
    query = sa.select(JointCase).where(JointCase.county == event.county, wanted, JointCase.state != JointState.PREPARING)
    joint = (await session.scalars(query)).one_or_none()
    if joint is None:
        return None
    case = await session.get_one(ConsultationCase, (event.county, joint.case_id))
    owner = await session.get_one(OrgUnit, (event.county, joint.org_id))
    partners = await _all(session, JointPartner, event.county, JointPartner.joint_case_id == joint.id)
    events = await _all(session, Consultation, event.county, Consultation.case_id == case.id, Consultation.state.in_(HELD))
    return _Joint(joint, case, owner.name, partners, [e for e in events if e.joint and SharedPart.MEETINGS in joint.shared])


async def _receive(platform: Platform, found: _Joint, partner: JointPartner) -> None:
    """In the partner's own transaction: its rows, and a fresh look at the rights of those who may read from now on."""
    assert partner.partner_county is not None
    assert partner.partner_path is not None
    county = partner.partner_county
    async with _unit(platform, county) as session:
        _stamped(session)
        query = sa.select(OrgUnit).where(OrgUnit.county == county, OrgUnit.org_path == partner.partner_path)
        org = (await session.scalars(query)).one_or_none()
        if org is None:
            return
        there = {r.source_id: r for r in await _all(session, ReceivedShare, county, ReceivedShare.org_id == org.id)}
        joint = found.joint
        case = _row(session, there, org, found, partner, joint.case_id, ShareKind.CASE)
        case.title, case.on, case.ended_on = found.case.title, joint.started_on or joint.formed_on, joint.ended_on
        for held in found.events:
            row = _row(session, there, org, found, partner, held.id, ShareKind.CONSULTATION)
            row.title, row.on, row.grade, row.form, row.ended_on = held.title, held.date, held.grade, held.form, joint.ended_on
        if case.source_id not in there and county != joint.county:  # within the county nobody's reach changes
            await platform.principals.shares_changed(session, county, audience_of(org.org_path, county))


def _row(
    session: AsyncSession, there: dict[UUID, ReceivedShare], org: OrgUnit, found: _Joint, partner: JointPartner, source: UUID, kind: ShareKind
) -> ReceivedShare:
    if source in there:
        return there[source]
    row = ReceivedShare(
        county=org.county, id=new_id(), org_path=org.org_path, org_id=org.id, share_kind=kind, from_county=found.joint.county,
        from_name=found.owner, source_id=source, joint_source_id=found.joint.id, joint_kind=found.joint.joint_kind, role=partner.role,
        title="", on=date.min, answer=ShareAnswer.OPEN, audience=audience_of(org.org_path, org.county),
    )  # fmt: skip
    session.add(row)
    return row


def _unit(platform: Platform, county: int) -> AbstractAsyncContextManager[AsyncSession]:
    return platform.database.transaction(Principal.system(county, platform.policy).reading)


def _stamped(session: AsyncSession) -> None:
    """Rows get their stamps as those of every write do; nobody's account stands on them."""
    Changes(session.sync_session, clock.now(), None)


async def _all(session: AsyncSession, entity: Any, county: int, *where: sa.ColumnElement[bool]) -> Sequence[Any]:
    query = sa.select(entity).where(entity.county == county, entity.voided_at.is_(None), *where).order_by(entity.id)
    return (await session.scalars(query)).all()
