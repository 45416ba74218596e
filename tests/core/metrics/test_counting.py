"""What is counted, for whom, and when."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.core import cases
from tests.core.metrics.core_metrics import ALL, METRICS
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.clock import CHINA, moved
from yishi_core.facilities.metrics.catalogue import count
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.counting import as_text
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.operation import OperationContext

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
PERSON, STATION, ORG = CountedFor.PERSON, CountedFor.STATION, CountedFor.ORG


@asynccontextmanager
async def asking(town: County) -> AsyncIterator[OperationContext]:
    """The county administrator's reading."""
    admin = town.principals["county"]
    async with town.platform.database.transaction(admin.reading) as session:
        org = town.orgs["county"]
        yield OperationContext(
            town.platform,
            admin,
            session,
            "ask",
            org,
            await town.platform.settings.effective(session, org),
        )


async def counted(
    town: County, metric: str, for_: CountedFor, span: Span = YEAR
) -> dict[Any, Decimal]:
    async with asking(town) as context:
        found = await count(context, metric, for_, span)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("metric", "for_", "parts"),
    [
        ("activities", PERSON, 1),
        ("attend_times+activities", PERSON, 2),
        (
            "activities{kind=visit}+deeds",
            PERSON,
            3,
        ),  # his own deeds, and those that he did with others
        ("8*proposals+0.25*deeds", PERSON, 3),
        ("suggestions", PERSON, 2),
        ("consultations{grade=small_micro}", STATION, 1),
        ("activities{self_started=true}", STATION, 1),
        ("adoptions{level=county,best=true}", STATION, 1),
        ("outcomes", ORG, 1),
        ("overdue", ORG, 7),
        ("overdue{entity=intake}", STATION, 1),
        ("overdue{entity=member}", ORG, None),
        ("impact", ORG, None),  # metres and jobs are not added
        ("impact{metric=jobs}", ORG, 2),
        ("attend_times{cppcc_member,grade=small_micro}", ORG, 1),
        ("attend_times{self_started}", ORG, None),
        ("activities{kind=survey,self_started}", ORG, 1),
        ("org_members{org}", ORG, 1),
        ("org_members{org}", STATION, None),
        ("opinions{station}", ORG, None),
        ("expenses{year=2010}", ORG, 1),
        ("stations{brand=云边·议事(一期)}", ORG, 1),
        ("stations{brand=a\x00b}", ORG, None),
        ("stations{brand=\ud800}", ORG, None),
        ("stations{brand=a=b}", ORG, None),
        ("stations{brand=}", ORG, None),
        ("expenses{year=next}", ORG, None),
        ("posts{post_kind=vice_chair}", ORG, 1),  # one statement over two kinds of records
        ("outcomes", PERSON, 1),
        ("stations", PERSON, None),
        ("unheard_of", PERSON, None),
        ("activities{colour=red}", PERSON, None),
        ("activities{kind=unheard_of}", PERSON, None),
        ("activities{self_started=perhaps}", STATION, None),
        ("drop table", PERSON, None),
        ("-2*deeds", PERSON, None),
        ("", ORG, None),
    ],
)
def test_which_metrics_are_counted(metric: str, for_: CountedFor, parts: int | None) -> None:
    found = METRICS.read(metric, for_)
    assert (len(found) if found is not None else None) == parts


def test_what_is_offered_can_be_counted_and_names_its_dimensions() -> None:
    assert "deeds{deed_kind}" in METRICS.countable(PERSON)
    assert not any(word.startswith("stations") for word in METRICS.countable(PERSON))
    assert len(METRICS.countable(ORG)) == len(METRICS.counted)


async def test_every_metric_with_every_dimension_is_a_statement_that_runs(town: County) -> None:
    async with asking(town) as context:
        for name in METRICS.counted:
            for for_ in CountedFor:
                for counter in METRICS.counters(name, for_):
                    words = [f"{dim}={_example(column)}" for dim, column in counter.dims.items()]
                    metric = f"{name}{{{','.join(words)}}}" if words else name
                    assert await count(context, metric, for_, YEAR) == {}, metric


async def test_every_figure_is_one_statement(town: County, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    async with asking(town) as context:
        execute = context.session.execute

        async def noted(statement: Any, *args: Any) -> Any:
            asked.append(statement)
            return await execute(statement, *args)

        monkeypatch.setattr(context.session, "execute", noted)
        written = [*ALL.counted, *(rate.shown for rate in ALL.rates.values())]
        for metric in (*written, "served_times{largest}", "impact{jobs}+2*proposals+posts"):
            for for_ in CountedFor:
                figure = ALL.measured(metric, for_)
                if figure is not None:
                    asked.clear()
                    assert await figure.of_all(context, YEAR) == {} or for_ is ORG
                    assert len(asked) == 1, metric


def _example(column: Any) -> str:
    if isinstance(column, str):
        return column
    enums = getattr(column.type, "enums", None)
    return (
        str(enums[0]) if enums else {bool: "true", int: "2026"}.get(column.type.python_type, "word")
    )


async def test_an_org_counts_what_lies_below_it_and_a_station_its_own(town: County) -> None:
    station, somebody = await cases.station(town), await cases.person(town)
    there = {"kind": "visit", "title": "走访", "visit_target": "household", "date": "2026-05-01"}
    come = [
        {"person": somebody, "party_kind": "cppcc_member"},
        {"party_kind": "mass_representative", "count": 9},
    ]
    await town.act(
        "village", "record_activity", station=station, **there, participants=come, self_started=True
    )
    await town.act("village2", "record_activity", org=town.orgs["village2"], **there)
    await town.act("village", "record_activity", station=station, **{**there, "date": "2025-12-31"})
    orgs = {
        name: town.orgs[name].id
        for name in ("county", "township", "village", "village2", "neighbour")
    }
    found = await counted(town, "activities{kind=visit}", ORG)
    assert {name: found.get(id_, 0) for name, id_ in orgs.items()} == {
        "county": 2,
        "township": 2,
        "village": 1,
        "village2": 1,
        "neighbour": 0,
    }
    assert await counted(town, "activities", STATION) == {station.id: 1}
    assert await counted(town, "activities{self_started=true}", STATION) == {station.id: 1}
    assert await counted(town, "activity_times", STATION) == {station.id: 10}
    assert await counted(town, "activities", PERSON) == {somebody.id: 1}
    assert await counted(town, "2*activities+0.5*activity_times", STATION) == {station.id: 7}
    day = Span(date(2025, 12, 31), date(2025, 12, 31))
    assert await counted(town, "activities", STATION, day) == {station.id: 1}


async def test_voided_records_count_nowhere(town: County) -> None:
    deed = await town.act(
        "village",
        "record_deed",
        org=town.orgs["village"],
        deed_kind="practical",
        date="2026-05-01",
        description="修桥",
        people=30,
    )
    assert (await counted(town, "deeds_people", ORG))[town.orgs["village"].id] == 30
    await town.act("village", "void_record", id=deed, reason="重复登记")
    assert await counted(town, "deeds_people", ORG) == {}


async def test_honours_count_by_their_year_and_moments_by_china_s_day(town: County) -> None:
    station = await cases.station(town)
    given = {
        "kind": "advanced_unit",
        "title": "先进站点",
        "level": "county",
        "awarded_by": "县政协",
    }
    await town.act(
        "township", "record_honour", org=town.orgs["village"], station=station, year=2026, **given
    )
    await town.act(
        "township", "record_honour", org=town.orgs["village"], station=station, year=2025, **given
    )
    assert await counted(town, "honours{level=county}", STATION) == {station.id: 1}
    late = {"content": "路灯不亮", "channel": "offline_desk", "received_at": "2025-12-31T16:30:00Z"}
    intake = await town.act("village", "record_intake", station=station, **late)
    await town.act("township", "accept_intake", intake=intake, focus_category="roads")
    assert await counted(town, "intakes", STATION) == {station.id: 1}


async def test_what_is_due_today_is_not_overdue(town: County) -> None:
    assignment = await stories.assigned(town)
    ahead = Span(assignment.assigned_on, date(2099, 12, 31))
    for days, overdue in ((0, 0), (1, 1)):
        with moved(datetime.combine(assignment.due_on + timedelta(days=days), time(12), CHINA)):
            found = await counted(town, "overdue", ORG, ahead)
        assert found.get(town.orgs["county"].id, 0) == overdue


@pytest.mark.parametrize(
    ("figure", "text"), [("3", "3"), ("3.00", "3"), ("2.50", "2.5"), ("100", "100"), ("0", "0")]
)
def test_a_figure_is_written_without_a_needless_fraction(figure: str, text: str) -> None:
    assert as_text(Decimal(figure)) == text
