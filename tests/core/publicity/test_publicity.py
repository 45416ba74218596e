"""Disclosures: drafted, released by somebody else, masked, withdrawn; honours."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.publicity.masking import found_in
from yishi_core.domain.publicity.models import Disclosure, DisclosureState, Honour
from yishi_core.facilities.daily.running import tick
from yishi_core.kernel.access import Principal, readable

TEXT = "河口镇三盏路灯已修复,欢迎监督。"


async def draft(town: County, **given: Any) -> Disclosure:
    of = await stories.case(town, await stories.intake(town))
    raw = {"case": of, "kind": "conversion", "title": "路灯修复", "text": TEXT, **given}
    row: Disclosure = await town.act("village", "draft_disclosure", **raw)
    return row


async def public(town: County) -> list[Disclosure]:
    """What a visitor of the county reads."""
    visitor = Principal.anonymous(town.code, town.platform.policy)
    model = town.platform.registry.of(Disclosure)
    rule, entry = readable(visitor, model), visitor.reading
    query = sa.select(Disclosure).where(Disclosure.county == town.code)
    if (predicate := rule.predicate(model.table)) is not None:
        query = query.where(predicate)
    values = {"account": None, "marks": list(entry.marks), "lineage": [], **rule.values()}
    async with town.platform.database.transaction(entry) as session:
        return list(await session.scalars(query, values))


async def test_the_public_sees_a_text_from_its_release_to_its_withdrawal(town: County) -> None:
    row = await draft(town)
    assert (row.state, row.audience) == (DisclosureState.DRAFT, None)
    assert await public(town) == []
    row = await town.act(
        "township", "release_disclosure", disclosure=row, published_on="2026-11-01"
    )
    assert (row.state, row.audience, row.published_on) == (
        DisclosureState.RELEASED,
        ["public"],
        cases.day("2026-11-01"),
    )
    assert row.released_by == town.principals["township"].account
    assert [d.id for d in await public(town)] == [row.id]
    await town.refused(
        "village", "withdraw_disclosure", code="FORBIDDEN", disclosure=row, reason="有误"
    )
    row = await town.act("township", "withdraw_disclosure", disclosure=row, reason="数字有误")
    assert (row.state, row.withdraw_reason, row.audience) == (
        DisclosureState.WITHDRAWN,
        "数字有误",
        None,
    )
    assert await public(town) == []
    for operation, given in (
        ("release_disclosure", {}),
        ("withdraw_disclosure", {"reason": "再撤"}),
    ):
        await town.refused(
            "township", operation, code="REFUSED", rule="state", disclosure=row, **given
        )


async def test_who_wrote_or_changed_a_text_does_not_release_it(town: County) -> None:
    of = await stories.case(town)
    own = await town.act(
        "township", "draft_disclosure", case=of, kind="process", title="协商过程", text=TEXT
    )
    await town.refused(
        "township", "release_disclosure", code="REFUSED", rule="own_text", disclosure=own
    )
    others = await draft(town)
    await town.act("township", "change_disclosure", disclosure=others, title="路灯全部修复")
    await town.refused(
        "township", "release_disclosure", code="REFUSED", rule="own_text", disclosure=others
    )
    assert await public(town) == []
    assert (
        await town.act("county", "release_disclosure", disclosure=others)
    ).title == "路灯全部修复"


async def test_a_place_may_do_without_four_eyes(town: County) -> None:
    await cases.choose(town, publisher_is_not_author=False)
    of = await stories.case(town)
    own = await town.act(
        "township", "draft_disclosure", case=of, kind="process", title="协商过程", text=TEXT
    )
    assert (
        await town.act("township", "release_disclosure", disclosure=own)
    ).state is DisclosureState.RELEASED


@pytest.mark.parametrize(
    ("given", "field", "word"),
    [
        ({"text": "感谢周桂花反映路灯问题"}, "disclosure.text", "周桂花"),
        ({"text": "感谢周 桂 花反映路灯问题"}, "disclosure.text", "周桂花"),
        ({"text": "联系电话:139-0000-1234"}, "disclosure.text", "139 0000 1234"),
        ({"title": "周桂花反映的路灯"}, "disclosure.title", "周桂花"),
    ],
)
async def test_a_text_that_tells_a_resident_is_not_released_before_it_is_masked(
    town: County, given: dict[str, str], field: str, word: str
) -> None:
    row = await draft(town, **given)
    error = await town.refused(
        "township", "release_disclosure", code="REFUSED", rule="not_masked", disclosure=row
    )
    assert [f.path for f in error.fields] == [field]
    assert word in error.fields[0].text.zh
    assert await public(town) == []
    await town.act("village", "change_disclosure", disclosure=row, title="路灯修复", text=TEXT)
    assert (
        await town.act("township", "release_disclosure", disclosure=row)
    ).state is DisclosureState.RELEASED


async def test_dates_and_states_of_a_disclosure(town: County) -> None:
    row = await draft(town)
    await town.refused(
        "township",
        "release_disclosure",
        code="INVALID_INPUT",
        disclosure=row,
        published_on="2099-01-01",
    )
    await town.refused(
        "village", "change_disclosure", code="INVALID_INPUT", disclosure=row, until="2020-01-01"
    )
    await town.refused("village", "release_disclosure", code="FORBIDDEN", disclosure=row)
    await town.refused(
        "member",
        "draft_disclosure",
        code="FORBIDDEN",
        case=await stories.case(town),
        kind="topic",
        title="征题",
        text=TEXT,
    )
    await town.refused("neighbour", "release_disclosure", code="NOT_FOUND", disclosure=row)
    await town.act("township", "release_disclosure", disclosure=row)
    await town.refused(
        "village", "change_disclosure", code="REFUSED", rule="state", disclosure=row, title="改名"
    )


async def test_an_honour_is_recorded_with_its_file(town: County) -> None:
    station, file = await cases.station(town), await cases.attachment(town, "奖牌.pdf")
    given = {
        "org": town.orgs["village"],
        "kind": "advanced_unit",
        "title": "先进单位",
        "level": "county",
        "awarded_by": "县政协",
        "year": 2025,
    }
    row: Honour = await town.act(
        "township", "record_honour", station=station, attachments=[file], **given
    )
    assert (row.station_id, row.org_path) == (station.id, town.orgs["village"].org_path)
    await town.refused("township", "record_honour", code="INVALID_INPUT", **{**given, "year": 2099})
    await town.refused(
        "township", "record_honour", code="INVALID_INPUT", **{**given, "kind": "unheard_of"}
    )
    await town.refused(
        "township", "record_honour", code="INVALID_INPUT", **given, awarded_on="2099-01-01"
    )
    await town.refused("village", "record_honour", code="FORBIDDEN", **given)
    await town.refused("neighbour", "record_honour", code="NOT_FOUND", **given)
    right = {
        "title": "先进集体",
        "level": "city",
        "station": None,
        "person": await cases.person(town),
    }
    changed = await town.act("township", "change_honour", honour=row, **right)
    assert (changed.title, changed.level.value, changed.station_id, changed.person_id) == (
        "先进集体",
        "city",
        None,
        right["person"].id,
    )
    for wrong in (
        {"year": 2099},
        {"awarded_on": "2099-01-01"},
        {"title": None},
        {"kind": "unheard_of"},
    ):
        error = await town.refused(
            "township", "change_honour", code="INVALID_INPUT", honour=row, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
    await town.refused("village", "change_honour", code="FORBIDDEN", honour=row, title="先进")


def test_short_words_are_no_names() -> None:
    assert found_in("周末在村口,电话110", ["周", "110", "周桂花"]) == []
    assert found_in("周桂花、13900001234", ["13900001234", "周桂花", "周桂花"]) == [
        "13900001234",
        "周桂花",
    ]


@pytest.mark.day
async def test_a_text_is_shown_until_its_last_day(town: County) -> None:
    last = clock.today() + timedelta(days=3)
    row = await draft(town, until=last.isoformat())
    await town.act("township", "release_disclosure", disclosure=row)
    for day, shown in ((last, True), (last + timedelta(days=1), False)):
        with clock.moved(datetime.combine(day, time(0, 10), clock.CHINA)):
            await tick(town.platform, town.code)
        assert bool(await public(town)) == shown, day
    row = await town.fresh(row)
    assert (row.state, row.withdraw_reason, row.withdrawn_on) == (
        DisclosureState.WITHDRAWN,
        "公开期满",
        last + timedelta(days=1),
    )


@pytest.mark.day
async def test_what_was_to_end_already_is_not_released(town: County) -> None:
    last = clock.today() + timedelta(days=3)
    row = await draft(town, until=last.isoformat())
    with clock.moved(datetime.combine(last + timedelta(days=1), time(12), clock.CHINA)):
        await town.refused("township", "release_disclosure", code="INVALID_INPUT", disclosure=row)
        await town.act("village", "change_disclosure", disclosure=row, until=None)
        await town.act("township", "release_disclosure", disclosure=row)
    assert len(await public(town)) == 1


async def test_who_gave_a_clue_that_a_walk_group_went_after_is_masked_too(town: County) -> None:
    of = await stories.case(town)
    fire = await cases.person(town, "李消防", "fire_safety")
    clue = await stories.intake(town, submitter_name="吴春生")
    await town.act(
        "township",
        "analyse_intake",
        intake=clue,
        analysis_field="fire_safety",
        analysis="需消防专业",
    )
    await town.act(
        "township", "form_walk_group", origin_intake=clue, members=[fire], leader=fire, case=of
    )
    raw = {"case": of, "kind": "process", "title": "走访情况", "text": "吴春生反映消防栓没有水。"}
    row = await town.act("village", "draft_disclosure", **raw)
    await town.refused(
        "township", "release_disclosure", code="REFUSED", rule="not_masked", disclosure=row
    )
