"""Fragments, aliases, directives, type names, scalars."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tests.graphql.reader.conftest import Asking, gid, person, post, station
from yishi_graphql.reader.json import MOST_PAIRS


async def test_fragments_are_merged_in_the_order_of_the_document(asking: Asking) -> None:
    room = station("柳湾", area_m2=Decimal("80.5"))
    await asking.plant(room)
    document = """
      query($id: ID!, $deep: Boolean = false, $shallow: Boolean = true) {
        one: station(id: $id) { ...Base org { id } ... on Node { id } ... @include(if: $deep) { level } two: kind kind @skip(if: $shallow) }
      }
      fragment Base on Station { name ...Org areaM2 }
      fragment Org on Station { org { name ... on OrgUnit @skip(if: $deep) { kind } } }"""
    org = asking.county.orgs["township"]
    found = await asking.data("township", document, id=gid(room))
    assert list(found["one"].items()) == [
        ("name", "柳湾"),
        ("org", {"name": org.name, "kind": "liaison_group", "id": gid(org)}),
        ("areaM2", "80.50"),
        ("id", gid(room)),
        ("two", "council_room"),
    ]
    found = await asking.data("township", document, id=gid(room), deep=True, shallow=False)
    assert list(found["one"].items()) == [
        ("name", "柳湾"),
        ("org", {"name": org.name, "id": gid(org)}),
        ("areaM2", "80.50"),
        ("id", gid(room)),
        ("level", "village"),
        ("two", "council_room"),
        ("kind", "council_room"),
    ]


async def test_one_field_twice_with_other_arguments(asking: Asking) -> None:
    rooms = [station("甲"), station("乙")]
    who = person("李秀英")
    await asking.plant(*rooms, who)
    await asking.plant(post(rooms[0], who), post(rooms[1], who))
    found = await asking.data(
        "township",
        """{ a: stations(first: 1, orderBy: {name: asc}) { nodes { name } more: nodes { level } again: totalCount totalCount __typename }
             b: stations(first: 1, orderBy: {name: desc}) { nodes { name a: assignments { totalCount } b: assignments(first: 0) { nodes { id } } } }
             __typename }""",
    )
    assert found == {
        "a": {
            "nodes": [{"name": "甲"}],
            "more": [{"level": "village"}],
            "again": 2,
            "totalCount": 2,
            "__typename": "StationConnection",
        },
        "b": {"nodes": [{"name": "乙", "a": {"totalCount": 1}, "b": {"nodes": []}}]},
        "__typename": "Query",
    }
    assert len(asking.statements) == 1


async def test_more_fields_than_a_function_takes_arguments(asking: Asking) -> None:
    await asking.plant(station("柳湾"))
    many = [f"n{i}: name" if i % 2 else f"n{i}: areaM2" for i in range(2 * MOST_PAIRS + 7)]
    # Fewer aliases than the limit allows per fragment would not reach it: fields of several
    # entities count together.
    fields = " ".join(many[:99])
    found = await asking.data(
        "township",
        f"{{ stations {{ nodes {{ id county kind level state mobility {fields} __typename }} }} }}",
    )
    node = found["stations"]["nodes"][0]
    assert list(node) == [
        "id",
        "county",
        "kind",
        "level",
        "state",
        "mobility",
        *(f"n{i}" for i in range(99)),
        "__typename",
    ]
    assert node["n97"] == "柳湾"
    assert node["n98"] is None


async def test_scalars_travel_as_said(asking: Asking) -> None:
    moment = datetime(2025, 3, 1, 1, 30, 0, 123456, tzinfo=UTC)
    await asking.plant(
        station(
            "柳湾", created_at=moment, area_m2=Decimal("12.5"), shares_with=["书屋", "“引号”\\"]
        )
    )
    found = await asking.data(
        "township",
        "{ stations { nodes { createdAt areaM2 version county isDemoPoint openedOn closedOn "
        "sharesWith } } }",
    )
    node = found["stations"]["nodes"][0]
    assert datetime.fromisoformat(node.pop("createdAt")) == moment
    assert node == {
        "areaM2": "12.50",
        "version": 1,
        "county": asking.county.code,
        "isDemoPoint": False,
        "openedOn": "2024-05-01",
        "closedOn": None,
        "sharesWith": ["书屋", "“引号”\\"],
    }


async def test_data_beside_a_question_gives_the_same_data(asking: Asking) -> None:
    room, who = station("柳湾", area_m2=Decimal("80.5")), person("李秀英")
    await asking.plant(room, who)
    await asking.plant(post(room, who))
    fields = (
        """station(id: $id) { id areaM2 kind createdAt org { name } assignments { edges { cursor
        node { role } } pageInfo { endCursor } totalCount } } node(id: $id) { id ... on Station { n:
        name } } stationsAggregate(groupBy: [kind]) { key { kind } count } public(county: COUNTY) {
        stations { totalCount } }
        """
    ).replace("COUNTY", str(asking.county.code))
    alone = await asking.data("township", f"query($id: ID!) {{ {fields} }}", id=gid(room))
    beside = await asking.data(
        "township", f"query($id: ID!) {{ {fields} todoCounts {{ started }} }}", id=gid(room)
    )
    assert beside.pop("todoCounts") == {"started": 0}
    assert beside == alone


async def test_voided_records_are_shown_only_when_asked_for(asking: Asking) -> None:
    gone, here = (
        station("旧站", voided_at=datetime(2025, 1, 1, tzinfo=UTC), void_reason="重复"),
        station("新站"),
    )
    who = person("李秀英")
    await asking.plant(gone, here, who)
    await asking.plant(post(gone, who), post(here, who, voided_at=datetime(2025, 1, 1, tzinfo=UTC)))
    document = """query($w: StationWhere, $v: Boolean, $id: ID!) { stations(where: $w, includeVoided: $v) { totalCount nodes { name } }
      stationsAggregate(where: $w, includeVoided: $v) { count } station(id: $id) { name voidReason assignments { totalCount } } }"""

    async def counts(**variables: object) -> tuple[int, int, int]:
        found = await asking.data("township", document, id=gid(gone), **variables)
        assert found["station"] == {
            "name": "旧站",
            "voidReason": "重复",
            "assignments": {"totalCount": 1},
        }
        return (
            found["stations"]["totalCount"],
            len(found["stations"]["nodes"]),
            found["stationsAggregate"][0]["count"],
        )

    assert await counts() == (1, 1, 1)
    assert await counts(v=True) == (2, 2, 2)
    assert await counts(w={"voidedAt": {"isNull": False}}) == (1, 1, 1)
    assert await counts(w={"or": [{"voidedAt": {"isNull": False}}, {"name": {"eq": "新站"}}]}) == (
        2,
        2,
        2,
    )
    assert await counts(w={"assignments": {"some": {}}}) == (0, 0, 0)
    assert await counts(w={"assignments": {"some": {"voidedAt": {"isNull": False}}}}) == (1, 1, 1)
