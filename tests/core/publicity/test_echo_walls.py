"""The echo wall: four blocks of each case; the public sees released texts and nothing else
(domain.md 2.15, 3.6).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.core import cases
from tests.fixtures.county import County, make_county
from tests.fixtures.day import TOMORROW
from yishi_core import clock
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity.echo_walls import EchoWall
from yishi_core.domain.publicity.models import DisclosureKind
from yishi_core.kernel.access import Principal


async def wall(town: County) -> EchoWall:
    station = await cases.station(town)
    made: EchoWall = await town.act(
        "village", "put_up_echo_wall", station=station, place="便民服务中心", put_up_on="2026-01-10"
    )
    await town.act(
        "village",
        "record_consultation",
        station=station,
        date="2026-03-05",
        title="村道照明",
        content=["路灯怎么修"],
        form="yard",
        procedure="community_default",
        focus_category="roads",
        outcomes=["三个月内修复三盏路灯"],
        participants=[{"party_kind": "mass_representative", "count": 12}],
    )
    return made


async def publish(town: County, kind: str, **given: Any) -> Any:
    case = (await town.rows(ConsultationCase))[0]
    raw = {
        "case": case,
        "kind": kind,
        "title": f"路灯修复({kind})",
        "text": "村口路灯的协商情况。",
        "place": "echo_wall",
        **given,
    }
    row = await town.act("village", "draft_disclosure", **raw)
    return await town.act("township", "release_disclosure", disclosure=row)


async def seen(town: County, shown: EchoWall, who: Principal | None = None) -> Any:
    return await town.act(who or town.anonymous, "public_echo_wall", county=town.code, wall=shown)


async def test_an_office_sees_what_there_is_to_tell(town: County) -> None:
    shown = await wall(town)
    await town.act(
        "township", "route_outcome", outcome=(await town.rows(Outcome))[0], route_class="A"
    )
    page = await town.act("village", "echo_wall_cases", wall=shown)
    assert [[b.facts for b in case.blocks] for case in page] == [
        [
            ["村道照明(来源:群众反映)"],
            ["2026-03-05 院坝协商,第1轮,12人次参加"],
            ["三个月内修复三盏路灯:A类:交承办单位办理"],
            [],
        ]
    ]
    assert [b.due for b in page[0].blocks] == [True, True, True, False]
    await publish(town, "process")
    blocks = (await town.act("village", "echo_wall_cases", wall=shown))[0].blocks
    assert [(b.kind, b.due, len(b.shown)) for b in blocks][1] == (DisclosureKind.PROCESS, False, 1)
    await town.refused("village2", "echo_wall_cases", code="FORBIDDEN", wall=shown)


async def test_the_public_sees_released_texts_of_the_wall_only(town: County) -> None:
    shown = await wall(town)
    assert await seen(town, shown) == []
    topic = await publish(town, "topic")
    await publish(town, "conversion")
    await publish(town, "decision", place="web")
    await publish(town, "process", until=clock.today().isoformat())
    page = await seen(town, shown)
    assert [
        (c.title, len(c.topic), len(c.process), len(c.decision), len(c.conversion)) for c in page
    ] == [("路灯修复(topic)", 1, 1, 0, 1)]
    with clock.moved(clock.now() + timedelta(days=1)):
        assert [len(c.process) for c in await seen(town, shown)] == [0], "shown until yesterday"
    await town.act("township", "withdraw_disclosure", disclosure=topic, reason="数字有误")
    assert [len(c.topic) for c in await seen(town, shown)] == [0]


async def test_a_wall_of_another_county_and_one_that_is_gone_are_not_there(town: County) -> None:
    shown = await wall(town)
    await publish(town, "topic")
    other = await make_county(town.platform)
    assert len(await seen(town, shown, other.principals["county"])) == 1, "a visitor like any other"
    await town.refused(
        town.anonymous, "public_echo_wall", code="NOT_FOUND", county=other.code, wall=shown
    )
    await town.act("village", "take_down_echo_wall", wall=shown)
    await town.refused(
        town.anonymous, "public_echo_wall", code="NOT_FOUND", county=town.code, wall=shown
    )
    await town.refused(
        "village", "take_down_echo_wall", code="REFUSED", rule="wall_taken_down", wall=shown
    )


async def test_when_and_by_whom_a_wall_is_put_up(town: County) -> None:
    station = await cases.station(town)
    given = {"station": station, "place": "村委会"}
    for day in (TOMORROW, "2019-12-31"):
        error = await town.refused(
            "village", "put_up_echo_wall", code="INVALID_INPUT", **given, put_up_on=day
        )
        assert [f.path for f in error.fields] == ["put_up_on"]
    await town.refused("member", "put_up_echo_wall", code="FORBIDDEN", **given)
    await town.refused("village2", "put_up_echo_wall", code="FORBIDDEN", **given)
    hung = await town.act("village", "put_up_echo_wall", **given)
    error = await town.refused(
        "village",
        "take_down_echo_wall",
        code="INVALID_INPUT",
        wall=hung,
        taken_down_on="2020-01-01",
    )
    assert [f.path for f in error.fields] == ["taken_down_on"]
    await town.act("township", "close_station", station=station, reason="撤并")
    await town.refused(
        "village", "put_up_echo_wall", code="REFUSED", rule="station_closed", **given
    )


async def test_a_wall_is_put_right_and_hung_up_again(town: County) -> None:
    shown = await wall(town)
    changed = await town.act(
        "village", "change_echo_wall", wall=shown, place="村口", put_up_on="2026-01-01"
    )
    assert (changed.place, changed.put_up_on.isoformat()) == ("村口", "2026-01-01")
    for wrong in (
        {"taken_down_on": "2026-02-01"},
        {"put_up_on": TOMORROW},
        {"put_up_on": "2019-01-01"},
        {"place": None},
    ):
        error = await town.refused(
            "village", "change_echo_wall", code="INVALID_INPUT", wall=shown, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
    await town.act("village", "take_down_echo_wall", wall=shown, taken_down_on="2026-02-01")
    error = await town.refused(
        "village", "change_echo_wall", code="INVALID_INPUT", wall=shown, put_up_on="2026-02-02"
    )
    assert [f.path for f in error.fields] == ["taken_down_on"]
    assert (
        await town.act("village", "change_echo_wall", wall=shown, taken_down_on="2026-02-03")
    ).audience is None
    assert (
        await town.act("village", "change_echo_wall", wall=shown, taken_down_on=None)
    ).audience == ["public"]
    await town.refused("member", "change_echo_wall", code="FORBIDDEN", wall=shown, place="村口")
