"""Who was given a one-time password and has not replaced it can do that, log out, and be told who
he is: nothing else, through any door.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.access.inputs import Examples
from tests.access.world import World
from yishi_core.errors import Forbidden
from yishi_core.facilities.attachments.reading import find_attachment
from yishi_core.facilities.attachments.upload import Sent, keep
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.run import run
from yishi_graphql.reader import Reader

pytestmark = pytest.mark.anyio
OPEN = {"login", "logout", "changePassword", "me"}


async def test_every_other_operation_is_forbidden(world: World, examples: Examples) -> None:
    """Even for an administrator: the rule stands before the grants."""
    new = replace(world.callers["admin"], must_change_password=True)
    assert {f for f, o in world.platform.operations.items() if o.first_login} == OPEN
    for field, operation in world.platform.operations.items():
        if field not in OPEN:
            with pytest.raises(Forbidden) as caught:
                await run(world.platform, new, operation, examples.of(operation))
            assert caught.value.data == {"rule": "must_change_password"}, field


async def test_reading_is_forbidden_and_says_why(world: World, reader: Reader) -> None:
    new = replace(world.callers["admin"], must_change_password=True)
    for document in (
        "{ orgs { totalCount } }",
        '{ node(id: "x") { id } }',
        "{ me { name } orgs { totalCount } }",
        "{ orgs { totalCount } "
        f"public(county: {world.home.code}) {{ stations {{ totalCount }} }} }}",
    ):
        answer = json.loads(await reader.execute(new, document, None, None, "zh"))
        assert answer["data"] is None
        assert answer["errors"][0]["message"] == "请先修改初始密码。"
        assert answer["errors"][0]["extensions"] == {
            "code": "FORBIDDEN",
            "rule": "must_change_password",
        }
    answer = json.loads(await reader.execute(new, "{ me { name } }", None, None, "zh"))
    assert answer["data"] == {"me": {"name": "county"}}


async def test_files_are_forbidden_both_ways(world: World) -> None:
    new = replace(world.callers["admin"], must_change_password=True)
    with pytest.raises(Forbidden):
        await find_attachment(world.platform, new, global_id(world.here["Attachment"]))
    with pytest.raises(Forbidden):
        await keep(
            world.platform,
            new,
            Sent(
                "a.pdf", b"%PDF-1.7\n" + b"x" * 1_000, global_id(world.home.orgs["village"]), None
            ),
        )
