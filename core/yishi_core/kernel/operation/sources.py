"""What the kernel asks of the packages above it, as protocols.

The tenants package implements `PrincipalSource` and `SettingsSource`, the facilities `FileStore` and
`Queue`, and `plugins/plugin_set.py` implements `Plugins`. They are handed to `Platform` when the
application is built.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

if TYPE_CHECKING:
    from pydantic import BaseModel

    from yishi_core.kernel.access.principal import Principal
    from yishi_core.kernel.entity.base import TenantRow
    from yishi_core.kernel.events.view import EventView
    from yishi_core.kernel.operation.inputs import Input
    from yishi_core.kernel.operation.result import Advice
    from yishi_core.kernel.tree.models import OrgUnit
    from yishi_core.kernel.variants.settings import Effective
    from yishi_core.kernel.variants.variant import Variant


Running: TypeAlias = Any
"""The running operation, an `OperationContext`: it holds the platform, which holds these sources,
so this module cannot name its type.
"""


class PrincipalSource(Protocol):
    """How the application finds who is asking; the tenants package implements it."""

    async def by_token(self, token: str) -> Principal:
        """The principal of a token; raises `Unauthenticated`. May be cached: `sec.enter` refuses a
        stale version.
        """
        ...

    def forget(self, token: str) -> None:
        """Drop what is cached of a token: its grants have changed."""
        ...

    async def links_changed(self, context: Running, places: Collection[str]) -> None:
        """Inside the running operation's transaction, let everybody who holds `LINKED_ROLE` at one of these places
        be asked anew with his next request.
        """
        ...

    async def shares_changed(
        self, session: AsyncSession, county: int, places: Collection[str]
    ) -> None:
        """Inside the platform's own transaction, let everybody with a grant at one of these places
        be asked anew with his next request.
        """
        ...

    async def holding(
        self, session: AsyncSession, county: int, permission: str, place: str
    ) -> list[UUID]:
        """The accounts that hold a permission at a place by a grant at the nearest level where
        anybody does; for the platform's own work.
        """
        ...

    async def accounts_of(self, session: AsyncSession, county: int, person: UUID) -> list[UUID]:
        """The accounts that act for a person; for the platform's own work."""
        ...


class SettingsSource(Protocol):
    """Where effective settings come from; the tenants package implements it."""

    async def ahead(
        self, session: AsyncSession, entity: type[TenantRow], county: int, id_: UUID
    ) -> None:
        """What `effective` will read for the owner of a record may go out with the next
        statement.
        """
        ...

    async def effective(self, session: AsyncSession, org: OrgUnit) -> Effective:
        """The newest settings of an org."""
        ...

    async def at(self, session: AsyncSession, county: int, digest: str) -> Effective:
        """The settings stored under a digest: those a case began with."""
        ...

    async def keep(self, session: AsyncSession, county: int, effective: Effective) -> str:
        """Store the document under its digest if it is new, and return the digest: what a case
        binds itself to.
        """
        ...


class Queue(Protocol):
    """Hands events to the workers (procrastinate in production)."""

    async def deliver(
        self, session: AsyncSession, county: int, event: UUID, subject: str, name: str
    ) -> None:
        """Defer the delivery of an event of this name; deliveries about one subject keep their
        order.
        """
        ...


class FileStore(Protocol):
    """Keeps bytes under keys that it makes itself."""

    async def put(self, county: int, data: bytes) -> str:
        """Store bytes of a county's file; the key under which they lie, once they are safely
        written.
        """
        ...

    def read(self, key: str) -> AsyncIterator[bytes]:
        """The bytes in pieces; raises `FileNotFoundError`."""
        ...

    async def remove(self, key: str) -> None:
        """Take the bytes away; nothing happens when there are none."""
        ...


class LoadedPlugin(Protocol):
    """One installed plugin, as the packages below and beside the plugin manager see it."""

    @property
    def code(self) -> str:
        """Its stable name, under which it is switched on."""
        ...

    @property
    def name(self) -> str:
        """Its name in messages."""
        ...

    @property
    def variant(self) -> Variant:
        """What its `variant.toml` says."""
        ...

    @property
    def settings_model(self) -> type[BaseModel] | None:
        """The typed model of its settings, if it declares one."""
        ...

    @property
    def hooks(self) -> Any:
        """The module or object that carries its hook functions."""
        ...

    @property
    def modules(self) -> Sequence[ModuleType]:
        """Its modules, in which to-dos, notices, clocks and the like are declared."""
        ...


class Plugins(Protocol):
    """The installed plugins, as the kernel and the nouns ask them; `PluginSet` implements it."""

    @property
    def core(self) -> Variant:
        """The core's own settings, vocabularies and procedures."""
        ...

    @property
    def variants(self) -> Mapping[str, Variant]:
        """The variants of the installed plugins by their codes."""
        ...

    def __iter__(self) -> Iterator[LoadedPlugin]: ...

    def __contains__(self, code: object) -> bool: ...

    def __getitem__(self, code: str) -> LoadedPlugin: ...

    def variant(self, code: str) -> Variant | None:
        """The variant of one plugin; None where it is not installed."""
        ...

    def switched_on(self, plugins: Iterable[str]) -> list[Variant]:
        """The variants of these plugins, as far as they are installed."""
        ...

    async def guard(self, context: Running, data: Input) -> None:
        """Let the plugins bound to the subject refuse the operation; raises `Refused`."""
        ...

    async def advise(self, context: Running, data: Input) -> list[Advice]:
        """The hints of the plugins bound to the subject."""
        ...

    def reacting(self, plugins: Iterable[str], event: str) -> list[str]:
        """The codes of those of these plugins that react to an event of this name."""
        ...

    async def react(self, context: Running, event: EventView, plugin: str) -> None:
        """Let one plugin react to an event."""
        ...
