"""What the schema says of itself: made once, beside the loop, and the same as graphql-core would
say.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from graphql import get_introspection_query, graphql_sync
from tests.fixtures.turns import turns_of_the_loop
from tests.graphql.reader.conftest import Asking
from yishi_graphql.reader import introspection
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
      a: __schema { types { name } one: types { ...Kind } no: types @skip(if: $not) { name } queryType { name } again: types { name } }
      ...More
      station: __type(name: "Station") { interfaces { name possibleTypes { name } } }
    }
    fragment Kind on __Type { kind }
    fragment More on Query { other: __type(name: "Kind") { name } }"""
    schema = await asking.reader.schema_of(asking.county.principals["county"])
    assert len(schema.type_map) > 2 * AT_ONCE
    assert json.loads(await asking.raw("county", document)) == {
        "data": graphql_sync(schema, document).data
    }


@pytest.mark.check("K14", part="introspection does not hold up others")
async def test_others_go_on_while_it_is_made(asking: Asking) -> None:
    await asking.data("county", "{ __typename }")
    made = asyncio.create_task(asking.raw("county", WHOLE))
    turns = 0
    with turns_of_the_loop() as held:
        while not made.done():
            turns += 1
            await asyncio.sleep(0.005)
    assert turns > 10
    assert held.seconds < 0.05, held.longest


async def test_the_same_question_is_answered_once_however_it_is_written(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[object] = []
    run = introspection._run
    monkeypatch.setattr(introspection, "_run", lambda *given: runs.append(given) or run(*given))
    written = (
        "{ __schema { types { kind name } } }",
        "query Fresh1 { __schema { types { kind name } } }",
        "query Fresh2($yes: Boolean = true) { __schema @include(if: $yes) { types { ...Two } } } "
        "fragment Two on __Type { kind ... { name } }",
    )
    answers = {await asking.raw("county", document) for document in written}
    assert len(answers) == 1
    once = len(runs)
    assert await asking.raw("township", written[0].replace("kind", "kind kind")) in answers
    assert len(runs) == once
    assert len(asking.reader._introspection._known) == 1


async def test_it_ends_with_the_last_who_waits_for_it(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[object] = []
    begun = asyncio.Event()
    loop, run = asyncio.get_running_loop(), introspection._run

    def counted(*given: Any) -> Any:
        runs.append(given)
        loop.call_soon_threadsafe(begun.set)
        return run(*given)

    monkeypatch.setattr(introspection, "_run", counted)
    asked = [asyncio.create_task(asking.raw("county", WHOLE)) for _ in range(2)]
    await begun.wait()
    asked[0].cancel()
    await asyncio.wait([asked[0]])
    assert not asked[1].done()
    asked[1].cancel()
    await asyncio.wait([asked[1]])
    at_the_end = len(runs)
    await asking.data(
        "county", TYPE, name="Station"
    )  # by the same thread, when it is free: then nothing of the other is left
    assert len(runs) <= at_the_end + 2
    whole = (
        len((await asking.reader.schema_of(asking.county.principals["county"])).type_map) // AT_ONCE
    )
    assert at_the_end < whole, "it went on to its end"
    assert len(asking.reader._introspection._known) == 1


async def test_data_is_asked_for_apart(asking: Asking) -> None:
    document = '{ __type(name: "Station") { name } stations { totalCount } }'
    answer = await asking.full("county", document)
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
    assert "in an operation of its own" in answer["errors"][0]["message"]


async def test_an_argument_that_its_variable_makes_null_is_told_as_such(asking: Asking) -> None:
    document = 'query($name: String = "Station") { __type(name: $name) { name } }'
    assert (await asking.data("county", document))["__type"] == {"name": "Station"}
    answer = await asking.full("county", document, name=None)
    assert answer["data"] == {"__type": None}
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


async def test_callers_at_the_same_moment_share_one_answer(asking: Asking) -> None:
    names = "{ __schema { types { name } } }"
    first, *rest = await asyncio.gather(*(asking.raw("county", names) for _ in range(4)))
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
