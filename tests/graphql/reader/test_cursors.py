"""Paging through any order visits every row once."""

from __future__ import annotations

import base64
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.graphql.reader.conftest import Asking, station
from yishi_core.domain.stations.models import StationLevel

PAGE = """query($n: Int, $after: String, $order: [StationOrder!]) {
  stations(first: $n, after: $after, orderBy: $order) { nodes { id name areaM2 closedOn } pageInfo { hasNextPage endCursor hasPreviousPage } } }"""
FIELDS = ("name", "areaM2", "closedOn", "level", "isDemoPoint", "createdAt", "version", "brand")


async def pages(
    asking: Asking, length: int, order: Any, document: str = PAGE, who: str = "township"
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = (await asking.data(who, document, n=length, after=after, order=order))["stations"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        assert len(page["nodes"]) == length
        after = page["pageInfo"]["endCursor"]


def rooms() -> list[Any]:
    """Rows with equal values, empty values and every kind of column."""
    return [
        station(
            f"站{i % 4}",
            area_m2=None if i % 3 == 0 else Decimal(i % 5),
            closed_on=None if i % 2 else date(2025, 1 + i % 3, 1),
            level=(StationLevel.VILLAGE, StationLevel.TOWNSHIP)[i % 2],
            is_demo_point=i % 3 == 1,
            brand=None if i % 4 else "“品牌”\\",
        )
        for i in range(13)
    ]


async def test_paging_through_any_order_visits_each_row_once(asking: Asking) -> None:
    await asking.plant(*rooms())
    everything = {
        n["id"] for n in (await asking.data("township", PAGE, n=100))["stations"]["nodes"]
    }
    assert len(everything) == 13
    orders = st.lists(
        st.tuples(st.sampled_from(FIELDS), st.sampled_from(["asc", "desc"])),
        max_size=3,
        unique_by=lambda o: o[0],
    )

    async def holds(order: list[tuple[str, str]], length: int) -> None:
        asked = [{name: direction} for name, direction in order]
        whole = (await asking.data("township", PAGE, n=100, order=asked))["stations"]["nodes"]
        paged = await pages(asking, length, asked)
        assert [n["id"] for n in paged] == [n["id"] for n in whole]
        assert {n["id"] for n in paged} == everything

    # Hypothesis draws here and the event loop runs the cases: an async property test cannot await
    # inside `@given`.
    cases: list[tuple[list[tuple[str, str]], int]] = []

    @settings(
        max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(orders, st.integers(1, 14))
    def draw(order: list[tuple[str, str]], length: int) -> None:
        cases.append((order, length))

    draw()
    for order, length in cases:
        await holds(order, length)


async def test_empty_values_come_last_in_both_directions(asking: Asking) -> None:
    await asking.plant(
        station("甲", area_m2=Decimal("2.5")), station("乙"), station("丙", area_m2=Decimal(10))
    )
    for direction, names in (("asc", ["甲", "丙", "乙"]), ("desc", ["丙", "甲", "乙"])):
        found = await asking.data("township", PAGE, n=3, order=[{"areaM2": direction}])
        assert [n["name"] for n in found["stations"]["nodes"]] == names


async def test_names_sort_by_pinyin(asking: Asking) -> None:
    await asking.plant(*(station(n) for n in ("赵家坝", "安平", "重庆路", "柳湾")))
    found = await asking.data("township", PAGE, n=9, order=[{"name": "asc"}])
    assert [n["name"] for n in found["stations"]["nodes"]] == ["安平", "重庆路", "柳湾", "赵家坝"]


async def test_an_item_of_the_order_names_one_field(asking: Asking) -> None:
    for item in ({}, {"name": "asc", "level": "desc"}):
        assert await asking.code("township", PAGE, order=[item]) == "INVALID_INPUT"


@pytest.mark.parametrize(
    "forged",
    ["", "x", "W10=", "bnVsbA==", base64.b64encode(json.dumps(["", "1"]).encode()).decode()],
)
async def test_what_is_no_cursor_is_refused(asking: Asking, forged: str) -> None:
    answer = await asking.full("township", PAGE, after=forged)
    assert answer["errors"][0]["extensions"]["fields"][0]["path"] == "after"
    assert asking.statements == []


async def test_a_cursor_of_another_order_is_refused(asking: Asking) -> None:
    await asking.plant(*rooms())
    end = (await asking.data("township", PAGE, n=2, order=[{"name": "asc"}]))["stations"][
        "pageInfo"
    ]["endCursor"]
    assert (
        await asking.code("township", PAGE, n=2, after=end, order=[{"name": "desc"}])
        == "INVALID_INPUT"
    )
    assert await asking.code("township", PAGE, n=2, after=end) == "INVALID_INPUT"


@pytest.mark.parametrize("value", ["nan", "1e999999", "x", "'; drop table station"])
async def test_values_of_a_forged_cursor_never_reach_postgresql(asking: Asking, value: str) -> None:
    row = ["areaM2:asc", value, str(asking.county.code), "00000000-0000-0000-0000-000000000000"]
    forged = base64.b64encode(json.dumps(row).encode()).decode()
    assert (
        await asking.code("township", PAGE, after=forged, order=[{"areaM2": "asc"}])
        == "INVALID_INPUT"
    )
    assert asking.statements == []


async def test_edges_carry_the_cursors_of_their_rows(asking: Asking) -> None:
    await asking.plant(*rooms())
    document = """query($after: String) { stations(first: 5, after: $after, orderBy: [{level: desc}]) {
      edges { cursor node { id } } pageInfo { startCursor endCursor } } }"""
    first = (await asking.data("township", document))["stations"]
    cursors = [e["cursor"] for e in first["edges"]]
    assert first["pageInfo"] == {"startCursor": cursors[0], "endCursor": cursors[-1]}
    behind_third = (await asking.data("township", document, after=cursors[2]))["stations"]
    assert [e["node"] for e in behind_third["edges"][:2]] == [e["node"] for e in first["edges"][3:]]
