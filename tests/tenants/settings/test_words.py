"""The lists of an org: which words it offers, renames and hides, and what it says to the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.core import cases
from tests.core.ledgers.entering import enter, reasons
from tests.core.plugins.samples import Quiet
from tests.fixtures.county import County
from tests.tenants.settings.conftest import county_with
from yishi_core.domain.consultations.models import Consultation, ConsultationForm, Minutes
from yishi_core.domain.publicity.models import DisclosureKind
from yishi_core.errors import InvalidInput
from yishi_core.facilities.ledgers.cells import shower
from yishi_core.facilities.ledgers.columns import ledger_columns
from yishi_core.facilities.ledgers.vocabularies import labels
from yishi_core.kernel.database import Database

YARDS = """
[vocabularies.form]
yard = "小院会"
tea = { label = "茶话", as = "yard" }

[only]
form = ["yard", "bench", "online"]

[vocabularies.topic_source]
elder = "长者提议"

[vocabularies.party_kind]
department_head = "部门主官"
mass_representative = "乡亲代表"

[vocabularies.grade]
small_micro = "微协商"
"""
EVENT = {"title": "修路", "date": "2026-03-10", "place": "院坝"}


@pytest.fixture
async def yards(database: Database, tmp_path: Path) -> County:
    """A county in which one township has a plugin that hides and renames forms of consultations."""
    county = await county_with(database, tmp_path, Quiet("yards", YARDS))
    await county.act(
        "county", "switch_plugin", org=county.orgs["township"], plugin="yards", on=True
    )
    return county


async def words_of(county: County, org: str, name: str) -> dict[str, Any]:
    [found] = await county.act("county", "vocabularies", org=county.orgs[org], names=[name])
    return {word.code: word for word in found.words}


async def test_a_hidden_value_of_an_enumeration_is_refused_with_the_plugin_that_hides_it(
    yards: County,
) -> None:
    village = yards.orgs["village"]
    error = await yards.refused(
        "village",
        "plan_consultation",
        code="INVALID_INPUT",
        org=village,
        form="chairs_meeting",
        **EVENT,
    )
    [field] = error.fields
    assert field.path == "form"
    assert field.text.zh == "“主席会议”在此处不提供:样例只提供小院会、板凳会、线上议事。"
    assert field.text.en.endswith("offers only yard, bench, online.")
    assert await yards.rows(Consultation) == []
    held = await yards.act("village", "plan_consultation", org=village, form="bench", **EVENT)
    assert held.form is ConsultationForm.BENCH


async def test_where_the_plugin_is_off_every_value_is_offered(yards: County) -> None:
    planned = await yards.act(
        "county", "plan_consultation", org=yards.orgs["county"], form="chairs_meeting", **EVENT
    )
    assert planned.form is ConsultationForm.CHAIRS_MEETING
    at_county = await words_of(yards, "county", "form")
    assert len(at_county) == len(ConsultationForm)
    assert all(word.offered and word.plugin == "core" for word in at_county.values())


async def test_a_list_tells_codes_labels_what_is_offered_and_which_plugin_brought_it(
    yards: County,
) -> None:
    forms = await words_of(yards, "village", "form")
    assert [code for code, word in forms.items() if word.offered] == [
        "yard",
        "bench",
        "online",
        "tea",
    ]
    assert (forms["yard"].label, forms["yard"].plugin) == ("小院会", "core")
    assert (forms["tea"].label, forms["tea"].plugin, forms["tea"].stands_for) == (
        "茶话",
        "yards",
        "yard",
    )
    assert (forms["chairs_meeting"].label, forms["chairs_meeting"].offered) == ("主席会议", False)
    sources = await words_of(yards, "village", "topic_source")
    assert (sources["elder"].plugin, sources["resident"].plugin) == ("yards", "core")
    assert "elder" not in await words_of(yards, "county", "topic_source")


async def test_every_list_is_answered_and_the_closed_ones_are_marked(yards: County) -> None:
    lists = await yards.act("county", "vocabularies", org=yards.orgs["county"])
    assert {one.name for one in lists if one.enumeration} == {
        "activity_kind",
        "form",
        "form_group",
        "grade",
        "party_kind",
        "station_kind",
    }
    assert {"sector", "topic_source", "impact_metric"} <= {one.name for one in lists}
    assert all(one.words for one in lists)


async def test_a_list_that_nobody_keeps_is_refused_with_the_names(yards: County) -> None:
    with pytest.raises(InvalidInput) as caught:
        await words_of(yards, "county", "forms")
    assert "topic_source" in caught.value.fields[0].text.zh


async def test_a_question_may_ask_for_what_is_no_longer_offered(yards: County) -> None:
    asked = await yards.act(
        "county",
        "metric",
        org=yards.orgs["village"],
        metric="consultations{form=chairs_meeting}",
    )
    assert asked.value == 0


async def test_a_sheet_is_read_and_shown_in_the_words_of_the_place(yards: County) -> None:
    await cases.station(yards)
    rows = [(f"2022-06-1{n}", form) for n, form in enumerate(("茶话", "小院会", "院坝协商"))]
    imported = await enter(
        yards,
        "village",
        "Consultation",
        ("站点", "题目", "协商内容", "日期", "形式"),
        *(("柳湾村议事室", "村道拓宽", "谁出地。", *row) for row in rows),
    )
    assert reasons(imported) == []
    assert {row.form for row in await yards.rows(Consultation)} == {ConsultationForm.YARD}
    registry = yards.platform.registry
    column = next(
        c for c in ledger_columns(registry, registry.of(Consultation)) if c.title == "形式"
    )
    for org, label in (("village", "小院会"), ("county", "院坝协商")):
        words = await labels(yards.platform, yards.principals["county"], yards.orgs[org])
        assert shower(column, words)("yard") == label


async def test_the_roles_that_a_plugin_brings_are_words_of_the_list_of_roles(
    database: Database, tmp_path: Path
) -> None:
    walks = Quiet("walks", '[roles]\nwalk_leader = "走访组长"')
    county = await county_with(database, tmp_path, walks)
    await county.act("county", "switch_plugin", org=county.orgs["county"], plugin="walks", on=True)
    roles = await words_of(county, "village", "role")
    assert (roles["walk_leader"].label, roles["walk_leader"].plugin) == ("走访组长", "walks")
    assert roles["member"].plugin == "core"


async def test_what_the_platform_writes_says_the_place_s_words(yards: County) -> None:
    """The notice, the four parties, the minutes and the echo wall."""
    station = await cases.station(yards)
    planned = await yards.act(
        "village",
        "plan_consultation",
        station=station,
        **{**EVENT, "date": "2026-11-26", "form": "yard"},
    )
    told = await yards.result("village", "notify_consultation", consultation=planned)
    assert [a.text.zh for a in told.advice] == ["微协商应提前3天通知。"]
    held = await yards.result(
        "village",
        "record_consultation",
        station=station,
        date="2026-03-10",
        title="修路",
        content=["逐户议过。"],
        form="yard",
        participants=[{"party_kind": "mass_representative", "count": 2}],
    )
    missing = [a.text.zh for a in held.advice if a.rule == "four_parties"]
    assert missing == ["四方协商缺少:政协委员、特邀代表人士、部门主官。"]
    [minutes] = await yards.rows(Minutes, Minutes.consultation_id == held.value.id)
    assert "参加人员:乡亲代表2人次" in minutes.text
    wall = await yards.act("county", "put_up_echo_wall", station=station, place="村口")
    [case] = await yards.act("county", "echo_wall_cases", wall=wall)
    [process] = [block for block in case.blocks if block.kind is DisclosureKind.PROCESS]
    assert process.facts == ["2026-03-10 小院会,第1轮,2人次参加"]
