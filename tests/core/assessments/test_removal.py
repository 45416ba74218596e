"""The last place of a studio: proposed for removal, exempted, confirmed, taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core import cases
from tests.core.assessments.schemes import member, opened, results, score
from tests.fixtures.county import County
from yishi_core.domain.assessments import rules
from yishi_core.domain.assessments.models import AssessmentResult
from yishi_core.domain.people.models import Member, Person
from yishi_core.domain.stations.models import Station
from yishi_core.errors import InvalidInput
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.variants.variant import AssessmentDef, Variant


@pytest.fixture
async def studio(
    town: County, monkeypatch: pytest.MonkeyPatch
) -> tuple[Station, dict[str, Person]]:
    """A studio of three: one began this year; its plugin's scheme proposes the last place."""
    scheme = AssessmentDef.model_validate(
        {
            "code": "studio",
            "label": "工作室量化考评",
            "subject_kind": "member",
            "full_mark": 100,
            "last_place": {},
            "items": [{"code": "work", "label": "履职", "cap": 100}],
            "grades": [{"label": "合格", "min": 60}, {"label": "不合格", "min": 0}],
        }
    )
    core = town.platform.plugins.core
    monkeypatch.setattr(
        town.platform.plugins,
        "core",
        Variant.model_validate({**core.model_dump(), "assessment": [*core.assessment, scheme]}),
    )
    town.platform = replace(town.platform)
    station = await cases.station(town)
    people = {}
    for name, begun in (("王一", "2020-01-01"), ("王二", "2020-01-01"), ("王三", "2026-02-01")):
        people[name] = await member(town, name)
        await town.act(
            "township",
            "assign_to_station",
            station=station,
            person=people[name],
            role="resident_member",
            from_on=begun,
        )
    return station, people


async def decide(
    town: County, station: Station, people: dict[str, Person], **points: int
) -> dict[Any, AssessmentResult]:
    scheme = await opened(town, "studio", station=station)
    for name, n in points.items():
        await score(town, scheme, people[name], n, "work")
    await town.act("county", "check_assessment", scheme=scheme)
    await town.act("county", "decide_assessment", scheme=scheme)
    return await results(town)


async def test_the_last_place_of_a_studio_is_proposed_and_confirmed(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    station, people = studio
    await member(town, "外人")  # a member elsewhere is not judged in the studio
    found = await decide(town, station, people, 王一=90, 王二=50, 王三=70)
    assert len(found) == 3
    last, best = found[people["王二"].id], found[people["王一"].id]
    assert (last.proposed_removal, last.exemption, last.rank) == (True, None, 3)
    assert [
        item.todo
        for item in (await town.act("leader", "todos")).items
        if item.record == global_id(last)
    ] == ["removal.confirm"]
    await town.refused(
        "leader", "confirm_removal", code="REFUSED", rule="not_proposed", result=best
    )
    await town.refused(
        "leader", "confirm_removal", code="INVALID_INPUT", result=last, confirmed_on="2099-01-01"
    )
    await town.refused("township", "confirm_removal", code="FORBIDDEN", result=last)
    assert (await town.act("leader", "confirm_removal", result=last)).confirmed_on is not None
    await town.refused(
        "leader", "confirm_removal", code="REFUSED", rule="confirmed_already", result=last
    )


@pytest.mark.parametrize(
    ("points", "who", "exemption"),
    [
        ({"王一": 90, "王二": 70, "王三": 40}, ["王三"], rules.FIRST_YEAR),
        ({"王一": 50, "王二": 50, "王三": 90}, ["王一", "王二"], rules.TIE),
        ({"王一": 90, "王二": 60, "王三": 90}, ["王二"], rules.Limits().passed),
    ],
)
async def test_exemptions_are_written_down(
    town: County,
    studio: tuple[Station, dict[str, Person]],
    points: dict[str, int],
    who: list[str],
    exemption: str,
) -> None:
    station, people = studio
    found = await decide(town, station, people, **points)
    assert not any(r.proposed_removal for r in found.values())
    assert {k: r.exemption for k, r in found.items() if r.exemption} == {
        people[name].id: exemption for name in who
    }


async def test_a_new_post_after_an_earlier_one_is_no_first_year(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    station, people = studio
    earlier = {"role": "convener", "from_on": "2020-01-01"}
    post = await town.act(
        "township", "assign_to_station", station=station, person=people["王三"], **earlier
    )
    await town.act("township", "end_station_assignment", assignment=post, to_on="2022-12-31")
    found = await decide(town, station, people, 王一=90, 王二=70, 王三=40)
    assert (found[people["王三"].id].proposed_removal, found[people["王三"].id].exemption) == (
        True,
        None,
    )


async def test_a_reappointed_member_is_not_in_his_first_year(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    _, people = studio
    [old] = await town.rows(Member, Member.person_id == people["王一"].id)
    await town.act(
        "county", "end_membership", member=old, left_on="2025-12-31", leave_reason="换届"
    )
    await town.act(
        "county",
        "add_member",
        person=people["王一"],
        level="county",
        term=10,
        joined_on="2026-01-01",
    )
    scheme = await opened(town, "studio")
    for name, n in (("王一", 40), ("王二", 70), ("王三", 90)):
        await score(town, scheme, people[name], n, "work")
    await town.act("county", "check_assessment", scheme=scheme)
    await town.act("county", "decide_assessment", scheme=scheme)
    assert (await results(town))[people["王一"].id].proposed_removal


async def test_an_upheld_appeal_takes_a_confirmed_removal_back(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    station, people = studio
    found = await decide(town, station, people, 王一=90, 王二=50, 王三=70)
    last = found[people["王二"].id]
    await town.act("leader", "confirm_removal", result=last)
    town.link("member", people["王二"])
    appeal = await town.act(
        "member", "appeal_score", result=last, item="work", text="漏记了一年的走访"
    )
    await town.act(
        "leader", "answer_appeal", appeal=appeal, upheld=True, answer="核实后补记", points=30
    )
    after = await town.fresh(last)
    assert (after.score, after.proposed_removal, after.confirmed_on) == (80, False, None)


async def test_a_scheme_limited_to_a_station_stands_beside_the_county_s(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    station, _ = studio
    within, everybody = await opened(town, "studio", station=station), await opened(town, "studio")
    assert (within.station_id, everybody.station_id) == (station.id, None)
    error = await refused_opening(town, code="studio", org=town.orgs["neighbour"], station=station)
    assert error == "station"
    assert (
        await refused_opening(
            town, code="station_default", org=town.orgs["county"], station=station
        )
        == "station"
    )


async def refused_opening(town: County, **raw: Any) -> str:
    """The field for which an opening is refused."""
    with pytest.raises(InvalidInput) as caught:
        await town.act("county", "open_assessment", year=2026, **raw)
    return caught.value.fields[0].path
