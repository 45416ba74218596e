"""Standards are versioned data; a check judges every item, and scores follow from the last checks
(domain.md 2.3, 5.8, 2.20).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.core.people.test_people import register
from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.standards.models import (
    ItemVerdict,
    StandardCheck,
    StandardCheckItem,
    StandardChecklist,
)
from yishi_core.errors import YishiError


def judged(*verdicts: str, note: str | None = "现场查看") -> list[dict[str, Any]]:
    return [{"item_no": n, "verdict": v, "note": note} for n, v in enumerate(verdicts, 1)]


async def adopt(
    town: County, code: str = "room_5", who: str = "county", org: str = "county"
) -> StandardChecklist:
    made: StandardChecklist = await town.act(who, "adopt_checklist", org=town.orgs[org], code=code)
    return made


async def test_the_eight_lists_of_the_reference_are_delivered(town: County) -> None:
    lengths = {
        "liaison_station_8": 8,
        "committee_5": 5,
        "five_unified": 5,
        "three_haves": 3,
        "station_8_public": 8,
        "room_6": 6,
        "room_5": 5,
        "station_10": 10,
    }
    made = [await adopt(town, code) for code in lengths]
    assert {m.code: len(m.items) for m in made} == lengths
    assert {m.checklist_version for m in made} == {1}
    assert made[0].items != made[4].items, "two different 八有"


async def test_a_list_is_adopted_once_and_only_if_it_is_there(town: County) -> None:
    await adopt(town)
    assert await refused_code(town, "county", "room_5") == "CONFLICT"
    assert await refused_code(town, "county", "room_7") == "INVALID_INPUT"
    assert await refused_code(town, "village", "room_6", org="village") == "FORBIDDEN"
    assert await refused_code(town, "neighbour", "room_6", org="township") == "NOT_FOUND"


async def refused_code(town: County, who: str, code: str, org: str = "county") -> str:
    """`refused` itself names the error's code `code`."""
    with pytest.raises(YishiError) as caught:
        await town.act(who, "adopt_checklist", org=town.orgs[org], code=code)
    return str(caught.value.code.value)


@pytest.mark.day
async def test_a_new_version_leaves_the_old_one_and_its_checks_as_they_are(town: County) -> None:
    first = await adopt(town)
    again = {"org": town.orgs["county"], "label": "议事室五有"}
    second = await town.act(
        "county", "write_checklist", **again, code="room_5", items=[*first.items, "经费"]
    )
    assert (second.checklist_version, len(second.items)) == (2, 6)
    assert (await town.fresh(first)).valid_until == clock.today() - timedelta(days=1)
    third = await town.act(
        "county", "write_checklist", **again, code="room_5", items=["场所", "台账"]
    )
    assert [c.checklist_version for c in await town.rows(StandardChecklist)] == [1, 2, 3]
    with pytest.raises(Exception, match="内容与现行版本相同"):
        await town.act("county", "write_checklist", **again, code="room_5", items=["场所", "台账"])
    with pytest.raises(Exception, match="重复"):
        await town.act(
            "county", "write_checklist", **again, code="own_list", items=["场所", "场所"]
        )
    assert third.valid_until is None


async def test_a_check_is_put_right_item_by_item_and_its_score_follows(town: County) -> None:
    checklist, station, person = (
        await adopt(town),
        await open_station(town, opened_on="2021-01-01"),
        await register(town),
    )
    given = {
        "station": station,
        "checklist": checklist,
        "inspector": person,
        "checked_on": "2024-06-30",
    }
    check = await town.act(
        "township",
        "record_standard_check",
        **given,
        results=judged("pass", "pass", "partly", "fail", "pass"),
    )
    change, item = "change_standard_check", {"item_no": 4, "verdict": "pass", "note": "补查合格"}
    check = await town.act(
        "township", change, check=check, checked_on="2024-07-01", note="复核", results=[item]
    )
    assert (check.passed, check.total, check.checked_on, check.note) == (
        4,
        5,
        date(2024, 7, 1),
        "复核",
    )
    found = await town.rows(StandardCheckItem, StandardCheckItem.check_id == check.id)
    assert [(i.verdict, i.note) for i in found][3] == (ItemVerdict.PASS, "补查合格")
    assert len(found) == 5
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"results": [{**item, "item_no": 6}]}, "results.0.item_no"),
        ({"results": [item, item]}, "results.1.item_no"),
        ({"checked_on": "2020-12-31"}, "checked_on"),
        ({"checked_on": "2099-01-01"}, "checked_on"),
        ({"inspector": None}, "inspector"),
    )
    for wrong, path in wrongs:
        assert (
            await town.refused("township", change, code="INVALID_INPUT", check=check, **wrong)
        ).fields[0].path == path
    await town.refused("village", change, code="FORBIDDEN", check=check, note="冒改")


async def test_a_check_judges_every_item_once(town: County) -> None:
    checklist, station, person = (
        await adopt(town),
        await open_station(town, opened_on="2021-01-01"),
        await register(town),
    )
    given = {"station": station, "checklist": checklist, "inspector": person}
    check = await town.act(
        "township",
        "record_standard_check",
        **given,
        checked_on="2024-06-30",
        results=judged("pass", "pass", "partly", "fail", "pass"),
    )
    assert (check.passed, check.total, check.checked_on, check.org_id) == (
        3,
        5,
        date(2024, 6, 30),
        town.orgs["village"].id,
    )
    items = await town.rows(StandardCheckItem, StandardCheckItem.check_id == check.id)
    assert [(i.item_no, i.item, i.verdict) for i in items][2:4] == [
        (3, "制度", ItemVerdict.PARTLY),
        (4, "队伍", ItemVerdict.FAIL),
    ]
    for results, path in (
        (judged("pass", "pass"), "results"),
        (judged("pass", "pass", "pass", "pass", "pass", "pass"), "results.5.item_no"),
        (
            [
                *judged("pass", "pass", "pass", "pass", "pass")[:4],
                {"item_no": 1, "verdict": "pass"},
            ],
            "results.4.item_no",
        ),
        ([{"item_no": 1, "verdict": "good"}], "results.0.verdict"),
    ):
        error = await town.refused(
            "township", "record_standard_check", code="INVALID_INPUT", **given, results=results
        )
        assert [f.path for f in error.fields] == [path]


async def test_a_pass_without_evidence_is_pointed_out(town: County) -> None:
    checklist, person = await adopt(town, "three_haves"), await register(town)
    given = {"org": town.orgs["township"], "checklist": checklist, "inspector": person}
    result = await town.result(
        "township",
        "record_standard_check",
        **given,
        results=judged("pass", "fail", "pass", note=None),
    )
    assert [a.rule for a in result.advice] == ["no_evidence", "no_evidence"]
    assert (result.value.station_id, result.value.org_id) == (None, town.orgs["township"].id)


async def test_when_and_where_a_check_is_refused(town: County) -> None:
    checklist, person = await adopt(town, org="township", who="township"), await register(town)
    station = await open_station(town, opened_on="2021-01-01")
    given = {
        "station": station,
        "checklist": checklist,
        "inspector": person,
        "results": judged(*["pass"] * 5),
    }
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for day in (tomorrow, "2020-12-31"):
        error = await town.refused(
            "township", "record_standard_check", code="INVALID_INPUT", **given, checked_on=day
        )
        assert [f.path for f in error.fields] == ["checked_on"]
    await town.refused("village", "record_standard_check", code="FORBIDDEN", **given)
    await town.refused("neighbour", "record_standard_check", code="NOT_FOUND", **given)
    elsewhere = {**given, "station": None, "org": town.orgs["neighbour"]}
    error = await town.refused("county", "record_standard_check", code="INVALID_INPUT", **elsewhere)
    assert [f.path for f in error.fields] == ["checklist"], (
        "a township's own standard holds below it"
    )
    await town.act(
        "township",
        "write_checklist",
        org=town.orgs["township"],
        code="room_5",
        label="五有",
        items=["场所", "台账"],
    )
    error = await town.refused("township", "record_standard_check", code="INVALID_INPUT", **given)
    assert [f.path for f in error.fields] == ["checklist"], "replaced since"
    await town.act("township", "record_standard_check", **given, checked_on="2023-05-01")
    assert len(await town.rows(StandardCheck)) == 1


async def test_scores_follow_from_the_last_checks_up_to_a_day(town: County) -> None:
    checklist, person = await adopt(town), await register(town)
    first, second = (
        await open_station(town, opened_on="2020-01-01"),
        await open_station(town, name="二号议事室", opened_on="2020-01-01"),
    )
    for station, day, verdicts in (
        (first, "2023-06-01", ["pass", "fail", "fail", "fail", "fail"]),
        (first, "2024-06-01", ["pass"] * 5),
        (second, "2024-06-02", ["pass", "pass", "pass", "partly", "fail"]),
    ):
        await town.act(
            "township",
            "record_standard_check",
            station=station,
            checklist=checklist,
            inspector=person,
            checked_on=day,
            results=judged(*verdicts),
        )
    ask = {"org": town.orgs["county"]}
    now = await ask_scores(town, **ask)
    assert (now.average, now.checked, now.passed) == (Decimal("80.0"), 2, 1)
    assert [(r.score, r.check.station_id) for r in now.rows] == [
        (Decimal("60.0"), second.id),
        (Decimal("100.0"), first.id),
    ]
    then = await ask_scores(town, **ask, on="2023-12-31")
    assert (then.average, then.checked, then.passed) == (Decimal("20.0"), 1, 0)
    await town.act("township", "void_record", id=(await town.rows(StandardCheck))[1], reason="录错")
    assert (await ask_scores(town, **ask)).average == Decimal("40.0")


async def ask_scores(town: County, **given: Any) -> Any:
    return await town.act("county", "standard_scores", code="room_5", **given)
