"""From a matter handed in to what was done, and everybody told."""

from __future__ import annotations

import pytest

from tests.stories.people import Json
from tests.stories.picture import photo
from tests.stories.qiangshan_hall.hall import PLUGIN, Hall, day, to_an_open_case


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
        "query($org: ID!) { pledgeRegister(org: $org) { pledged fulfilled open { person "
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
        "query($county: Int!, $code: String!) { intakeByCode(county: $county, queryCode: "
        "$code) { no state } }",
        county=town.code,
        code=hall.made["code"],
    )
    assert mine["intakeByCode"]["state"] == "to_topic"
