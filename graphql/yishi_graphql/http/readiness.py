"""Readiness: the database answers, has every column, and is of a known version.

Columns are compared rather than migration numbers, which are looked at once, when a process starts:
what breaks a request is a missing column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import structlog

from yishi_core.facilities.jobs.procrastinate_queue import AT_WORK
from yishi_core.kernel.access import Principal
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.http.health import Probe
from yishi_tenants.settings.switches.missing import MissingPlugin, missing_plugins

OLDEST, NEWEST = 15, 18
"""Major versions of PostgreSQL on which the tests run."""

MISSING = """
    select coalesce(json_agg(wanted order by wanted), '[]')::text from (
        select unnest(%(wanted)s::text[]) as wanted
        except
        select c.relname || '.' || a.attname
        from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    ) missing
"""


IDLE = (
    "no job worker has given a sign of life: nothing is delivered, imported or done daily "
    "until `yishi worker` runs"
)


def database_probe(platform: Platform) -> Probe:
    """The probe of `/health/ready`.

    Plugins that are missing are named and do not make the server unready: everything that they have
    no say in goes on.

    Once no column is missing, columns are not checked again, since they do not go away.
    """
    wanted = columns_of(platform.registry)
    visitor = Principal.anonymous(0, platform.policy).reading
    complete = False

    async def probe() -> Mapping[str, Any]:
        nonlocal complete
        missing: list[str] = []
        if not complete:
            found = await platform.database.read(visitor, MISSING, {"wanted": wanted})
            missing = msgspec.json.decode(found or b"[]", type=list[str])
            complete = not missing
        warnings: list[str] = []
        gone: list[MissingPlugin] = []
        if complete and await platform.database.read(visitor, AT_WORK, {}) != b"true":
            warnings.append(IDLE)
        if complete:
            gone = await missing_plugins(platform)
            warnings += map(str, gone)
        version = platform.database.server_version
        answer: dict[str, Any] = {
            "ready": not missing,
            "server": version,
            "warnings": [*warnings_of(version), *warnings],
            "plugins": {
                "missing": [plugin.code for plugin in gone],
                "left_out": list(platform.plugins.left_out),
            },
        }
        if missing:
            answer["reason"] = "migrations"
            structlog.get_logger("yishi.http").warning(
                "columns are missing: run `yishi db upgrade`", columns=missing[:20]
            )
        return answer

    return probe


def columns_of(registry: Registry) -> list[str]:
    """`table.column` of every entity."""
    return [f"{model.table.name}.{column.name}" for model in registry for column in model.table.c]


def warnings_of(version: str) -> list[str]:
    """What an operator should know about the server's version."""
    major = int(version.split(".")[0])
    if major < OLDEST:
        return [f"PostgreSQL {version} is too old: at least {OLDEST}"]
    if major > NEWEST:
        return [f"PostgreSQL {version} is newer than what this release was tested on ({NEWEST})"]
    return []
