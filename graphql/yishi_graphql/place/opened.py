"""The database of a command: an embedded server, or a PostgreSQL server from the environment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yishi_core.errors import Refused
from yishi_core.settings import AppSettings
from yishi_graphql.place.rules import InstallationRule

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from yishi_core.kernel.database.embedded import EmbeddedServer


@dataclass(frozen=True)
class Place:
    """The settings with the URLs of the database, for the serving role and for the owner.

    The latter is None where none is configured.
    """

    settings: AppSettings
    url: str
    owner: str | None
    server: EmbeddedServer | None = None

    def kept_up(self) -> AbstractContextManager[None]:
        """Restart an embedded server that is killed while a long-running command uses it."""
        if self.server is None:
            return nullcontext()
        from yishi_core.kernel.database.keeping import kept_up

        return kept_up(self.server)

    @property
    def owner_url(self) -> str:
        if self.owner is None:
            raise Refused(InstallationRule.OWNER_URL)
        return self.owner


def settings_for(data: Path | None, without_plugins: Sequence[str] = ()) -> AppSettings:
    """The settings of this command.

    `data` selects the embedded server even where the environment names another database; the
    plugins of `without_plugins` are left out besides those that the environment names.
    """
    settings = AppSettings()
    if data is not None:
        settings = AppSettings(
            data=data, database_url=None, database_owner_url=None, database_direct_url=None
        )
    left_out = (*settings.without_plugins, *without_plugins)
    return settings.model_copy(update={"without_plugins": tuple(dict.fromkeys(left_out))})


@contextmanager
def opened(settings: AppSettings) -> Iterator[Place]:
    """The database of this command.

    An embedded server is started, or joined where one runs; the last user stops it.
    """
    if settings.database_url is not None:
        owner = settings.database_owner_url
        yield Place(
            settings,
            settings.database_url.get_secret_value(),
            owner.get_secret_value() if owner else None,
        )
        return
    from yishi_core.kernel.database.embedded import EmbeddedServer, ServerFailed

    try:
        server = EmbeddedServer.start(settings.embedded)
    except ServerFailed as failure:
        raise Refused(InstallationRule.EMBEDDED_SERVER, failure=failure) from None
    try:
        yield Place(settings, server.app_url, server.owner_url, server)
    finally:
        server.stop()


@asynccontextmanager
async def owner_session(owner_url: str) -> AsyncIterator[AsyncSession]:
    """One transaction as the owner, who sees every county.

    It is committed at the end and rolled back on any error.
    """
    import sqlalchemy as sa
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
    from sqlalchemy.pool import NullPool

    from yishi_core.facilities.search.indexing import IndexBuffer, write
    from yishi_core.kernel.entity.watching import WatchedSession
    from yishi_core.kernel.operation.collecting import entities_of
    from yishi_core.nouns import core_packages

    entities_of(core_packages())  # a reference may lead to any noun, so the mapper needs all tables
    engine = create_async_engine(
        sa.make_url(owner_url).set(drivername="postgresql+psycopg"), poolclass=NullPool
    )
    try:
        async with (
            AsyncSession(
                engine, expire_on_commit=False, sync_session_class=WatchedSession
            ) as session,
            session.begin(),
        ):
            gathered = IndexBuffer(session.sync_session)
            yield session
            await session.flush()
            for county in gathered.counties:
                await write((await session.connection()).execute, county, gathered.take(county))
    finally:
        await engine.dispose()
