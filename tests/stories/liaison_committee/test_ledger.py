"""一月一次民情信息反映: the ledger of a month, and the two ways by which an opinion rises."""

from __future__ import annotations

from typing import Any

from tests.stories.asking import counted
from tests.stories.liaison_committee.committee import Committee


async def opinion(committee: Committee, title: str, on: str, **given: Any) -> str:
    made = await committee.town["township"].do(
        "createOpinion",
        "opinion { id state }",
        org=committee.org,
        title=title,
        category="water",
        problem=f"{title},沿线四十二户群众多次反映。",
        cause="设施年久失修,管护责任不清。",
        suggestion="请有关单位现场查看,限期解决。",
        person=committee.people["王海峰"],
        reported_on=on,
        **given,
    )
    return str(made["opinion"]["id"])


async def test_a_month_is_reported_with_its_opinions_or_as_nil(committee: Committee) -> None:
    town = committee.town
    township, county = town["township"], town["county"]
    await opinion(committee, "三组饮水困难", "2026-03-10")
    await opinion(committee, "村小门前无斑马线", "2026-03-22")
    report: dict[str, Any] = {"org": committee.org, "period": "2026-03-01"}
    error = await township.refused(
        "submitLedgerReport", "REFUSED", "not_nil", is_nil=True, **report
    )
    assert "2" in error["message"]
    await town["neighbour"].refused("submitLedgerReport", "NOT_FOUND", **report)
    told = "ledgerReport { id isNil state items { nodes { position title } } }"
    march = await township.do("submitLedgerReport", told, submitted_on="2026-04-05", **report)
    assert march["ledgerReport"]["isNil"] is False
    assert [line["title"] for line in march["ledgerReport"]["items"]["nodes"]] == [
        "三组饮水困难",
        "村小门前无斑马线",
    ]
    await township.refused("submitLedgerReport", "REFUSED", "reported_already", **report)

    quiet: dict[str, Any] = {"org": committee.org, "period": "2026-02-01"}
    await township.refused("submitLedgerReport", "REFUSED", "nil_needed", **quiet)
    february = await township.do(
        "submitLedgerReport", told, is_nil=True, submitted_on="2026-03-05", **quiet
    )
    id_ = {"report": february["ledgerReport"]["id"]}
    await township.refused("receiveLedgerReport", "FORBIDDEN", **id_)
    await county.do("returnLedgerReport", "__typename", note="请核实双井村一条,漏记。", **id_)
    await county.refused("receiveLedgerReport", "REFUSED", "state", **id_)
    await opinion(committee, "双井村桥面破损", "2026-02-11")
    again = await township.do("submitLedgerReport", told, submitted_on="2026-03-09", **quiet)
    assert again["ledgerReport"]["id"] == id_["report"]
    assert [line["title"] for line in again["ledgerReport"]["items"]["nodes"]] == ["双井村桥面破损"]
    for one in (id_["report"], march["ledgerReport"]["id"]):
        await county.do("receiveLedgerReport", "__typename", report=one)

    await township.do(
        "submitLedgerReport",
        "__typename",
        org=committee.org,
        period="2026-01-01",
        is_nil=True,
        submitted_on="2026-02-05",
    )
    assert await counted(county, committee.org, "ledger_reports") == "3"
    assert await counted(county, committee.org, "nil_reports") == "1"


async def test_an_opinion_goes_to_the_township_s_own_leaders(committee: Committee) -> None:
    town = committee.town
    own = {"opinion": await opinion(committee, "集镇停车难", "2026-05-08")}
    township = town["township"]
    sent = {"to_county": False, "to_body": "河口镇党委、镇政府", "on": "2026-05-12"}
    await township.refused("reportOpinion", "REFUSED", "state", **own, **sent)
    await township.do(
        "editOpinion", "__typename", editor="联络委办公室", edited_on="2026-05-10", **own
    )
    told = await township.do("reportOpinion", "opinion { state }", **own, **sent)
    assert told["opinion"]["state"] == "reported_local"
    done = await township.do(
        "endorseOpinion",
        "endorsement { level leaderPost }",
        level="township",
        leader_post="镇党委书记",
        text="请城管办一周内拿出方案。",
        on="2026-05-14",
        **own,
    )
    assert done["endorsement"] == {"level": "township", "leaderPost": "镇党委书记"}


async def test_the_express_channel_takes_an_opinion_unedited_to_the_county_s_leaders(
    committee: Committee,
) -> None:
    town = committee.town
    urgent = {"opinion": await opinion(committee, "汛期河堤出现管涌", "2026-07-02")}
    await town["township"].do(
        "reportOpinion",
        "opinion { state }",
        to_county=True,
        to_body="县政协",
        route="express",
        on="2026-07-02",
        **urgent,
    )
    await town["township"].refused(
        "submitOpinion", "FORBIDDEN", to_level="county", to_body="县委、县政府", **urgent
    )
    sent = await town["county"].do(
        "submitOpinion",
        "opinion { state submissions { nodes { route toBody } } }",
        to_level="county",
        to_body="县委、县政府",
        route="express",
        on="2026-07-02",
        **urgent,
    )
    assert {"route": "express", "toBody": "县委、县政府"} in sent["opinion"]["submissions"]["nodes"]
    await town["county"].do(
        "endorseOpinion",
        "__typename",
        level="county",
        leader_post="县长",
        text="水利局立即处置,今日报结果。",
        on="2026-07-02",
        **urgent,
    )
    assert await counted(town["county"], committee.org, "endorsements{level=county}") == "1"
