"""Trying a plugin on a database that is thrown away: its migrations, whom its records are shown to,
and its operations with an empty input (`yishi plugin check --full`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import SQLAlchemyError

from yishi_core import clock
from yishi_core.errors import Text, YishiError
from yishi_core.facilities.attachments.store import LocalFiles
from yishi_core.facilities.jobs.procrastinate_queue import DatabaseQueue
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import Database
from yishi_core.kernel.database.embedded import EmbeddedServer
from yishi_core.kernel.database.migrations import Unsound
from yishi_core.kernel.entity import EntityModel
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.run import run
from yishi_core.kernel.plugins.finding import required_by
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.tree.regions import RegionLevel, RegionRow
from yishi_core.testing.conformance import Finding
from yishi_graphql.place.compose import compose, policy, refusals
from yishi_graphql.place.opened import owner_session
from yishi_graphql.place.upgrading import upgrade_tables
from yishi_graphql.reader import Reader
from yishi_graphql.schema import build_schema
from yishi_tenants.accounts.tokens.source import TokenPrincipals
from yishi_tenants.counties.onboarding import CountyOrder, create_county
from yishi_tenants.counties.regions import write_regions
from yishi_tenants.settings.source import TenantSettings

COUNTIES = ("990101", "990201")
"""The county whose records are tried, and one that must not see them."""


@dataclass(frozen=True)
class County:
    """A county of the trial, with its administrator, in which the plugin is on."""

    root: OrgUnit
    admin: Principal


def tried(plugin: Plugin) -> list[Finding]:
    """What is found wrong with a plugin on a database of its own; the database is removed."""
    import asyncio

    with TemporaryDirectory(prefix="yt") as folder:
        Path(folder).chmod(0o711)  # the server runs under another account where this is root's
        server = EmbeddedServer.start(Path(folder) / "db")
        try:
            return asyncio.run(_tried(plugin, server, Path(folder)))
        finally:
            server.stop()


async def _tried(plugin: Plugin, server: EmbeddedServer, folder: Path) -> list[Finding]:
    plugins = load_plugins([*required_by(plugin).values(), plugin], entry_points=False)
    try:
        await upgrade_tables(server.owner_url, plugins)
        await upgrade_tables(server.owner_url, plugins)  # a second run has nothing left to do
    except (SQLAlchemyError, Unsound) as error:
        text = Text(f"迁移失败:{error}", f"the migrations fail: {error}")
        return [Finding("migrations", plugin.name, text)]
    async with _platform(server.app_url, plugins, folder) as platform:
        counties = [await _county(server.owner_url, platform, code) for code in COUNTIES]
        own, other = counties
        return [
            *[found async for found in _leaks(plugin, platform, server.admin_url, own, other)],
            *[found async for found in _operations(plugin, platform, own)],
        ]


@asynccontextmanager
async def _platform(url: str, plugins: PluginSet, folder: Path) -> AsyncIterator[Platform]:
    rights = policy(plugins)
    database = await Database.open(url, size=4, closing=[IndexBuffer])
    try:
        yield compose(
            database,
            plugins=plugins,
            rights=rights,
            principals=TokenPrincipals(database, rights),
            settings=TenantSettings(plugins),
            files=LocalFiles(folder / "files"),
            queue=DatabaseQueue(),
        )
    finally:
        await database.close()


async def _county(owner_url: str, platform: Platform, code: str) -> County:
    """Found a county of one township, and switch the plugins on in it."""
    places = (("示例省", 2, None), ("示例市", 4, 2), ("示例县", 6, 4), ("示例乡", 9, 6))
    rows = [
        RegionRow(f"{code}100"[:n], name, level, code[:up] if up else None)
        for (name, n, up), level in zip(places, RegionLevel, strict=False)
    ]
    async with owner_session(owner_url) as session:
        await write_regions(session, rows)
        made = await create_county(session, CountyOrder(code))
        made.account.must_change_password = False
    system = Principal.system(int(code), platform.policy)
    given = {"account": global_id(made.account), "label": "check", "read_only": False}
    issued = await run(platform, system, platform.operations["issueToken"], given)
    switch = platform.operations["switchPlugin"]
    for plugin in platform.plugins:
        switched = {"org": global_id(made.root), "plugin": plugin.code, "on": True}
        await run(platform, await _admin(platform, issued.value.token), switch, switched)
    return County(made.root, await _admin(platform, issued.value.token))


async def _admin(platform: Platform, token: str) -> Principal:
    """The holder of a token, with the rights of this moment: switching a plugin changes them."""
    platform.principals.forget(token)
    return await platform.principals.by_token(token)


async def _leaks(
    plugin: Plugin, platform: Platform, admin_url: str, own: County, other: County
) -> AsyncIterator[Finding]:
    """Records of one county that the administrator of another sees, or their own does not."""
    schema = build_schema(
        platform.registry, platform.operations.values(), refusals(platform.plugins)
    )
    reader = Reader(platform, schema)
    models = [platform.registry[m.name] for m in plugin.entities() if m.exposed]
    entered = set(_entered(models, admin_url, own.root))
    for model in models:
        document = f"{{ {model.many} {{ totalCount nodes {{ {' '.join(_fields(model))} }} }} }}"
        counts = []
        for county in (own, other):
            answer = await reader.execute(county.admin, document, None, None, "zh")
            data = msgspec.json.decode(answer)
            if "errors" in data:
                said = data["errors"][0]["message"]
                yield Finding("leaks", model.name, Text(f"查询出错:{said}", f"it fails: {said}"))
                break
            counts.append(data["data"][model.many]["totalCount"])
        if len(counts) == 2 and counts[1]:
            text = Text("外县可以看到该记录", "another county sees its records")
            yield Finding("leaks", model.name, text)
        elif len(counts) == 2 and model.name in entered and not counts[0]:
            text = Text(
                "县管理员看不到本县的记录", "the county's own administrator does not see it"
            )
            yield Finding("leaks", model.name, text)


def _fields(model: EntityModel) -> list[str]:
    return [field.name for field in model.fields]


def _entered(models: Sequence[EntityModel], admin_url: str, root: OrgUnit) -> Iterator[str]:
    """Enter one record of each entity past all rules; the names of those where that was possible.

    A check constraint that the made-up values do not meet leaves an entity without a record.
    """
    engine = sa.create_engine(sa.make_url(admin_url).set(drivername="postgresql+psycopg"))
    try:
        for model in models:
            with engine.connect() as connection:
                connection.execute(sa.text("set session_replication_role = replica"))
                try:
                    connection.execute(sa.insert(model.table).values(_made_up(model, root)))
                    connection.commit()
                except SQLAlchemyError:
                    continue
            yield model.name
    finally:
        engine.dispose()


def _made_up(model: EntityModel, root: OrgUnit) -> dict[str, Any]:
    placed = {"county": root.county, "org_path": root.org_path, "org_id": root.id}
    return {
        c.name: placed[c.name] if c.name in placed else _value(c.type)
        for c in model.table.c
        if not c.nullable
    }


def _value(kind: Any) -> Any:
    """A value of a column's type."""
    if isinstance(kind, ARRAY):
        return []
    if isinstance(kind, sa.Enum):
        return kind.enums[0]
    made: dict[type, Any] = {
        bool: False,
        int: 1,
        Decimal: Decimal(1),
        str: "试",
        date: clock.today(),
        datetime: clock.now(),
        time: time(9),
        dict: {},
    }
    return made.get(kind.python_type) if kind.python_type in made else new_id()


async def _operations(plugin: Plugin, platform: Platform, county: County) -> AsyncIterator[Finding]:
    """Operations and questions that an empty input breaks, instead of being refused or answered."""
    for declared in plugin.operations():
        try:
            await run(platform, county.admin, platform.operations[declared.field], {})
        except YishiError:
            continue
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            text = Text(f"空输入使其出错:{what}", f"an empty input breaks it: {what}")
            yield Finding("operations", declared.name, text)
