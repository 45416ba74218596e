"""Cases in every state: archived, concluded, consulted again, overdue, stopped."""

from __future__ import annotations

from typing import Any

from yishi_graphql.demo.plain.office import Office


async def play_cases(office: Office) -> None:
    """Play every case; each is a story of its own."""
    await _well(office)
    await _road(office)
    await _signal(office)
    await _stalls(office)
    await _land(office)
    await _events(office)


async def _well(office: Office) -> None:
    """Archived: a resident's matter, with an outcome of class A done, converted and published."""
    scene = office.scene
    first, code = await office.accepted(
        310,
        "古井周边有人洗农药桶,水都不敢喝了。",
        "water",
        submitter_name="郑大娘",
        submitter_phone="13900020011",
    )
    text = "古井是全村饮水备用水源,周边洗涤、堆放垃圾影响水质,需商定保护办法。"
    case = await office.case(304, "保护古井水源", text, "water", [first], is_professional=True)
    await office.steps(case, (297, "propose"), (292, "inform"))
    said = ["井台五十米内不许洗农具", "设专人管护,每年清淤一次", "垃圾池迁到下风口"]
    event = await office.held(285, case, "古井水源怎么护", said, 31, "yard")
    await scene.act(
        "township",
        "record_consensus",
        ago=285,
        hour=16,
        case=case,
        text="划定五十米保护圈,写进村规民约",
        agree_share=94,
    )
    pledge = await scene.act(
        "member",
        "make_pledge",
        ago=285,
        hour=17,
        consultation=event,
        person=scene.posts["member"],
        text="捐建井台护栏",
        due_on=scene.day(240),
    )
    await office.minuted(282, event, "与会四十人,就古井水源保护达成一致,形成三条意见。")
    await scene.act("township", "close_consultation", ago=278, consultation=event)
    await office.steps(case, (277, "consult"))
    outcome = await office.outcome(
        276, case, "古井保护圈和护栏", "划定五十米保护圈,设界桩和标识,迁走垃圾池。"
    )
    given = await office.assigned(
        275,
        outcome,
        0,
        "划定古井饮水保护圈,设置界桩十二根",
        (273, "accept_assignment"),
        (270, "start_assignment"),
    )
    await office.replied(
        250, given, 0, "保护圈已划定,界桩十二根、标识牌三块安装到位,垃圾池已迁移。", "A"
    )
    await scene.act("township", "confirm_reply", ago=248, assignment=given)
    await scene.act(
        "member", "fulfil_pledge", ago=246, pledge=pledge, fulfil_note="井台四面护栏安装完毕"
    )
    proof: dict[str, Any] = {
        "conversion_kind": "rule_changed",
        "conversion_note": "界桩标识全部到位,保护圈已写入村规民约",
    }
    await scene.act("unit", "propose_conversion", ago=247, outcome=outcome, **proof)
    note = "保护圈写入村规民约,村民代表会议表决通过"
    await scene.act(
        "county",
        "convert_outcome",
        ago=244,
        outcome=outcome,
        conversion_kind="rule_changed",
        conversion_note=note,
    )
    await office.told_and_closed(242, outcome, "反映情况的村民", "井水清了,护栏也结实")
    await scene.act(
        "township",
        "reply_to_intake",
        ago=241,
        intake=first,
        result_note="保护圈已划定,垃圾池已迁,感谢反映。",
    )
    await scene.act("township", "close_intake", ago=240, hour=11, intake=first)
    await scene.act(
        "resident",
        "rate_answer",
        ago=238,
        station=office.room,
        query_code=code,
        satisfaction="satisfied",
        comment="办得实在",
    )
    await office.steps(case, (236, "carry_out"))
    for day, kind, title, words in (
        (296, "topic", "古井水源保护议题", "现就古井水源保护征求意见,欢迎到小院议事点反映。"),
        (
            235,
            "conversion",
            "古井保护圈建成",
            "经协商,古井周边五十米划为保护圈,界桩护栏已装好,垃圾池已迁移。",
        ),
    ):
        await office.disclosed(day, case, kind, title, words)
    await office.steps(case, (232, "feed_back"))
    await scene.act(
        "township",
        "evaluate_case",
        ago=180,
        case=case,
        kind="look_back",
        comment="回访时水质检测合格,保护圈内无新增污染",
    )
    await scene.act(
        "township",
        "evaluate_case",
        ago=180,
        hour=11,
        case=case,
        kind="satisfaction",
        score=95,
        n=60,
        comment="入户问卷六十份",
    )
    await scene.act("township", "archive_case", ago=170, case=case)


async def _road(office: Office) -> None:
    """Concluded: class B, partly decided by party and government, partly by the village.

    One publication is withdrawn.
    """
    scene = office.scene
    case = await office.case(
        230, "双河路错车道", "双河路窄,农忙时常堵,群众盼设错车道。", "roads", impact="broad"
    )
    await office.steps(case, (223, "propose"))
    await scene.act(
        "township",
        "skip_step",
        ago=221,
        case=case,
        step="inform",
        reason="议题已在村民代表会上通报",
    )
    event = await office.held(
        214,
        case,
        "双河路怎么会车",
        ["设五处错车道", "占地由村里调剂", "弯道装反光镜"],
        26,
        "on_site",
    )
    await office.minuted(211, event, "与会三十余人,建议设错车道五处,占地由村集体调剂。")
    await office.steps(case, (210, "consult"))
    built = await office.outcome(
        209, case, "双河路增设错车道", "全线增设错车道五处,纳入农村公路改善计划。", "B"
    )
    swapped = await office.outcome(
        209, case, "错车道占地调剂", "占用承包地三分二厘,由双河村集体机动地调剂。", "B"
    )
    report = await scene.act(
        "township",
        "submit_special_report",
        ago=206,
        org=scene.township,
        to_org=scene.party,
        outcomes=[built],
        doc_no=f"南坝协报〔{scene.day(206).year}〕1号",
        text="双河路窄、农忙堵车,经协商建议增设错车道五处,请列入年度农村公路改善计划。",
    )
    referral = await scene.act(
        "township",
        "refer_to_village",
        ago=205,
        outcome=swapped,
        village_committees=scene.villages[1],
    )
    await scene.act(
        "village2",
        "record_village_result",
        ago=190,
        referral=referral,
        result="村民代表会议同意用机动地调剂,三户已签字。",
    )
    await scene.act(
        "township",
        "decide_special_report",
        ago=188,
        report=report,
        decision="同意列入年度计划,由县交通运输局组织实施。",
    )
    await scene.act(
        "county",
        "convert_outcome",
        ago=160,
        outcome=built,
        conversion_kind="project",
        conversion_note="列入县农村公路改善计划并已开工",
    )
    await office.told_and_closed(158, built, "双河村村民代表", "盼了多年的事有了着落")
    await office.steps(case, (155, "carry_out"))
    early = await office.disclosed(
        186,
        case,
        "decision",
        "错车道列入计划",
        "双河路增设错车道五处已列入年度计划,明年完工。",
        "web",
    )
    await scene.act(
        "county", "withdraw_disclosure", ago=180, disclosure=early, reason="完工时间表述有误"
    )
    await office.disclosed(
        178,
        case,
        "decision",
        "错车道列入计划(更正)",
        "双河路增设错车道五处已列入年度计划,年内开工。",
        "web",
    )
    await office.steps(case, (150, "feed_back"))


async def _signal(office: Office) -> None:
    """Concluded: class C, explained; then consulted again, so that a second cycle runs."""
    scene = office.scene
    case = await office.case(
        165,
        "后山片区手机信号",
        "后山三个组信号弱,老人打不出电话。",
        "telecom",
        is_professional=True,
    )
    await office.steps(case, (158, "propose"), (154, "inform"))
    event = await office.held(
        147, case, "后山信号怎么补", ["先建一座简易基站", "能不能共用铁塔"], 19, "symposium"
    )
    await office.minuted(144, event, "运营商说明建站条件,群众提出共用铁塔的建议。")
    await office.steps(case, (143, "consult"))
    outcome = await office.outcome(142, case, "后山新建基站", "后山新建通信基站一座。", "C")
    explained = await scene.act(
        "township",
        "explain_outcome",
        ago=138,
        outcome=outcome,
        by="县电信分公司负责人",
        place="后山三组院坝",
        text="后山居住分散,单独建站暂不具备条件;铁塔共用方案明年勘测,其间为独居老人配信号放大器。",
    )
    await office.told_and_closed(134, outcome, "后山三组村民", "话讲明白了,等明年")
    await office.steps(case, (130, "carry_out"))
    await office.disclosed(
        128,
        case,
        "process",
        "后山信号协商情况",
        "建站暂不具备条件,先为独居老人配信号放大器,明年勘测共用铁塔。",
    )
    await office.steps(case, (124, "feed_back"))
    checked: dict[str, Any] = {
        "by": "乡政协联络组",
        "finding": "铁塔共用方案已勘测,造价仍高",
        "solvable": False,
    }
    await scene.act("township", "recheck_explanation", ago=12, explanation=explained, **checked)
    again = await scene.act("township", "restart_case", ago=10, case=case)
    await office.steps(again, (8, "propose"))


async def _stalls(office: Office) -> None:
    """Running and overdue: returned once because too few people had been informed."""
    scene = office.scene
    case = await office.case(90, "灌渠清淤出工办法", "三条灌渠淤塞,出工出钱意见不一。", "water")
    await office.steps(case, (83, "propose"), (79, "inform"))
    await scene.act(
        "township",
        "return_to_step",
        ago=74,
        case=case,
        step="inform",
        reason="双河两个组没有通知到,重新通报",
    )
    await office.steps(case, (70, "inform"))
    event = await office.held(
        62, case, "灌渠清淤怎么出工", ["按亩出工", "外出的可以出钱代工"], 44, "field"
    )
    await scene.act(
        "township",
        "draft_minutes",
        ago=60,
        consultation=event,
        text="两种意见都有人支持,议定各组再议一次。",
    )


async def _land(office: Office) -> None:
    """Stopped, because the parties went to court."""
    scene = office.scene
    case = await office.case(120, "双河渡口地块使用", "渡口旧地块由谁使用有争议。", "land")
    await office.steps(case, (113, "propose"))
    await scene.act(
        "township", "stop_case", ago=105, case=case, reason="当事人已就权属提起诉讼,协商终止"
    )


async def _events(office: Office) -> None:
    """Events of a running case: planned, announced, postponed and cancelled."""
    scene = office.scene
    case = await office.case(
        40, "集镇停车秩序", "集镇停车难、乱停车,影响通行。", "roads", impact="broad"
    )
    await office.steps(case, (32, "propose"), (28, "inform"))
    off = await office.planned(26, case, "停车秩序协商会(第一次)", on=19)
    await scene.act(
        "township", "cancel_consultation", ago=20, consultation=off, reason="与防汛会议冲突"
    )
    late = await office.planned(18, case, "停车位选址踏勘", "site_visit", on=9)
    await scene.act(
        "township",
        "postpone_consultation",
        ago=10,
        consultation=late,
        to=scene.day(-12),
        reason="连日降雨,改期踏勘",
    )
    told = await office.planned(8, case, "停车秩序协商会", on=-5)
    await scene.act("township", "notify_consultation", ago=2, consultation=told)
    await office.planned(4, case, "停车收费听取意见会", "symposium", on=-20)
    text = "现就集镇停车位设置和收费征求意见,欢迎扫码反映。"
    await scene.act(
        "township",
        "draft_disclosure",
        ago=5,
        case=case,
        kind="topic",
        title="集镇停车秩序征求意见",
        text=text,
    )
