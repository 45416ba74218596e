"""The group is founded, its calendar and quotas adopted, its money provided."""

from __future__ import annotations

from yishi_core.testing import Scene

QUOTAS = ("party_study", "party_hearing", "activity_fund", "activity_spending")


async def found(scene: Scene) -> None:
    """The members' group of activity, and what it goes by."""
    group = await scene.act(
        "township",
        "create_org",
        ago=350,
        parent=scene.township,
        slug="members",
        kind="member_group",
        group_kind="activity",
        name="政协委员活动小组",
        founded_on=scene.day(350),
    )
    for post, position in (("member", "head"), ("member2", "member"), ("member3", "member")):
        await scene.act(
            "township",
            "add_to_group",
            ago=349,
            group=group,
            person=scene.posts[post],
            group_position=position,
            from_on=scene.day(349),
        )
    await scene.act("township", "adopt_schedules", ago=348, org=scene.township)
    for code in QUOTAS:
        await scene.act("township", "adopt_quota_set", ago=348, org=scene.township, code=code)


async def provide(scene: Scene) -> None:
    """A budget of a thousand yuan and more for each member, and what was spent of it."""
    year = scene.day(75).year
    budget = await scene.act(
        "township",
        "record_budget",
        ago=320,
        org=scene.township,
        year=year,
        amount=3_600_00,
        purpose="activity",
        source="township_finance",
    )
    for ago, amount, note in ((75, 1_850_00, "视察交通和材料"), (70, 1_400_00, "外出考察")):
        await scene.act(
            "township",
            "record_expense",
            ago=ago,
            budget=budget,
            amount=amount,
            date=scene.day(ago),
            purpose="activity",
            note=note,
        )
