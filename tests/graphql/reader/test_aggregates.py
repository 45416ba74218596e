"""Counts by groups."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.graphql.reader.conftest import Asking, gid, station
from yishi_core.stations.models import StationKind


async def test_counts_by_enumeration_township_and_period(asking: Asking) -> None:
    await asking.plant(
        station("甲", opened_on=date(2024, 2, 1)), station("乙", opened_on=date(2024, 5, 1), kind=StationKind.MEMBER_STUDIO)
    )
    await asking.plant(station("丙", opened_on=date(2024, 6, 30)), at="village")
    await asking.plant(station("丁", opened_on=date(2025, 1, 1)), at="neighbour_village")
    await asking.plant(station("戊", opened_on=date(2025, 1, 1)), at="county")
    found = await asking.data(
        "county",
        """{ all: stationsAggregate { key { kind } count }
             kind: stationsAggregate(groupBy: [kind]) { key { kind township { name } } count }
             place: stationsAggregate(groupBy: [township]) { key { township { id name } } count __typename }
             quarter: stationsAggregate(groupBy: [openedOnYear, openedOnQuarter]) { key { openedOnYear openedOnQuarter __typename } count }
             some: stationsAggregate(groupBy: [isDemoPoint, openedOnMonth], first: 2, where: {openedOn: {gte: "2024-05-01"}}) {
               key { isDemoPoint openedOnMonth } n: count } }""",
    )
    orgs = asking.county.orgs
    assert found["all"] == [{"key": {"kind": None}, "count": 5}]
    assert found["kind"] == [
        {"key": {"kind": "council_room", "township": None}, "count": 4}, {"key": {"kind": "member_studio", "township": None}, "count": 1},
    ]  # fmt: skip
    assert [(r["key"]["township"] and r["key"]["township"]["id"], r["count"]) for r in found["place"]] == [
        (gid(orgs["township"]), 3), (gid(orgs["neighbour"]), 1), (None, 1),
    ]  # fmt: skip
    assert [(r["key"]["openedOnYear"], r["key"]["openedOnQuarter"], r["count"]) for r in found["quarter"]] == [
        (2024, "2024-Q1", 1), (2024, "2024-Q2", 2), (2025, "2025-Q1", 2),
    ]  # fmt: skip
    assert found["some"] == [
        {"key": {"isDemoPoint": False, "openedOnMonth": "2024-05"}, "n": 1}, {"key": {"isDemoPoint": False, "openedOnMonth": "2024-06"}, "n": 1},
    ]  # fmt: skip
    assert len(asking.statements) == 1


async def test_periods_are_those_of_china(asking: Asking) -> None:
    late, early = (datetime(2024, 12, 31, hour, 30, tzinfo=UTC) for hour in (16, 15))
    await asking.plant(station("甲", created_at=late), station("乙", created_at=early))
    found = await asking.data("township", "{ stationsAggregate(groupBy: [createdAtMonth]) { key { createdAtMonth } count } }")
    assert [(r["key"]["createdAtMonth"], r["count"]) for r in found["stationsAggregate"]] == [("2024-12", 1), ("2025-01", 1)]


@pytest.mark.check("K15", part="aggregate length")
async def test_the_rows_of_an_aggregate_are_limited(asking: Asking) -> None:
    document = "query($n: Int) { stationsAggregate(first: $n, groupBy: [name]) { count } }"
    await asking.plant(*(station(f"站{i}") for i in range(3)))
    assert len((await asking.data("township", document, n=2))["stationsAggregate"]) == 2
    assert await asking.code("township", document, n=1001) == "INVALID_INPUT"
    assert await asking.code("township", document, n=-1) == "INVALID_INPUT"
