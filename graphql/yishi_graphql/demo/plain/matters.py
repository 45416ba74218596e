"""Matters and topics in every state that an operation leads to."""

from __future__ import annotations

from yishi_graphql.demo.plain.office import Office

WAITING = (
    (
        3,
        "古井村二组自来水水压太小,二楼上不去水。",
        "water",
        {"submitter_name": "杨大伯", "submitter_phone": "13900020001"},
    ),
    (1, "学校门口放学时车辆乱停,请划出临时停车位。", "roads", {"is_anonymous": True}),
    (
        20,
        "双河村河堤有一段护坡塌了两米多。",
        "disaster",
        {"submitter_name": "吴师傅", "submitter_phone": "13900020002"},
    ),
)
"""Matters not decided yet; the oldest is past its deadline."""
REFUSED = (
    (
        190,
        "邻居和我家的地界官司法院判得不公。",
        "litigation",
        "此事已进入诉讼程序,请依法通过上诉或申诉途径解决。",
    ),
)


async def play_matters(office: Office) -> None:
    """Play the matters first, then the topics."""
    await _undecided(office)
    await _decided(office)
    await _topics(office)


async def _undecided(office: Office) -> None:
    for ago, content, field, more in WAITING:
        await office.matter(ago, content, field, **more)
    await office.accepted(
        9,
        "集镇到双河的末班车下午五点就没了,下班赶不上。",
        "transport",
        submitter_name="何女士",
        submitter_phone="13900020003",
    )


async def _decided(office: Office) -> None:
    """Matters that are rejected, merged, answered, transferred and voided."""
    scene = office.scene
    for ago, content, reason, note in REFUSED:
        intake, _ = await office.matter(ago, content, "other")
        await scene.act(
            "township", "reject_intake", ago=ago - 3, intake=intake, reason=reason, note=note
        )
    asked, _ = await office.accepted(
        180,
        "高龄补贴从几岁开始发,怎么申请?",
        "policy",
        submitter_name="郭婆婆",
        submitter_phone="13900020004",
    )
    told = "年满八十周岁可申请,带身份证到乡便民中心三号窗口办理,次月发放。"
    await scene.act("township", "answer_intake", ago=176, intake=asked, result_note=told)
    again, _ = await office.matter(
        170,
        "请问八十岁老人补贴在哪里办?",
        "policy",
        submitter_name="田大爷",
        submitter_phone="13900020005",
    )
    await scene.act("township", "merge_intake", ago=168, intake=again, duplicate_of=asked)
    await scene.act("township", "reply_to_intake", ago=167, intake=again, result_note=told)
    passed, _ = await office.accepted(140, "国道边加油站油气味重,担心不安全。", "fire_safety")
    await scene.act(
        "township",
        "transfer_intake",
        ago=136,
        intake=passed,
        transferred_to="县应急管理局",
        note="已转县应急管理局现场核查。",
    )
    wrong = await scene.act(
        "village",
        "record_intake",
        ago=88,
        station=office.room,
        content="同一条意见重复录入,作废。",
        channel="phone",
    )
    await scene.act("village", "void_record", ago=88, hour=11, id=wrong, reason="与来电登记重复")


async def _topics(office: Office) -> None:
    """Topics in every state outside a case."""
    scene = office.scene
    await office.topic(
        6, "乡村图书室延时开放", "群众希望周末和晚间开放,需商量值守办法。", "culture", draft=True
    )
    await office.topic(
        11,
        "集镇至双河公交末班车",
        "末班车过早,上班群众不便,需与客运公司协商。",
        "transport",
        impact="broad",
    )
    screened = await office.topic(
        25, "古井村垃圾分类投放点", "投放点离住户远,分类不便。", "environment"
    )
    await scene.act(
        "township", "screen_topic", ago=21, topic=screened, decision="screened", note="列入下月协商"
    )
    text = "摊位不足,雨天积水,商户和居民都有意见。"
    await office.approved(
        34,
        "集镇农贸市场改造",
        text,
        "market",
        grade="key_special",
        impact="broad",
        is_professional=True,
    )
    await office.approved(
        200,
        "南坝乡产业发展五年规划",
        "县委交办的议政性协商议题,征求委员和群众意见。",
        "industry",
        grade="deliberative_special",
        topic_source="party_government",
        scope="township",
        impact="broad",
    )
    refused = await office.topic(150, "修建乡级体育馆", "建设标准高,乡级财力难以承担。", "culture")
    await scene.act(
        "township",
        "screen_topic",
        ago=146,
        topic=refused,
        decision="rejected",
        note="超出乡级财力,已建议列入县级规划",
    )
    gone = await office.topic(320, "修复老戏台", "戏台年久失修。", "culture")
    await scene.act(
        "township",
        "screen_topic",
        ago=316,
        topic=gone,
        decision="rejected",
        note="已列入文物保护项目,不再重复协商",
    )
    await scene.act("township", "archive_topic", ago=290, topic=gone)
    main = await office.topic(85, "整治集镇占道经营", "占道摆摊影响通行。", "market")
    same = await office.topic(84, "集镇街道摆摊太乱", "与占道经营为同一问题。", "market")
    await scene.act(
        "township",
        "screen_topic",
        ago=82,
        topic=same,
        decision="merged",
        note="与占道经营议题合并",
        into=main,
    )
    await scene.act(
        "township",
        "screen_topic",
        ago=82,
        hour=11,
        topic=main,
        decision="deferred",
        note="待市场改造方案明确后再议",
    )
    vague = await office.topic(18, "加强环境卫生", "环境卫生需要加强。", "environment")
    await scene.act(
        "township",
        "return_topic",
        ago=16,
        topic=vague,
        reason="题目过于笼统,请写明地点、问题和建议",
    )
