"""Delivering an event: each plugin that is on at its org reacts once, in its own transaction.

See docs/plugins/hooks/react.md. Delivery is at least once, because the job is repeated until it has
ended. Reactions are idempotent: a plugin's `EventDelivery` row is written in the transaction of its
reaction, so that committed work is not repeated and uncommitted work has left nothing. Events about
one object stay in order through the job's lock.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.facilities.jobs.declaration import Job
from yishi_core.facilities.jobs.procrastinate_queue import DELIVER
from yishi_core.facilities.jobs.reaction import reactions_of
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import ancestors
from yishi_core.kernel.audit.changes import Changes
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.events.models import Event, EventDelivery
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation import emitting as events
from yishi_core.kernel.operation.binding import settings_of
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.ruling import require_rules
from yishi_core.kernel.tree.models import OrgUnit

log = structlog.get_logger(__name__)


class Undelivered(ExceptionGroup):
    """Some plugins failed; the others have reacted and will not be called again."""


async def deliver_event(
    platform: Platform, county: int, event_id: UUID, *, last_try: bool = False
) -> bool:
    """Let every plugin that is on at the event's org react, and mark the event as delivered.

    Plugins that have reacted already are skipped. Returns False when the event was delivered before
    or does not exist. Raises `Undelivered` when plugins failed, so that the job is tried again; on
    the last try their failure is recorded and they are skipped.
    """
    failures = await _of_core(platform, county, event_id)
    if failures and not last_try:
        raise Undelivered(f"event {event_id} of county {county}", failures)
    plugins = await _outstanding(platform, county, event_id)
    if plugins is None:
        return False
    failures = []
    concluded = not plugins
    for plugin in plugins:
        last = plugin == plugins[-1] and not failures
        try:
            await _react(platform, county, event_id, plugin, conclude=last)
            concluded = last
        except Exception as error:
            log.error(
                "reaction failed",
                plugin=plugin,
                county=county,
                event_id=str(event_id),
                last_try=last_try,
                exc_info=error,
            )
            if last_try:
                await _give_up(platform, county, event_id, plugin, error)
            else:
                failures.append(error)
    if failures:
        raise Undelivered(f"event {event_id} of county {county}", failures)
    if not concluded:
        await _conclude(platform, county, event_id)
    return True


async def _deliver(platform: Platform, *, county: int, event: str, last_try: bool) -> None:
    await deliver_event(platform, county, UUID(event), last_try=last_try)


DELIVER_EVENT = Job(DELIVER, _deliver)


async def _of_core(platform: Platform, county: int, event_id: UUID) -> list[Exception]:
    """Run core's own reactions, which are repeatable; return the errors of those that failed."""
    async with _unit(platform, county, event_id) as (_, event):
        view = EventView.of(event) if event is not None and event.delivered_at is None else None
    failures: list[Exception] = []
    if view is None:
        return failures
    for reaction in reactions_of(platform).get(view.name, ()):
        try:
            await reaction.function(platform, view)
        except Exception as error:
            log.error(
                "reaction of core failed",
                county=county,
                event_id=str(event_id),
                event_name=view.name,
                exc_info=error,
            )
            failures.append(error)
    return failures


async def react_now(
    platform: Platform, county: int, event_id: UUID, plugins: Sequence[str]
) -> None:
    """Let plugins react to a new event without marking it as delivered.

    The caller knows that the event is new and that the plugins are on at its org. Used for the
    demonstration county, where some hundred events follow one another on simulated days.
    """
    for plugin in plugins:
        await _react(platform, county, event_id, plugin, conclude=False)


async def deliver_pending(platform: Platform, county: int) -> int:
    """Deliver all waiting events of a county, oldest first, and those that the reactions cause.

    Returns the number of events. For tests and the demonstration county, which have no worker.
    """
    delivered = 0
    while waiting := await _waiting(platform, county):
        for event_id in waiting:
            delivered += await deliver_event(platform, county, event_id)
    return delivered


@asynccontextmanager
async def _unit(
    platform: Platform, county: int, event_id: UUID
) -> AsyncIterator[tuple[AsyncSession, Event | None]]:
    system = Principal.system(county, platform.policy)
    async with platform.database.transaction(system.reading) as session:
        query = sa.select(Event).where(Event.county == county, Event.id == event_id)
        yield session, (await session.scalars(query)).one_or_none()


async def _outstanding(platform: Platform, county: int, event_id: UUID) -> list[str] | None:
    """The plugins that still have to react to an event, or None when there is nothing to deliver.

    When none are left, the event is marked as delivered at once.
    """
    async with _unit(platform, county, event_id) as (session, event):
        if event is None or event.delivered_at is not None:
            return None
        context = await _context(platform, session, event)
        bound = platform.plugins.reacting(context.settings.plugins, event.name)
        query = sa.select(EventDelivery.plugin).where(
            EventDelivery.county == county, EventDelivery.event_id == event_id
        )
        done = set(await session.scalars(query)) if bound else set()
        left = [plugin for plugin in dict.fromkeys(bound) if plugin not in done]
        if not left:
            event.delivered_at = clock.now()
        return left


async def _react(
    platform: Platform, county: int, event_id: UUID, plugin: str, *, conclude: bool
) -> None:
    """Let one plugin react; with `conclude`, mark the event as delivered as well."""
    async with _unit(platform, county, event_id) as (session, event):
        if event is None:
            return
        if conclude:
            event.delivered_at = clock.now()
        if not await _claim(session, event, plugin):
            return
        changes = Changes(session.sync_session, clock.now(), None, platform.plugins.watched)
        context = await _context(platform, session, event)
        await platform.plugins.react(context, EventView.of(event), plugin)
        await require_rules(context, changes.facts)
        await events.write(context, event.org_path)


async def _claim(
    session: AsyncSession, event: Event, plugin: str, error: str | None = None
) -> bool:
    """Record a plugin's reaction; return False when another worker has recorded it.

    A second worker waits here for the first one's transaction.
    """
    row = {
        "county": event.county,
        "id": new_id(),
        "org_path": event.org_path,
        "event_id": event.id,
        "plugin": plugin,
        "at": clock.now(),
        "error": error,
    }
    query = insert(EventDelivery).values(row).on_conflict_do_nothing()
    written = await session.execute(
        query, execution_options={"preserve_rowcount": True}
    )  # otherwise the row count of an insert is -1
    return bool(cast("sa.CursorResult[Any]", written).rowcount)


async def _give_up(
    platform: Platform, county: int, event_id: UUID, plugin: str, error: Exception
) -> None:
    async with _unit(platform, county, event_id) as (session, event):
        if event is not None:
            # Only the type of the error: its text may contain what readers of this record may not
            # see. The log has the rest.
            await _claim(session, event, plugin, type(error.__cause__ or error).__name__)


async def _conclude(platform: Platform, county: int, event_id: UUID) -> None:
    async with _unit(platform, county, event_id) as (_, event):
        if event is not None:
            event.delivered_at = clock.now()


async def _waiting(platform: Platform, county: int) -> list[UUID]:
    system = Principal.system(county, platform.policy)
    async with platform.database.transaction(system.reading) as session:
        query = (
            sa.select(Event.id)
            .where(Event.county == county, Event.delivered_at.is_(None))
            .order_by(Event.id)
        )
        return list(await session.scalars(query))


async def _context(platform: Platform, session: AsyncSession, event: Event) -> OperationContext:
    """The context of a reaction: the system at the org where the event happened.

    The settings are those of that org or, for an event about a case, of the case.
    """
    org = await _org(session, event)
    subject = None
    if event.subject_type in platform.registry:
        entity = platform.registry[event.subject_type].entity
        query = sa.select(entity).where(
            entity.county == event.county, entity.id == event.subject_id
        )
        subject = (await session.scalars(query)).one_or_none()
    settings = (
        await settings_of(platform, session, org, subject)
        if subject is not None
        else await platform.settings.effective(session, org)
    )
    system = Principal.system(event.county, platform.policy)
    return OperationContext(
        platform, system, session, f"react:{event.name}", org, settings, now=clock.now()
    )


async def _org(session: AsyncSession, event: Event) -> OrgUnit:
    """The org at the event's place, or the nearest one above it."""
    places = [*ancestors(event.org_path), event.org_path]
    query = sa.select(OrgUnit).where(OrgUnit.county == event.county, OrgUnit.org_path.in_(places))
    return max((await session.scalars(query)).all(), key=lambda org: len(org.org_path))
