"""The protocols by which the kernel calls the packages above it.

The tenants package implements `PrincipalSource` and `SettingsSource`, the facilities implement
`FileStore` and `Queue`, and `plugins/plugin_set.py` implements `Plugins`. They are passed to
`Platform` when the application is built.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

if TYPE_CHECKING:
    from yishi_core.kernel.access.principal import Principal
    from yishi_core.kernel.audit.facts import Watched
    from yishi_core.kernel.entity.base import TenantRow
    from yishi_core.kernel.events.view import EventView
    from yishi_core.kernel.operation.change import Change
    from yishi_core.kernel.operation.inputs import Input
    from yishi_core.kernel.operation.result import Advice
    from yishi_core.kernel.tree.models import OrgUnit
    from yishi_core.kernel.variants.kept import Kept
    from yishi_core.kernel.variants.plugin_settings import PluginSettings
    from yishi_core.kernel.variants.problem import Problem
    from yishi_core.kernel.variants.settings import Effective
    from yishi_core.kernel.variants.variant import Variant


Running: TypeAlias = Any
"""The running operation: an `OperationContext`.

It holds the platform, which holds these sources, so this module cannot import its type.
"""


class PrincipalSource(Protocol):
    """Finds out who is asking; the tenants package implements it."""

    async def by_token(self, token: str) -> Principal:
        """Return the principal of a token; raises `Unauthenticated`.

        The answer may be cached: `sec.enter` refuses a stale version.
        """
        ...

    def forget(self, token: str) -> None:
        """Drop what is cached of a token, because its grants have changed."""
        ...

    async def links_changed(self, context: Running, places: Collection[str]) -> None:
        """Invalidate the grants of everyone who holds `LINKED_ROLE` at one of these places.

        Runs inside the operation's transaction; their next request reads fresh grants.
        """
        ...

    async def shares_changed(
        self, session: AsyncSession, county: int, places: Collection[str]
    ) -> None:
        """Invalidate the grants of everyone with a grant at one of these places.

        Runs inside a transaction of the platform; their next request reads fresh grants.
        """
        ...

    async def holding(
        self, session: AsyncSession, county: int, permission: str, place: str
    ) -> list[UUID]:
        """The accounts that hold a permission at a place, for the platform's own work.

        Only the nearest level at which anyone holds it counts.
        """
        ...

    async def accounts_of(self, session: AsyncSession, county: int, person: UUID) -> list[UUID]:
        """The accounts that act for a person, for the platform's own work."""
        ...


class SettingsSource(Protocol):
    """Provides effective settings; the tenants package implements it."""

    async def ahead(
        self, session: AsyncSession, entity: type[TenantRow], county: int, id_: UUID
    ) -> None:
        """Prefetch the settings of a record's owner with the next statement."""
        ...

    async def effective(self, session: AsyncSession, org: OrgUnit) -> Effective:
        """The current settings of an org."""
        ...

    async def at(self, session: AsyncSession, county: int, digest: str) -> Effective:
        """The settings stored under a digest, e.g. those a case began with."""
        ...

    async def own_words(
        self, session: AsyncSession, county: int
    ) -> Mapping[str, Mapping[str, str]]:
        """Vocabulary → value → label of what variants of one's own have added in a county, as far as
        the transaction can see their editions; the newest label of each.
        """
        ...

    async def keep(self, session: AsyncSession, county: int, effective: Effective) -> str:
        """Store settings under their digest if they are new, and return the digest.

        A case binds itself to its settings by the digest.
        """
        ...


class Queue(Protocol):
    """Passes events to the workers; procrastinate in production."""

    async def deliver(
        self, session: AsyncSession, county: int, event: UUID, subject: str, name: str
    ) -> None:
        """Queue the delivery of an event; deliveries about one subject keep their order."""
        ...


class FileStore(Protocol):
    """Stores files under keys that it generates itself."""

    async def put(self, county: int, data: bytes) -> str:
        """Store a county's file durably and return its key."""
        ...

    def read(self, key: str) -> AsyncIterator[bytes]:
        """The content of a file in chunks; raises `FileNotFoundError`."""
        ...

    async def remove(self, key: str) -> None:
        """Remove a file; does nothing when there is none."""
        ...


class LoadedPlugin(Protocol):
    """One installed plugin, as code that does not import the plugin package sees it."""

    @property
    def code(self) -> str:
        """The stable code under which it is switched on."""
        ...

    @property
    def name(self) -> str:
        """Its name in messages."""
        ...

    @property
    def variant(self) -> Variant:
        """The contents of its `variant.toml`."""
        ...

    @property
    def settings_model(self) -> type[PluginSettings] | None:
        """The class that declares its settings, or None where `variant.toml` declares them."""
        ...

    @property
    def source(self) -> Any:
        """The package or object that it was loaded from."""
        ...

    @property
    def modules(self) -> Sequence[ModuleType]:
        """Its modules, in which to-dos, notices, daily jobs and the like are declared."""
        ...


class Plugins(Protocol):
    """The installed plugins; `PluginSet` implements it."""

    @property
    def core(self) -> Variant:
        """The settings, vocabularies and procedures of core."""
        ...

    @property
    def variants(self) -> Mapping[str, Variant]:
        """The variants of the installed plugins by code."""
        ...

    @property
    def absent(self) -> Mapping[str, Kept]:
        """What is kept of plugins that were loaded once and are not loaded now, by code."""
        ...

    @property
    def left_out(self) -> Sequence[str]:
        """The names of installed plugins that were left out on purpose."""
        ...

    def __iter__(self) -> Iterator[LoadedPlugin]: ...

    def __contains__(self, code: object) -> bool: ...

    def __getitem__(self, code: str) -> LoadedPlugin: ...

    def variant(self, code: str) -> Variant | None:
        """The variant of one plugin or of core; None when it is not installed."""
        ...

    def switched_on(self, settings: Effective) -> list[Variant]:
        """The variants of core and of the installed plugins that are on under these settings, each
        with the variant of one's own that is laid over it.
        """
        ...

    def wrong_in(self, variant: Variant, base: str) -> list[Problem]:
        """What is wrong with a variant that is to be laid over an installed one: names that neither
        core nor the base knows, metrics that cannot be counted. It takes some 100 ms.
        """
        ...

    async def guard(self, context: Running, data: Input) -> None:
        """Let the plugins that are on at the subject refuse the operation; raises `Refused`."""
        ...

    @property
    def watched(self) -> Watched:
        """The entities, columns and parts that rules of plugins are about."""
        ...

    async def holds(self, context: Running, change: Change[Any]) -> None:
        """Ask the rules about a record of the plugins that are on there; raises `Refused`."""
        ...

    async def advise(self, context: Running, data: Input, result: Any) -> list[Advice]:
        """The advice of the plugins that are on at the subject."""
        ...

    def reacting(self, plugins: Iterable[str], event: str) -> list[str]:
        """The codes of those of these plugins that react to an event of this name."""
        ...

    async def react(self, context: Running, event: EventView, plugin: str) -> None:
        """Let one plugin react to an event."""
        ...
