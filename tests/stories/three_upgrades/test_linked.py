"""方式升级: a hard matter over three levels, with a pre-consultation and many rounds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.asking import asked, counted
from tests.stories.people import Json
from tests.stories.three_upgrades.district import (
    PLUGIN,
    District,
    proposed,
    topic,
)


async def opened(district: District, title: str) -> str:
    """A case of the town, of 2024, by the steps of core's library."""
    town = district.town
    id_ = await topic(district, title, orientation="problem")
    await town["head"].do(
        "approveTopic", "__typename", topic=id_, approved_by="街道党工委", approved_on="2024-03-05"
    )
    made = await town["township"].do(
        "openCase", "consultationCase { id procedure }", topic=id_, opened_on="2024-03-08"
    )
    assert made["consultationCase"]["procedure"] == "six_step_conversion"
    return str(made["consultationCase"]["id"])


async def linked(district: District, case: str, *partners: Json) -> str:
    town = district.town
    made = await town["township"].do(
        "openJointCase",
        "jointCase { id state }",
        case=case,
        joint_kind="multi_level",
        partners=[{"org": town.orgs["county"]}, *partners],
        formed_on="2024-03-10",
    )
    return str(made["jointCase"]["id"])


CITY: Json = {"name": "市政协", "level": "city"}


async def approved(district: District, joint: str) -> None:
    for kind, body, on in (
        ("consent", "区委", "2024-03-12"),
        ("approval", "市政协", "2024-03-18"),
    ):
        await district.town["township"].do(
            "recordJointApproval",
            "__typename",
            joint_case=joint,
            approval_kind=kind,
            body=body,
            approved_on=on,
        )


async def planned(district: District, case: str, title: str, on: str, **given: Any) -> str:
    made = await district.town["township"].do(
        "planConsultation",
        "consultation { id roundNo }",
        case=case,
        title=title,
        date=on,
        place="街道会议室",
        form="symposium",
        **given,
    )
    return str(made["consultation"]["id"])


async def minuted(district: District, event: str, text: str, on: str) -> None:
    township = district.town["township"]
    minutes = await township.do(
        "draftMinutes", "minutes { id }", consultation=event, text=text, drafted_on=on
    )
    await township.do(
        "confirmMinutes", "__typename", minutes=minutes["minutes"]["id"], confirmed_on=on
    )


async def test_a_topic_goes_on_with_its_orientation(district: District) -> None:
    town, id_ = district.town, await proposed(district, "农村公交末班车太早")
    township, screened = town["township"], {"topic": id_, "decision": "screened"}
    error = await township.refused("screenTopic", "REFUSED", "no_orientation", **screened)
    assert error["extensions"]["plugin"] == PLUGIN
    await township.do(
        "screenTopic", "__typename", topic=id_, decision="deferred", note="等客流数据"
    )
    await township.do("changeTopic", "__typename", topic=id_, orientation="livelihood")
    await township.do("screenTopic", "__typename", **screened)
    done = await town["head"].do(
        "approveTopic", "topic { orientation state }", topic=id_, approved_by="街道党工委"
    )
    assert done["topic"] == {"orientation": "livelihood", "state": "approved"}


async def test_a_linked_case_needs_three_levels_and_its_approvals_in_order(
    district: District,
) -> None:
    town = district.town
    township = town["township"]
    joint = await linked(district, await opened(district, "围墙堵路"))
    start = {"joint_case": joint, "started_on": "2024-03-20"}
    await township.refused("startJointCase", "REFUSED", "not_approved", **start)
    given = {"joint_case": joint, "approval_kind": "approval", "body": "市政协"}
    error = await township.refused(
        "recordJointApproval", "REFUSED", "approval_order", approved_on="2024-03-11", **given
    )
    assert "先经党委同意" in error["message"]
    await approved(district, joint)
    error = await township.refused("startJointCase", "REFUSED", "linked_levels", **start)
    assert "不少于3级参加,现为2级" in error["message"]
    await township.do("addJointPartners", "__typename", joint_case=joint, partners=[CITY])
    done = await township.do("startJointCase", "jointCase { state }", **start)
    assert done["jointCase"] == {"state": "running"}
    consent = await township.ask(
        "query ($joint: ID!) { jointCase(id: $joint) { approvals { nodes { id approvalKind } } } }",
        joint=joint,
    )
    first = next(
        row["id"]
        for row in consent["jointCase"]["approvals"]["nodes"]
        if row["approvalKind"] == "consent"
    )
    await township.refused(
        "changeJointApproval", "REFUSED", "approval_order", approval=first, approved_on="2024-03-19"
    )


async def test_schools_are_consulted_over_years_with_minutes_for_each_round(
    district: District,
) -> None:
    town = district.town
    township = town["township"]
    case = await opened(district, "城区学位不足")
    units = [
        {"name": name, "level": level}
        for name, level in (
            *((f"区{name}", "department") for name in ["教体局", "自然资源局", "住建局", "财政局"]),
            *((f"市{name}", "department") for name in ["教育局", "规划局", "财政局"]),
            ("城投集团", "enterprise"),
            ("建工集团", "enterprise"),
        )
    ]
    joint = await linked(district, case, CITY, *units)
    await approved(district, joint)
    await township.do("startJointCase", "__typename", joint_case=joint, started_on="2024-03-20")
    assert await counted_of(district, case, "joint_levels") == "3"
    assert int(await counted_of(district, case, "joint_units")) > 10

    formal = await planned(district, case, "建几所学校", "2024-05-20")
    await township.refused(
        "holdConsultation", "REFUSED", "pre_consultation_first", consultation=formal
    )
    await township.do("cancelConsultation", "__typename", consultation=formal, reason="先预协商")
    rounds = (
        ("2024-04-10", "摸清学位缺口", True, "2024-04-12"),
        ("2024-09-12", "建几所学校", False, "2024-09-15"),
        ("2025-06-18", "选址与配套道路", False, "2025-06-20"),
        ("2026-05-22", "开学前还缺什么", False, "2026-05-25"),
    )
    for number, (on, title, pre, confirmed) in enumerate(rounds, 1):
        event = await planned(district, case, title, on, is_pre_consultation=pre)
        await township.do("holdConsultation", "__typename", consultation=event)
        error = await township.refused(
            "planConsultation",
            "REFUSED",
            "minutes_first",
            case=case,
            title="再议",
            date="2026-12-20",
            place="街道会议室",
        )
        assert f"第{number}轮" in error["message"]
        await minuted(district, event, f"{title}:各方意见已议定。", confirmed)
    told = await asked(
        township,
        "caseTimeline",
        "rounds fromOn toOn entries { on kind roundNo title detail }",
        case=case,
    )
    assert (told["rounds"], told["fromOn"], told["toOn"]) == (4, "2024-03-08", "2026-05-25")
    assert [(e["on"], e["roundNo"]) for e in told["entries"] if e["kind"] == "minutes"] == [
        ("2024-04-12", 1),
        ("2024-09-15", 2),
        ("2025-06-20", 3),
        ("2026-05-25", 4),
    ]
    assert [e["detail"] for e in told["entries"] if e["kind"] == "approval"] == [
        "党委同意",
        "上级政协批准",
    ]
    await town["neighbour"].refused(
        "endJointCase", "NOT_FOUND", joint_case=joint, result_note="学校已开工"
    )


async def test_a_district_that_wants_less_sets_less(district: District) -> None:
    """What a case asks for is what was set when it began."""
    town = district.town
    township = town["township"]
    wants = {"linked_levels": 2, "pre_consultation_first": False, "minutes_each_round": False}
    here = {"org": town.orgs["county"], "plugin": PLUGIN}
    await township.refused("configurePlugin", "FORBIDDEN", **here, values=wants)
    mine = {**here, "org": town.orgs["township"]}
    await township.refused(
        "configurePlugin", "INVALID_INPUT", **mine, values={"pre_consultation_first": False}
    )
    before = await opened(district, "桥头路灯不亮")
    await town["county"].do("configurePlugin", "__typename", **here, values=wants)
    after = await opened(district, "桥头雨天积水")
    joint = await linked(district, after)
    await approved(district, joint)
    await township.do("startJointCase", "__typename", joint_case=joint, started_on="2024-03-20")
    for title, on in (("先议排水口", "2024-04-02"), ("再议谁来管护", "2024-05-06")):
        event = await planned(district, after, title, on)
        await township.do("holdConsultation", "__typename", consultation=event)
    event = await planned(district, before, "换不换灯", "2024-04-03")
    await township.do("holdConsultation", "__typename", consultation=event)
    await township.refused(
        "planConsultation",
        "REFUSED",
        "minutes_first",
        case=before,
        title="换什么灯",
        date="2024-05-07",
        place="街道会议室",
    )
    await town["county"].do("configurePlugin", "__typename", **here, values=dict.fromkeys(wants))


async def counted_of(district: District, case: str, metric: str) -> str:
    township = district.town["township"]
    found = await asked(township, "metric", "text", case=case, metric=metric, from_on="2024-01-01")
    return str(found["text"])


@pytest.mark.parametrize("metric", ["joint_cases{joint_kind=multi_level}", "consultations_total"])
async def test_nothing_of_it_is_counted_next_door(district: District, metric: str) -> None:
    town = district.town
    assert await counted(town["neighbour"], town.orgs["neighbour"], metric) == "0"
