"""The words of a tenant: in refusals, to-dos, notifications and ledgers, and told to clients."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.core import cases
from tests.core.plugins.samples import Quiet
from tests.fixtures.county import County, schema_of
from tests.tenants.settings.conftest import county_with
from yishi_core.errors import Text
from yishi_core.facilities.jobs.delivery import deliver_pending
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.local_terms import LocalTerms
from yishi_graphql.ledgers.export import open_ledger
from yishi_graphql.reader import Reader

HALL = """
[labels]
Station = "议事堂"
"Station.name" = "堂名"
Intake = "线索"
"""


@pytest.fixture
async def hall(database: Database, tmp_path: Path) -> County:
    """A county in which one township has words of its own."""
    county = await county_with(database, tmp_path, Quiet("hall", HALL))
    township = county.orgs["township"]
    await county.act("county", "switch_plugin", org=township, plugin="hall", on=True)
    return county


async def test_a_refusal_speaks_the_words_of_the_place(hall: County) -> None:
    station = await cases.station(hall)
    await hall.act("county", "close_station", station=station, reason="合并")
    given = {"station": station, "content": "路灯不亮", "channel": "offline_desk"}
    error = await hall.refused("village", "record_intake", code="REFUSED", **given)
    assert error.text.zh == f"议事堂“{station.name}”当前为“撤销”状态,不能办理。"
    assert error.fields[0].text == error.text
    assert error.text.en.startswith("The station")


async def test_what_somebody_entered_is_not_reworded() -> None:
    terms = LocalTerms({}, {"站点": "议事堂", "站点任职": "堂内任职"})
    said = Text("站点“新站点”没有站点任职。", "The station “新站点” has no post.")
    assert terms.text(said) == Text("议事堂“新站点”没有堂内任职。", said.en)


async def test_a_to_do_list_speaks_the_words_of_the_caller_s_place(hall: County) -> None:
    await cases.station(hall)
    await cases.intake(hall, accept=False)
    for who, noun, waits in (("township", "线索", "线索未受理"), ("county", "来件", "来件未受理")):
        page = await hall.act(who, "todos", org=hall.orgs[who])
        lines = {(item.entity, item.state) for item in page.items}
        assert (noun, waits) in lines


async def test_labels_are_told_with_cores_words_and_the_plugin(hall: County) -> None:
    told = await hall.act("member", "labels", org=hall.orgs["village"])
    assert [(one.term, one.label, one.core, one.plugin) for one in told] == [
        ("Station", "议事堂", "站点", "hall"),
        ("Station.name", "堂名", "名称", "hall"),
        ("Intake", "线索", "来件", "hall"),
    ]
    assert await hall.act("county", "labels", org=hall.orgs["county"]) == []


def told_in(terms: LocalTerms, *columns: tuple[str, str]) -> list[str]:
    return [terms.title("Station", name, core) for name, core in columns]


async def test_a_heading_is_the_field_s_word_else_its_term_in_local_words() -> None:
    terms: Any = LocalTerms({"Station.name": "堂名"}, {"站点": "议事堂"})
    given = (("name", "名称"), ("address", "地址"), ("station", "所属站点"))
    assert told_in(terms, *given) == ["堂名", "地址", "所属议事堂"]


async def test_a_notification_speaks_the_words_of_the_record_s_place(hall: County) -> None:
    await cases.intake(hall, accept=False)
    await deliver_pending(hall.platform, hall.code)
    [item] = (await hall.act("township", "notifications")).items
    assert (item.text, item.text_en) == ("收到新线索", "A new matter")


async def test_a_register_of_the_place_has_its_headings_and_one_of_the_county_core_s(
    hall: County,
) -> None:
    await cases.station(hall)
    reader = Reader(hall.platform, schema_of(hall.platform.plugins))
    for org, heading in (("village", "堂名"), ("county", "名称")):
        ledger, page = await open_ledger(
            hall.platform,
            reader,
            hall.principals["county"],
            "Station",
            org=global_id(hall.orgs[org]),
            where={},
            language="zh",
        )
        assert heading in ledger.titles
        assert page.total == 1


async def test_a_hint_speaks_the_words_of_the_place(hall: County) -> None:
    station = await cases.station(hall)
    for name in ("张三", "李四"):
        head = await cases.person(hall, name)
        given = {"person": head, "role": "station_head", "from_on": "2026-01-01"}
        done = await hall.result("county", "assign_to_station", station=station, **given)
    [hint] = done.advice
    assert hint.rule == "second_head"
    assert hint.text.zh == "该议事堂已有站长。"
