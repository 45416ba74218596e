"""What a caller may not read he does not get, and may not filter, sort or group by either."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fixtures.county import make_county
from tests.graphql.reader.conftest import Asking, gid, person, post, station
from yishi_core.errors import Unauthenticated
from yishi_core.kernel.access import Grant, Principal, PrincipalKind
from yishi_core.kernel.access.policy import Policy, PolicyLine
from yishi_core.kernel.entity.base import new_id

ONE = "query($id: ID!) { station(id: $id) { id name assignments { nodes { id } } } }"


def somebody(
    asking: Asking, *lines: tuple[str, str, str], at: str = "township", **rest: Any
) -> Principal:
    """A principal under a rule book of his own: (object, action, scope) of his one role."""
    policy = Policy([PolicyLine("tester", *line) for line in lines])
    who = asking.county.principals["township"]
    return Principal(
        PrincipalKind.ACCOUNT,
        who.county,
        policy,
        (Grant("tester", who.county, asking.county.orgs[at].org_path),),
        rest.get("account", who.account),
        who.version,
    )


@pytest.mark.check("K11", part="GraphQL objects")
async def test_absent_and_foreign_ids_get_equal_bytes_from_one_statement(asking: Asking) -> None:
    room, sibling = station("柳湾"), station("东坪")
    await asking.plant(room)
    await asking.plant(sibling, at="neighbour")
    other = await make_county(asking.county.platform)
    foreign = station("他县")
    await Asking(asking.reader, other).plant(foreign)
    assert (await asking.data("township", ONE, id=gid(room)))["station"]["name"] == "柳湾"
    ids = [
        gid(foreign),
        f"Station:{asking.county.code}:{new_id()}",
        f"Station:{other.code}:{new_id()}",
        gid(sibling),
    ]
    answers = {await asking.raw("village", ONE, id=i) for i in ids}
    assert len(answers) == 1
    assert json.loads(answers.pop()) == {"data": {"station": None}}
    assert len(set(asking.statements[-len(ids) :])) == 1
    malformed = {
        await asking.raw("village", ONE, id=i)
        for i in ("", "x", "Station:1", "Person:1:2", f"Station:x:{new_id()}")
    }
    assert {json.loads(a)["data"]["station"] for a in malformed} == {None}


@pytest.mark.check("K11", part="node and nested")
async def test_node_answers_like_the_entity(asking: Asking) -> None:
    room = station("柳湾")
    await asking.plant(room)
    document = (
        "query($id: ID!) { node(id: $id) { id __typename ... on Station { name } ... on "
        "Person { phone } } }"
    )
    found = await asking.data("township", document, id=gid(room))
    assert found["node"] == {"id": gid(room), "__typename": "Station", "name": "柳湾"}
    for absent in (
        f"Station:{asking.county.code}:{new_id()}",
        "Nothing:1:2",
        f"Person:{asking.county.code}:{new_id()}",
    ):
        assert (await asking.data("township", document, id=absent))["node"] is None


async def test_who_may_not_read_an_entity_gets_nothing_of_it_at_any_level(asking: Asking) -> None:
    room, one = station("柳湾"), person("李秀英")
    await asking.plant(room, one)
    await asking.plant(post(room, one))
    who = somebody(asking, ("station", "read", "tree"))
    found = await asking.data(
        who, "{ stations { nodes { name org { name } assignments { totalCount } } } }"
    )
    assert found["stations"]["nodes"] == [
        {"name": "柳湾", "org": None, "assignments": {"totalCount": 0}}
    ]
    where = "query($w: StationWhere) { stations(where: $w) { totalCount } }"
    assert (await asking.data(who, where, w={"assignments": {"some": {}}}))["stations"][
        "totalCount"
    ] == 0
    assert (await asking.data(who, where, w={"org": {"name": {"contains": "河口"}}}))["stations"][
        "totalCount"
    ] == 0
    assert (await asking.data(who, where, w={"org": None}))["stations"]["totalCount"] == 1


async def test_own_scope_shows_what_the_caller_entered(asking: Asking) -> None:
    me, somebody_else = asking.county.principals["township"].account, new_id()
    mine, theirs = person("我的", created_by=me), person("别人", created_by=somebody_else)
    await asking.plant(mine, theirs)
    names = asking.reader.schema.catalogue.models["Person"].many
    document = f"{{ {names} {{ totalCount nodes {{ name }} }} {names}Aggregate {{ count }} }}"
    who = somebody(asking, ("person", "read", "own"))
    found = await asking.data(who, document)
    assert [n["name"] for n in found[names]["nodes"]] == ["我的"]
    assert found[names]["totalCount"] == 1
    assert found[f"{names}Aggregate"] == [{"count": 1}]


async def test_a_column_under_a_permission_is_null_and_no_condition_without_it(
    asking: Asking,
) -> None:
    await asking.plant(person("李秀英", phone="13900000000"))
    await asking.plant(person("王建国", phone="13900000001"), at="village")
    names = asking.reader.schema.catalogue.models["Person"].many
    document = f"{{ {names}(orderBy: [{{name: asc}}]) {{ nodes {{ name phone }} }} }}"
    sees = somebody(asking, ("person", "read", "tree"), ("person", "contact", "tree"))
    blind = somebody(asking, ("person", "read", "tree"))
    assert [n["phone"] for n in (await asking.data(sees, document))[names]["nodes"]] == [
        "13900000000",
        "13900000001",
    ]
    assert [n["phone"] for n in (await asking.data(blind, document))[names]["nodes"]] == [
        None,
        None,
    ]
    for where in (
        {"phone": {"eq": "13900000000"}},
        {"not": {"phone": {"isNull": True}}},
        {"or": [{"phone": {"startsWith": "1"}}]},
    ):
        ask = f"query($w: PersonWhere) {{ {names}(where: $w) {{ totalCount }} }}"
        answer = await asking.full(blind, ask, w=where)
        assert answer["errors"][0]["extensions"] == {
            "code": "FORBIDDEN",
            "permission": "person:contact",
        }
    assert (
        await asking.code(blind, f"{{ {names}(orderBy: [{{phone: asc}}]) {{ totalCount }} }}")
        == "FORBIDDEN"
    )
    via = "query($w: StationWhere) { stations(where: $w) { totalCount } }"
    reader = somebody(
        asking,
        ("person", "read", "tree"),
        ("station", "read", "tree"),
        ("station_assignment", "read", "tree"),
    )
    assert (
        await asking.code(
            reader, via, w={"assignments": {"some": {"person": {"phone": {"eq": "1"}}}}}
        )
        == "FORBIDDEN"
    )
    assert (
        "phone"
        not in asking.reader.schema.for_plugins(frozenset(), asking.reader._resolvers)
        .type_map["PersonGroup"]
        .values
    )  # type: ignore[attr-defined]


async def test_permission_somewhere_shows_the_column_there(asking: Asking) -> None:
    await asking.plant(person("李秀英", phone="1"))
    await asking.plant(person("王建国", phone="2"), at="village")
    policy = Policy(
        [
            PolicyLine("reader", "person", "read", "tree"),
            PolicyLine("caller", "person", "contact", "tree"),
        ]
    )
    me, orgs = asking.county.principals["township"], asking.county.orgs
    who = Principal(
        PrincipalKind.ACCOUNT,
        me.county,
        policy,
        (
            Grant("reader", me.county, orgs["township"].org_path),
            Grant("caller", me.county, orgs["village"].org_path),
        ),
        me.account,
        me.version,
    )
    names = asking.reader.schema.catalogue.models["Person"].many
    found = await asking.data(
        who, f"{{ {names}(orderBy: [{{name: asc}}]) {{ nodes {{ name phone }} }} }}"
    )
    assert [(n["name"], n["phone"]) for n in found[names]["nodes"]] == [
        ("李秀英", None),
        ("王建国", "2"),
    ]


async def test_a_visitor_reads_through_the_public_view_only(asking: Asking) -> None:
    await asking.plant(station("公开", audience=["public"]), station("内部"))
    visitor = asking.county.anonymous
    beside = (
        "{ stations { totalCount } "
        f"public(county: {asking.county.code}) {{ stations {{ totalCount }} }} }}"
    )
    document = (
        "query($c: Int!) { public(county: $c) { stations { totalCount nodes { name } } "
        "kind: __typename } }"
    )
    assert (await asking.data(visitor, document, c=asking.county.code))["public"] == {
        "stations": {"totalCount": 1, "nodes": [{"name": "公开"}]},
        "kind": "Public",
    }
    with pytest.raises(Unauthenticated):
        await asking.raw(visitor, "{ stations { totalCount } }")
    with pytest.raises(Unauthenticated):
        await asking.raw(visitor, beside)
    both = (
        "query($c: Int!) { a: stations { totalCount } public(county: $c) { stations { "
        "totalCount } } b: __typename }"
    )
    found = await asking.full("township", both, c=asking.county.code)
    assert list(found["data"].items()) == [
        ("a", {"totalCount": 2}),
        ("public", {"stations": {"totalCount": 1}}),
        ("b", "Query"),
    ]


async def test_a_caller_with_grants_in_two_counties_reads_both_in_one_order(asking: Asking) -> None:
    other = await make_county(asking.county.platform)
    second = Asking(asking.reader, other)
    await asking.plant(*(station(f"甲{i}") for i in range(4)))
    await second.plant(*(station(f"甲{i}") for i in range(4)))
    me = asking.county.principals["county"]
    grant = Grant("county_admin", other.code, other.orgs["county"].org_path)
    both = Principal(
        PrincipalKind.ACCOUNT, me.county, me.policy, (*me.grants, grant), me.account, me.version
    )
    document = """query($after: String) { stations(first: 3, after: $after, orderBy: [{name: desc}]) { totalCount
      nodes { county name org { name county } } pageInfo { endCursor hasNextPage } }
      stationsAggregate(groupBy: [county]) { key { county } count } }"""
    seen: list[tuple[str, int]] = []
    after = None
    while True:
        found = await asking.data(both, document, after=after)
        page = found["stations"]
        assert page["totalCount"] == 8
        assert all(n["org"]["county"] == n["county"] for n in page["nodes"])
        seen += [(n["name"], n["county"]) for n in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 8
    assert [(r["key"]["county"], r["count"]) for r in found["stationsAggregate"]] == sorted(
        [(me.county, 4), (other.code, 4)]
    )
