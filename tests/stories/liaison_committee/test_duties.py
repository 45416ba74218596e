"""The calendar, 五个一, the half-year report, key proposals and duty files."""

from __future__ import annotations

from typing import Any

from tests.stories.asking import asked, counted
from tests.stories.liaison_committee.committee import PLUGIN, Committee, led
from tests.stories.people import Json

PERIOD = "fromOn required done state"


async def test_what_is_due_stands_in_the_calendar(committee: Committee) -> None:
    town = committee.town
    township, given = town["township"], {"org": committee.org, "starts_on": "2026-01-01"}
    await town["member"].refused("adoptSchedules", "FORBIDDEN", **given)
    await township.do("adoptSchedules", "__typename", **given)
    found: Json = await township.ask(
        "{ scheduleRules(first: 20) { nodes { label dates(first: 60) { nodes { plannedOn } } } } }"
    )
    days = {
        rule["label"]: [d["plannedOn"] for d in rule["dates"]["nodes"] if d["plannedOn"] < "2027"]
        for rule in found["scheduleRules"]["nodes"]
    }
    assert {label: len(dates) for label, dates in days.items()} == {
        "报送上月民情台账(没有的零报告)": 12,
        "本季度调研视察完成": 4,
        "半年一次小微协商": 2,
        "向县政协报送半年书面报告": 2,
        "报送年度工作计划": 1,
        "一年一次重点提案征集": 1,
        "报送年度工作总结": 1,
        "规范化建设督查": 2,
    }
    assert days["向县政协报送半年书面报告"] == ["2026-01-10", "2026-07-10"]


async def test_the_county_sets_the_day_of_the_ledger(committee: Committee) -> None:
    town = committee.town
    there = town.orgs["neighbour"]
    county = {"org": town.orgs["county"], "plugin": PLUGIN}
    await town["county"].refused(
        "configurePlugin", "INVALID_INPUT", **county, values={"ledger_day": 31}
    )
    await town["county"].do("configurePlugin", "__typename", **county, values={"ledger_day": 8})
    await town["neighbour"].do("adoptSchedules", "__typename", org=there, starts_on="2026-11-01")
    await town["county"].do("configurePlugin", "__typename", **county, values={"ledger_day": None})
    found: Json = await town["neighbour"].ask(
        "{ scheduleRules(first: 20) { nodes { label dates(first: 3) { nodes { plannedOn } } } } }"
    )
    days = {
        r["label"]: [d["plannedOn"] for d in r["dates"]["nodes"]]
        for r in found["scheduleRules"]["nodes"]
    }
    assert days["报送上月民情台账(没有的零报告)"][0] == "2026-11-08"


async def test_five_ones_tell_what_is_left_and_who_has_done_no_deed(committee: Committee) -> None:
    town, people = committee.town, committee.people
    township = town["township"]

    async def deed(name: str, what: str) -> None:
        await township.do(
            "recordDeed",
            "__typename",
            org=committee.org,
            deed_kind="practical",
            date="2026-09-12",
            description=what,
            people=30,
            person=people[name],
        )

    kinds = (("survey", "2026-02-20"), ("inspection", "2026-05-18"), ("joint_survey", "2026-08-06"))
    for kind, date in kinds:
        await township.do(
            "recordActivity",
            "__typename",
            org=committee.org,
            kind=kind,
            title="饮水安全",
            date=date,
        )
    await township.do(
        "recordActivity",
        "__typename",
        org=committee.org,
        kind="proposal_drive",
        title="征集重点提案线索",
        date="2026-10-15",
    )
    # one member's three deeds are three of three, yet two members have done none
    for what in ("义诊一次", "为留守儿童辅导功课", "讲解惠农政策"):
        await deed("王海峰", what)
    progress = await asked(
        township,
        "quotaProgress",
        f"setName label rule {{ id code }} current {{ {PERIOD} }} previous {{ {PERIOD} }}",
        org=committee.org,
        on="2026-11-25",
    )
    rows = {r["rule"]["code"]: r for r in progress if r["setName"] == "五个一(联络委)"}
    assert {code: (r["current"]["done"], r["current"]["state"]) for code, r in rows.items()} == {
        "opinion": ("0", "yellow"),
        "survey": ("0", "none"),
        "consult": ("0", "yellow"),
        "key_proposal": ("1", "green"),
        "deed": ("3", "green"),
    }
    assert rows["survey"]["previous"]["state"] == "green"
    assert rows["deed"]["current"]["required"] == "3.00"

    overview = await asked(
        township,
        "quotaOverview",
        "label rule { id } subjects met metShare",
        org=committee.org,
        on="2026-11-25",
    )
    each = next(r for r in overview if r["label"] == "每人每年1件民生实事")
    assert (each["subjects"], each["met"], each["metShare"]) == (3, 1, "33.3")
    standing = {"quota": each["rule"]["id"], "org": committee.org, "on": "2026-11-25"}
    select = "name current { done state }"
    told = await asked(township, "quotaStandings", select, **standing)
    assert [r["current"]["done"] for r in told] == ["0", "0", "3"]
    assert {r["name"] for r in told[:2]} == {"周文清", "李素芳"}
    await deed("李素芳", "资助两名学生")
    told = await asked(township, "quotaStandings", select, **standing)
    assert [r["name"] for r in told if r["current"]["done"] == "0"] == ["周文清"]


async def test_a_half_year_is_reported_in_writing_with_its_figures(committee: Committee) -> None:
    town = committee.town
    township, county = town["township"], town["county"]
    planned = await township.do(
        "planConsultation",
        "consultation { id }",
        org=committee.org,
        date="2026-04-18",
        title="菜市场周边秩序",
        place="联络委会议室",
    )
    await township.do(
        "holdConsultation",
        "__typename",
        consultation=planned["consultation"]["id"],
        participants=[{"party_kind": "mass_representative", "count": 15}],
    )
    half = {"org": committee.org, "year": 2026, "period": "first_half"}
    surveyed = {"org": committee.org, "kind": "joint_survey", "title": "县乡联动调研饮水安全"}
    await township.do("recordActivity", "__typename", date="2026-06-03", **surveyed)
    drafted = await township.do("draftDutyReport", "dutyReport { id text dueOn }", **half)
    report = {"report": drafted["dutyReport"]["id"]}
    assert drafted["dutyReport"]["dueOn"] == "2026-07-10"
    for told in ("组织协商活动1场次", "按本地做法统计:", "县里联动调研1", "协商场次1"):
        assert told in drafted["dutyReport"]["text"]
    await township.refused("draftDutyReport", "REFUSED", "reported_already", **half)
    await township.refused("submitDutyReport", "REFUSED", "state", **report)
    text = drafted["dutyReport"]["text"] + "存在问题:民情台账报送不够及时。"
    await township.do("editDutyReport", "__typename", text=text, **report)
    await township.do(
        "signDutyReport",
        "__typename",
        signed_by="周文清 联络委主任",
        signed_on="2026-07-08",
        **report,
    )
    late = await township.do(
        "submitDutyReport", "advice { rule }", submitted_on="2026-07-12", **report
    )
    assert [a["rule"] for a in late["advice"]] == ["late"]
    await township.refused("receiveDutyReport", "REFUSED", "own_report", **report)
    received = await county.do("receiveDutyReport", "dutyReport { state signedBy }", **report)
    assert received["dutyReport"] == {"state": "received", "signedBy": "周文清 联络委主任"}
    assert (
        await counted(county, committee.org, "quota_required{half_year_report}", toOn="2026-12-31")
        == "2"
    )

    outline = await asked(
        township,
        "reportOutline",
        "chapters { heading text }",
        org=committee.org,
        from_on="2026-01-01",
        to_on="2026-06-30",
    )
    assert [c["heading"] for c in outline["chapters"]] == [
        "一、三个有:组织有序、领导有力、履职有人",
        "二、四个方案:有章可循",
        "三、五个一:履职有为",
        "四、存在问题和下一步打算",
    ]
    assert "协商1场次" in outline["chapters"][2]["text"]


async def proposal(committee: Committee, title: str) -> Json:
    given: dict[str, Any] = {
        "org": committee.org,
        "title": title,
        "category": "water",
        "situation": "全镇三个村夏季缺水。",
        "analysis": "水源单一,管网老化。",
        "suggestions": "新建蓄水池,更换管网。",
        "first_proposer": committee.people["王海峰"],
        "submitted_on": "2026-10-20",
        "decided_on": "2026-10-28",
    }
    made = await committee.town["county"].do(
        "recordProposal", "proposal { id state }", end="filed", **given
    )
    assert made["proposal"]["state"] == "filed"
    return {"proposal": made["proposal"]["id"]}


async def test_a_key_proposal_has_its_leader_and_the_day_on_which_it_was_finished(
    committee: Committee,
) -> None:
    town = committee.town
    county, leader = town["county"], town["leader"]
    key = await proposal(committee, "关于解决三村饮水困难的提案")
    choice = {"key_supervisor": "县委副书记 李某", "chosen_on": "2026-10-30"}
    await town["township"].refused("chooseKeyProposal", "FORBIDDEN", **key, **choice)
    await leader.do("chooseKeyProposal", "proposal { isKey }", **key, **choice)
    given = await county.do(
        "assignProposal",
        "assignment { id }",
        unit=town.orgs["unit"],
        brief="新建蓄水池并更换管网",
        assigned_on="2026-11-01",
        **key,
    )
    work, unit = {"assignment": given["assignment"]["id"]}, town["unit"]
    assert await counted(county, committee.org, "key_finished_rate") == "0.0%"
    await unit.do("acceptAssignment", "__typename", **work)
    await leader.do(
        "superviseProposal",
        "__typename",
        method="leader",
        by="县委副书记 李某",
        finding="蓄水池已开工",
        demand="十一月底前通水",
        on="2026-11-10",
        **key,
    )
    await unit.do(
        "replyAssignment",
        "__typename",
        text="蓄水池已建成,三村通水。",
        result_class="A",
        approved_by="李局长",
        communicated_by="visit",
        **work,
    )
    await county.refused("closeProposal", "REFUSED", **key)
    await county.do("confirmReply", "__typename", **work)
    await county.do(
        "recordProposalFeedback",
        "__typename",
        satisfaction="satisfied",
        communicated_by="visit",
        **key,
    )
    await county.do("appraiseProposal", "__typename", appraisal="办理扎实,三村已通水。", **key)
    await county.do("closeProposal", "__typename", closed_on="2026-11-25", **key)
    register: Json = await town["township"].ask(
        "{ proposals(where: {isKey: {eq: true}}) { nodes { title keySupervisor closedOn } } }"
    )
    assert register["proposals"]["nodes"] == [
        {
            "title": "关于解决三村饮水困难的提案",
            "keySupervisor": "县委副书记 李某",
            "closedOn": "2026-11-25",
        }
    ]
    assert await counted(county, committee.org, "key_finished_rate") == "100.0%"


async def test_each_member_has_a_duty_file(committee: Committee) -> None:
    town = committee.town
    await led(committee)
    await town["township"].do(
        "recordDeed",
        "__typename",
        org=committee.org,
        deed_kind="practical",
        date="2025-08-01",
        description="为孤寡老人义诊",
        person=committee.people["李素芳"],
    )
    found: Json = await town["township"].ask(
        '{ members(where: {person: {name: {eq: "李素芳"}}}) { nodes { id } } }'
    )
    member = found["members"]["nodes"][0]["id"]
    file = await asked(
        town["township"],
        "dutyFile",
        "person { name } sections { code lines { title } }",
        member=member,
    )
    assert file["person"]["name"] == "李素芳"
    lines = {s["code"]: [line["title"] for line in s["lines"]] for s in file["sections"]}
    assert "为孤寡老人义诊" in str(lines["deeds"])
