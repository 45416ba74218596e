"""The group in its township."""

from __future__ import annotations

import pytest

from tests.stories.ancient_city_group.group import PLUGIN, SCHEDULE, THEME, Group, day
from tests.stories.town import Town


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
