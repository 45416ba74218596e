"""The group is founded: its station, its people, its days."""

from __future__ import annotations

from yishi_plugins.ancient_city_group.demo.stage import EXPERTS, TEAM, THEME, Stage


async def found(stage: Stage) -> None:
    """The group below the township, its people and think group, the place where clues are taken, a
    year of dates.
    """
    scene, start = stage.scene, stage.scene.day(358)
    stage.org = await scene.act(
        "county",
        "create_org",
        ago=start,
        parent=scene.township,
        slug="old-town",
        kind="special_group",
        name="古城专项协商联络组",
        theme=THEME,
    )
    for name, expertise, post in TEAM:
        stage.team[name] = await scene.act(
            "township",
            "register_person",
            ago=start,
            org=stage.org,
            name=name,
            expertise=list(expertise),
            post=post,
        )
        await scene.act(
            "township",
            "add_to_group",
            ago=start,
            group=stage.org,
            person=stage.team[name],
            role="成员",
        )
    committee = await scene.act(
        "township",
        "found_expert_committee",
        ago=start,
        org=stage.org,
        name="古城保护专家委员会",
        theme=THEME,
    )
    for name, role, expertise, post in EXPERTS:
        stage.team[name] = await scene.act(
            "township",
            "register_person",
            ago=start,
            org=stage.org,
            name=name,
            expertise=list(expertise),
            post=post,
        )
        await scene.act(
            "township",
            "appoint_expert",
            ago=start,
            committee=committee,
            person=stage.team[name],
            expert_role=role,
        )
    stage.station = await scene.act(
        "township",
        "open_station",
        ago=start,
        org=stage.org,
        name="古城意见收集点",
        kind="flexible_venue",
        level="other",
        mobility="mobile",
        address="古城北街广场",
        plus_theme="协商+古城保护",
    )
    stage.box = await scene.act(
        "township", "put_up_box", ago=start, org=stage.org, name="北街一号箱", place="北街牌坊下"
    )
    text = "扫码提供古城保护的线索,不用登录,可以匿名;记下查询码,随时查看答复。"
    await scene.act(
        "township",
        "put_up_notice_board",
        ago=start,
        station=stage.station,
        place="鼓楼广场",
        content=text,
    )
    await scene.act("township", "adopt_schedules", ago=start, org=stage.org)
