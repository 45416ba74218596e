"""A package declares one entity and one operation, and nothing else: table, API, filters, rights
and audit follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from litestar.testing import AsyncTestClient

from tests.fixtures.database import Urls, environments
from tests.oneplace.packages import on_disk
from tests.stories.town import found_town, story_application, story_platform
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.access import Principal
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.kernel.database import Database
from yishi_core.kernel.database.migrations import upgrade
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.plugins.plugin_set import load_plugins

PACKAGE = "lantern_sample"
VARIANT = """
code = "lantern_sample"
label = "路灯登记"
version = "1.0.0"
core = ">=0.1"

[[policy]]
role = "council_staff"
object = "lantern"
actions = ["read", "record"]

[[policy]]
role = "township_staff"
object = "lantern"
actions = ["read"]
"""
MODELS = '''
"""Street lamps."""
from __future__ import annotations
from enum import StrEnum
from sqlalchemy.orm import Mapped
from yishi_core import Entity, column

class LanternPermission(StrEnum):
    RECORD = "lantern:record"

class Lantern(Entity):
    """A street lamp."""
    __label__ = "路灯"
    pole: Mapped[str] = column("杆号", "Number on the pole.", search="title")
    watts: Mapped[int] = column("功率(瓦)", "Power in watts.")
'''
SERVICE = '''
"""Recording lamps."""
from __future__ import annotations
from pydantic import Field
from yishi_core import EventType, Input, OperationContext, Ref, Text, operation
from yishi_core.domain.orgs import OrgUnit
from lantern_sample.models import Lantern, LanternPermission

LANTERN_RECORDED = EventType("lantern.recorded", Lantern)

class RecordLanternInput(Input):
    """A lamp."""
    org: Ref[OrgUnit] = Field(title="组织")
    pole: str = Field(title="杆号", min_length=1, max_length=20)
    watts: int = Field(title="功率", ge=1, le=1000)

@operation(Text("登记路灯", "Record a lamp"), permission=LanternPermission.RECORD, subject="org", event=LANTERN_RECORDED, importable=True)
async def record_lantern(context: OperationContext, data: RecordLanternInput) -> Lantern:
    """Enter a lamp."""
    return context.add(Lantern(pole=data.pole, watts=data.watts))
'''


@pytest.fixture
def package(tmp_path: Path) -> Iterator[str]:
    """The package on disk, importable for the time of the test, with the migration that its models
    give.
    """
    files = {
        "__init__.py": '"""Lamps."""\n',
        "variant.toml": VARIANT,
        "models.py": MODELS,
        "service.py": SERVICE,
        "README.md": "# 路灯登记\n",
    }
    with on_disk(tmp_path, PACKAGE, files) as name:
        yield name


async def test_an_entity_and_an_operation_are_found_everywhere(
    package: str, fresh_database: Urls, tmp_path: Path
) -> None:
    plugins = load_plugins([package])
    upgrade(
        fresh_database.owner,
        [*environments(), *(e for e in plugins.migrations() if e.name == package)],
    )

    # --- SQL: the column with its type, and the policies of every tenant table
    with psycopg.connect(fresh_database.owner) as owner:
        kind = owner.execute(
            "select data_type from information_schema.columns where table_name = 'lantern' and "
            "column_name = 'watts'"
        )
        assert kind.fetchone() == ("bigint",)
        forced = owner.execute(
            "select relrowsecurity and relforcerowsecurity from pg_class where relname = 'lantern'"
        ).fetchone()
        assert forced == (True,)

    database = await Database.open(fresh_database.app, size=4, closing=[IndexBuffer])
    try:
        platform = story_platform(database, tmp_path / "files", plugins)
        async with AsyncTestClient(story_application(platform)) as http:
            town = await found_town(http, platform, fresh_database)
            village, township = town["village"], town["township"]

            # --- narrowed away until it is switched on
            before = await village.send("{ lanterns { totalCount } }")
            assert before["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
            sheet = {"Content-Type": "text/csv", "Authorization": f"Bearer {village.token}"}
            early = await http.post(
                "/ledgers/Lantern", content="组织,杆号,功率\n柳湾村两委,3号杆,75\n", headers=sheet
            )
            assert [e["extensions"]["code"] for e in early.json()["errors"]] == ["NOT_FOUND"]
            await town.switch_on(package)

            # --- the operation with its input, limits and rights
            where = town.orgs["village"]
            for pole, watts in (("1号杆", 60), ("2号杆", 120)):
                made = await village.do(
                    "recordLantern",
                    "lantern { id pole watts org { name } }",
                    org=where,
                    pole=pole,
                    watts=watts,
                )
            assert made["lantern"]["org"] == {"name": "柳湾村两委"}
            await village.refused(
                "recordLantern",
                "INVALID_INPUT",
                field="input.watts",
                org=where,
                pole="3号杆",
                watts=0,
            )
            await township.refused("recordLantern", "FORBIDDEN", org=where, pole="3号杆", watts=60)
            elsewhere = await town["neighbour"].refused(
                "recordLantern", "INVALID_INPUT", org=where, pole="3号杆", watts=60
            )
            assert (
                "RecordLanternInput" in elsewhere["message"]
            )  # not switched on there: not in the neighbour's schema

            # --- field, filter, order and aggregate
            bright = await township.ask(
                "{ lanterns(where: {watts: {gt: 100}}, orderBy: [{watts: desc}]) { totalCount "
                "nodes { pole } } }"
            )
            assert bright["lanterns"] == {"totalCount": 1, "nodes": [{"pole": "2号杆"}]}
            counted = await township.ask("{ lanternsAggregate { count } }")
            assert counted["lanternsAggregate"] == [{"count": 2}]

            # --- search, and the register out and in
            found = await township.ask('{ search(text: "2号") { hits { type title } } }')
            assert found["search"]["hits"] == [{"type": "Lantern", "title": "2号杆"}]
            register = await http.get(
                "/ledgers/Lantern.csv", headers={"Authorization": f"Bearer {village.token}"}
            )
            assert register.content.decode("utf-8-sig").splitlines()[:2] == [
                "所属组织,杆号,功率(瓦)",
                "柳湾村两委,1号杆,60",
            ]
            entered = await http.post(
                "/ledgers/Lantern", content="组织,杆号,功率\n柳湾村两委,3号杆,75\n", headers=sheet
            )
            assert entered.json()["entered"] == 1, entered.text

            # --- the matrix of rights
            held = (await village.ask("{ me { grants { permissions } } }"))["me"]["grants"][0][
                "permissions"
            ]
            assert {"lantern:record", "lantern:read"} <= set(held)
            assert platform.policy.scopes("member", "lantern:record") == frozenset()

            # --- the audit: the successes with what changed, and the three refusals, also of what
            # is not in the neighbour's schema (K37)
            rows = await entries(database, platform, town.code)
            assert [r.result.value for r in rows] == [
                "done",
                "done",
                "refused",
                "refused",
                "refused",
                "done",
            ]
            assert rows[0].changes is not None
            assert rows[0].changes["watts"] == [None, 60]
    finally:
        await database.close()


async def entries(database: Database, platform: Platform, code: int) -> list[AuditEntry]:
    """What the audit holds of the operation, oldest first."""
    query = (
        sa.select(AuditEntry)
        .where(AuditEntry.county == code, AuditEntry.operation == "record_lantern")
        .order_by(AuditEntry.id)
    )
    async with database.transaction(Principal.system(code, platform.policy).reading) as session:
        return list((await session.scalars(query)).all())
