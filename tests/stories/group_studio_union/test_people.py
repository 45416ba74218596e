"""组室合一, its people (domain.md 3.13): scores and the last place, conveners selected and paid,
honours, the township's settings.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.group_studio_union.studio import BOARD, PLUGIN, Union, day, studio
from tests.stories.people import Json
from tests.stories.town import Town
from yishi_core import clock

RESULTS = (
    "{ assessmentResults(first: 20) { nodes { id score rank grade proposedRemoval "
    "exemption person { name } } } }"
)


async def settle(union: Union, points: dict[str, int], **values: Any) -> dict[str, Json]:
    """A year's scoring of the studio, from the opening to the chairs meeting's decision; the
    results by name.
    """
    county = union.town["county"]
    if values:
        await county.do(
            "configurePlugin",
            "__typename",
            org=union.town.orgs["county"],
            plugin=PLUGIN,
            values=values,
        )
    given = {
        "org": union.town.orgs["township"],
        "code": "studio_member",
        "year": clock.today().year,
    }
    await county.refused("openAssessment", "REFUSED", "studio_missing", **given)
    await union.town["township"].refused(
        "openAssessment", "FORBIDDEN", **given, station=union.station
    )
    made = await county.do(
        "openAssessment", "assessmentScheme { id }", **given, station=union.station
    )
    scheme = made["assessmentScheme"]["id"]
    for name, got in points.items():
        for item, part in (
            ("plenary", min(got, 30)),
            ("proposal", min(got - 30, 20)),
            ("opinion", min(got - 50, 20)),
        ):
            if part > 0:
                entry = {
                    "person": union.people[name],
                    "item": item,
                    "points": part,
                    "evidence": "台账",
                }
                await county.do("addScore", "__typename", scheme=scheme, **entry)
    entry = {"scheme": scheme, "person": union.people["张德全"], "points": 20}
    await county.refused("addScore", "INVALID_INPUT", **entry, item="activities")
    await county.refused(
        "addScore", "INVALID_INPUT", **entry, item="proposal", field="input.evidence"
    )
    await county.do("checkAssessment", "__typename", scheme=scheme)
    await county.refused("decideAssessment", "REFUSED", "not_counted", scheme=scheme)
    counted = await county.do("countScores", "subjects skipped", scheme=scheme)
    assert counted == {"subjects": 3, "skipped": []}
    await county.do("decideAssessment", "__typename", scheme=scheme)
    found = await county.ask(RESULTS)
    return {node["person"]["name"]: node for node in found["assessmentResults"]["nodes"]}


async def work(union: Union) -> None:
    """What 张德全 did this year: one survey, two visits, one mediation."""
    township, here = union.town["township"], {"station": union.station, "date": day(0)}
    came = {"participants": [{"person": union.people["张德全"], "party_kind": "cppcc_member"}]}
    await township.do(
        "recordActivity",
        "__typename",
        **here,
        kind="survey",
        title="走访药农",
        micro_kind="survey",
        **came,
    )
    for _ in range(2):
        visit = {
            "kind": "visit",
            "title": "走访",
            "visit_target": "household",
            "visit_means": "on_foot",
        }
        await township.do("recordActivity", "__typename", **here, **visit, **came)
    dispute = {
        "dispute_kind": "neighbour",
        "summary": "两家争路",
        "mediated_by": union.people["张德全"],
        "settled_on": day(0),
    }
    await township.do("recordDispute", "__typename", **here, **dispute)


@pytest.mark.day
async def test_the_last_place_leaves_when_the_chairs_meeting_confirms(union: Union) -> None:
    town = union.town
    await work(union)
    found = await settle(union, {"张德全": 70, "陈水生": 40, "李春梅": 60})
    assert {n: (float(r["score"]), r["rank"], r["grade"]) for n, r in found.items()} == {
        "张德全": (81.0, 1, "称职"),
        "李春梅": (60.0, 2, "称职"),
        "陈水生": (40.0, 3, "不称职"),
    }
    last, best = found["陈水生"], found["张德全"]
    assert (last["proposedRemoval"], last["exemption"]) == (True, None)
    await town["leader"].refused("confirmRemoval", "REFUSED", "not_proposed", result=best["id"])
    await town["township"].refused("confirmRemoval", "FORBIDDEN", result=last["id"])
    await town["neighbour"].refused("confirmRemoval", "NOT_FOUND", result=last["id"])
    held = "query($s: ID!) { station(id: $s) { assignments { nodes { toOn person { name } } } } }"
    assert (
        await town["leader"].do(
            "confirmRemoval", "assessmentResult { confirmedOn }", result=last["id"]
        )
    )["assessmentResult"]["confirmedOn"] == day(0)
    await town.deliver()
    posts = (await town["township"].ask(held, s=union.station))["station"]["assignments"]["nodes"]
    assert {p["person"]["name"]: p["toOn"] for p in posts} == {
        "张德全": None,
        "李春梅": None,
        "陈水生": day(0),
    }


@pytest.mark.day
@pytest.mark.parametrize(
    ("points", "values", "exempt"),
    [
        ({"张德全": 70, "陈水生": 60, "李春梅": 20}, {}, {"李春梅": "任职首年,不予淘汰"}),
        (
            {"张德全": 30, "陈水生": 30, "李春梅": 70},
            {},
            {"张德全": "并列末位,不予淘汰", "陈水生": "并列末位,不予淘汰"},
        ),
        (
            {"张德全": 70, "陈水生": 40, "李春梅": 70},
            {"elimination_points": 40},
            {"陈水生": "得分不低于40分,不予淘汰"},
        ),
    ],
)
async def test_nobody_is_removed_who_is_exempt(
    union: Union, points: dict[str, int], values: Json, exempt: dict[str, str]
) -> None:
    found = await settle(union, points, **values)
    assert {name: r["exemption"] for name, r in found.items() if r["exemption"]} == exempt
    assert not any(r["proposedRemoval"] for r in found.values())
    for name, reason in exempt.items():
        error = await union.town["leader"].refused(
            "confirmRemoval", "REFUSED", "exempt", result=found[name]["id"]
        )
        assert reason in error["message"]


async def test_a_convener_is_selected_then_paid(union: Union) -> None:
    town, people = union.town, union.people
    township = town["township"]
    term = {
        "selected_by": "工作室全体委员",
        "selected_on": day(70),
        "term_from": day(60),
        "term_to": day(-300),
    }
    given = {"station": union.station, "candidate": people["张德全"], **term}
    post = {
        "station": union.station,
        "person": people["张德全"],
        "role": "convener",
        "selected_by": "镇党委",
        "selected_on": day(70),
    }
    await township.refused("assignToStation", "REFUSED", "selection_needed", **post)
    await township.refused("selectConvener", "INVALID_INPUT", **given)
    await township.refused("selectConvener", "INVALID_INPUT", **given, votes_for=5)
    await township.refused("selectConvener", "INVALID_INPUT", **given, votes_for=9, votes_cast=8)
    await township.refused("selectConvener", "REFUSED", "votes", **given, votes_for=4, votes_cast=8)
    votes = {"votes_for": 7, "votes_cast": 8}
    await township.refused(
        "selectConvener",
        "INVALID_INPUT",
        **{**given, "selected_on": day(-1)},
        **votes,
        field="input.selectedOn",
    )
    await township.refused(
        "selectConvener",
        "INVALID_INPUT",
        **{**given, "term_from": day(71)},
        **votes,
        field="input.termFrom",
    )
    await township.refused(
        "selectConvener",
        "INVALID_INPUT",
        **{**given, "term_to": day(-1900)},
        **votes,
        field="input.termTo",
    )
    outside = await township.do(
        "registerPerson", "person { id }", org=town.orgs["township"], name="局外人"
    )
    stranger = {**given, "candidate": outside["person"]["id"]}
    await township.refused("selectConvener", "REFUSED", "not_of_union", **stranger, **votes)
    room = await township.do(
        "openStation",
        "station { id }",
        org=town.orgs["village"],
        name="柳湾议事室",
        kind="council_room",
        level="village",
    )
    await township.refused(
        "selectConvener",
        "REFUSED",
        "not_a_studio",
        **{**given, "station": room["station"]["id"]},
        **votes,
    )
    await town["member"].refused("selectConvener", "FORBIDDEN", **given, **votes)
    await town["neighbour"].refused("selectConvener", "NOT_FOUND", **given, **votes)

    pay = {"station": union.station, "period_from": day(59), "period_to": day(50)}
    await township.refused(
        "payStipend", "REFUSED", "not_selected", person=people["张德全"], amount=30_000, **pay
    )
    made = await township.do(
        "selectConvener",
        "convenerSelection { votesFor appraisal assignment { role fromOn toOn selectedBy } }",
        **given,
        **votes,
        appraisal="优秀",
    )
    assert made["convenerSelection"]["assignment"] == {
        "role": "convener",
        "fromOn": day(60),
        "toOn": day(-300),
        "selectedBy": "工作室全体委员",
    }
    seen = await town["member"].ask("{ convenerSelections { nodes { votesFor appraisal } } }")
    assert seen["convenerSelections"]["nodes"] == [{"votesFor": 7, "appraisal": None}]
    second = {**given, "candidate": people["陈水生"]}
    await township.refused("selectConvener", "REFUSED", "convener_seats", **second, **votes)
    board = (await township.ask(BOARD, org=town.orgs["township"]))["unionBoard"]
    assert board["kinds"][3]["unions"][0]["conveners"] == ["张德全"]

    await township.refused(
        "payStipend", "REFUSED", "stipend_limit", person=people["张德全"], amount=50_001, **pay
    )
    await township.refused(
        "payStipend", "REFUSED", "not_selected", person=people["陈水生"], amount=30_000, **pay
    )
    before = {**pay, "period_from": day(61)}
    await township.refused(
        "payStipend", "REFUSED", "not_selected", person=people["张德全"], amount=30_000, **before
    )
    await town["member"].refused(
        "payStipend", "FORBIDDEN", person=people["张德全"], amount=30_000, **pay
    )
    paid = await township.do(
        "payStipend",
        "stipend { amount }",
        person=people["张德全"],
        amount=50_000,
        paid_on=day(0),
        **pay,
    )
    assert paid["stipend"]["amount"] == 50_000
    await township.refused(
        "payStipend", "REFUSED", "paid_already", person=people["张德全"], amount=100, **pay
    )


@pytest.mark.day
async def test_honours_name_the_studio(union: Union) -> None:
    township = union.town["township"]
    given = {
        "org": union.town.orgs["township"],
        "kind": "excellent_studio",
        "title": "省级优秀委员工作室",
        "level": "province",
        "awarded_by": "省政协",
        "year": clock.today().year,
    }
    await township.refused("recordHonour", "REFUSED", "studio_missing", **given)
    await township.do("recordHonour", "honour { station { name } }", **given, station=union.station)
    await township.do(
        "recordHonour", "__typename", **{**given, "kind": "article_prize", "title": "好新闻三等奖"}
    )
    await union.town["village"].refused(
        "recordHonour", "FORBIDDEN", **{**given, "org": union.town.orgs["village"]}
    )


async def test_a_township_sets_its_own_limits_and_not_the_county_s(union: Union) -> None:
    town = union.town
    here = {"org": town.orgs["township"], "plugin": PLUGIN}
    await town["township"].do(
        "configurePlugin",
        "__typename",
        **here,
        values={"answer_days": 30, "studio_sub_kinds": ["regional"]},
    )
    await town["township"].refused(
        "configurePlugin", "INVALID_INPUT", **here, values={"stipend_monthly_cents": 900_000}
    )
    await town["township"].refused(
        "configurePlugin", "INVALID_INPUT", **here, values={"answer_days": 3}
    )
    await town["neighbour"].refused(
        "configurePlugin", "NOT_FOUND", **here, values={"answer_days": 40}
    )
    question = {
        "station": union.station,
        "setter": "party_points",
        "text": "河堤如何修复",
        "due_on": day(-31),
    }
    await town["township"].refused("setQuestion", "REFUSED", "answer_days", **question)
    new = {
        "org": town.orgs["township"],
        "name": "商会工作室",
        "kind": "member_studio",
        "sub_kind": "chamber",
        "level": "township",
    }
    await town["township"].refused(
        "openStation", "REFUSED", "studio_kind", **new, union_org=town.orgs["township"]
    )
    await studio(
        town, "neighbour", "东坪商会工作室", "neighbour", town.orgs["neighbour"], sub_kind="chamber"
    )


async def test_two_grants_are_not_mixed(union: Union, story: Town) -> None:
    """Township staff next door and member here: he answers here, and neither selects a convener nor
    pays one here.
    """
    both = await story.person("both", ("township_staff", "neighbour"), ("member", "township"))
    term = {"selected_by": "联络组", "term_from": day(0), "term_to": day(-300), "appraisal": "合格"}
    await both.refused(
        "selectConvener",
        "FORBIDDEN",
        station=union.station,
        candidate=union.people["张德全"],
        **term,
    )
    question = {
        "station": union.station,
        "setter": "party_points",
        "text": "河堤如何修复",
        "due_on": day(-31),
    }
    await both.refused("setQuestion", "FORBIDDEN", **question)
    period = {"period_from": day(9), "period_to": day(0), "amount": 100}
    await both.refused(
        "payStipend", "FORBIDDEN", station=union.station, person=union.people["张德全"], **period
    )
    await studio(story, "both", "东坪委员工作室", "neighbour", story.orgs["neighbour"])
