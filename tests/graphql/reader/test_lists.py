"""Objects, lists, pages."""

from __future__ import annotations

import pytest

from tests.graphql.reader.conftest import Asking, gid, person, post, station


async def test_one_object_with_what_it_points_at_is_one_statement(asking: Asking) -> None:
    room = station("柳湾议事室")
    await asking.plant(room)
    data = await asking.data(
        "township",
        "query($id: ID!) { station(id: $id) { id name kind org { name } __typename } }",
        id=gid(room),
    )
    org = asking.county.orgs["township"]
    assert data == {
        "station": {
            "id": gid(room),
            "name": "柳湾议事室",
            "kind": "council_room",
            "org": {"name": org.name},
            "__typename": "Station",
        }
    }
    assert len(asking.statements) == 1


async def test_lists_within_lists_are_one_statement(asking: Asking) -> None:
    rooms = [station(n) for n in ("石桥议事室", "柳湾议事室", "安平议事室")]
    people = [person("李秀英"), person("王建国")]
    await asking.plant(*rooms, *people)
    await asking.plant(
        post(rooms[0], people[0]), post(rooms[0], people[1]), post(rooms[1], people[0])
    )
    data = await asking.data(
        "township",
        """{ stations(orderBy: [{name: asc}]) { totalCount nodes { name assignments(first: 1) {
             totalCount nodes { person { name } } pageInfo { hasNextPage } } } } }""",
    )
    assert data["stations"]["totalCount"] == 3
    assert [
        (n["name"], n["assignments"]["totalCount"], n["assignments"]["pageInfo"]["hasNextPage"])
        for n in data["stations"]["nodes"]
    ] == [
        ("安平议事室", 0, False),
        ("柳湾议事室", 1, False),
        ("石桥议事室", 2, True),
    ]
    assert data["stations"]["nodes"][2]["assignments"]["nodes"] == [{"person": {"name": "李秀英"}}]
    assert len(asking.statements) == 1


async def test_a_list_is_twenty_long_unless_asked(asking: Asking) -> None:
    await asking.plant(*(station(f"站{i:02d}") for i in range(23)))
    data = await asking.data(
        "township", "{ stations { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }"
    )
    assert len(data["stations"]["nodes"]) == 20
    assert data["stations"]["pageInfo"] == {"hasNextPage": True, "hasPreviousPage": False}


@pytest.mark.check("K15", part="page length")
@pytest.mark.parametrize("first", [-1, 101, 2**31 - 1])
async def test_a_page_beyond_the_limits_is_refused_as_literal_and_as_variable(
    asking: Asking, first: int
) -> None:
    assert await asking.code("township", f"{{ stations(first: {first}) {{ totalCount }} }}") in (
        "INVALID_INPUT",
        "TOO_COMPLEX",
    )
    document = "query($n: Int) { stations(first: $n) { totalCount } }"
    assert await asking.code("township", document, n=first) in ("INVALID_INPUT", "TOO_COMPLEX")
    nested = "query($n: Int) { stations { nodes { assignments(first: $n) { totalCount } } } }"
    assert await asking.code("township", nested, n=first) in ("INVALID_INPUT", "TOO_COMPLEX")
    assert asking.statements == []
