"""How far quotas are done: colours, periods, who sees what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import cases
from tests.core.meetings import plenary
from tests.core.metrics.test_counting import STATION, asking
from tests.core.quotas.test_quotas import ITEM, adopted
from tests.fixtures.county import County
from yishi_core.domain.people.models import Person
from yishi_core.domain.quotas import rules
from yishi_core.domain.quotas.progress.met import met_share
from yishi_core.domain.quotas.rules import QuotaState
from yishi_core.domain.stations.models import Station
from yishi_core.facilities.metrics.periods import Span

QUARTER = Span(date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("done", "on", "state"),
    [
        (1, "2026-01-01", QuotaState.GREEN),
        (1, "2026-04-01", QuotaState.GREEN),
        (0, "2026-01-01", QuotaState.NONE),
        (0, "2026-03-09", QuotaState.NONE),  # 23 of 90 days are left
        (0, "2026-03-10", QuotaState.YELLOW),  # 22 of 90
        (0, "2026-03-31", QuotaState.YELLOW),
        (0, "2026-04-01", QuotaState.RED),
    ],
)
def test_the_colours_of_a_quota(done: int, on: str, state: QuotaState) -> None:
    assert rules.state_of(Decimal(done), Decimal(1), QUARTER, date.fromisoformat(on)) is state


@given(st.integers(0, 3), st.integers(1, 3), st.dates(date(2025, 12, 1), date(2026, 6, 1)))
def test_a_quota_that_is_done_is_green_and_one_that_is_not_never(
    done: int, least: int, on: date
) -> None:
    state = rules.state_of(Decimal(done), Decimal(least), QUARTER, on)
    assert (state is QuotaState.GREEN) == (done >= least)
    assert (state is QuotaState.RED) == (done < least and on > QUARTER.to_on)


async def study(town: County, station: Station, day: str, kind: str = "study") -> None:
    await town.act("village", "record_activity", station=station, kind=kind, title="学习", date=day)


async def progress(town: County, who: str = "village", **of: Any) -> dict[str, Any]:
    return {p.rule.code: p for p in await town.act(who, "quota_progress", **of)}


async def test_a_station_s_progress_in_the_period_and_the_one_before(town: County) -> None:
    station = await cases.station(town)
    await adopted(town, "county", from_on="2025-01-01")
    await study(town, station, "2025-03-01")
    await study(town, station, "2025-03-02", "reading_share")
    await study(town, station, "2026-03-01")
    found = await progress(town, station=station, on="2026-11-01")
    assert list(found) == ["consult", "study"]
    now, before = found["study"].current, found["study"].previous
    assert (now.from_on, now.to_on, now.required, now.done, now.state) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
        2,
        1,
        QuotaState.YELLOW,
    )
    assert (now.progress, before.progress) == (Decimal("50.0"), Decimal("100.0"))
    assert (before.to_on, before.done, before.state) == (date(2025, 12, 31), 2, QuotaState.GREEN)
    assert found["consult"].previous.state is QuotaState.RED
    assert (await progress(town, station=station, on="2025-06-01"))["study"].previous is None
    assert await progress(town, station=station, on="2024-12-31") == {}


async def test_records_count_by_their_own_day_and_after_the_end_of_a_set_its_last_period_stands(
    town: County,
) -> None:
    station, row = await cases.station(town), await adopted(town)
    await study(town, station, "2026-08-01")
    await study(town, station, "2026-03-01")
    await town.act("township", "end_quota_set", quota_set=row, to_on="2026-06-30", reason="停用")
    last = (await progress(town, station=station, on="2026-11-01"))["study"].current
    assert (last.to_on, last.done, last.state) == (date(2026, 6, 30), 1, QuotaState.RED)


async def test_a_set_holds_below_its_org_only(town: County) -> None:
    station, elsewhere = await cases.station(town), await cases.station(town, "neighbour_village")
    await adopted(town, "township")
    assert list(await progress(town, station=station)) == ["consult", "study"]
    assert await progress(town, "neighbour", station=elsewhere) == {}
    for stranger in ("neighbour", "unit"):  # a station that takes matters is known to all
        await town.refused(stranger, "quota_progress", code="FORBIDDEN", station=station)
    await town.refused("neighbour", "quota_progress", code="NOT_FOUND", org=town.orgs["township"])
    await town.refused("village", "quota_progress", code="INVALID_INPUT")


async def member(town: County, name: str = "王小河") -> Person:
    somebody = await cases.person(town, name)
    await town.act("county", "add_member", person=somebody, level="county", joined_on="2022-01-01")
    return somebody


async def test_a_member_sees_his_own_progress_and_nobody_else_s(town: County) -> None:
    own, other = await member(town), await member(town, "李大山")
    await adopted(town, code="five_ones_member")
    town.link("member", own)
    given_ = {
        "org": town.orgs["village"],
        "deed_kind": "poverty_help",
        "date": "2026-05-01",
        "description": "帮扶一户",
        "person": own,
    }
    await town.act("village", "record_deed", **given_)
    found = await progress(town, "member", member=own)
    assert {
        code: p.current.state for code, p in found.items() if p.current.state is QuotaState.GREEN
    }.keys() == {"deed", "help"}
    await town.refused("member", "quota_progress", code="FORBIDDEN", member=other)
    assert (await progress(town, "township", member=other))["deed"].current.done == 0


async def test_orgs_are_chosen_by_kind_and_a_quota_per_member_grows_with_them(town: County) -> None:
    await member(town), await member(town, "李大山")
    item = {
        **ITEM,
        "code": "deed",
        "subject": "org",
        "metric": "deeds",
        "per_member": True,
        "period": "year",
        "org_kinds": ["liaison_group"],
    }
    await town.act(
        "county",
        "define_quota_set",
        org=town.orgs["county"],
        code="own",
        name="实事",
        items=[item],
        from_on="2026-01-01",
    )
    for description in ("修桥", "修路"):
        await town.act(
            "village",
            "record_deed",
            org=town.orgs["village"],
            deed_kind="practical",
            date="2026-05-01",
            description=description,
        )
    found = (await progress(town, "township", org=town.orgs["township"]))["deed"].current
    assert (found.required, found.done, found.state) == (2, 2, QuotaState.GREEN)
    assert await progress(town, "village", org=town.orgs["village"]) == {}
    total = (await town.act("county", "quota_overview", org=town.orgs["county"], on="2026-11-01"))[
        0
    ]
    # the neighbouring township has no members, so nothing is asked of it
    assert (total.subjects, total.met, total.required, total.done, total.met_share) == (
        2,
        2,
        2,
        2,
        Decimal("100.0"),
    )


async def test_only_the_last_month_of_a_quarter_counts_where_the_set_says_so(town: County) -> None:
    await adopted(town, code="party_study")
    office = {"org": town.orgs["township"], "kind": "study", "title": "中心组学习"}
    await town.act("township", "record_activity", **office, date="2026-08-31")
    on = {"org": town.orgs["township"], "on": "2026-09-30"}
    assert (await progress(town, "township", **on))["study"].current.done == 0
    await town.act("township", "record_activity", **office, date="2026-09-01")
    assert (await progress(town, "township", **on))["study"].current.state is QuotaState.GREEN


async def test_the_overview_adds_up_over_all_stations_and_members_do_not_see_it(
    town: County,
) -> None:
    first, second = await cases.station(town), await cases.station(town, "village2")
    await adopted(town)
    await study(town, first, "2026-02-01")
    await study(town, first, "2026-02-02")
    await study(town, first, "2026-02-03")
    rows = {
        t.rule.code: t
        for t in await town.act(
            "township", "quota_overview", org=town.orgs["township"], on="2026-11-01"
        )
    }
    total = rows["study"]
    assert (total.subjects, total.met, total.required, total.done, total.met_share) == (
        2,
        1,
        4,
        3,
        Decimal("50.0"),
    )
    below = await town.act("village2", "quota_overview", org=town.orgs["village2"], on="2026-11-01")
    assert [(t.subjects, t.done, t.met_share) for t in below] == [
        (1, 0, Decimal("0.0")),
        (1, 0, Decimal("0.0")),
    ]
    await town.refused("member", "quota_overview", code="FORBIDDEN", org=town.orgs["township"])
    assert second.id != first.id


async def test_a_quota_of_a_term_counts_from_the_term_s_first_day_to_its_last(town: County) -> None:
    """Recorded terms, not fives of years from the rule's first day: also the period before, and
    what assessments make of it.
    """
    await plenary.term(town, no=8, start="2016-12-01", end="2021-11-30")
    await plenary.term(town, no=9, start="2021-12-01", end="2026-06-30")
    await plenary.term(town, no=10, start="2026-07-01", end="2031-06-30")
    station = await cases.station(town, opened_on="2017-01-01")
    items = [{**ITEM, "metric": "activities{kind=study}", "period": "term"}]
    own = {
        "org": town.orgs["county"],
        "code": "own",
        "name": "每届一次",
        "items": items,
        "from_on": "2018-01-01",
    }
    await town.act("county", "define_quota_set", **own)
    await study(town, station, "2026-06-30")
    found = (await progress(town, station=station, on="2026-11-01"))["consult"]
    assert (found.current.from_on, found.current.to_on, found.current.done) == (
        date(2026, 7, 1),
        date(2031, 6, 30),
        0,
    )
    assert found.previous
    assert (found.previous.from_on, found.previous.done) == (date(2021, 12, 1), 1)
    first = (await progress(town, station=station, on="2021-11-30"))["consult"]
    assert (first.current.from_on, first.current.to_on, first.previous) == (
        date(2018, 1, 1),
        date(2021, 11, 30),
        None,
    )
    async with asking(town) as context:
        shares = [
            await met_share(context, STATION, Span(date(year, 1, 1), date(year, 12, 31)))
            for year in (2025, 2026)
        ]
    assert [s[station.id] for s in shares] == [
        1,
        Decimal("0.50"),
    ]  # of 2026 one term was met, the next one not yet
