"""K43: two editors of one version. The second gets a conflict, and nothing of the first one's work
is overwritten.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.access.inputs import Examples
from tests.access.world import World
from tests.fixtures.county import County, InstalledDefaults
from tests.stories.people import camelled
from yishi_core.errors import Conflict
from yishi_core.kernel.access import Principal
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.run import run
from yishi_graphql.reader import Reader

pytestmark = pytest.mark.anyio
RENAME = """mutation($input: RenameOrgInput!, $version: Int) {
  renameOrg(input: $input, expectedVersion: $version) { orgUnit { name version } } }"""


async def rename(reader: Reader, town: County, name: str, version: int | None = None) -> Any:
    """The answer to renaming the village as the county's administrator."""
    given = {"org": global_id(town.orgs["village"]), "name": name}
    answer = await reader.execute(
        town.principals["county"],
        RENAME,
        {"input": camelled(given), "version": version},
        None,
        "zh",
    )
    return json.loads(answer)


@pytest.mark.check("K43", part="over GraphQL")
async def test_the_second_editor_over_graphql_gets_a_conflict(reader: Reader, town: County) -> None:
    seen = (await town.fresh(town.orgs["village"])).version
    first = await rename(reader, town, "先改的名", seen)
    assert first["data"]["renameOrg"]["orgUnit"] == {"name": "先改的名", "version": seen + 1}
    second = await rename(reader, town, "后改的名", seen)
    assert second["errors"][0]["extensions"] == {"code": "CONFLICT", "currentVersion": seen + 1}
    assert second["data"]["renameOrg"] is None
    assert (await town.fresh(town.orgs["village"])).name == "先改的名"
    again = await rename(reader, town, "看过再改", seen + 1)
    assert again["data"]["renameOrg"]["orgUnit"]["version"] == seen + 2


@pytest.mark.check("K43", part="in parallel")
@pytest.mark.parametrize("tells_version", [True, False])
async def test_of_parallel_editors_of_one_version_one_wins(
    reader: Reader, town: County, tells_version: bool
) -> None:
    """Also editors that do not say which version they saw: whoever read the row before somebody
    else's commit does not write over it.
    """
    before = (await town.fresh(town.orgs["village"])).version
    version = before if tells_version else None
    answers = await asyncio.gather(
        *(rename(reader, town, f"第{n}人改的名", version) for n in range(4))
    )
    won = [a["data"]["renameOrg"]["orgUnit"] for a in answers if "errors" not in a]
    assert {a["errors"][0]["extensions"]["code"] for a in answers if "errors" in a} <= {"CONFLICT"}
    row = await town.fresh(town.orgs["village"])
    assert row.version == before + len(won), (
        "as many versions as editors who were told that they succeeded"
    )
    assert row.name == max(won, key=lambda o: int(o["version"]))["name"]
    if tells_version:
        assert len(won) == 1


@pytest.mark.check("K43", part="every operation on a record with a version")
async def test_every_operation_on_a_versioned_record_compares_versions(
    world: World, examples: Examples
) -> None:
    """As the system, which may do everything: nothing but the version stands in the way."""
    system = Principal.system(world.home.code, world.platform.policy)
    installed = world.platform.plugins
    everywhere = InstalledDefaults(installed, [*installed.variants])  # for plugins' own operations
    platform = replace(world.platform, settings=everywhere)
    passed, seen = [], 0
    for operation in world.platform.operations.values():
        if not operation.changes or not operation.subject:
            continue
        reached: list[bool] = []

        async def note(*_: Any, reached: list[bool] = reached) -> None:
            reached.append(True)
            raise Conflict.stale(0)

        with pytest.raises(Conflict):
            await run(
                platform,
                system,
                replace(operation, function=note),
                examples.of(operation),
                expected_version=99,
            )
        seen += 1
        passed += [operation.field] if reached else []
    assert passed == []
    assert seen > 120
    assert all(
        issubclass(m.entity, OrgRow)
        for m in world.platform.registry.exposed
        if m.name not in ("AuditEntry", "Event")
    )
