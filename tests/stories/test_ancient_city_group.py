"""古城专项协商联络组, its whole way (domain.md 3.9): clues from boxes and codes, analysed, walked, consulted
on the spot, every promise tracked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from tests.fixtures.database import Urls
from tests.stories.people import Json
from tests.stories.town import Town, found_town
from yishi_core import clock

PLUGIN = "ancient_city_group"
THEME = "古城保护与利用"
CLUE = "北街老院子连片,消防车进不去,夏天就怕起火。"
SCHEDULE = (
    "{ scheduleDates(first: 100) { nodes { id date plannedOn held rule { kind label "
    "timeFrom plugin } } } }"
)
TRACKER = (
    "query($org: ID!) { promiseTracker(input: {org: $org}) { said settled overdue dueSoon"
    " rows { unit clueNo state colour overdue daysLeft pressed reply { speaker } } } }"
)


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


def after(iso: str, days: int) -> str:
    return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()


@dataclass
class Group:
    """A special group beside the townships, switched on, with people, experts, a box, a board and a
    year and more of dates.
    """

    town: Town
    org: str
    station: str
    qr: str
    people: dict[str, str] = field(default_factory=dict)
    collect: list[Json] = field(default_factory=list)
    consult: list[Json] = field(default_factory=list)

    @property
    def round(self) -> str:
        """The last consult day but one: two months ago and more."""
        return str(self.consult[-2]["date"])

    @property
    def collected(self) -> str:
        """The collect day before it."""
        return str([d["date"] for d in self.collect if d["date"] < self.round][-1])


@pytest.fixture
async def group(story: Town) -> Group:
    org = await story.org(
        "group", "county", "old-town", "special_group", "古城专项协商联络组", theme=THEME
    )
    await story.switch_on(PLUGIN, "group")
    staff = await story.person("group_staff", ("township_staff", "group"))
    await story.person("group_head", ("leading_group_head", "group"))
    await story.person("analyst", ("clue_analyst", "group"))
    station = await staff.do(
        "openStation",
        "station { id qrToken }",
        org=org,
        name="古城意见收集点",
        kind="flexible_venue",
        level="other",
        mobility="mobile",
        opened_on=day(500),
    )
    made = Group(story, org, station["station"]["id"], station["station"]["qrToken"])
    for name, expertise in (
        ("赵工", ["fire_safety"]),
        ("钱工", ["heritage"]),
        ("孙工", ["fire_safety", "engineering"]),
        ("李顾问", ["fire_safety"]),
        ("周委员", ["law"]),
        ("外人", ["fire_safety"]),
    ):
        person = await staff.do(
            "registerPerson", "person { id }", org=org, name=name, expertise=expertise
        )
        made.people[name] = person["person"]["id"]
    for name in ("赵工", "钱工", "周委员"):
        await staff.do(
            "addToGroup", "__typename", group=org, person=made.people[name], from_on=day(500)
        )
    committee = await staff.do(
        "foundExpertCommittee",
        "expertCommittee { id }",
        org=org,
        name="古城专家委员会",
        theme=THEME,
        founded_on=day(480),
    )
    for name, role in (("孙工", "committee_member"), ("李顾问", "adviser")):
        await staff.do(
            "appointExpert",
            "__typename",
            committee=committee["expertCommittee"]["id"],
            person=made.people[name],
            expert_role=role,
            from_on=day(470),
        )
    await staff.do("adoptSchedules", "rules created", org=org, starts_on=day(420))
    dates = sorted(
        (await staff.ask(SCHEDULE))["scheduleDates"]["nodes"], key=lambda d: str(d["date"])
    )
    past = [d for d in dates if d["date"] <= day(0)]
    made.collect = [d for d in past if d["rule"]["kind"] == "collect_day"]
    made.consult = [d for d in past if d["rule"]["kind"] == "consult_day"]
    return made


async def clue_from_the_box(group: Group) -> str:
    """A collect day: the box is opened by two, its slip is entered with the round."""
    staff, people = group.town["group_staff"], group.people
    box = await staff.do(
        "putUpBox",
        "suggestionBox { id }",
        org=group.org,
        name="一号箱",
        place="北街口",
        put_up_on=day(450),
    )
    opening: Json = {
        "box": box["suggestionBox"]["id"],
        "opened_on": group.collected,
        "first_opener": people["赵工"],
        "slips": 1,
    }
    await staff.refused("openBox", "REFUSED", second_opener=people["赵工"], **opening)
    opened = await staff.do(
        "openBox", "boxOpening { id slips }", second_opener=people["钱工"], **opening
    )
    await staff.do(
        "putUpBox", "__typename", org=group.org, name="二号箱", place="南门", put_up_on=day(450)
    )
    planned = next(d for d in group.collect if d["date"] == group.collected)
    held = await staff.do(
        "holdCollectRound",
        "collectRound { id date } advice { rule message }",
        org=group.org,
        schedule_date=planned["id"],
        place="北街广场",
        staff=["赵工"],
        items=1,
    )
    assert [(a["rule"], "二号箱" in a["message"]) for a in held["advice"]] == [
        ("box_not_opened", True)
    ]
    intake = await staff.do(
        "recordIntake",
        "intake { id no isAnonymous }",
        org=group.org,
        content=CLUE,
        channel="box",
        is_anonymous=True,
        received_at=f"{group.collected}T10:00:00+08:00",
        box_opening=opened["boxOpening"]["id"],
        collect_round=held["collectRound"]["id"],
    )
    id_ = str(intake["intake"]["id"])
    await staff.do("acceptIntake", "__typename", intake=id_, on=after(group.collected, 1))
    return id_


async def clue_by_code(group: Group) -> tuple[str, str]:
    """Somebody scans the board in the street: no login, no name, and a code to come back with."""
    town, staff = group.town, group.town["group_staff"]
    board = await staff.do(
        "putUpNoticeBoard",
        "noticeBoard { qrToken }",
        station=group.station,
        place="鼓楼下",
        content="扫码提供线索,可以匿名",
    )
    page = (
        "query($county: Int!, $word: String!) { qrEntry(input: {county: $county, qrToken: $word})"
        " { station theme boardText takesMatters anonymityPolicy guide { title } } }"
    )
    seen = (await town.resident.ask(page, county=town.code, word=board["noticeBoard"]["qrToken"]))[
        "qrEntry"
    ]
    assert (seen["station"], seen["theme"], seen["boardText"]) == (
        group.station,
        THEME,
        "扫码提供线索,可以匿名",
    )
    assert (seen["takesMatters"], seen["anonymityPolicy"], seen["guide"][0]["title"]) == (
        True,
        "anonymous_allowed",
        "怎样提供线索",
    )
    given: Json = {
        "station": seen["station"],
        "content": "老城墙根下堆着易燃杂物。",
        "channel": "qr",
        "is_anonymous": True,
    }
    await town.resident.refused(
        "submitIntake", "INVALID_INPUT", field="input.submitterName", submitter_name="张三", **given
    )
    sent = await town.resident.do("submitIntake", "queryCode state", **given)
    found = await staff.ask(
        "{ intakes(where: {channel: {eq: qr}}) { nodes { id submitterName submitterPhone "
        "submitterKind } } }"
    )
    node = found["intakes"]["nodes"][0]
    assert (node["submitterName"], node["submitterPhone"], node["submitterKind"]) == (
        None,
        None,
        "anonymous",
    )
    await staff.do("acceptIntake", "__typename", intake=node["id"])
    return str(node["id"]), str(sent["queryCode"])


def sheet(group: Group, intake: str, **given: Any) -> Json:
    two = {"first_analyst": group.people["赵工"], "second_analyst": group.people["钱工"]}
    found = {"direction": "old_town_livelihood", "finding": "消防通道不足,须到现场量路宽"}
    return {"intake": intake, "analysis_field": "fire_safety", **found, **two, **given}


def topic(group: Group, **given: Any) -> Json:
    return {
        "org": group.org,
        "title": "提高古城消防能力",
        "description": "消防通道与水源不足。",
        "topic_source": "box",
        "focus_category": "fire_safety",
        "theme": THEME,
        "focus_tags": ["old_town_livelihood"],
        **given,
    }


async def to_an_open_case(group: Group, *intakes: str) -> str:
    """Clues become a topic of the theme, chosen, approved by the head and opened."""
    staff, head = group.town["group_staff"], group.town["group_head"]
    made = await staff.do(
        "proposeTopic", "topic { id theme }", **topic(group, intakes=list(intakes))
    )
    id_ = made["topic"]["id"]
    await staff.do(
        "screenTopic",
        "__typename",
        topic=id_,
        decision="screened",
        screened_on=after(group.collected, 3),
    )
    await head.do(
        "approveTopic",
        "topic { state }",
        topic=id_,
        approved_by="联络组领导小组",
        approved_on=after(group.collected, 4),
    )
    opened = await staff.do(
        "openCase",
        "consultationCase { id procedure }",
        topic=id_,
        opened_on=after(group.collected, 4),
    )
    assert opened["consultationCase"]["procedure"] == "monthly_cycle"
    return str(opened["consultationCase"]["id"])


@pytest.mark.day
async def test_the_whole_way(group: Group) -> None:
    town, staff, analyst = group.town, group.town["group_staff"], group.town["analyst"]
    box_clue = await clue_from_the_box(group)
    code_clue, code = await clue_by_code(group)

    # --- each clue is analysed by two, on a sheet; core's short way is closed here
    await staff.refused(
        "analyseIntake",
        "REFUSED",
        "clue_sheet",
        intake=box_clue,
        analysis_field="fire_safety",
        analysis="消防",
    )
    await staff.refused(
        "proposeTopic", "REFUSED", "clue_not_analysed", **topic(group, intakes=[box_clue])
    )
    await analyst.refused(
        "analyseClue",
        "INVALID_INPUT",
        field="input.secondAnalyst",
        **sheet(group, box_clue, second_analyst=None),
    )
    await analyst.refused(
        "analyseClue",
        "INVALID_INPUT",
        field="input.secondAnalyst",
        **sheet(group, box_clue, second_analyst=group.people["赵工"]),
    )
    await analyst.refused(
        "analyseClue",
        "INVALID_INPUT",
        field="input.direction",
        **sheet(group, box_clue, direction="leftover"),
    )
    filled = sheet(group, box_clue, analysed_on=after(group.collected, 2))
    made = await analyst.do(
        "analyseClue", "clueSheet { id direction intake { analysisField analysedOn } }", **filled
    )
    assert made["clueSheet"]["intake"] == {
        "analysisField": "fire_safety",
        "analysedOn": after(group.collected, 2),
    }
    await analyst.refused("analyseClue", "REFUSED", "sheet_exists", **sheet(group, box_clue))
    await analyst.refused("acceptIntake", "FORBIDDEN", intake=box_clue)
    await staff.do(
        "analyseClue",
        "__typename",
        **sheet(group, code_clue, direction="old_town_development", analysis_field="heritage"),
    )

    case = await to_an_open_case(group, box_clue, code_clue)
    await staff.refused("advanceStep", "REFUSED", "step_order", case=case, step="research")
    for step in ("collect", "analyse", "choose"):
        await staff.do("advanceStep", "__typename", case=case, step=step)
    await walked(group, case, box_clue)
    event = await consulted(group, case, box_clue, code_clue)
    await tracked(group, case, event, box_clue, code_clue)

    mine = await town.resident.ask(
        "query($county: Int!, $code: String!) { intakeByCode(input: {county: $county, queryCode: "
        "$code}) { state resultNote topicTitle } }",
        county=town.code,
        code=code,
    )
    assert mine["intakeByCode"] == {
        "state": "to_topic",
        "resultNote": "杂物已清走,巡查每周一次。",
        "topicTitle": "提高古城消防能力",
    }
    await figures(group)


async def walked(group: Group, case: str, clue: str) -> None:
    """The builder names experts first; the step ends when the group has reported."""
    staff, people = group.town["group_staff"], group.people
    ask = (
        "query($intake: ID!) { suggestWalkGroup(input: {intake: $intake})"
        " { label possible least fitting { expert walking person { name } } others { person { "
        "name } } } }"
    )
    advice = (await staff.ask(ask, intake=clue))["suggestWalkGroup"]
    assert [(w["person"]["name"], w["expert"]) for w in advice["fitting"]] == [
        ("孙工", "委员"),
        ("李顾问", "顾问"),
        ("赵工", None),
    ]
    assert sorted(w["person"]["name"] for w in advice["others"]) == ["周委员", "钱工"]
    assert (advice["label"], advice["possible"], advice["least"]) == ("消防", True, 3)
    await staff.refused("advanceStep", "REFUSED", "no_walk_group", case=case, step="research")

    given: Json = {
        "origin_intake": clue,
        "case": case,
        "leader": people["孙工"],
        "formed_on": after(group.collected, 5),
    }
    await staff.refused(
        "formWalkGroup",
        "REFUSED",
        "walk_group_small",
        members=[people["孙工"], people["赵工"]],
        **given,
    )
    three = [people["孙工"], people["赵工"], people["周委员"]]
    await staff.refused(
        "formWalkGroup", "REFUSED", "not_of_the_group", members=[*three, people["外人"]], **given
    )
    formed = await staff.do(
        "formWalkGroup", "walkGroup { id field } advice { rule }", members=three, **given
    )
    assert formed["walkGroup"]["field"] == "fire_safety"
    assert [a["rule"] for a in formed["advice"]] == ["expertise_partly"]
    busy = (await staff.ask(ask, intake=clue))["suggestWalkGroup"]["fitting"]
    assert [(w["person"]["name"], w["walking"]) for w in busy] == [
        ("孙工", 1),
        ("李顾问", 0),
        ("赵工", 1),
    ]

    walk = formed["walkGroup"]["id"]
    survey: Json = {
        "org": group.org,
        "walk_group": walk,
        "case": case,
        "date": after(group.collected, 8),
    }
    await staff.do("recordActivity", "__typename", kind="survey", title="量消防通道", **survey)
    await staff.do("recordActivity", "__typename", kind="survey", title="查消防水源", **survey)
    await staff.do(
        "recordActivity", "__typename", kind="law_preach", title="讲古城保护条例", **survey
    )
    await staff.refused("advanceStep", "REFUSED", "walk_group_open", case=case, step="research")
    await staff.do(
        "reportWalkGroup",
        "__typename",
        walk_group=walk,
        finding="北街最窄处不足两米,消防栓两处无水。",
        closed_on=after(group.collected, 12),
        consensus=["增设微型消防站"],
    )
    await staff.do("advanceStep", "__typename", case=case, step="research")


async def consulted(group: Group, case: str, box_clue: str, code_clue: str) -> str:
    """The round on the spot: odd month, scheduled day; units answer clue by clue, and may not
    promise what lies too far.
    """
    town, staff = group.town, group.town["group_staff"]
    given: Json = {
        "case": case,
        "title": "古城消防现场协商",
        "place": "北街广场",
        "form": "on_site",
    }
    await staff.refused("planConsultation", "REFUSED", "wrong_month", date=group.collected, **given)
    error = await staff.refused(
        "planConsultation", "REFUSED", "wrong_day", date=after(group.round, 3), **given
    )
    assert error["extensions"]["plugin"] == PLUGIN
    # A special consultation of another form is free of the day, and does not stand for the round.
    other = await staff.do(
        "planConsultation",
        "consultation { id }",
        **{**given, "form": "symposium"},
        date=after(group.round, 3),
    )
    await staff.do("holdConsultation", "__typename", consultation=other["consultation"]["id"])
    await staff.refused("advanceStep", "REFUSED", "no_round", case=case, step="deliberate")

    event = await staff.do(
        "planConsultation",
        "consultation { id } advice { rule }",
        date=group.round,
        time_from="14:00:00",
        **given,
    )
    assert "not_in_the_morning" in [a["rule"] for a in event["advice"]]
    id_ = str(event["consultation"]["id"])
    await staff.refused(
        "postponeConsultation",
        "REFUSED",
        "wrong_month",
        consultation=id_,
        to=even_day(),
        reason="天气",
    )
    await staff.refused(
        "holdConsultation", "REFUSED", "wrong_month", consultation=id_, date=group.collected
    )
    parties = [
        {"party_kind": "department_head", "count": 2},
        {"party_kind": "mass_representative", "count": 40},
    ]
    await staff.do(
        "holdConsultation", "consultation { state }", consultation=id_, participants=parties
    )

    reply: Json = {
        "consultation": id_,
        "clue": box_clue,
        "unit": town.orgs["unit"],
        "speaker": "王副局长(分管领导)",
        "text": "两处消防栓接通水源",
    }
    await staff.refused(
        "recordOnSpotReply",
        "REFUSED",
        "not_a_round",
        **{**reply, "consultation": other["consultation"]["id"]},
    )
    await staff.refused(
        "recordOnSpotReply",
        "REFUSED",
        "promise_too_long",
        promise_due=after(group.round, 63),
        **reply,
    )
    await staff.refused("recordOnSpotReply", "INVALID_INPUT", **{**reply, "unit": group.org})
    await staff.do("recordOnSpotReply", "__typename", promise_due=after(group.round, 20), **reply)
    await staff.refused("recordOnSpotReply", "REFUSED", "answered_already", **reply)
    told: Json = {
        "clue": code_clue,
        "unit": town.orgs["other_unit"],
        "speaker": "陈副局长",
        "text": "本周清走",
    }
    await staff.do("recordOnSpotReply", "__typename", **{**reply, **told})
    await staff.do("advanceStep", "__typename", case=case, step="deliberate")
    await town.deliver()
    held = [d["date"] for d in (await staff.ask(SCHEDULE))["scheduleDates"]["nodes"] if d["held"]]
    assert sorted(held) == [group.collected, group.round]
    return id_


def even_day() -> str:
    """A day to come in an even month."""
    ahead = clock.today() + timedelta(days=1)
    return next(
        d for d in (ahead + timedelta(days=n) for n in range(62)) if d.month % 2 == 0
    ).isoformat()


async def tracked(group: Group, case: str, event: str, box_clue: str, code_clue: str) -> None:
    """Overdue is red until it is assigned with a new day; the step ends when every answer is told
    or assigned.
    """
    town, staff, unit = group.town, group.town["group_staff"], group.town["unit"]
    sheets = (
        "query($id: ID!) { onSpotSheets(input: {consultation: $id}) { unit lines { clue "
        "state reply { id text } } } }"
    )
    by_unit = {s["unit"]: s["lines"] for s in (await staff.ask(sheets, id=event))["onSpotSheets"]}
    assert {u: [line["clue"] for line in lines] for u, lines in by_unit.items()} == {
        "县水利局": [CLUE],
        "县交通运输局": ["老城墙根下堆着易燃杂物。"],
    }

    rows = await tracker(group)
    assert [(r["unit"], r["state"], r["colour"], r["overdue"]) for r in rows["rows"]] == [
        ("县水利局", "waiting", "red", True),
        ("县交通运输局", "waiting", "grey", False),
    ]
    assert (rows["said"], rows["settled"], rows["overdue"]) == (2, 0, 1)
    done: Json = {"case": case, "step": "track", "fields": {"effect": "消防能力提高"}}
    error = await staff.refused("advanceStep", "REFUSED", "replies_open", **done)
    assert "2条" in error["message"]

    promise = by_unit["县水利局"][0]["reply"]["id"]
    await staff.do(
        "pressPromise",
        "__typename",
        on_spot_reply=promise,
        method="reminder",
        by="联络组",
        finding="尚未接水",
    )
    given = await staff.do(
        "assignFromOnSpot",
        "assignment { id dueOn }",
        on_spot_reply=promise,
        title="接通北街消防栓",
        brief="接通北街两处消防栓水源",
    )
    assignment = given["assignment"]["id"]
    assert given["assignment"]["dueOn"] == after(group.round, 20)
    seen = await unit.ask(
        "{ assignments { nodes { id } } intakes { totalCount } topics { totalCount } }"
    )
    assert (
        seen["assignments"]["nodes"],
        seen["intakes"]["totalCount"],
        seen["topics"]["totalCount"],
    ) == ([{"id": assignment}], 0, 0)
    hidden = await unit.send("{ clueSheets { totalCount } }")
    assert (
        "clueSheets" in hidden["errors"][0]["message"]
    )  # the variant is not on where the unit stands
    assert (await town["other_unit"].ask("{ assignments { totalCount } }"))["assignments"][
        "totalCount"
    ] == 0
    await staff.refused("advanceStep", "REFUSED", "replies_open", **done)
    await staff.do(
        "replyToIntake", "__typename", intake=code_clue, result_note="杂物已清走,巡查每周一次。"
    )

    first = (await tracker(group))["rows"][0]
    assert (first["state"], first["colour"], first["pressed"]) == ("handling", "red", 1)
    await unit.do("acceptAssignment", "__typename", assignment=assignment)
    await unit.do(
        "replyAssignment",
        "__typename",
        assignment=assignment,
        text="两处消防栓已通水。",
        result_class="A",
    )
    await staff.do("confirmReply", "__typename", assignment=assignment)
    rows = await tracker(group)
    assert [(r["state"], r["colour"]) for r in rows["rows"]] == [
        ("told", "green"),
        ("kept", "green"),
    ] or rows["settled"] == 2
    assert (rows["settled"], rows["overdue"]) == (2, 0)
    await staff.refused("advanceStep", "REFUSED", "field_missing", case=case, step="track")
    await staff.do("advanceStep", "consultationCase { state }", **done)


async def tracker(group: Group) -> Json:
    found: Json = (await group.town["group_staff"].ask(TRACKER, org=group.org))["promiseTracker"]
    return found


async def figures(group: Group) -> None:
    ask = (
        "query($org: ID!) { oldTownFigures(input: {org: $org}) { members advisers "
        "committeeMembers intakes topics walkGroups surveys"
        " surveysPerWalkGroup consensus lawPreach lawPreachOnVisits collectDaysHeld "
        "consultDaysHeld } }"
    )
    found = (await group.town["group_staff"].ask(ask, org=group.org))["oldTownFigures"]
    assert found == {
        "members": 3,
        "advisers": 1,
        "committeeMembers": 1,
        "intakes": 2,
        "topics": 1,
        "walkGroups": 1,
        "surveys": 2,
        "surveysPerWalkGroup": 2.0,
        "consensus": 1,
        "lawPreach": 1,
        "lawPreachOnVisits": 1,
        "collectDaysHeld": 1,
        "consultDaysHeld": 1,
    }


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
        f'suggestWalkGroup(input: {{intake: "{clue}"}}) {{ field }}',
        f'promiseTracker(input: {{org: "{group.org}"}}) {{ said }}',
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
