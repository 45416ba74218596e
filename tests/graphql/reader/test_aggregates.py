"""Counts by groups."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.graphql.reader.conftest import Asking, gid, station
from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationForm,
    ConsultationState,
    Participation,
    PartyKind,
)
from yishi_core.domain.stations.models import StationKind
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.kernel.entity import column
from yishi_core.kernel.entity.base import new_id


async def test_counts_by_enumeration_township_and_period(asking: Asking) -> None:
    await asking.plant(
        station("甲", opened_on=date(2024, 2, 1)),
        station("乙", opened_on=date(2024, 5, 1), kind=StationKind.MEMBER_STUDIO),
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
        {"key": {"kind": "council_room", "township": None}, "count": 4},
        {"key": {"kind": "member_studio", "township": None}, "count": 1},
    ]
    assert [
        (r["key"]["township"] and r["key"]["township"]["id"], r["count"]) for r in found["place"]
    ] == [
        (gid(orgs["township"]), 3),
        (gid(orgs["neighbour"]), 1),
        (None, 1),
    ]
    assert [
        (r["key"]["openedOnYear"], r["key"]["openedOnQuarter"], r["count"])
        for r in found["quarter"]
    ] == [
        (2024, "2024-Q1", 1),
        (2024, "2024-Q2", 2),
        (2025, "2025-Q1", 2),
    ]
    assert found["some"] == [
        {"key": {"isDemoPoint": False, "openedOnMonth": "2024-05"}, "n": 1},
        {"key": {"isDemoPoint": False, "openedOnMonth": "2024-06"}, "n": 1},
    ]
    assert len(asking.statements) == 1


async def test_periods_are_those_of_china(asking: Asking) -> None:
    late, early = (datetime(2024, 12, 31, hour, 30, tzinfo=UTC) for hour in (16, 15))
    await asking.plant(station("甲", created_at=late), station("乙", created_at=early))
    found = await asking.data(
        "township",
        "{ stationsAggregate(groupBy: [createdAtMonth]) { key { createdAtMonth } count } }",
    )
    assert [(r["key"]["createdAtMonth"], r["count"]) for r in found["stationsAggregate"]] == [
        ("2024-12", 1),
        ("2025-01", 1),
    ]


async def test_rows_are_grouped_by_the_days_of_what_they_belong_to(asking: Asking) -> None:
    """A chart of person-times by month takes one query; participations have no day of their own."""
    march, april, elsewhere = (
        Consultation(
            id=new_id(),
            no=f"2026-{day:%m%d}",
            title="村道怎么修",
            form=ConsultationForm.YARD,
            place="院坝",
            grade=ConsultationGrade.SMALL_MICRO,
            state=ConsultationState.HELD,
            date=day,
        )
        for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2))
    )
    await asking.plant(march, april)
    await asking.plant(elsewhere, at="neighbour_village")
    people = [(march, 3), (march, 4), (april, 5), (elsewhere, 6), (None, 7)]
    await asking.plant(
        *(
            Participation(
                consultation_id=event and event.id,
                party_kind=PartyKind.MASS_REPRESENTATIVE,
                count=n,
            )
            for event, n in people
        )
    )
    document = """{ participationsAggregate(groupBy: [consultationDateYear, consultationDateMonth]) {
      key { consultationDateYear consultationDateMonth activityDateMonth } countSum } }"""
    by_month = {
        who: [
            (r["key"]["consultationDateYear"], r["key"]["consultationDateMonth"], r["countSum"])
            for r in (await asking.data(who, document))["participationsAggregate"]
        ]
        for who in ("county", "township")
    }
    assert by_month["county"] == [(2026, "2026-03", 7), (2026, "2026-04", 11), (None, None, 7)]
    # Who may not read the event is not told its day.
    assert by_month["township"] == [(2026, "2026-03", 7), (2026, "2026-04", 5), (None, None, 13)]
    assert len(asking.statements) == 2


@pytest.mark.check("K15", part="aggregate length")
async def test_the_rows_of_an_aggregate_are_limited(asking: Asking) -> None:
    document = "query($n: Int) { stationsAggregate(first: $n, groupBy: [name]) { count } }"
    await asking.plant(*(station(f"站{i}") for i in range(3)))
    assert len((await asking.data("township", document, n=2))["stationsAggregate"]) == 2
    assert await asking.code("township", document, n=1001) == "INVALID_INPUT"
    assert await asking.code("township", document, n=-1) == "INVALID_INPUT"


async def test_money_and_person_times_are_added_up_in_the_same_statement(asking: Asking) -> None:
    home, day = asking.county, "2026-03-01"
    village, neighbour = home.orgs["village"], home.orgs["neighbour_village"]
    for org, money, times in (
        (village, 100_000_000_000, 3),
        (village, None, 4),
        (neighbour, 5, None),
    ):
        given = {
            "deed_kind": "practical",
            "date": day,
            "description": "义诊",
            "people": 2,
            "money": money,
            "served_times": times,
        }
        await home.act("county", "record_deed", org=org, **given)
    asking.statements.clear()
    found = await asking.data(
        "county",
        """{ all: deedsAggregate { count money: moneySum servedTimesSum peopleSum }
             place: deedsAggregate(groupBy: [township]) { key { township { name } } moneySum }
             none: deedsAggregate(where: {date: {lt: "2000-01-01"}}) { count moneySum } }""",
    )
    assert found["all"] == [
        {"count": 3, "money": 100_000_000_005, "servedTimesSum": 7, "peopleSum": 6}
    ]
    assert [r["moneySum"] for r in found["place"]] == [100_000_000_000, 5]
    assert found["none"] == [{"count": 0, "moneySum": 0}]
    assert len(asking.statements) == 1
    own = await asking.data("village", "{ deedsAggregate { count moneySum } }")
    assert own["deedsAggregate"] == [{"count": 2, "moneySum": 100_000_000_000}], (
        "what is not seen is not added up"
    )


async def test_a_decimal_is_added_up_exactly_and_told_as_text(asking: Asking) -> None:
    home = asking.county
    there = {"org": home.orgs["village"], "kind": "study", "title": "学习", "date": "2026-03-01"}
    activity = await home.act("county", "record_activity", **there)
    for value in ("1.10", "2.25"):
        given = {
            "metric": "households",
            "value": value,
            "date": "2026-03-01",
            "evidence": "入户逐户核实",
        }
        await home.act("county", "record_impact", activity=activity, **given)
    found = await asking.data(
        "county", "{ impactMetricsAggregate(groupBy: [metric]) { key { metric } valueSum } }"
    )
    assert found["impactMetricsAggregate"] == [
        {"key": {"metric": "households"}, "valueSum": "3.35"}
    ]


async def test_least_greatest_and_mean_are_made_in_the_same_statement(asking: Asking) -> None:
    home = asking.county
    there = {"deed_kind": "practical", "description": "义诊", "people": 2}
    for org, money, day in (
        ("village", 100, "2026-03-01"),
        ("village", 201, "2026-05-01"),
        ("neighbour_village", None, "2025-01-31"),
    ):
        await home.act("county", "record_deed", org=home.orgs[org], **there, money=money, date=day)
    asking.statements.clear()
    found = await asking.data(
        "county",
        """{ all: deedsAggregate { moneyMin moneyMax moneyAvg moneySum dateMin dateMax peopleAvg again: moneyMin }
             place: deedsAggregate(groupBy: [township]) { moneyMax moneyAvg dateMin }
             none: deedsAggregate(where: {date: {lt: "2000-01-01"}}) { count dateMin moneyMin moneyAvg moneySum } }""",
    )
    assert found["all"] == [
        {
            "moneyMin": 100,
            "moneyMax": 201,
            "moneyAvg": "150.5",
            "moneySum": 301,
            "dateMin": "2025-01-31",
            "dateMax": "2026-05-01",
            "peopleAvg": "2",
            "again": 100,
        },
    ]
    assert found["place"] == [
        {"moneyMax": 201, "moneyAvg": "150.5", "dateMin": "2026-03-01"},
        {"moneyMax": None, "moneyAvg": None, "dateMin": "2025-01-31"},
    ]
    assert found["none"] == [
        {"count": 0, "dateMin": None, "moneyMin": None, "moneyAvg": None, "moneySum": 0}
    ]
    assert len(asking.statements) == 1
    await asking.plant(
        station("甲", area_m2=Decimal("50.50")), station("乙", area_m2=Decimal("20"))
    )
    rows = await asking.data(
        "county",
        "{ stationsAggregate { areaM2Min areaM2Max areaM2Avg createdAtMax } stations { nodes { "
        "createdAt } } }",
    )
    made = rows["stationsAggregate"][0]
    assert (made["areaM2Min"], made["areaM2Max"], made["areaM2Avg"]) == ("20.00", "50.50", "35.25")
    assert made["createdAtMax"] == max(n["createdAt"] for n in rows["stations"]["nodes"])


async def test_of_what_not_everybody_may_see_there_is_no_least_and_greatest(asking: Asking) -> None:
    for hidden in ("bornOnMin", "bornOnMax", "versionMax", "countyMin", "nameMin"):
        assert (
            await asking.code("county", f"{{ peopleAggregate {{ {hidden} }} }}") == "INVALID_INPUT"
        )


def test_what_not_everybody_may_see_is_not_added_up() -> None:
    with pytest.raises(TypeError):
        column("金额", "Secret.", permission="person:contact", summed=True)
