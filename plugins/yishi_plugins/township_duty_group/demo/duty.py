"""What the members do: look into matters, appraise, watch over, bring in, help."""

from __future__ import annotations

from typing import Any

from yishi_core.testing import Scene


async def appraise(scene: Scene) -> None:
    """An inspection, the survey that was answered by a clean-up plan, the yearly appraisal of the
    departments, a tender that was watched over, and what was told of it.
    """
    for ago, kind, title, found, said, more in (
        (
            205,
            "survey",
            "农村人居环境调研",
            "垃圾清运不及时、沟渠淤塞;镇里据此出台环境整治方案,选一个村试点。",
            ["垃圾日产日清", "沟渠每季清淤一次"],
            {"duty_function": "participation"},
        ),
        (
            140,
            "inspection",
            "重点项目和民营企业视察",
            "看了三个项目、两家企业,听负责人汇报。",
            ["加工厂门口路面拓宽"],
            {"duty_function": "participation"},
        ),
        (
            58,
            "report_appraisal",
            "镇直部门述职评议",
            "评议意见:四个部门总体满意;窗口服务时间过短,限期整改。",
            ["窗口周末轮值", "办事清单公示到户"],
            {"duty_function": "supervision"},
        ),
        (
            95,
            "supervision",
            "集镇污水管网招标全程监督",
            "开标评标程序合规。",
            [],
            {"duty_function": "supervision", "process_kind": "tender"},
        ),
    ):
        extra: dict[str, Any] = dict(more)
        await scene.act(
            "township",
            "record_activity",
            ago=ago,
            org=scene.township,
            kind=kind,
            title=title,
            date=scene.day(ago),
            result_text=found,
            suggestions=[{"text": text, "addressed_to": "镇政府"} for text in said],
            participants=[
                {"person": scene.posts[who], "party_kind": "cppcc_member", "level": "county"}
                for who in ("member", "member2")
            ],
            **extra,
        )
    for ago, kind, outlet, level, title in (
        (200, "column", "镇政协专栏", "township", "委员话环境"),
        (55, "newspaper", "县报", "county", "述职评议见真章"),
    ):
        await scene.act(
            "township",
            "record_publicity",
            ago=ago,
            org=scene.township,
            publicity_kind=kind,
            outlet=outlet,
            outlet_level=level,
            title=title,
            date=scene.day(ago),
        )


async def bring(scene: Scene) -> None:
    """What members' firms invested, and a project that came through a friendship meeting."""
    year = scene.day(30).year
    for post, name, invested, jobs, land in (
        ("member", "双季稻示范基地", 420_000_00, 26, "300"),
        ("member2", "农产品加工厂", 1_800_000_00, 58, None),
    ):
        await scene.act(
            "township",
            "record_member_project",
            ago=20,
            org=scene.township,
            person=scene.posts[post],
            name=name,
            year=year,
            invested=invested,
            jobs=jobs,
            land_mu=land,
        )
    await scene.act(
        "township",
        "record_introduced_project",
        ago=18,
        org=scene.township,
        name="冷链仓储中心",
        year=year,
        introduced_by=scene.posts["member2"],
        funds_in_place=12_000_000_00,
    )


async def help_people(scene: Scene) -> None:
    """A good deed, people helped, money given."""
    for ago, kind, people, text in (
        (170, "practical", 120, "请农技专家下田讲双季稻育秧,发放良种。"),
        (120, "poverty_help", 6, "结对帮扶六名困难群众,介绍到加工厂务工。"),
    ):
        await scene.act(
            "village",
            "record_deed",
            ago=ago,
            org=scene.villages[0],
            deed_kind=kind,
            date=scene.day(ago),
            people=people,
            person=scene.posts["member"],
            description=text,
        )
    await scene.act(
        "township",
        "record_donation",
        ago=90,
        org=scene.township,
        person=scene.posts["member2"],
        date=scene.day(90),
        amount=5_000_00,
        purpose="助学",
    )
