"""羌山议事堂, its whole way (domain.md 3.10): a matter handed in, five links, a pledge made and kept,
the outcome done, everybody told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from tests.stories.people import Json
from tests.stories.picture import photo
from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "qiangshan_hall"


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


@dataclass
class Hall:
    """A town whose first township has the variant switched on, with a hall, a council and its
    people.
    """

    town: Town
    station: str
    zhang: str
    chen: str
    made: dict[str, str] = field(default_factory=dict)


@pytest.fixture
async def hall(story: Town) -> Hall:
    await story.switch_on(PLUGIN)
    county, township = story["county"], story["township"]
    station = await county.do(
        "openStation",
        "station { id name state }",
        org=story.orgs["village"],
        name="羌山议事堂",
        kind="council_room",
        level="village",
        opened_on=day(200),
        shares_with=["village_office"],
    )
    people = {}
    for name, expertise in (("张德全", ["agriculture"]), ("陈水生", ["engineering"])):
        made = await township.do(
            "registerPerson",
            "person { id }",
            org=story.orgs["township"],
            name=name,
            expertise=expertise,
        )
        people[name] = made["person"]["id"]
    await county.do(
        "addMember",
        "member { id level }",
        person=people["张德全"],
        level="county",
        sector="agriculture",
        joined_on=day(400),
    )
    found = await county.ask('{ accounts(where: {name: {eq: "member"}}) { nodes { id } } }')
    await county.do(
        "linkAccount",
        "__typename",
        account=found["accounts"]["nodes"][0]["id"],
        person=people["张德全"],
    )
    return Hall(story, station["station"]["id"], people["张德全"], people["陈水生"])


async def to_an_open_case(hall: Hall) -> str:
    """A resident's matter becomes a topic, is approved and opened as a case of five links."""
    town = hall.town
    sent = await town.resident.do(
        "submitIntake",
        "no queryCode state",
        station=hall.station,
        content="村口到湿地的木栈道坏了几块板,老人孩子走着不安全。",
        focus_category="infrastructure",
    )
    hall.made["code"] = sent["queryCode"]
    found = await town["village"].ask(
        "{ intakes(first: 5) { nodes { id content submitterName } } }"
    )
    intake = found["intakes"]["nodes"][0]["id"]
    hall.made["intake"] = intake
    await town["village"].refused(
        "approveTopic", "INVALID_INPUT", topic="Topic:1:x", approved_by="村委会"
    )
    await town["township"].do("acceptIntake", "intake { state }", intake=intake)
    topic = await town["village"].do(
        "proposeTopic",
        "topic { id state recommendedForm }",
        org=town.orgs["village"],
        station=hall.station,
        title="修缮湿地栈道",
        description="栈道破损,群众出行和游客游览都不便。",
        topic_source="resident",
        focus_category="infrastructure",
        grade="small_micro",
        intakes=[intake],
        campaign="two_links_one_entry",
    )
    id_ = topic["topic"]["id"]
    await town["head"].refused("approveTopic", "REFUSED", "state", topic=id_, approved_by="镇党委")
    await town["township"].do(
        "screenTopic",
        "topic { state }",
        topic=id_,
        decision="screened",
        note="群众所盼,有条件解决",
        screened_on=day(50),
    )
    await town["village"].refused("approveTopic", "FORBIDDEN", topic=id_, approved_by="村两委")
    await town["head"].do(
        "approveTopic",
        "topic { state approvedBy }",
        topic=id_,
        approved_by="镇党委",
        approved_on=day(45),
    )
    await town["neighbour"].refused("openCase", "NOT_FOUND", topic=id_)
    case = await town["township"].do(
        "openCase", "consultationCase { id procedure state }", topic=id_, opened_on=day(40)
    )
    assert case["consultationCase"]["procedure"] == "five_link"
    return str(case["consultationCase"]["id"])


@pytest.mark.day
async def test_the_whole_way(hall: Hall) -> None:
    town = hall.town
    township, village, member = town["township"], town["village"], town["member"]
    case = await to_an_open_case(hall)

    # --- links in order; what is missing is named
    await village.refused("advanceStep", "REFUSED", "step_order", case=case, step="research")
    await village.refused("advanceStep", "REFUSED", case=case, step="collect")
    await village.do(
        "advanceStep",
        "__typename",
        case=case,
        step="collect",
        fields={"information_source": "群众来件"},
    )
    await township.do("advanceStep", "__typename", case=case, step="decide_topic")
    visit = await village.do(
        "recordHouseholdVisit",
        "householdVisit { id visited activity { id visitTarget campaign } }",
        station=hall.station,
        visitor=hall.zhang,
        link_kind="household",
        visited="柳湾村三组杨家",
        visited_on=day(20),
        wishes="盼着栈道早点修好",
    )
    made = visit["householdVisit"]
    await village.refused(
        "changeActivity", "REFUSED", "of_a_visit", activity=made["activity"]["id"], date=day(1)
    )
    await village.refused(
        "changeHouseholdVisit", "INVALID_INPUT", visit=made["id"], next_visit_on=day(21)
    )
    changed = await village.do(
        "changeHouseholdVisit",
        "householdVisit { visited activity { date title visitMeans } }",
        visit=made["id"],
        visited_on=day(21),
        means="phone",
    )
    assert changed["householdVisit"] == {
        "visited": "柳湾村三组杨家",
        "activity": {"date": day(21), "title": "联户联情走访", "visitMeans": "phone"},
    }
    error = await village.refused(
        "advanceStep", "REFUSED", "document_missing", case=case, step="research"
    )
    assert "调研记录" in error["message"]
    paper = await village.upload("diaoyan.jpg", photo(), case)
    await village.do(
        "advanceStep",
        "__typename",
        case=case,
        step="research",
        docs=[{"name": "调研记录", "attachment": paper}],
    )
    await village.refused("advanceStep", "REFUSED", "no_consultation", case=case, step="deliberate")

    # --- the consultation, with named persons and head-counts
    event = await village.do(
        "planConsultation",
        "consultation { id state }",
        case=case,
        title="栈道怎么修",
        date=day(10),
        place="议事堂",
        form="yard",
    )
    consultation = event["consultation"]["id"]
    held = await village.do(
        "holdConsultation",
        "consultation { state } advice { rule }",
        consultation=consultation,
        date=day(10),
        participants=[
            {"person": hall.zhang, "party_kind": "cppcc_member", "spoke": True},
            {"party_kind": "mass_representative", "count": 18},
        ],
        suggestions=["先换坏板,再整体加护栏"],
    )
    assert held["consultation"]["state"] == "held"
    await village.do(
        "recordConsensus",
        "__typename",
        case=case,
        text="一个月内换好坏板,秋收前装上护栏",
        agreed_on=day(10),
    )
    too_long = await member.refused(
        "makePledge",
        "REFUSED",
        "pledge_too_long",
        consultation=consultation,
        person=hall.zhang,
        text="捐两方木料",
        due_on=day(-400),
    )
    assert too_long["extensions"]["plugin"] == PLUGIN
    pledge = await member.do(
        "makePledge",
        "pledge { id state }",
        consultation=consultation,
        person=hall.zhang,
        text="捐两方木料",
        due_on=day(-10),
    )
    minutes = await village.do(
        "draftMinutes",
        "minutes { id }",
        consultation=consultation,
        text="与会二十人,一致同意先修后建。",
    )
    await township.do("confirmMinutes", "__typename", minutes=minutes["minutes"]["id"])
    await village.do("advanceStep", "__typename", case=case, step="deliberate")

    # --- the pledge is kept: only with a photo
    register = await township.ask(
        "query($org: ID!) { pledgeRegister(input: {org: $org}) { pledged fulfilled open { person "
        "remind pledge { text } } } }",
        org=town.orgs["township"],
    )
    assert register["pledgeRegister"]["open"] == [
        {"person": "张德全", "remind": True, "pledge": {"text": "捐两方木料"}}
    ]
    await township.refused(
        "advanceStep", "REFUSED", case=case, step="follow_up", fields={"effect": "好"}
    )
    await village.refused(
        "fulfilPledge",
        "REFUSED",
        "photo_missing",
        pledge=pledge["pledge"]["id"],
        fulfil_note="木料已运到并用上",
    )
    picture = await village.upload("muliao.jpg", photo(), pledge["pledge"]["id"])
    await village.do(
        "fulfilPledge",
        "pledge { state fulfilledOn }",
        pledge=pledge["pledge"]["id"],
        fulfil_note="木料已运到并用上",
        photos=[picture],
    )

    # --- information both ways
    passed = await village.do(
        "passInformation",
        "infoExchange { id }",
        from_org=town.orgs["village"],
        to_org=town.orgs["township"],
        content="栈道协商情况",
        case=case,
    )
    await township.do(
        "handleInformation",
        "__typename",
        exchange=passed["infoExchange"]["id"],
        handled="镇党委已知悉,列入月度督办",
    )

    await outcome_done(hall, case)
    await township.do(
        "advanceStep",
        "consultationCase { state }",
        case=case,
        step="follow_up",
        fields={"effect": "栈道修复,群众满意"},
    )
    await everybody_is_told(hall, case)


async def outcome_done(hall: Hall, case: str) -> None:
    """A class outcome: assigned, returned, re-assigned, answered, confirmed, converted; the unit
    sees only what is assigned to it.
    """
    town = hall.town
    township, unit, county = town["township"], town["unit"], town["county"]
    made = await township.do(
        "recordOutcome",
        "outcome { id }",
        case=case,
        title="修缮栈道护栏",
        text="由水利部门负责湿地栈道护栏",
    )
    outcome = made["outcome"]["id"]
    await township.refused(
        "assignOutcome",
        "REFUSED",
        outcome=outcome,
        unit=town.orgs["unit"],
        brief="修缮湿地栈道护栏",
    )
    await township.do("routeOutcome", "__typename", outcome=outcome, route_class="A")
    given = await township.do(
        "assignOutcome",
        "assignment { id state dueOn }",
        outcome=outcome,
        unit=town.orgs["other_unit"],
        brief="修缮湿地栈道护栏",
    )
    first = given["assignment"]["id"]
    await unit.refused("acceptAssignment", "NOT_FOUND", assignment=first)
    await town["other_unit"].do(
        "returnAssignment",
        "assignment { state }",
        assignment=first,
        returned_reason="not_our_duty",
        returned_note="栈道在水域范围",
    )
    again = await township.do(
        "reassign",
        "assignment { id state }",
        assignment=first,
        unit=town.orgs["unit"],
        brief="修缮湿地栈道护栏",
    )
    assignment = again["assignment"]["id"]
    mine = (
        "{ assignments { nodes { id brief assignedBy outcome { title case { title } } } } "
        "intakes { totalCount } topics { totalCount } }"
    )
    seen = await unit.ask(mine)
    assert [n["id"] for n in seen["assignments"]["nodes"]] == [assignment]
    assert seen["assignments"]["nodes"][0]["assignedBy"] == "河口镇政协联络组"
    assert seen["assignments"]["nodes"][0]["outcome"] == {"title": "修缮栈道护栏", "case": None}
    assert seen["intakes"]["totalCount"] == 0
    assert seen["topics"]["totalCount"] == 0
    await unit.do("acceptAssignment", "assignment { state }", assignment=assignment)
    await township.do(
        "supervise",
        "supervision { id }",
        outcome=outcome,
        method="reminder",
        by="镇政协联络组",
        finding="已备料",
        demand="汛期前完成",
    )
    await unit.do(
        "replyAssignment",
        "reply { id resultClass }",
        assignment=assignment,
        text="护栏已全部安装,请验收。",
        result_class="A",
        approved_by="李局长",
        communicated_by="visit",
    )
    await unit.refused("confirmReply", "FORBIDDEN", assignment=assignment)
    await township.do("confirmReply", "assignment { state }", assignment=assignment)
    await unit.refused(
        "convertOutcome",
        "FORBIDDEN",
        outcome=outcome,
        conversion_kind="problem_solved",
        conversion_note="护栏装好,栈道恢复通行",
    )
    solved: Json = {
        "outcome": outcome,
        "conversion_kind": "problem_solved",
        "conversion_note": "护栏装好,栈道恢复通行",
    }
    await unit.do("proposeConversion", "conversionProposal { state }", **solved)
    done = await county.do(
        "convertOutcome",
        "outcome { converted conversionKind }",
        outcome=outcome,
        conversion_kind="problem_solved",
        conversion_note="护栏装好,栈道恢复通行",
    )
    assert done["outcome"] == {"converted": True, "conversionKind": "problem_solved"}
    await township.refused("closeOutcome", "REFUSED", outcome=outcome)
    await township.do(
        "giveFeedback", "__typename", outcome=outcome, direction="to_authority", to="镇党委政府"
    )
    await township.do(
        "replyToIntake",
        "intake { state repliedOn }",
        intake=hall.made["intake"],
        result_note="护栏已装好,栈道恢复通行。",
    )
    rated = await town.resident.do(
        "rateAnswer",
        "__typename",
        station=hall.station,
        query_code=hall.made["code"],
        satisfaction="satisfied",
        comment="修得快",
    )
    assert rated
    await township.do("closeOutcome", "outcome { state }", outcome=outcome)


async def everybody_is_told(hall: Hall, case: str) -> None:
    """The list of pledges and the result are released by a second person; then the public and the
    resident see them.
    """
    town = hall.town
    township, village = town["township"], town["village"]
    drawn = await village.do("publishPledges", "disclosure { id text state }", case=case)
    assert "张德全委员:捐两方木料" in drawn["disclosure"]["text"]
    public = (
        "query($county: Int!) { public(county: $county) { disclosures { nodes { title text } } } }"
    )
    assert (await town.resident.ask(public, county=town.code))["public"]["disclosures"][
        "nodes"
    ] == []
    await village.refused("releaseDisclosure", "FORBIDDEN", disclosure=drawn["disclosure"]["id"])
    await township.do(
        "releaseDisclosure",
        "disclosure { state publishedOn }",
        disclosure=drawn["disclosure"]["id"],
    )
    shown = await town.resident.ask(public, county=town.code)
    assert [n["title"] for n in shown["public"]["disclosures"]["nodes"]] == [
        "修缮湿地栈道:委员认领承诺清单"
    ]
    mine: Json = await town.resident.ask(
        "query($county: Int!, $code: String!) { intakeByCode(input: {county: $county, queryCode: "
        "$code}) { no state } }",
        county=town.code,
        code=hall.made["code"],
    )
    assert mine["intakeByCode"]["state"] == "to_topic"


@pytest.mark.day
async def test_only_two_kinds_of_people_sit_in_the_council(hall: Hall) -> None:
    town = hall.town
    council = await town["township"].do(
        "foundCouncil",
        "council { id }",
        station=hall.station,
        name="羌山议事会",
        seats=9,
        founded_on=day(100),
    )
    seat = {"council": council["council"]["id"], "from_on": day(90)}
    await town["township"].do(
        "seatCouncilMember", "__typename", person=hall.chen, identity="mass_representative", **seat
    )
    await town["township"].refused(
        "seatCouncilMember",
        "REFUSED",
        "identity",
        person=hall.zhang,
        identity="village_cadre",
        **seat,
    )


@pytest.mark.day
async def test_a_township_configures_its_hall(hall: Hall) -> None:
    town = hall.town
    township = town["township"]
    case = await to_an_open_case(hall)
    preview = (
        "query($org: ID!, $plugin: String!, $values: JSON!) { previewSettings(input: {org: $org, "
        "plugin: $plugin, values: $values})"
        " { changes { key before after } runningCases } }"
    )
    shown = await township.ask(
        preview, org=town.orgs["township"], plugin=PLUGIN, values={"pledge_max_days": 90}
    )
    assert shown["previewSettings"]["changes"] == [
        {"key": "pledge_max_days", "before": 180, "after": 90}
    ]
    assert shown["previewSettings"]["runningCases"] == 1, case
    error = await township.refused(
        "configurePlugin",
        "INVALID_INPUT",
        org=town.orgs["township"],
        plugin=PLUGIN,
        values={"pledge_max_days": 1},
    )
    assert "pledge_max_days" in error["extensions"]["fields"][0]["path"]
    mine = {"org": town.orgs["township"], "plugin": PLUGIN}
    await township.refused(
        "configurePlugin", "INVALID_INPUT", **mine, values={"council_identities": ["five_elders"]}
    )
    await township.do(
        "configurePlugin", "settingVersion { number }", **mine, values={"pledge_max_days": 90}
    )
    await town["neighbour"].refused(
        "configurePlugin", "NOT_FOUND", **mine, values={"pledge_max_days": 30}
    )


@pytest.mark.day
async def test_two_grants_are_not_mixed(hall: Hall) -> None:
    """Council staff in one village and member in the township: he does not act as council staff in
    the other village.
    """
    town = hall.town
    both = await town.person("both", ("council_staff", "village2"), ("member", "township"))
    given = {
        "title": "路灯",
        "description": "夜里没灯",
        "topic_source": "resident",
        "focus_category": "public_facility",
    }
    await both.do(
        "recordIntake",
        "__typename",
        org=town.orgs["village2"],
        content="二组路灯不亮",
        channel="visit",
    )
    await both.refused(
        "planConsultation",
        "FORBIDDEN",
        station=hall.station,
        title="越界",
        date=day(0),
        place="别处",
        form="yard",
    )
    await both.refused("screenTopic", "INVALID_INPUT", topic="x", decision="screened")
    assert given


@pytest.mark.day
async def test_a_clerk_records_in_one_go_and_takes_it_back(hall: Hall) -> None:
    village = hall.town["village"]
    picture = await village.upload("xianchang.jpg", photo(), hall.town.orgs["village"])
    made = await village.do(
        "recordConsultation",
        "consultation { id title state participants { nodes { partyKind count } } case { id "
        "title } }",
        station=hall.station,
        date=day(3),
        title="院坝里说垃圾清运",
        content="三组垃圾清运一周一次不够,大家同意改为两次。",
        participants=[
            {"party_kind": "mass_representative", "count": 12},
            {"party_kind": "cppcc_member", "count": 2},
        ],
        photos=[picture],
    )
    chain = made["consultation"]
    assert chain["state"] == "held"
    assert sorted(p["count"] for p in chain["participants"]["nodes"]) == [2, 12]
    await village.refused("voidRecord", "INVALID_INPUT", id=chain["id"], reason="")
    await village.do("voidRecord", "__typename", id=chain["id"], reason="日期记错,重新补录")
    left = await village.ask("{ consultations { totalCount } consultationCases { totalCount } }")
    assert left == {"consultations": {"totalCount": 0}, "consultationCases": {"totalCount": 0}}
