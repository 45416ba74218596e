"""What the group does not do, and where it works."""

from __future__ import annotations

from datetime import date

import pytest

from tests.fixtures.database import Urls
from tests.stories.ancient_city_group.group import (
    PLUGIN,
    THEME,
    Group,
    after,
    clue_from_the_box,
    day,
    sheet,
    topic,
)
from tests.stories.people import Json
from tests.stories.town import found_town


@pytest.mark.day
async def test_nothing_outside_the_theme_goes_forward(group: Group) -> None:
    staff, head = group.town["group_staff"], group.town["group_head"]
    await staff.refused("proposeTopic", "REFUSED", "outside_theme", **topic(group, theme=None))
    await staff.refused(
        "proposeTopic", "REFUSED", "outside_theme", **topic(group, theme="乡村振兴")
    )
    await staff.refused(
        "proposeTopic", "REFUSED", "no_direction", **topic(group, focus_tags=["leftover"])
    )
    await staff.refused(
        "foundExpertCommittee",
        "REFUSED",
        "outside_theme",
        org=group.org,
        name="农业专家组",
        theme="农业",
    )
    paper: Json = {
        "station": group.station,
        "date": group.round,
        "title": "别的事",
        "content": ["说说别的事"],
    }
    await staff.refused("recordConsultation", "REFUSED", "outside_theme", **paper)
    made = (await staff.do("proposeTopic", "topic { id }", **topic(group)))["topic"]["id"]
    await staff.refused(
        "changeTopic", "REFUSED", "no_direction", topic=made, focus_tags=["leftover"]
    )
    # The theme is set anew: what was proposed before lies outside now; it can be rejected, and
    # nothing else.
    await staff.do("screenTopic", "__typename", topic=made, decision="screened")
    await group.town["county"].do(
        "configurePlugin", "__typename", org=group.org, plugin=PLUGIN, values={"theme": "古城消防"}
    )
    await head.refused("approveTopic", "REFUSED", "outside_theme", topic=made, approved_by="联络组")
    second = (await staff.do("proposeTopic", "topic { id }", **topic(group, theme="古城消防")))[
        "topic"
    ]["id"]
    await staff.do(
        "screenTopic", "__typename", topic=second, decision="rejected", note="与前题重复"
    )


async def test_days_follow_the_schedule(group: Group) -> None:
    staff, county = group.town["group_staff"], group.town["county"]
    kinds = {
        (
            d["rule"]["kind"],
            int(d["plannedOn"][5:7]) % 2,
            d["plannedOn"][8:],
            d["rule"]["timeFrom"][:5],
        )
        for d in group.collect + group.consult
    }
    assert kinds == {("collect_day", 0, "15", "09:00"), ("consult_day", 1, "15", "09:00")}
    assert {d["rule"]["plugin"] for d in group.collect} == {PLUGIN}
    round_: Json = {"org": group.org, "place": "北街", "items": 0, "is_nil": True}
    await staff.refused("holdCollectRound", "REFUSED", "wrong_month", date=group.round, **round_)
    await staff.refused(
        "holdCollectRound", "REFUSED", "wrong_day", date=after(group.collected, 2), **round_
    )

    last = group.collect[-1]
    moved = f"{last['plannedOn'][:8]}{20 if last['date'][8:] != '20' else 21}"
    await staff.refused(
        "moveScheduleDate",
        "REFUSED",
        "other_month",
        schedule_date=last["id"],
        date=after(last["plannedOn"], 31),
        reason="雨天",
    )
    await staff.do(
        "moveScheduleDate", "__typename", schedule_date=last["id"], date=moved, reason="雨天"
    )
    if moved <= day(0):
        await staff.do(
            "holdCollectRound", "collectRound { date isNil }", schedule_date=last["id"], **round_
        )
    # Before the schedule there is the rule's own day, past rest days.
    old = date(2020, 4, 15)
    await staff.do("holdCollectRound", "collectRound { date }", date=old.isoformat(), **round_)
    await staff.refused("holdCollectRound", "REFUSED", "wrong_day", date="2020-04-16", **round_)
    # The group's day is a setting; what is adopted then follows it.
    await staff.refused(
        "configurePlugin", "INVALID_INPUT", org=group.org, plugin=PLUGIN, values={"month_day": 31}
    )
    await staff.do(
        "configurePlugin", "__typename", org=group.org, plugin=PLUGIN, values={"month_day": 18}
    )
    await county.do("adoptSchedules", "rules", org=group.org)
    found = await staff.ask("{ scheduleRules(first: 20) { nodes { rrule } } }")
    assert sum("BYMONTHDAY=18" in r["rrule"] for r in found["scheduleRules"]["nodes"]) == 2


@pytest.mark.day
async def test_a_wrong_sheet_is_voided_and_filled_in_anew(group: Group) -> None:
    staff, analyst = group.town["group_staff"], group.town["analyst"]
    clue = await clue_from_the_box(group)
    wrong = await analyst.do(
        "analyseClue", "clueSheet { id }", **sheet(group, clue, analysis_field="law")
    )
    await staff.do("voidRecord", "__typename", id=wrong["clueSheet"]["id"], reason="专业填错")
    await staff.refused(
        "proposeTopic", "REFUSED", "clue_not_analysed", **topic(group, intakes=[clue])
    )
    await staff.do("analyseClue", "clueSheet { id }", **sheet(group, clue))
    read = await group.town["group_head"].ask(
        "{ clueSheets { nodes { field firstAnalyst { name } secondAnalyst { name } } } }"
    )
    assert read["clueSheets"]["nodes"] == [
        {
            "field": "fire_safety",
            "firstAnalyst": {"name": "赵工"},
            "secondAnalyst": {"name": "钱工"},
        }
    ]


@pytest.mark.day
async def test_nobody_acts_for_the_group_from_elsewhere(group: Group, database_urls: Urls) -> None:
    town = group.town
    clue = await clue_from_the_box(group)
    for stranger in ("township", "village", "neighbour"):
        await town[stranger].refused("acceptIntake", "NOT_FOUND", intake=clue)
        # Where the variant is off, its words are none of the schema's.
        error = await town[stranger].refused("analyseClue", "INVALID_INPUT", **sheet(group, clue))
        assert "AnalyseClueInput" in error["message"]
    await town.switch_on(PLUGIN, "neighbour")
    await town["neighbour"].refused("analyseClue", "NOT_FOUND", **sheet(group, clue))
    for question in (
        f'suggestWalkGroup(intake: "{clue}") {{ field }}',
        f'promiseTracker(org: "{group.org}") {{ said }}',
    ):
        answer = await town["neighbour"].send(f"{{ {question} }}")
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND", answer
    await town["village"].refused(
        "openStation",
        "NOT_FOUND",
        org=group.org,
        name="越界的站",
        kind="flexible_venue",
        level="other",
    )
    # Who only records for the group approves nothing.
    room = await town.person("room", ("council_staff", "group"))
    made = (await room.do("proposeTopic", "topic { id }", **topic(group)))["topic"]["id"]
    await room.refused("screenTopic", "FORBIDDEN", topic=made, decision="screened")
    await town["group_staff"].do("screenTopic", "__typename", topic=made, decision="screened")
    await room.refused("approveTopic", "FORBIDDEN", topic=made, approved_by="村两委")
    await town["head"].refused("approveTopic", "NOT_FOUND", topic=made, approved_by="镇党委")
    # Analyst here and staff of a township there: no staff of the group.
    both = await town.person("both", ("clue_analyst", "group"), ("township_staff", "township"))
    await both.refused("proposeTopic", "FORBIDDEN", **topic(group))
    await both.refused(
        "formWalkGroup",
        "FORBIDDEN",
        origin_intake=clue,
        members=[group.people["赵工"]],
        leader=group.people["赵工"],
    )
    await both.refused(
        "configurePlugin", "FORBIDDEN", org=group.org, plugin=PLUGIN, values={"month_day": 3}
    )
    await both.do("analyseClue", "__typename", **sheet(group, clue))
    # A topic of the township is none of the group's: its rules do not hold there.
    await both.do(
        "proposeTopic",
        "__typename",
        **topic(group, org=town.orgs["township"], theme=None, focus_tags=None),
    )
    other = await found_town(town.http, town.platform, database_urls)
    await other["county"].refused("acceptIntake", "NOT_FOUND", intake=clue)
    await other["county"].refused("adoptSchedules", "NOT_FOUND", org=group.org)


@pytest.mark.day
async def test_a_group_below_a_township_works_the_same(group: Group) -> None:
    """The group needs no county: below a township it takes the township's settings, and changes
    those that are open to it.
    """
    town = group.town
    below = await town.org(
        "below", "township", "old-street", "special_group", "老街专项联络组", theme=THEME
    )
    await town["township"].do("switchPlugin", "__typename", org=below, plugin=PLUGIN, on=True)
    staff = await town.person("street_staff", ("township_staff", "below"))
    await staff.do(
        "configurePlugin",
        "__typename",
        org=below,
        plugin=PLUGIN,
        values={"analysts_per_clue": 1, "walk_group_min": 2},
    )
    await staff.refused(
        "proposeTopic", "REFUSED", "outside_theme", **topic(group, org=below, theme="别的")
    )
    made = await town["township"].do(
        "proposeTopic", "topic { id scope }", **topic(group, org=below)
    )
    assert made["topic"]["scope"] == "village"
    await town["township"].do(
        "screenTopic", "__typename", topic=made["topic"]["id"], decision="screened"
    )
    await town["head"].do(
        "approveTopic", "__typename", topic=made["topic"]["id"], approved_by="镇党委"
    )
    strict = await town["county"].do(
        "configurePlugin",
        "settingVersion { number }",
        org=town.orgs["county"],
        plugin="core",
        values={"anonymity_policy": "required_real_name"},
    )
    assert strict["settingVersion"]["number"] == 1
    given: Json = {
        "station": group.station,
        "content": "县里要求实名以后的一条线索。",
        "channel": "qr",
        "is_anonymous": True,
    }
    await town.resident.refused("submitIntake", "REFUSED", "real_name_required", **given)
    await town["group_staff"].do(
        "configurePlugin",
        "__typename",
        org=group.org,
        plugin="core",
        values={"anonymity_policy": "anonymous_allowed"},
    )
    await town.resident.do("submitIntake", "no", **given)
