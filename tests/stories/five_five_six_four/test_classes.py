"""What was concluded is of class A, B or C, and goes the path of its class."""

from __future__ import annotations

import pytest

from tests.stories.five_five_six_four.place import Place, consulted, day, outcome, published
from tests.stories.people import Json

pytestmark = pytest.mark.day


async def test_the_class_is_decided_before_it_is_published(place: Place) -> None:
    case, village = await consulted(place, "村道拓宽"), place["village"]
    step: Json = {"case": case, "step": "publish"}
    await village.refused("advanceStep", "REFUSED", "disclosure_missing", **step)
    drawn = await village.do(
        "draftDisclosure",
        "disclosure { id }",
        case=case,
        kind="decision",
        title="村道拓宽议定事项",
        text="村道拓宽至四米五。",
        place="village_board",
    )
    await place["township"].do(
        "releaseDisclosure", "__typename", disclosure=drawn["disclosure"]["id"]
    )
    await village.refused("advanceStep", "REFUSED", "outcome_missing", **step)
    wide = await outcome(place, case, "村道拓宽")
    error = await village.refused("advanceStep", "REFUSED", "class_missing", **step)
    assert "村道拓宽" in error["message"]
    await place["township"].do("routeOutcome", "__typename", outcome=wide, route_class="A")
    await village.do("advanceStep", "__typename", **step)


async def test_class_a_is_assigned(place: Place) -> None:
    case, township = await consulted(place, "修渠"), place["township"]
    canal = await outcome(place, case, "修渠", "A")
    await published(place, case)
    done: Json = {"case": case, "step": "convert"}
    error = await township.refused("advanceStep", "REFUSED", "path_open", **done)
    assert "修渠(A类,未交办)" in error["message"]
    report: Json = {"org": place.orgs["township"], "to_org": place.orgs["party"]}
    await township.refused(
        "submitSpecialReport",
        "REFUSED",
        "route_class",
        **report,
        outcomes=[canal],
        text="修渠专报。",
    )
    given = await township.do(
        "assignOutcome",
        "assignment { id }",
        outcome=canal,
        unit=place.orgs["other_unit"],
        brief="清淤修渠",
    )
    await place["other_unit"].do(
        "returnAssignment",
        "__typename",
        assignment=given["assignment"]["id"],
        returned_reason="not_our_duty",
        returned_note="渠系属水利部门",
    )
    await township.refused("advanceStep", "REFUSED", "path_open", **done)
    again = await township.do(
        "reassign",
        "assignment { id }",
        assignment=given["assignment"]["id"],
        unit=place.orgs["unit"],
        brief="清淤修渠",
    )
    unit, assignment = place["unit"], again["assignment"]["id"]
    await unit.do("acceptAssignment", "__typename", assignment=assignment)
    await unit.do(
        "replyAssignment",
        "__typename",
        assignment=assignment,
        text="今年无项目资金,列入明年计划。",
        result_class="C",
        communicated_by="meeting",
    )
    await township.do("confirmReply", "__typename", assignment=assignment)
    found = await township.ask(
        "query($id: ID!) { outcome(id: $id) { routeClass resultClass } }", id=canal
    )
    assert found["outcome"] == {"routeClass": "A", "resultClass": "C"}, "two A/B/C (domain.md 6.2)"
    ended = await township.do("advanceStep", "consultationCase { state }", **done)
    assert ended["consultationCase"] == {"state": "concluded"}


async def test_class_b_is_reported_or_referred_to_the_village(place: Place) -> None:
    case, township = await consulted(place, "集体林分红"), place["township"]
    share = await outcome(place, case, "分红办法", "B")
    road = await outcome(place, case, "林区道路立项", "B")
    await published(place, case)
    done: Json = {"case": case, "step": "convert"}
    error = await township.refused("advanceStep", "REFUSED", "path_open", **done)
    assert "分红办法(B类,未报专报,也未交村(居)两委)；林区道路立项" in error["message"]
    assign: Json = {"unit": place.orgs["unit"], "brief": "分红办法"}
    await township.refused("assignOutcome", "REFUSED", "route_class", outcome=share, **assign)
    referred = await township.do(
        "referToVillage",
        "villageReferral { id }",
        outcome=share,
        village_committees=place.orgs["village"],
    )
    reported = await township.do(
        "submitSpecialReport",
        "specialReport { id }",
        org=place.orgs["township"],
        to_org=place.orgs["party"],
        outcomes=[road],
        text="关于林区道路立项的专报。",
    )
    ended = await township.do("advanceStep", "consultationCase { state }", **done)
    assert ended["consultationCase"] == {"state": "concluded"}
    await place["village"].do(
        "recordVillageResult",
        "__typename",
        referral=referred["villageReferral"]["id"],
        result="村民代表会议通过分红办法",
    )
    await township.do(
        "decideSpecialReport",
        "__typename",
        report=reported["specialReport"]["id"],
        decision="列入明年项目库",
    )


async def test_class_c_is_explained_and_looked_at_again(place: Place) -> None:
    case, township = await consulted(place, "建高中"), place["township"]
    school = await outcome(place, case, "镇上建高中", "C")
    await published(place, case)
    done: Json = {"case": case, "step": "convert"}
    error = await township.refused("advanceStep", "REFUSED", "path_open", **done)
    assert "镇上建高中(C类,未宣传解释)" in error["message"]
    explained = await township.do(
        "explainOutcome",
        "explanation { id recheckOn }",
        outcome=school,
        text="高中布局由县里统筹,短期内不在镇上设点。",
        by="镇长",
        place="柳湾村院坝",
        on=day(1),
    )
    assert explained["explanation"]["recheckOn"] > day(-300)
    await township.do("advanceStep", "__typename", **done)


async def test_converted_outcomes_and_solved_problems_are_counted_apart(place: Place) -> None:
    case, county = await consulted(place, "安装路灯"), place["county"]
    for n, (title, kind) in enumerate(
        (("路灯二十盏", "problem_solved"), ("管护公约", "rule_changed"), ("电费分担", "commitment"))
    ):
        made = await outcome(place, case, title, "A")
        await county.do(
            "convertOutcome",
            "__typename",
            outcome=made,
            conversion_kind=kind,
            conversion_note=f"{title}已落实,群众认可。",
            converted_on=day(8 + n),
        )
    span = {"from_on": day(20), "to_on": day(8)}
    assert await place.figure("converted", **span) == "3"
    assert await place.figure("problems_solved", **span) == "1"
