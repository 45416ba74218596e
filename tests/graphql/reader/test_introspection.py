"""What the schema says of itself: made once, beside the loop, and the same as graphql-core would
say.
"""

from __future__ import annotations

import asyncio
import json

import pytest

from graphql import get_introspection_query, graphql_sync
from tests.graphql.reader.conftest import Asking
from yishi_graphql.reader.introspection import ANSWERS, AT_ONCE

pytestmark = pytest.mark.anyio
WHOLE = get_introspection_query()
TYPE = (
    "query($name: String!, $fields: Boolean = true) { __type(name: $name) { name fields "
    "@include(if: $fields) { name } } }"
)


async def test_the_answer_is_graphql_cores_and_made_once_for_all_who_see_the_schema(
    asking: Asking,
) -> None:
    answer = await asking.raw("county", WHOLE)
    schema = await asking.reader.schema_of(asking.county.principals["county"])
    assert json.loads(answer) == {"data": graphql_sync(schema, WHOLE).data}
    assert await asking.raw("county", WHOLE) == answer
    assert await asking.raw("township", WHOLE) == answer
    assert len(asking.reader._introspection._known) == 1


async def test_types_are_listed_wherever_they_are_asked_for(asking: Asking) -> None:
    document = """query($not: Boolean = true) {
      a: __schema { types { name } one: types { ...Kind } no: types @skip(if: $not) { name } queryType { name } }
      ...More
      station: __type(name: "Station") { interfaces { name possibleTypes { name } } }
    }
    fragment Kind on __Type { kind }
    fragment More on Query { __schema { again: types { name } } }"""
    schema = await asking.reader.schema_of(asking.county.principals["county"])
    assert len(schema.type_map) > 2 * AT_ONCE
    assert json.loads(await asking.raw("county", document)) == {
        "data": graphql_sync(schema, document).data
    }


@pytest.mark.check("K14", part="introspection does not hold up others")
async def test_others_go_on_while_it_is_made(asking: Asking) -> None:
    made = asyncio.create_task(asking.raw("county", WHOLE))
    turns = 0
    while not made.done():
        turns += 1
        await asyncio.sleep(0.005)
    assert turns > 10


async def test_callers_at_the_same_moment_share_one_answer(asking: Asking) -> None:
    first, *rest = await asyncio.gather(*(asking.raw("county", WHOLE) for _ in range(4)))
    assert all(answer == first for answer in rest)
    assert len(asking.reader._introspection._known) == 1


async def test_variables_are_part_of_the_question(asking: Asking) -> None:
    assert (await asking.data("county", TYPE, name="Station", fields=False))["__type"] == {
        "name": "Station"
    }
    assert "fields" in (await asking.data("county", TYPE, name="Station", fields=True))["__type"]
    assert (await asking.data("county", TYPE, name="OrgUnit", fields=False))["__type"] == {
        "name": "OrgUnit"
    }
    assert (await asking.data("county", TYPE, name="NoSuchType"))["__type"] is None


async def test_errors_are_told_as_always_and_not_kept(asking: Asking) -> None:
    for _ in range(2):
        assert await asking.code("county", TYPE) == "INVALID_INPUT"


async def test_so_many_answers_are_kept_and_no_more(asking: Asking) -> None:
    for number in range(ANSWERS + 5):
        await asking.data("county", TYPE, name=f"Nothing{number}")
    assert len(asking.reader._introspection._known) == ANSWERS
