"""Talent pools (domain.md 2.4, 3.5)."""

from __future__ import annotations

from datetime import date

from tests.core.people.test_people import TOMORROW, register
from tests.fixtures.county import County
from yishi_core.domain.people.talents import TalentEntry


async def test_a_person_is_in_a_pool_once_for_each_field(town: County) -> None:
    pool = await town.act(
        "township",
        "found_talent_pool",
        org=town.orgs["township"],
        name="河口镇协商人才库",
        founded_on="2023-01-01",
    )
    given = {"pool": pool, "person": await register(town), "identity": "village_worthy"}
    entry = await town.act(
        "township", "add_talent", **given, field="law", from_on="2023-02-01", source="柳湾村推荐"
    )
    await town.refused(
        "township", "add_talent", code="REFUSED", rule="already_seated", **given, field="law"
    )
    await town.act("township", "add_talent", **given, field="ecology")
    for day in ("2022-12-31", TOMORROW):
        await town.refused(
            "township", "add_talent", code="INVALID_INPUT", **given, field="economy", from_on=day
        )
    error = await town.refused(
        "township", "add_talent", code="INVALID_INPUT", **given, field="magic"
    )
    assert [f.path for f in error.fields] == ["field"]
    ended = await town.act("township", "end_talent", entry=entry, to_on="2024-12-31")
    assert ended.to_on == date(2024, 12, 31)
    await town.act("township", "add_talent", **given, field="law", from_on="2025-01-01")
    assert len(await town.rows(TalentEntry)) == 3


async def test_a_closed_pool_takes_nobody_and_its_entries_end(town: County) -> None:
    pool = await town.act(
        "township",
        "found_talent_pool",
        org=town.orgs["township"],
        name="人才库",
        founded_on="2023-01-01",
    )
    given = {"pool": pool, "person": await register(town), "identity": "expert", "field": "law"}
    await town.act("township", "add_talent", **given, from_on="2023-02-01")
    await town.refused(
        "township", "close_talent_pool", code="INVALID_INPUT", pool=pool, closed_on="2022-12-31"
    )
    await town.act("township", "close_talent_pool", pool=pool, closed_on="2024-12-31")
    assert [e.to_on for e in await town.rows(TalentEntry)] == [date(2024, 12, 31)]
    await town.refused("township", "add_talent", code="REFUSED", rule="pool_closed", **given)
    await town.refused(
        "township", "close_talent_pool", code="REFUSED", rule="pool_closed", pool=pool
    )
    await town.refused(
        "village", "found_talent_pool", code="FORBIDDEN", org=town.orgs["village"], name="村人才库"
    )
