"""`search` and `similarTopics`: what is found, in which order, and what nobody finds (design.md 8;
access.md 2, 4).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.core.opinions.briefs import TEXT
from tests.core.proposals import papers
from tests.fixtures.county import County, make_county
from yishi_core.facilities.search.service import SearchPage
from yishi_core.kernel.operation.platform import Platform


async def titles(town: County, who: str, text: str, **more: Any) -> list[str]:
    page: SearchPage = await town.act(who, "search", text=text, **more)
    return [hit.title for hit in page.hits]


async def topic(
    town: County,
    title: str,
    description: str = "请各方商量。",
    who: str = "township",
    org: str = "township",
) -> Any:
    return await town.act(
        who,
        "propose_topic",
        org=town.orgs[org],
        title=title,
        description=description,
        topic_source="resident",
        focus_category="other",
    )


async def test_any_two_characters_are_found_in_title_and_text_the_title_first(town: County) -> None:
    await topic(town, "老街停车难")
    await topic(town, "菜市场改造", "菜市场周边停车混乱,占道经营。")
    assert await titles(town, "township", "停车") == ["老街停车难", "菜市场改造"]
    assert await titles(town, "township", "市场 占道") == ["菜市场改造"]
    assert await titles(town, "township", "停车场") == []


@pytest.mark.parametrize("text", ["桥", "梁", "橋梁", "桥梁加固", "加固"])
async def test_one_character_is_enough_and_traditional_is_simplified(
    town: County, text: str
) -> None:
    await topic(town, "村口桥梁加固")
    assert await titles(town, "township", text, types=["Topic"]) == ["村口桥梁加固"]


async def test_what_is_written_in_traditional_characters_is_found_in_simplified(
    town: County,
) -> None:
    await topic(town, "農村飲水工程")
    assert await titles(town, "township", "饮水") == ["農村飲水工程"]


@pytest.mark.parametrize("text", ["zs", "ZhangSan", "张三", "張三"])
async def test_names_are_found_by_their_initials(town: County, text: str) -> None:
    await town.act("township", "register_person", org=town.orgs["township"], name="张三")
    assert await titles(town, "township", text, types=["Person"]) == ["张三"]


async def test_a_surname_is_read_as_a_surname(town: County) -> None:
    await town.act("township", "register_person", org=town.orgs["township"], name="单小曾")
    assert await titles(town, "township", "sxc") == ["单小曾"]


async def test_the_newest_comes_first_and_pages_go_on_where_they_ended(town: County) -> None:
    for day in range(1, 8):
        await town.act(
            "township",
            "record_deed",
            org=town.orgs["township"],
            deed_kind="practical",
            date=f"2024-03-{day:02d}",
            description=f"慰问老人第{day}次",
        )
    page = await town.act("township", "search", text="老人", first=3)
    assert [h.title[-2] for h in page.hits] == ["7", "6", "5"]
    assert page.has_next_page
    assert page.hits[0].day == dt.date(2024, 3, 7)
    second = await town.act("township", "search", text="老人", first=3, after=page.end_cursor)
    assert [h.title[-2] for h in second.hits] == ["4", "3", "2"]
    last = await town.act("township", "search", text="老人", first=3, after=second.end_cursor)
    assert [h.title[-2] for h in last.hits] == ["1"]
    assert not last.has_next_page


async def test_title_hits_and_text_hits_make_one_list_over_pages(town: County) -> None:
    for number in range(3):
        await topic(town, f"水渠维修{number}")
        await topic(town, f"道路硬化{number}", "兼顾水渠。")
    seen: list[str] = []
    after = None
    for _ in range(6):
        page = await town.act("township", "search", text="水渠", first=1, after=after)
        seen += [h.title for h in page.hits]
        after = page.end_cursor
    assert not page.has_next_page
    assert sorted(seen[:3]) == ["水渠维修0", "水渠维修1", "水渠维修2"]
    assert sorted(seen[3:]) == ["道路硬化0", "道路硬化1", "道路硬化2"]


async def test_a_change_is_found_at_once_and_the_old_words_no_more(town: County) -> None:
    row = await topic(town, "路灯不亮")
    await town.act("township", "change_topic", topic=row, title="巷道照明")
    assert await titles(town, "township", "照明") == ["巷道照明"]
    assert await titles(town, "township", "路灯") == []


async def test_a_voided_record_is_not_found(town: County) -> None:
    deed = await town.act(
        "township",
        "record_deed",
        org=town.orgs["township"],
        deed_kind="practical",
        date="2024-05-01",
        description="义诊三十人",
    )
    assert await titles(town, "township", "义诊") == ["义诊三十人"]
    await town.act("township", "void_record", id=deed, reason="重复录入了")
    assert await titles(town, "township", "义诊") == []


async def test_what_a_refused_operation_wrote_is_not_found(town: County) -> None:
    await town.refused(
        "township",
        "record_deed",
        code="INVALID_INPUT",
        org=town.orgs["township"],
        deed_kind="practical",
        date="2999-05-01",
        description="赠书百册",
    )
    assert await titles(town, "county", "赠书") == []


async def test_the_excerpt_shows_the_words_as_they_were_written(town: County) -> None:
    await topic(town, "菜市场改造", "一" * 50 + "周邊停車混亂" + "二" * 50)
    [hit] = (await town.act("township", "search", text="停车")).hits
    assert hit.excerpt == "…" + "一" * 28 + "周邊停車混亂" + "二" * 26 + "…"
    assert hit.type_label == "议题"


async def test_only_the_named_org_and_types_are_searched(town: County) -> None:
    await topic(town, "河道清淤", who="township", org="village")
    await topic(town, "河道护栏", who="neighbour", org="neighbour")
    assert await titles(town, "county", "河道") == ["河道护栏", "河道清淤"]
    assert await titles(town, "county", "河道", org=town.orgs["township"]) == ["河道清淤"]
    assert await titles(town, "county", "河道", types=["Deed"]) == []
    error = await town.refused(
        "county", "search", code="INVALID_INPUT", text="河道", types=["Account"]
    )
    assert error.fields[0].path == "types"


async def test_a_sibling_finds_nothing_and_the_level_above_everything(town: County) -> None:
    await topic(town, "河道清淤", who="township", org="village")
    assert await titles(town, "village2", "河道") == []
    assert await titles(town, "neighbour", "河道") == []
    assert await titles(town, "village", "河道") == ["河道清淤"]
    assert await titles(town, "leader", "河道") == ["河道清淤"]


async def test_who_may_read_only_what_he_entered_finds_only_that(town: County) -> None:
    station = await town.act(
        "township",
        "open_station",
        org=town.orgs["township"],
        name="河口议事室",
        kind="council_room",
        level="township",
    )
    for who in ("member", "member2"):
        await town.act(
            who, "record_intake", station=station, content=f"灌溉渠漏水,{who}反映", channel="visit"
        )
    assert await titles(town, "member", "灌溉") == ["灌溉渠漏水,member反映"]
    assert len(await titles(town, "township", "灌溉")) == 2
    assert await titles(town, "unit", "灌溉") == []


async def test_who_is_in_the_audience_finds_the_row_of_another_place(town: County) -> None:
    assert town.orgs["unit"].audience
    assert not town.orgs["neighbour_village"].audience
    assert await titles(town, "village", "水利") == ["县水利局"]
    assert await titles(town, "village", "东坪村") == []


async def test_columns_that_need_a_permission_are_not_searched(town: County) -> None:
    station = await town.act(
        "township",
        "open_station",
        org=town.orgs["township"],
        name="河口议事室",
        kind="council_room",
        level="township",
    )
    await town.act(
        "township",
        "record_intake",
        station=station,
        content="灌溉渠漏水",
        channel="visit",
        submitter_name="欧阳明月",
        submitter_phone="13900001234",
    )
    for text in ("欧阳", "明月", "13900001234", "1234"):
        assert await titles(town, "county", text) == []


async def test_two_counties_never_find_each_others_records(
    platform: Platform, town: County
) -> None:
    other = await make_county(platform)
    await topic(town, "河道清淤甲县")
    await topic(other, "河道清淤乙县")
    for county, own in ((town, "河道清淤甲县"), (other, "河道清淤乙县")):
        for who in ("county", "township", "auditor"):
            assert await titles(county, who, "河道") == [own]
            assert await titles(county, who, "县", types=["Topic"]) == [own]


@pytest.mark.parametrize("text", ["%", "_", "'", "\\", "!!!", "  "])
async def test_a_text_without_letters_is_refused(town: County, text: str) -> None:
    error = await town.refused("township", "search", code="INVALID_INPUT", text=text)
    assert error.fields[0].path == "text"


@pytest.mark.parametrize("text", ["河' | '道", "河\\", "x':*", "河%", "a & b | !c"])
async def test_marks_of_queries_are_no_more_than_punctuation(town: County, text: str) -> None:
    await topic(town, "山路")
    assert await titles(town, "township", text, types=["Topic"]) == []


async def test_a_wrong_cursor_is_told(town: County) -> None:
    error = await town.refused(
        "township", "search", code="INVALID_INPUT", text="河", after="nonsense"
    )
    assert error.fields[0].path == "after"


async def test_similar_topics_come_with_their_likeness(town: County) -> None:
    await topic(town, "老街停车难问题")
    await topic(town, "老街停车位不足")
    await topic(town, "村口桥梁加固")
    found = await town.act("township", "similar_topics", title="解决老街停车难")
    assert [t.title for t in found] == ["老街停车难问题", "老街停车位不足"]
    assert found[0].likeness == 67
    assert await town.act("neighbour", "similar_topics", title="解决老街停车难") == []
    assert await town.act("township", "similar_topics", title="路") == []


async def test_similar_proposals_of_earlier_years_are_named_to_who_may_read_them(
    town: County,
) -> None:
    earlier = await papers.filed(town)
    (found,) = await town.act("county", "similar_proposals", title=f"再次{earlier.title}")
    assert (found.title, found.no) == (earlier.title, earlier.no)
    assert found.likeness > 50
    assert await town.act("neighbour", "similar_proposals", title=earlier.title) == []
    assert await town.act("county", "similar_proposals", title="路") == []


async def test_a_draft_is_found_by_its_author_alone(town: County) -> None:
    await town.act("village", "create_opinion", org=town.orgs["village"], **TEXT, draft=True)
    text = TEXT["title"][:4]
    assert await titles(town, "village", text, types=["Opinion"]) == [TEXT["title"]]
    for who in ("township", "county", "auditor"):
        assert await titles(town, who, text, types=["Opinion"]) == []
