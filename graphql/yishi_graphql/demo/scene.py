"""A township of the demonstration county in which a variant plays its scene.

See `yishi_core.testing.scene` and docs/demo.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.domain.collaboration.joint.receiving import share
from yishi_core.domain.people.models import Person
from yishi_core.errors import Unauthenticated
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.upload import Sent, keep
from yishi_core.facilities.jobs.delivery import react_now
from yishi_core.facilities.jobs.reaction import Reaction, reactions_of
from yishi_core.facilities.notifications.deliver import tell
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.events.models import Event
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.run import run
from yishi_core.kernel.operation.sources import SettingsSource
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.settings import Effective
from yishi_graphql.demo.paper import page, photo

R = TypeVar("R", bound=TenantRow)
RESIDENT = "resident"


class Prompt:
    """A queue that keeps events in memory.

    Plugins can thus react on the simulated day of an event instead of the day of loading.
    """

    def __init__(self) -> None:
        self.waiting: list[tuple[UUID, str]] = []

    async def deliver(
        self, session: AsyncSession, county: int, event: UUID, subject: str, name: str
    ) -> None:
        self.waiting.append((event, name))


class Remembered:
    """Settings that are cached until one is changed; a scene asks for them some hundred times."""

    def __init__(self, source: SettingsSource) -> None:
        self._source = source
        self._known: dict[UUID, Effective] = {}

    async def ahead(self, session: AsyncSession, entity: Any, county: int, id_: UUID) -> None:
        """Nothing to prefetch: the settings are in memory."""

    async def effective(self, session: AsyncSession, org: OrgUnit) -> Effective:
        if org.id not in self._known:
            self._known[org.id] = await self._source.effective(session, org)
        return self._known[org.id]

    async def at(self, session: AsyncSession, county: int, digest: str) -> Effective:
        return await self._source.at(session, county, digest)

    async def own_words(
        self, session: AsyncSession, county: int
    ) -> Mapping[str, Mapping[str, str]]:
        return await self._source.own_words(session, county)

    async def keep(self, session: AsyncSession, county: int, effective: Effective) -> str:
        return await self._source.keep(session, county, effective)

    def forget(self) -> None:
        """Forget the settings, because some were changed."""
        self._known.clear()


TRIES = 20
"""How often an act is begun: the scenes run beside each other, and each switches plugins and gives
roles, which changes the grants of the county's people under the others.
"""
TOLD_DAYS = 5
"""Notices older than this number of days are not written, since nobody would read them."""
CHANGES_SETTINGS = frozenset({"configure_plugin", "switch_plugin"})


@dataclass
class TownshipScene:
    """A township in which a scene is played; see `Scene`.

    `tokens` are by `who`. The clock advances by some minutes when two acts fall on the same hour.
    """

    platform: Platform
    """The platform, with the queue replaced by `Prompt` and the settings by `Remembered`."""
    today: date
    plugin: str
    county: OrgUnit
    party: OrgUnit
    township: OrgUnit
    villages: tuple[OrgUnit, OrgUnit]
    units: tuple[OrgUnit, OrgUnit]
    tokens: Mapping[str, str]
    posts: dict[str, Person] = field(default_factory=dict)
    on: Sequence[str] = ()
    """Codes of the plugins that are switched on here."""
    random: Random = field(default_factory=lambda: Random(990101))
    _last: datetime | None = None
    _prompt: Prompt = field(default_factory=Prompt)
    _whole: Platform = field(init=False)
    """The platform as it was given; core's reactions are compiled once for all townships."""

    def __post_init__(self) -> None:
        self._whole = self.platform
        self._named = {declared.name: declared for declared in self.platform.operations.values()}
        self._settings = Remembered(self.platform.settings)
        self.platform = replace(self.platform, queue=self._prompt, settings=self._settings)

    def beside(self) -> TownshipScene:
        """The same township with its own clock and queue, for acts that happen concurrently."""
        return TownshipScene(
            self._whole,
            self.today,
            self.plugin,
            self.county,
            self.party,
            self.township,
            self.villages,
            self.units,
            self.tokens,
            posts=self.posts,
            on=self.on,
            random=Random(self.random.randrange(10**6)),
        )

    @property
    def people(self) -> Mapping[str, Person]:
        return {person.name: person for person in self.posts.values()}

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    async def act(
        self, who: str, operation: str, *, ago: int | date = 0, hour: int = 10, **given: Any
    ) -> Any:
        declared = self._named[operation]
        with clock.moved(self._moment(ago, hour)):
            try:
                value = await self._run(who, declared, as_sent(given))
                if operation in CHANGES_SETTINGS:
                    self._settings.forget()
                await self._react()
                return value
            except Exception as error:
                error.add_note(f"{self.plugin}, {who}: {operation} {given}")
                raise

    async def upload(
        self, who: str, name: str, ago: int | date = 0, record: TenantRow | None = None
    ) -> Attachment:
        data = page(f"{self.plugin} {ago}") if name.endswith(".pdf") else photo(self.random)
        day = ago if isinstance(ago, date) else self.day(ago)
        sent = Sent(name, data, global_id(record or self.place_of(who)), taken_on=day)
        with clock.moved(self._moment(ago, 9)):
            kept = await keep(self.platform, await self._principal(who), sent)
            await self._react()
            return kept

    async def rows(self, entity: type[R], *where: Any) -> Sequence[R]:
        system = Principal.system(self.county.county, self.platform.policy)
        async with self.platform.database.transaction(system.reading) as session:
            own: Any = entity
            places = sa.or_(
                *(own.org_path.bool_op("^@")(org.org_path) for org in (self.township, *self.units))
            )
            here = sa.and_(own.county == self.county.county, places)
            return (
                await session.scalars(sa.select(entity).where(here, *where).order_by(own.id))
            ).all()

    async def _react(self) -> None:
        """Let core and the township's plugins react to the latest events and their consequences."""
        while self._prompt.waiting:
            waiting, self._prompt.waiting = self._prompt.waiting, []
            heard = [
                event for event, name in waiting if self._reactions(name) or self._reacting(name)
            ]
            for event in await self._events(heard) if heard else ():
                for reaction in self._reactions(event.name):
                    await reaction.function(self.platform, EventView.of(event))
                if event.org_path.startswith(self.township.org_path):
                    await react_now(
                        self.platform, event.county, event.id, self._reacting(event.name)
                    )

    def _reactions(self, name: str) -> Sequence[Reaction]:
        """Core's reactions to an event.

        Notices are written only if they are recent enough to be read. The view of a joint case's
        partners is updated only by events of the joint case, because a scene opens it last and what
        is shared is then read in its final state.
        """
        idle = set() if self.day(TOLD_DAYS) <= clock.today() else {tell}
        if not name.startswith("joint_case."):
            idle.add(share)
        return [
            reaction
            for reaction in reactions_of(self._whole).get(name, ())
            if reaction.function not in idle
        ]

    def _reacting(self, name: str) -> Sequence[str]:
        return self.platform.plugins.reacting(self.on, name)

    async def _events(self, ids: Sequence[UUID]) -> Sequence[Event]:
        """Events just written, in their order, read as the system.

        The account that acted may not be allowed to read them.
        """
        system = Principal.system(self.county.county, self.platform.policy)
        async with self.platform.database.transaction(system.reading) as session:
            query = (
                sa.select(Event)
                .where(Event.county == self.county.county, Event.id.in_(ids))
                .order_by(Event.id)
            )
            return (await session.scalars(query)).all()

    async def _run(self, who: str, operation: Operation, raw: dict[str, Any]) -> Any:
        for _ in range(TRIES):
            try:
                return (await run(self.platform, await self._principal(who), operation, raw)).value
            except StaleGrants:  # a role was granted or ended in the meantime
                self.platform.principals.forget(self.tokens[who])
        raise Unauthenticated.missing()

    async def _principal(self, who: str) -> Principal:
        if who == RESIDENT:
            return Principal.anonymous(0, self.platform.policy)
        return await self.platform.principals.by_token(self.tokens[who])

    def place_of(self, who: str) -> OrgUnit:
        """The org of an account."""
        places = {
            "county": self.county,
            "leader": self.county,
            "village": self.villages[0],
            "village2": self.villages[1],
            "unit": self.units[0],
            "unit2": self.units[1],
        }
        return places.get(who, self.township)

    def _moment(self, ago: int | date, hour: int) -> datetime:
        """The given hour of a day, after all acts so far on that day, and never in the future."""
        day = ago if isinstance(ago, date) else self.day(ago)
        at = datetime.combine(day, time(hour), clock.CHINA)
        if self._last is not None and self._last.date() == day and at <= self._last:
            at = self._last + timedelta(minutes=self.random.randint(2, 9))
        at = min(at, clock.now().astimezone(clock.CHINA))
        self._last = at
        return at


def as_sent(value: Any) -> Any:
    """Convert rows to global ids, as a client would send them."""
    if isinstance(value, TenantRow):
        return global_id(value)
    if isinstance(value, Mapping):
        return {key: as_sent(v) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return [as_sent(v) for v in value]
    return value
