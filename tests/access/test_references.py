"""K11: an id that is absent and one that is foreign cannot be told apart, in any reference of any
operation: same bytes, same statements.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from graphql import GraphQLField
from tests.access.inputs import Examples, is_list, references
from tests.access.world import World
from tests.stories.people import camelled
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity import camel
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation import Operation
from yishi_core.kernel.operation.inputs import global_id
from yishi_graphql.reader import Reader
from yishi_graphql.reader.errors import OWN_ARGUMENTS

pytestmark = pytest.mark.anyio


def document(operation: Operation, field: GraphQLField) -> str:
    """A document that gives an operation what `variables` makes: its input, or the arguments of a
    question.
    """
    taken = {n: a for n, a in field.args.items() if n not in OWN_ARGUMENTS}
    declared = ", ".join(f"${name}: {argument.type}" for name, argument in taken.items())
    passed = ", ".join(f"{name}: ${name}" for name in taken)
    word = "mutation" if operation.changes else "query"
    return f"{word}({declared}) {{ answer: {operation.field}({passed}) {{ __typename }} }}"


def variables(operation: Operation, given: dict[str, Any]) -> dict[str, Any]:
    """The variables of such a document."""
    spelled = camelled(given)
    return {"input": spelled} if operation.changes else spelled


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The texts of what is sent through sessions inside the block."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    engine = database._engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def unreachable(world: World, entity: str) -> list[tuple[int, str]]:
    """(county, id) of an entity that the village's staff must not be able to tell apart: absent
    ones, and others' records.
    """
    home, away = world.home.code, world.away.code
    return [
        (home, f"{entity}:{home}:{new_id()}"),
        (home, global_id(world.hidden[entity])),
        (away, f"{entity}:{away}:{new_id()}"),
        (away, global_id(world.foreign[entity])),
        (999999, f"{entity}:999999:{new_id()}"),
    ]


async def answers(
    world: World,
    reader: Reader,
    operation: Operation,
    given: dict[str, Any],
    name: str,
    entity: str,
) -> None:
    """Ask with each unreachable id in one reference; all must answer alike."""
    schema: Any = await reader.schema_of(world.callers["own"])
    root = schema.mutation_type if operation.changes else schema.query_type
    ask = document(operation, root.fields[operation.field])
    found: set[bytes] = set()
    ways: dict[int, set[tuple[str, ...]]] = {}
    for county, id_ in unreachable(world, entity):
        value = [id_] if is_list(operation.input, name) else id_
        with statements(world.platform.database) as sent:
            answer = await reader.execute(
                world.callers["own"], ask, variables(operation, {**given, name: value}), None, "zh"
            )
        found.add(answer)
        ways.setdefault(county, set()).add(tuple(sent))
    assert len(found) == 1, f"{operation.field}.{name}: {found}"
    # References to one county and entity are loaded together: which county an id names is the
    # caller's own word.
    assert all(len(sent) == 1 for sent in ways.values()), (
        f"{operation.field}.{name}: told apart by its statements"
    )
    [error] = json.loads(found.pop())["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND", f"{operation.field}.{name}: {error}"
    paths = [f["path"] for f in error["extensions"]["fields"]]
    below = "input." if operation.changes else ""
    assert f"{below}{camel(name)}" + (".0" if is_list(operation.input, name) else "") in paths, (
        operation.field
    )


def fitting(operation: Operation, given: dict[str, Any], name: str, id_: str) -> dict[str, Any]:
    """The input to which a reference can be added: of `station`, `org`, `case` … some inputs take
    one only.
    """
    model = operation.input
    value = [id_] if is_list(model, name) else id_
    choices = {n for n, _ in references(model) if not model.model_fields[n].is_required()}
    for smaller in (given, {k: v for k, v in given.items() if k not in choices}):
        with suppress(ValidationError):
            model.model_validate({**smaller, name: value})
            return smaller
    raise AssertionError(f"{operation.field}.{name}: which input would be valid with it?")


@pytest.mark.check("K11", part="every reference of every operation")
async def test_absent_and_foreign_ids_are_answered_alike_everywhere(
    world: World, examples: Examples, reader: Reader
) -> None:
    seen = 0
    for operation in world.platform.operations.values():
        for name, entity in references(operation.input):
            given = fitting(
                operation, examples.of(operation), name, global_id(world.here[entity.__name__])
            )
            await answers(world, reader, operation, given, name, entity.__name__)
            seen += 1
    assert seen > 200


@pytest.mark.check("K11", part="ids that an operation looks up by itself")
@pytest.mark.parametrize(
    ("ask", "entity"),
    [
        ('{ explain(permission: "topic:read", id: "%s") { __typename } }', "Topic"),
        ('mutation { revokeOwnToken(input: {id: "%s"}) { __typename } }', "Token"),
        ('{ node(id: "%s") { id } }', "Intake"),
        ('{ topic(id: "%s") { id title } }', "Topic"),
    ],
)
async def test_ids_that_are_no_references_are_answered_alike_too(
    world: World, reader: Reader, ask: str, entity: str
) -> None:
    found = {
        await reader.execute(world.callers["own"], ask % id_, None, None, "zh")
        for _, id_ in unreachable(world, entity)
    }
    assert len(found) == 1
