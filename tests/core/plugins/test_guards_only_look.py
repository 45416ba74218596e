"""A guard may look and must not write: whatever way it takes, the operation fails, names plugin,
hook and operation, saves nothing, and the audit does not say that the caller did it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from tests.core.plugins.samples import Quiet
from tests.fixtures.county import County, InstalledDefaults
from yishi_core.domain.orgs.events import ORG_RENAMED
from yishi_core.domain.orgs.service import rename_org
from yishi_core.errors import PluginFailed
from yishi_core.kernel.audit.models import AuditEntry, AuditResult
from yishi_core.kernel.events.models import Event
from yishi_core.kernel.operation import Input, OperationContext, ReadContext
from yishi_core.kernel.plugins.hooks import guard
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.tree.models import OrgKind, OrgUnit

pytestmark = pytest.mark.anyio
FORGED = "被守卫改写"
Deed = Callable[[ReadContext, Any], Awaitable[None]]


class Guarding(Quiet):
    """Does something in its guard and agrees."""

    def __init__(self, deed: Deed) -> None:
        super().__init__("guarding")
        self.deed = deed

    @guard(rename_org)
    async def guards(self, context: ReadContext, data: Input) -> None:
        await self.deed(context, data)


async def sets_a_column(context: ReadContext, data: Any) -> None:
    data.org.name = FORGED


async def sets_another_rows_column(context: ReadContext, data: Any) -> None:
    other = await context.first(OrgUnit, OrgUnit.id != data.org.id)
    assert other is not None
    other.name = FORGED


async def changes_the_input(context: ReadContext, data: Any) -> None:
    data.name = FORGED


async def deletes_a_row(context: ReadContext, data: Any) -> None:
    await context.session.delete(data.org)


async def flushes(context: ReadContext, data: Any) -> None:
    data.org.name = FORGED
    await context.session.flush()


async def flushes_and_says_nothing(context: ReadContext, data: Any) -> None:
    with contextlib.suppress(Exception):
        await flushes(context, data)


async def lets_a_question_flush(context: ReadContext, data: Any) -> None:
    data.org.name = FORGED
    await context.count(OrgUnit)


async def executes(context: ReadContext, data: Any) -> None:
    await context.session.execute(
        sa.update(OrgUnit).where(OrgUnit.id == data.org.id).values(name=FORGED)
    )


async def executes_text(context: ReadContext, data: Any) -> None:
    connection = await context.session.connection()
    await connection.execute(sa.text("update org_unit set name = 'x' where county = 1"))


async def writes_in_its_own_transaction(context: ReadContext, data: Any) -> None:
    async with context.platform.database.transaction(context.principal.reading) as session:
        (row,) = await session.scalars(sa.select(OrgUnit).where(OrgUnit.id == data.org.id))
        row.name = FORGED


async def commits(context: ReadContext, data: Any) -> None:
    await context.session.commit()


WRITES = [
    sets_a_column,
    sets_another_rows_column,
    changes_the_input,
    deletes_a_row,
    flushes,
    flushes_and_says_nothing,
    lets_a_question_flush,
    executes,
    executes_text,
    writes_in_its_own_transaction,
    commits,
]


def guarded(town: County, deed: Deed) -> County:
    installed = load_plugins([Guarding(deed)], entry_points=False)
    settings = InstalledDefaults(installed, ["guarding"])
    town.platform = replace(town.platform, plugins=installed, settings=settings)
    return town


@pytest.mark.parametrize("deed", WRITES, ids=lambda deed: deed.__name__)
async def test_a_guard_that_writes_is_refused(town: County, deed: Deed) -> None:
    village = town.orgs["village"]
    with (
        structlog.testing.capture_logs() as logs,
        pytest.raises(PluginFailed) as caught,
    ):
        await guarded(town, deed).act("county", "rename_org", org=village, name="新名")
    assert caught.value.data == {"plugin": "guarding", "hook": "guard"}
    assert "rename_org" in caught.value.text.zh
    assert {(x["plugin"], x["hook"], x["during"]) for x in logs if x["log_level"] == "error"} == {
        ("guarding", "guard", "rename_org")
    }
    names = {org.name for org in await town.rows(OrgUnit)}
    assert names == {org.name for org in town.orgs.values()}
    assert not [e for e in await town.rows(Event) if e.name == ORG_RENAMED.name]
    audited = [a for a in await town.rows(AuditEntry) if a.operation == "rename_org"]
    assert [(a.result, a.code, a.changes) for a in audited] == [
        (AuditResult.REFUSED, "PLUGIN_FAILED", None)
    ]


async def adds_a_row(context: ReadContext, data: Any) -> None:
    context.session.add(OrgUnit(name=FORGED, kind=OrgKind.LIAISON_GROUP))


WRITES.append(adds_a_row)


@pytest.mark.parametrize("method", ["add", "emit", "advise", "show"])
def test_what_a_guard_is_given_has_no_way_to_write(method: str) -> None:
    assert hasattr(OperationContext, method)
    assert not hasattr(ReadContext, method)


async def looks(context: ReadContext, data: Any) -> None:
    await context.first(OrgUnit, OrgUnit.id != data.org.id)
    await context.count(OrgUnit)
    await context.session.execute(sa.select(OrgUnit.id).with_for_update().limit(1))
    async with context.platform.database.transaction(context.principal.reading) as session:
        await session.scalar(sa.select(OrgUnit.id).limit(1))


async def test_a_guard_may_look_at_whatever_it_likes(town: County) -> None:
    village = town.orgs["village"]
    await guarded(town, looks).act("county", "rename_org", org=village, name="新名")
    assert (await town.fresh(village)).name == "新名"
