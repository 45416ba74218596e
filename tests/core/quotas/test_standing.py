"""Who meets a quota, and who does not, by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core import cases
from tests.core.quotas.test_progress import member, study
from tests.core.quotas.test_quotas import adopted, rules_of
from tests.fixtures.county import County
from yishi_core.domain.quotas.models import QuotaRule
from yishi_core.domain.quotas.rules import QuotaState


async def rule_of(town: County, code: str, set_: str, who: str = "township") -> QuotaRule:
    row = await adopted(town, who, code=set_)
    return next(r for r in await rules_of(town, row) if r.code == code)


async def standings(
    town: County, rule: QuotaRule, who: str = "township", **given: Any
) -> list[Any]:
    found: list[Any] = await town.act(
        who, "quota_standings", quota=rule, **{"org": town.orgs["township"], **given}
    )
    return found


async def test_members_who_have_done_nothing_come_first_and_are_named(town: County) -> None:
    rule = await rule_of(town, "deed", "five_ones_member")
    did, did_not = await member(town), await member(town, "李大山")
    await town.act(
        "village",
        "record_deed",
        org=town.orgs["village"],
        deed_kind="practical",
        date="2026-05-01",
        description="义诊一次",
        person=did,
    )
    rows = await standings(town, rule, on="2026-12-01")
    assert [(r.name, r.person.id, r.current.done, r.current.state) for r in rows] == [
        ("李大山", did_not.id, 0, QuotaState.YELLOW),
        ("王小河", did.id, 1, QuotaState.GREEN),
    ]
    assert (rows[0].current.from_on, rows[0].org, rows[0].station) == (
        date(2026, 1, 1),
        None,
        None,
    )


async def test_stations_stand_in_it_with_what_is_below_the_org_asked_for(town: County) -> None:
    rule = await rule_of(town, "study", "station_two_two", "county")
    first, elsewhere = await cases.station(town), await cases.station(town, "neighbour_village")
    await study(town, first, "2026-02-01")
    assert [
        (r.station.id, r.current.done, r.current.required) for r in await standings(town, rule)
    ] == [(first.id, 1, 2)]
    whole = await standings(town, rule, "county", org=town.orgs["county"])
    assert [r.station.id for r in whole] == [elsewhere.id, first.id]


async def test_orgs_are_those_of_the_quota_s_kinds(town: County) -> None:
    rule = await rule_of(town, "hearing", "party_hearing")
    assert [(r.org.id, r.current.done) for r in await standings(town, rule)] == [
        (town.orgs["township"].id, 0)
    ]


@pytest.mark.parametrize(("who", "code"), [("member", "FORBIDDEN"), ("unit", "NOT_FOUND")])
async def test_who_may_not_read_scores_sees_no_list(town: County, who: str, code: str) -> None:
    rule = await rule_of(town, "deed", "five_ones_member")
    await town.refused(who, "quota_standings", code=code, org=town.orgs["township"], quota=rule)


async def test_a_quota_of_another_place_is_refused(town: County) -> None:
    rule = await rule_of(town, "deed", "five_ones_member")
    error = await town.refused(
        "county", "quota_standings", code="INVALID_INPUT", org=town.orgs["neighbour"], quota=rule
    )
    assert [f.path for f in error.fields] == ["quota"]
