"""Every operator, alone and together, over columns and relations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.graphql.reader.conftest import Asking, gid, person, post, station
from yishi_core.domain.stations.models import StationKind, StationRole

LIST = (
    "query($w: StationWhere) { stations(where: $w, orderBy: [{name: asc}], first: 50) { "
    "totalCount nodes { name } } }"
)


@pytest.fixture
async def rooms(asking: Asking) -> dict[str, Any]:
    made = {
        "安平": station(
            "安平", area_m2=Decimal("12.50"), shares_with=["书屋", "活动室"], is_demo_point=True
        ),
        "白云": station(
            "白云",
            area_m2=Decimal("80"),
            brand="Hao_100%",
            opened_on=date(2023, 1, 1),
            kind=StationKind.MEMBER_STUDIO,
        ),
        "长兴": station("长兴", brand="好议", opened_on=date(2025, 12, 31)),
    }
    people = [person("李秀英"), person("王建国")]
    await asking.plant(*made.values(), *people)
    await asking.plant(
        post(made["安平"], people[0], StationRole.GUIDE),
        post(made["白云"], people[1], StationRole.GUIDE),
    )
    await asking.plant(post(made["安平"], people[1], StationRole.GUIDE, to_on=date(2024, 12, 31)))
    return made


async def named(asking: Asking, where: Any) -> str:
    found = (await asking.data("township", LIST, w=where))["stations"]
    assert found["totalCount"] == len(found["nodes"])
    return " ".join(n["name"] for n in found["nodes"])


CASES: list[tuple[Any, str]] = [
    ({}, "安平 白云 长兴"),
    ({"name": {"eq": "白云"}}, "白云"),
    ({"brand": {"ne": "好议"}}, "安平 白云"),
    ({"brand": {"eq": None}}, "安平"),
    ({"brand": {"ne": None}}, "白云 长兴"),
    ({"name": {"in": ["白云", "长兴", "无"]}}, "白云 长兴"),
    ({"name": {"in": []}}, ""),
    ({"brand": {"notIn": ["好议"]}}, "安平 白云"),
    ({"areaM2": {"lt": "12.51"}}, "安平"),
    ({"areaM2": {"lte": 12.5}}, "安平"),
    ({"areaM2": {"gt": "12.5", "lt": 100}}, "白云"),
    ({"openedOn": {"gte": "2024-05-01"}}, "安平 长兴"),
    ({"openedOn": {"in": ["2023-01-01", "2025-12-31"]}}, "白云 长兴"),
    ({"createdAt": {"gt": "2020-01-01T00:00:00+08:00"}}, "安平 白云 长兴"),
    ({"name": {"contains": "云"}}, "白云"),
    ({"brand": {"contains": "hao_100%"}}, "白云"),
    ({"brand": {"contains": "_1%"}}, ""),
    ({"name": {"startsWith": "长"}}, "长兴"),
    ({"areaM2": {"isNull": True}}, "长兴"),
    ({"areaM2": {"isNull": False}}, "安平 白云"),
    ({"kind": {"eq": "member_studio"}}, "白云"),
    ({"kind": {"in": ["member_studio", "council_room"]}}, "安平 白云 长兴"),
    ({"kind": {"notIn": ["member_studio"]}}, "安平 长兴"),
    ({"isDemoPoint": {"eq": True}}, "安平"),
    ({"isDemoPoint": {"ne": True}}, "白云 长兴"),
    ({"sharesWith": {"contains": "书屋"}}, "安平"),
    ({"sharesWith": {"isNull": True}}, "白云 长兴"),
    ({"version": {"eq": 1}}, "安平 白云 长兴"),
    ({"and": [{"kind": {"eq": "council_room"}}, {"areaM2": {"isNull": True}}]}, "长兴"),
    ({"or": [{"name": {"eq": "安平"}}, {"name": {"eq": "长兴"}}]}, "安平 长兴"),
    ({"or": []}, ""),
    ({"and": []}, "安平 白云 长兴"),
    ({"not": {"areaM2": {"gt": "50"}}}, "安平 长兴"),
    ({"not": {"or": [{"name": {"eq": "安平"}}, {"brand": {"eq": "好议"}}]}}, "白云"),
    ({"org": {"name": {"contains": "河口"}}}, "安平 白云 长兴"),
    ({"org": {"name": {"contains": "东坪"}}}, ""),
    ({"unionOrg": None}, "安平 白云 长兴"),
    ({"assignments": {"some": {"person": {"name": {"eq": "王建国"}}}}}, "安平 白云"),
    ({"assignments": {"some": {}}}, "安平 白云"),
    ({"assignments": {"none": {}}}, "长兴"),
    ({"assignments": {"every": {"toOn": {"isNull": True}}}}, "白云 长兴"),
    (
        {
            "assignments": {
                "some": {"toOn": {"isNull": True}},
                "none": {"person": {"name": {"eq": "李秀英"}}},
            }
        },
        "白云",
    ),
]


async def test_every_condition_given_as_a_variable(asking: Asking, rooms: dict[str, Any]) -> None:
    # One county for all cases: planting it takes longer than asking. Each is asked twice: the
    # second run takes the
    # first one's plan and must not remember its values.
    for _ in range(2):
        found = {repr(where): await named(asking, where) for where, _ in CASES}
        assert found == {repr(where): names for where, names in CASES}


async def test_conditions_written_into_the_document_with_variables_between(
    asking: Asking, rooms: dict[str, Any]
) -> None:
    document = """query($area: Decimal, $names: [String!], $one: String!) { stations(first: 5, orderBy: {name: asc}, where: {
      areaM2: {lte: $area}, name: {in: $names}, or: [{kind: {eq: council_room}}, {name: {in: [$one, "没有"]}}]}) { nodes { name } } }"""
    found = await asking.data("township", document, area="80", names=["安平", "白云"], one="白云")
    assert [n["name"] for n in found["stations"]["nodes"]] == ["安平", "白云"]
    found = await asking.data("township", document, area="80", names=["安平", "白云"], one="长兴")
    assert [n["name"] for n in found["stations"]["nodes"]] == ["安平"]
    # An omitted variable leaves its condition out, as GraphQL says.
    found = await asking.data("township", document, names=["长兴", "白云"], one="白云")
    assert [n["name"] for n in found["stations"]["nodes"]] == ["白云", "长兴"]


async def test_ids_as_conditions(asking: Asking, rooms: dict[str, Any]) -> None:
    some = [gid(rooms["安平"]), gid(rooms["长兴"])]
    assert await named(asking, {"id": {"in": some}}) == "安平 长兴"
    assert await named(asking, {"id": {"ne": some[0]}}) == "白云 长兴"
    assert (
        await named(asking, {"org": {"id": {"eq": gid(asking.county.orgs["township"])}}})
        == "安平 白云 长兴"
    )
    for wrong in ("x", gid(asking.county.orgs["township"])):
        assert await asking.code("township", LIST, w={"id": {"eq": wrong}}) == "INVALID_INPUT"


WRONG: list[Any] = [
    {"name": None},
    {"name": {"contains": None}},
    {"name": {"in": None}},
    {"name": {"isNull": None}},
    {"name": {"eq": "a\0b"}},
    {"name": {"eq": "\ud800"}},
    {"areaM2": {"eq": "1e99999"}},
    {"areaM2": {"eq": "NaN"}},
    {"openedOn": {"eq": "2024-13-01"}},
    {"createdAt": {"eq": "2024-01-01T00:00:00"}},
    {"version": {"eq": 2**63}},
    {"kind": {"eq": "palace"}},
]


async def test_a_wrong_condition_is_refused_before_anything_is_asked(asking: Asking) -> None:
    for where in WRONG:
        answer = await asking.full("township", LIST, w=where)
        assert answer["errors"][0]["extensions"]["code"] == "INVALID_INPUT", where
        assert answer["errors"][0]["extensions"]["fields"], where
    assert asking.statements == []


async def test_equal_shapes_share_a_statement_whatever_the_values(
    asking: Asking, rooms: dict[str, Any]
) -> None:
    prepared = len(asking.reader._documents._known)
    for name in ("安平", "白云"):
        await named(asking, {"name": {"eq": name}})
    assert len(asking.reader._documents._known) == prepared + 1
    assert asking.statements[0] is asking.statements[1]


async def test_a_filter_holds_so_many_conditions_and_no_more(asking: Asking) -> None:
    some = [{"name": {"eq": f"站{i}"}} for i in range(150)]
    assert await named(asking, {"or": some[:40]}) == ""
    assert await asking.code("township", LIST, w={"or": some}) == "TOO_COMPLEX"
    deep: Any = {}
    for _ in range(300):
        deep = {"not": deep}
    assert (
        await asking.code("township", LIST, w=deep) == "INVALID_INPUT"
    )  # graphql-core reads no deeper


async def test_ids_of_no_type_make_no_plan_of_their_own(asking: Asking) -> None:
    document = "query($id: ID!) { node(id: $id) { id } }"
    for word in ("x", "Nothing:1:2", "Other:1:2", ""):
        assert (await asking.data("township", document, id=word))["node"] is None
    [read] = [r for (_, text), r in asking.reader._documents._known.items() if text == document]
    assert len(read.operation(None).plans) == 1


TOPICS = "query($w: TopicWhere) { topics(where: $w) { totalCount } }"


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ({"topicSource": {"eq": "nonsense"}}, "topicSource.eq"),
        ({"topicSource": {"notIn": ["resident", "nonsense"]}}, "topicSource.notIn"),
        ({"not": {"topicSource": {"ne": "nonsense"}}}, "not.topicSource.ne"),
        ({"focusTags": {"contains": "nonsense"}}, "focusTags.contains"),
    ],
)
async def test_a_word_that_no_vocabulary_has_is_refused_with_the_words(
    asking: Asking, where: Any, path: str
) -> None:
    answer = await asking.full("township", TOPICS, w=where)
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    [field] = error["extensions"]["fields"]
    assert field["path"].endswith(path)
    assert "nonsense" in field["message"]
    assert ("leftover" if "focusTags" in path else "resident, cadre") in field["message"]


@pytest.mark.parametrize(
    "where",
    [
        {"topicSource": {"eq": "resident"}},
        {"topicSource": {"eq": None}},
        {"topicSource": {"in": []}},
        {"topicSource": {"contains": "nonsense"}},
        {"focusTags": {"contains": "old_town_development"}},
    ],
)
async def test_a_word_of_core_or_of_any_installed_plugin_may_be_asked_for(
    asking: Asking, where: Any
) -> None:
    assert (await asking.data("township", TOPICS, w=where))["topics"]["totalCount"] == 0
