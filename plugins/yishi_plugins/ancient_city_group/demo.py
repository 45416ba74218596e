"""A year of the old town's group in the demonstration county.

It collects and consults in turn, and every promise is tracked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from yishi_core import Intake, IntakeState, Scene, ScheduleDate, ScheduleKind, ScheduleRule

THEME = "古城保护与利用"
TEAM = (
    ("贺长安", ("fire_safety", "engineering"), "县消防救援大队退休干部"),
    ("沈砚秋", ("heritage", "planning"), "古城文保员"),
    ("陆一鸣", ("telecom",), "通信公司古城网格员"),
    ("顾采薇", ("tourism", "culture"), "古城客栈协会会长"),
    ("温如玉", ("law", "mediation"), "律师"),
)
EXPERTS = (
    ("季明远", "adviser", ("heritage",), "国家级文物保护专家"),
    ("傅青山", "committee_member", ("fire_safety", "planning"), "古建筑研究所研究员"),
    ("鲁正平", "committee_member", ("engineering", "heritage"), "传统营造匠师"),
)


@dataclass(frozen=True)
class Matter:
    """The matter of one cycle: two clues, their topic, the findings, agreements and promises."""

    box: str
    code: str
    title: str
    category: str
    field: str
    direction: str
    finding: str
    agreed: str
    promise: str
    done: str = ""
    """The unit's answer; empty where it has not answered and the promise runs out."""


MATTERS = (
    Matter(
        "北街老院子连片,消防车进不去,夏天就怕起火。",
        "鼓楼巷两个消防栓打不出水。",
        "提高古城消防能力",
        "fire_safety",
        "fire_safety",
        "old_town_livelihood",
        "北街最窄处一米八,消防栓两处无水,木结构院落四十七座。",
        "设两处微型消防站,配手抬机动泵,每月联防演练一次。",
        "接通北街、鼓楼巷消防栓水源",
        "两处消防栓已通水,微型消防站器材到位。",
    ),
    Matter(
        "石板路坑洼,下雨天老人摔跤。",
        "西街石板松动,夜里骑车差点摔倒。",
        "修补西街石板路",
        "infrastructure",
        "engineering",
        "old_town_livelihood",
        "松动石板六十二块,须用老石料照原样补。",
        "照原工艺修补,施工避开早市。",
        "雨季前补好西街石板六十二块",
    ),
)
QUIET = (
    "雨天,当日无人反映",
    "上期线索正在办理,当日无新线索",
    "到点四人均为咨询,当场解答,未登记线索",
)
"""The notes of collect days that brought nothing."""


class NotYet(Exception):
    """Raised when the next step would lie in the future."""


@dataclass
class Stage:
    """The group with its places and people."""

    scene: Scene
    org: Any = None
    station: Any = None
    box: Any = None
    team: dict[str, Any] = field(default_factory=dict)

    async def on(self, day: date, who: str, operation: str, **given: Any) -> Any:
        """Act on a day; ends the cycle where that day has not come."""
        if day > self.scene.day(0):
            raise NotYet
        return await self.scene.act(who, operation, ago=day, **given)


async def play(scene: Scene) -> None:
    """Play the year."""
    stage = Stage(scene)
    await _found(stage)
    days = {
        kind: await _days(stage, kind)
        for kind in (ScheduleKind.COLLECT_DAY, ScheduleKind.CONSULT_DAY)
    }
    turns = [
        (c, next(k for k in days[ScheduleKind.CONSULT_DAY] if k.date > c.date))
        for c in days[ScheduleKind.COLLECT_DAY][:-1]
    ]
    for (collect, consult), matter in zip(turns[::3], MATTERS, strict=False):
        try:
            await _cycle(stage, collect, consult.date, matter)
        except NotYet:
            break
    for (collect, _), note in zip([*turns[1:3], *turns[4:]], QUIET, strict=False):
        if collect.date <= scene.day(0):
            await _nothing_came(stage, collect, note)


async def _days(stage: Stage, kind: ScheduleKind) -> list[ScheduleDate]:
    rules = [rule.id for rule in await stage.scene.rows(ScheduleRule, ScheduleRule.kind == kind)]
    return sorted(
        await stage.scene.rows(ScheduleDate, ScheduleDate.rule_id.in_(rules)), key=lambda d: d.date
    )


async def _found(stage: Stage) -> None:
    """Create the group below the township, its people, experts, places and dates of a year."""
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


async def _cycle(stage: Stage, collect: ScheduleDate, consult: date, matter: Matter) -> None:
    """Collect, analyse, choose, walk; then consult on the spot and track."""
    first, clues = collect.date, await _collect(stage, collect, matter)
    case = await _choose(stage, first, clues, matter)
    await _walk(stage, first, case, clues[0], matter)
    said = await _consult(stage, consult, case, clues, matter)
    await _track(stage, consult, case, clues[1], said, matter)


async def _collect(stage: Stage, collect: ScheduleDate, matter: Matter) -> list[Intake]:
    day, org, team = collect.date, stage.org, stage.team
    opened = await stage.on(
        day,
        "township",
        "open_box",
        box=stage.box,
        first_opener=team["沈砚秋"],
        second_opener=team["温如玉"],
        slips=1,
    )
    held = await stage.on(
        day,
        "township",
        "hold_collect_round",
        org=org,
        schedule_date=collect,
        place="北街广场",
        staff=["沈砚秋", "温如玉"],
        items=1,
    )
    taken = await stage.on(
        day,
        "township",
        "record_intake",
        org=org,
        content=matter.box,
        channel="box",
        source="box",
        is_anonymous=True,
        box_opening=opened,
        collect_round=held,
        focus_category=matter.category,
    )
    await stage.on(
        day,
        "resident",
        "submit_intake",
        station=stage.station,
        content=matter.code,
        channel="qr",
        is_anonymous=True,
    )
    received = Intake.state == IntakeState.RECEIVED
    sent = (await stage.scene.rows(Intake, Intake.content == matter.code, received))[0]
    for clue in (taken, sent):
        await stage.on(
            day + timedelta(days=2),
            "township",
            "accept_intake",
            intake=clue,
            focus_category=matter.category,
        )
        await stage.on(
            day + timedelta(days=3),
            "township",
            "analyse_clue",
            intake=clue,
            analysis_field=matter.field,
            direction=matter.direction,
            finding="须到现场查看,请相关部门一并到场",
            first_analyst=team["沈砚秋"],
            second_analyst=team["温如玉"],
        )
    return [taken, sent]


async def _nothing_came(stage: Stage, collect: ScheduleDate, note: str) -> None:
    """A day of collecting without a clue is held and written down too."""
    await stage.on(
        collect.date,
        "township",
        "hold_collect_round",
        org=stage.org,
        schedule_date=collect,
        place="南门广场",
        staff=["沈砚秋", "顾采薇"],
        items=0,
        is_nil=True,
        note=note,
    )


async def _choose(stage: Stage, first: date, clues: list[Intake], matter: Matter) -> Any:
    def later(days: int) -> date:
        return first + timedelta(days=days)

    topic = await stage.on(
        later(4),
        "township",
        "propose_topic",
        org=stage.org,
        station=stage.station,
        title=matter.title,
        description=matter.box,
        topic_source="on_site_collect",
        focus_category=matter.category,
        focus_tags=[matter.direction],
        theme=THEME,
        intakes=clues,
        is_professional=True,
    )
    await stage.on(
        later(5),
        "township",
        "screen_topic",
        topic=topic,
        decision="screened",
        note="合专题,群众所盼,有条件办",
    )
    await stage.on(later(6), "head", "approve_topic", topic=topic, approved_by="联络组领导小组")
    case = await stage.on(later(7), "township", "open_case", topic=topic)
    for step in ("collect", "analyse", "choose"):
        await stage.on(later(8), "township", "advance_step", case=case, step=step)
    return case


async def _walk(stage: Stage, first: date, case: Any, clue: Intake, matter: Matter) -> None:
    """Send three people, those with fitting expertise first; a survey and a talk on the law."""

    def later(days: int) -> date:
        return first + timedelta(days=days)

    everybody = [*EXPERTS, *((name, None, expertise, post) for name, expertise, post in TEAM)]
    fitting = [
        name
        for name, _, expertise, _ in everybody
        if matter.field in expertise and name != "季明远"
    ] or ["季明远"]
    names = list(dict.fromkeys([*fitting, "温如玉", "顾采薇", "沈砚秋"]))[: max(3, len(fitting))]
    people = [stage.team[name] for name in names]
    group = await stage.on(
        later(9),
        "township",
        "form_walk_group",
        origin_intake=clue,
        case=case,
        members=people,
        leader=people[0],
    )
    await stage.on(
        later(12),
        "township",
        "record_activity",
        org=stage.org,
        case=case,
        walk_group=group,
        kind="survey",
        title=f"走访:{matter.title}",
        date=later(12),
        result_text=matter.finding,
        participants=[{"person": person, "party_kind": "other"} for person in people],
    )
    await stage.on(
        later(14),
        "township",
        "record_activity",
        org=stage.org,
        case=case,
        walk_group=group,
        kind="law_preach",
        title="入户讲古城保护条例",
        date=later(14),
        participants=[{"party_kind": "mass_representative", "count": 16}],
    )
    await stage.on(
        later(16),
        "township",
        "report_walk_group",
        walk_group=group,
        finding=matter.finding,
        consensus=[matter.agreed],
    )
    await stage.on(
        later(17), "township", "advance_step", case=case, step="research", note=matter.finding
    )


async def _consult(stage: Stage, day: date, case: Any, clues: list[Intake], matter: Matter) -> Any:
    """Plan, announce and hold the round; two units answer, one with a day. Returns the promise."""
    scene = stage.scene
    before = [day - timedelta(days=n) for n in (8, 5)]
    event = await stage.on(
        before[0],
        "township",
        "plan_consultation",
        case=case,
        title=f"古城现场协商:{matter.title}",
        date=day,
        time_from="09:00:00",
        time_to="11:30:00",
        place="古城北街广场",
        form="on_site",
    )
    await stage.on(before[1], "township", "notify_consultation", consultation=event)
    await stage.on(
        day,
        "township",
        "hold_consultation",
        consultation=event,
        suggestions=[matter.agreed],
        participants=[
            {"party_kind": "department_head", "count": 2},
            {"party_kind": "mass_representative", "count": 37},
            {"party_kind": "expert", "count": 2},
            {"party_kind": "cppcc_member", "count": 5},
            {"party_kind": "invited_representative", "count": 3},
        ],
    )
    answer: dict[str, Any] = {"consultation": event, "speaker": "分管副局长"}
    promised: dict[str, Any] = {"text": matter.promise, "promise_due": day + timedelta(days=30)}
    promise = await stage.on(
        day,
        "township",
        "record_on_spot_reply",
        clue=clues[0],
        unit=scene.units[0],
        **promised,
        **answer,
    )
    told = "同意,配合施工组织好交通和巡查。"
    await stage.on(
        day,
        "township",
        "record_on_spot_reply",
        clue=clues[1],
        unit=scene.units[1],
        text=told,
        **answer,
    )
    await stage.on(
        day,
        "township",
        "record_activity",
        org=stage.org,
        case=case,
        kind="law_preach",
        title="现场解读古城保护条例",
        date=day,
        participants=[{"party_kind": "mass_representative", "count": 37}],
    )
    await stage.on(
        day + timedelta(days=1), "township", "advance_step", case=case, step="deliberate"
    )
    minutes = await stage.on(
        day + timedelta(days=2),
        "township",
        "draft_minutes",
        consultation=event,
        text=f"{matter.title}。议定:{matter.agreed}",
    )
    await stage.on(
        day + timedelta(days=3),
        "township",
        "confirm_minutes",
        minutes=minutes,
        sent_on=day + timedelta(days=3),
    )
    return promise


async def _track(
    stage: Stage, day: date, case: Any, clue: Intake, promise: Any, matter: Matter
) -> None:
    """Turn the promise into an assignment and reply to the sender; a late unit is supervised."""

    def later(days: int) -> date:
        return day + timedelta(days=days)

    given = await stage.on(
        later(4),
        "township",
        "assign_from_on_spot",
        on_spot_reply=promise,
        title=matter.promise,
        brief=matter.promise,
    )
    await stage.on(later(5), "unit", "accept_assignment", assignment=given)
    note = "部门分管领导现场答复:已安排办理,请凭查询码关注进展。"
    await stage.on(later(5), "township", "reply_to_intake", intake=clue, result_note=note)
    if not matter.done:
        finding = "承诺期限已到,尚未完成"
        await stage.on(
            later(33),
            "township",
            "press_promise",
            on_spot_reply=promise,
            method="reminder",
            by="古城联络组",
            finding=finding,
        )
        return
    await stage.on(later(8), "unit", "start_assignment", assignment=given)
    await stage.on(
        later(24),
        "unit",
        "reply_assignment",
        assignment=given,
        text=matter.done,
        result_class="A",
        communicated_by="visit",
    )
    await stage.on(later(26), "township", "confirm_reply", assignment=given)
    await stage.on(
        later(27),
        "township",
        "advance_step",
        case=case,
        step="track",
        fields={"effect": matter.done},
    )
