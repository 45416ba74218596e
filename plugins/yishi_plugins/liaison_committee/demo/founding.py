"""The committee is set up by the county's scheme, led, and checked."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.orgs import OrgUnit
from yishi_core.testing import Scene

SCHEMES = (
    ("setup_scheme", "乡镇政协联络委设置方案"),
    ("building_scheme", "乡镇政协联络委规范化建设方案"),
    ("duty_scheme", "乡镇政协联络委履职方案"),
)
"""The scheme of assessment is not issued yet: the quota 四个方案 shows it."""
FOUND = (
    "镇政府二楼单设办公室,门口挂牌",
    "电脑、打印机、文件柜各一",
    "统战干事兼职",
    "制度六项上墙",
    None,
)
"""What the check found on each of 五有; where there is nothing, money is still to come."""


async def found_committee(scene: Scene) -> OrgUnit:
    """The committee with its head, deputy and members, its quotas and its calendar."""
    committee: OrgUnit = await scene.act(
        "county", "change_org_kind", ago=351, org=scene.township, kind="liaison_committee"
    )
    await scene.act(
        "county",
        "change_org",
        ago=350,
        org=committee,
        founded_on=scene.day(350),
        doc_no="青委发2号",
    )
    head = await scene.act(
        "county",
        "register_person",
        ago=349,
        org=committee,
        name="段明远",
        post_kind="township_deputy_secretary",
        post="乡党委副书记",
    )
    await scene.act(
        "county",
        "add_member",
        ago=349,
        person=head,
        level="county",
        sector="cpc",
        joined_on=scene.day(700),
    )
    places = (
        (head, "head", "主任"),
        (scene.posts["clerk"], "deputy", "副主任"),
        (scene.posts["member"], "member", "委员"),
        (scene.posts["member2"], "member", "委员"),
    )
    for person, position, role in places:
        await scene.act(
            "township",
            "add_to_group",
            ago=348,
            group=committee,
            person=person,
            group_position=position,
            role=role,
            post_kind="organisation_publicity_united_front_member"
            if position == "deputy"
            else None,
            from_on=scene.day(348),
        )
    for kind, title in SCHEMES:
        await scene.act(
            "county",
            "register_document",
            ago=347,
            org=committee,
            doc_kind=kind,
            title=title,
            issued_by="县委办公室",
            issued_on=scene.day(347),
        )
    for code in ("four_schemes", "five_ones_committee", "half_year_report", "deed_each"):
        await scene.act("county", "adopt_quota_set", ago=346, org=committee, code=code)
    await scene.act("township", "adopt_schedules", ago=346, org=committee)
    return committee


async def check_building(scene: Scene, committee: OrgUnit) -> None:
    """Four of 五有 pass, each with its photo."""
    checklist = await scene.act(
        "county", "adopt_checklist", ago=345, org=committee, code="committee_5"
    )
    results: list[dict[str, Any]] = []
    for number, note in enumerate(FOUND, 1):
        shown = [await scene.upload("county", f"五有之{number}.jpg", 160)] if note else []
        results.append(
            {
                "item_no": number,
                "verdict": "pass" if note else "partly",
                "note": note or "经费已列入预算,尚未拨付",
                "attachments": shown,
            }
        )
    await scene.act(
        "county",
        "record_standard_check",
        ago=160,
        org=committee,
        checklist=checklist,
        inspector=scene.posts["secretary"],
        results=results,
    )
