"""Bad input everywhere (issue 3): every field of every operation with every bad value of its type
is refused clearly, and nothing is written.

Here the good input is an invented one, so that what is tried is the way to the operation's own
rules; in `test_in_place.py` it is a real one.
"""

from __future__ import annotations

import json

import pytest

from tests.access.inputs import Examples
from tests.access.matrix_file import read_matrix
from tests.access.sweep.judging import CHINESE, NEVER, TAKES, attempt, fault
from tests.access.sweep.values import spoiled
from tests.access.test_references import document, variables
from tests.access.world import World
from yishi_graphql.reader import Reader

pytestmark = pytest.mark.anyio
STEP = 23
COERCED = {"no list"}
"""What GraphQL takes for a list of one."""


@pytest.mark.parametrize("field", sorted(read_matrix("operations")))
async def test_a_bad_value_is_refused_clearly(world: World, examples: Examples, field: str) -> None:
    operation = world.platform.operations[field]
    caller = world.callers["anonymous" if operation.acts_for else "own"]
    tried = list(spoiled(operation.input, examples.of(operation)))
    faults = [
        fault(operation, bad, await attempt(world.platform, caller, operation, bad.raw))
        for bad in tried
    ]
    assert tried or not operation.input.model_fields
    assert [f for f in faults if f] == []


async def test_what_is_bad_is_refused_clearly_over_graphql_too(
    world: World, examples: Examples, reader: Reader
) -> None:
    """Variables are read by GraphQL's types first; a part of all bad values, the same in every run,
    shows that nothing falls between the two.
    """
    schema = await reader.schema_of(world.callers["own"])
    every, unclear = [], []
    for operation in world.platform.operations.values():
        bad = [
            b for b in spoiled(operation.input, examples.of(operation)) if b.kind in NEVER - COERCED
        ]
        every += [
            (operation, b) for b in bad if f"{operation.field}.{b.path} {b.kind}" not in TAKES
        ]
    for operation, bad in every[::STEP]:
        root = schema.mutation_type if operation.changes else schema.query_type
        ask = document(operation, root.fields[operation.field])
        answer = json.loads(
            await reader.execute(
                world.callers["own"], ask, variables(operation, bad.raw), None, "zh"
            )
        )
        error = answer.get("errors", [{"message": "", "extensions": {"code": "taken"}}])[0]
        code, fields = error["extensions"]["code"], error["extensions"].get("fields")
        # As with every list, the objects that a question may answer are limited before all else.
        long = code == "TOO_COMPLEX" and bad.path == "first" and not operation.changes
        if not ((code == "INVALID_INPUT" and fields) or long) or not CHINESE.search(
            error["message"]
        ):
            unclear.append(f"{operation.field}.{bad.path} {bad.kind}: {error}")
    assert len(every) > 5000
    assert unclear == []
