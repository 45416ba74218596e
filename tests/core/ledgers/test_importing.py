"""Files of paper years come in: all rows or none, each through the operation of its form, every
mistake told in its row and column.
"""

from __future__ import annotations

import datetime as dt
import time

import anyio
import pytest

from tests.core import cases
from tests.core.ledgers.entering import enter, reasons
from tests.fixtures.county import County
from yishi_core.domain.activities.models import Activity, Deed, Dispute
from yishi_core.domain.consultations.models import Consultation, Participation, Suggestion
from yishi_core.domain.intake.models import Channel, Intake
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.people.models import Member, Person
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics.models import Topic
from yishi_core.errors import InvalidInput, NotFound, Unauthenticated
from yishi_core.facilities.ledgers.importing import import_sheet
from yishi_core.facilities.ledgers.sheets import read_sheet
from yishi_core.kernel.audit.models import AuditEntry, AuditResult


async def test_people_come_in_with_labels_and_dates_as_they_are_written(town: County) -> None:
    imported = await enter(
        town,
        "township",
        "Person",
        ("姓名", "所属组织", "性别", "出生日期", "工作单位"),
        ("张三", "柳湾村", "男", "1970年3月5日", ""),
        ("李 四", "河口镇政协联络组", "female", "1981/12/1", "河口镇卫生院"),
        ("", "", "", "", ""),
    )
    assert reasons(imported) == []
    assert imported.entered == 2
    people = await town.rows(Person)
    assert [(p.name, p.sex.label, p.born_on, p.employer) for p in people] == [
        ("张三", "男", dt.date(1970, 3, 5), None),
        ("李 四", "女", dt.date(1981, 12, 1), "河口镇卫生院"),
    ]
    assert people[0].org_path == town.orgs["village"].org_path
    assert people[0].sort_key.startswith("zhang1 san1")


async def test_members_name_people_by_name(town: County) -> None:
    await town.act("township", "register_person", org=town.orgs["village"], name="张三")
    imported = await enter(
        town,
        "township",
        "Member",
        ("人员", "级别", "届", "常委", "任职日期"),
        ("张三", "县(市、区)级", "9", "是", "20210115"),
    )
    assert reasons(imported) == []
    [member] = await town.rows(Member)
    assert (member.term, member.is_standing, member.joined_on) == (9, True, dt.date(2021, 1, 15))


async def test_stations_and_intakes(town: County) -> None:
    opened = await enter(
        town,
        "county",
        "Station",
        ("所属组织*", "名称*", "类型*", "层级*", "启用日期"),
        ("柳湾村", "柳湾村议事室", "协商议事室", "村(社区)级", "2019.1.1"),
    )
    assert reasons(opened) == []
    [made] = await town.rows(Station)
    imported = await enter(
        town,
        "village",
        "Intake",
        ("站点", "内容", "渠道", "收到时间", "匿名"),
        ("柳湾村议事室", "路灯不亮,\n晚上出行不便。", "电话", "2020-05-04 8:30", "√"),
        ("柳湾村议事室", "水渠漏水", "走访", "2020-05-05", "否"),
    )
    assert reasons(imported) == []
    first, second = await town.rows(Intake)
    assert (first.channel, first.content, first.is_anonymous, first.no) == (
        Channel.PHONE,
        "路灯不亮,\n晚上出行不便。",
        True,
        "2020-0001",
    )
    assert (first.station_id, second.no) == (made.id, "2020-0002")
    assert (
        str(first.received_at.astimezone(dt.timezone(dt.timedelta(hours=8))))
        == "2020-05-04 08:30:00+08:00"
    )


async def test_topics_take_the_words_of_vocabularies(town: County) -> None:
    words = town.platform.plugins.core.words
    source, category = (
        words["topic_source"]["resident"],
        next(iter(words["focus_category"].values())),
    )
    imported = await enter(
        town,
        "township",
        "Topic",
        ("所属组织", "题目", "说明", "议题来源", "领域"),
        ("柳湾村", "村道拓宽", "两车不能会车。", source, category),
    )
    assert reasons(imported) == []
    [topic] = await town.rows(Topic)
    assert (topic.title, topic.topic_source) == ("村道拓宽", "resident")


async def test_a_consultation_comes_in_with_all_that_was_on_the_sheet(town: County) -> None:
    await cases.station(town)
    await town.act("township", "register_person", org=town.orgs["village"], name="张三")
    imported = await enter(
        town,
        "village",
        "Consultation",
        (
            "站点",
            "日期",
            "题目",
            "协商内容",
            "形式",
            "开始时间",
            "参加情况",
            "意见建议",
            "协商成果",
        ),
        (
            "柳湾村议事室",
            "2022-06-18",
            "村道拓宽",
            "谁出地;\n谁出钱。",
            "院坝协商",
            "9:30",
            "群众代表|人次:20;政协委员|人员:张三|发言:是",
            "先修急弯;再修桥。\n路边不停车。",
            "村道拓宽两米",
        ),
    )
    assert reasons(imported) == []
    [event] = await town.rows(Consultation)
    assert (event.title, event.form.label, event.time_from) == (
        "村道拓宽",
        "院坝协商",
        dt.time(9, 30),
    )
    came = await town.rows(Participation, Participation.consultation_id == event.id)
    assert sorted(
        (p.party_kind.label, p.count, p.spoke, p.person_id is not None) for p in came
    ) == [
        ("政协委员", 1, True, True),
        ("群众代表", 20, False, False),
    ]
    assert [s.text for s in await town.rows(Suggestion)] == ["先修急弯;再修桥。", "路边不停车。"]
    [outcome] = await town.rows(Outcome)
    assert outcome.title == "村道拓宽两米"


async def test_activities_deeds_and_disputes(town: County) -> None:
    await cases.station(town)
    activity = await enter(
        town,
        "township",
        "Activity",
        ("组织", "类型", "名称", "日期", "意见建议"),
        ("河口镇政协联络组", "调研", "茶产业调研", "2021-04-02", "建冷库,修晒场。"),
    )
    deed = await enter(
        town,
        "township",
        "Deed",
        ("站点", "类型", "日期", "内容", "受益人数"),
        ("柳湾村议事室", "民生实事", "2021-05-06", "修路灯", "1,200"),
    )
    dispute = await enter(
        town,
        "township",
        "Dispute",
        ("站点", "受理日期", "类型", "情况", "化解日期"),
        ("柳湾村议事室", "2021-07-01", "邻里纠纷", "地界不清", "2021-07-09"),
    )
    assert [reasons(i) for i in (activity, deed, dispute)] == [[], [], []]
    assert [a.title for a in await town.rows(Activity)] == ["茶产业调研"]
    assert [d.people for d in await town.rows(Deed)] == [1200]
    assert [d.settled_on for d in await town.rows(Dispute)] == [dt.date(2021, 7, 9)]


async def test_outcomes_name_their_case_by_its_number(town: County) -> None:
    await cases.station(town)
    await enter(
        town,
        "village",
        "Consultation",
        ("站点", "日期", "题目", "协商内容"),
        ("柳湾村议事室", "2022-06-18", "村道拓宽", "谁出地。"),
    )
    imported = await enter(
        town,
        "village",
        "Outcome",
        ("协商事项", "名称", "内容"),
        ("2022-0001", "拓宽村道", "由镇里拓宽村道两米。"),
    )
    assert reasons(imported) == []
    assert [o.title for o in await town.rows(Outcome)] == ["拓宽村道"]


async def test_every_mistake_is_told_in_its_row_and_column_and_nothing_is_entered(
    town: County,
) -> None:
    imported = await enter(
        town,
        "township",
        "Person",
        ("所属组织", "姓名", "性别", "出生日期", "电话"),
        ("柳湾村", "张三", "男", "1970-03-05", ""),
        ("柳湾", "李四", "男", "", ""),
        ("柳湾村", "王五", "不详", "1970-13-45", "abc"),
        ("柳湾村", "", "女", "2099-01-01", ""),
        ("东坪镇政协联络组", "赵六", "", "", ""),
    )
    assert reasons(imported) == [
        (3, "所属组织", "找不到名称或编号为“柳湾”的组织,或您无权查看。"),
        (4, "性别", "没有“不详”这个选项,可选:女、男。"),
        (5, "姓名", "必填项未填写。"),
        (6, "所属组织", "找不到名称或编号为“东坪镇政协联络组”的组织,或您无权查看。"),
    ]
    assert imported.entered == 0
    assert await town.rows(Person) == []
    audited = await town.rows(AuditEntry, AuditEntry.operation == "import_ledger")
    assert [(a.result, a.changes) for a in audited] == [
        (AuditResult.REFUSED, {"rows": [None, 5], "errors": [None, 4]})
    ]


async def test_what_an_operation_refuses_is_told_with_the_column(town: County) -> None:
    await cases.station(town)
    imported = await enter(
        town,
        "township",
        "Deed",
        ("站点", "组织", "类型", "日期", "内容", "受益人数"),
        ("柳湾村议事室", "", "民生实事", "2099-05-06", "修路灯", ""),
        ("柳湾村议事室", "柳湾村", "民生实事", "2021-05-06", "修路灯", ""),
        ("柳湾村议事室", "", "民生实事", "5月6日", "修", "-3"),
    )
    assert reasons(imported) == [
        (2, "日期", "日期不能晚于今天。"),
        (3, "", "站点与组织须且只须填写一项。"),
        (4, "日期", "应为日期,如2026-03-15。"),
        (4, "内容", "至少填写2个字符。"),
        (4, "受益人数", "不得小于0。"),
    ]


async def test_a_trial_says_the_same_and_enters_nothing(town: County) -> None:
    rows = (("所属组织", "姓名"), ("柳湾村", "张三"))
    imported = await enter(town, "township", "Person", *rows, dry_run=True)
    assert (reasons(imported), imported.entered, await town.rows(Person)) == ([], 0, [])
    assert await town.rows(AuditEntry, AuditEntry.operation == "import_ledger") == []
    assert (await enter(town, "township", "Person", *rows)).entered == 1


async def test_rows_see_the_rows_before_them(town: County) -> None:
    await town.act("township", "register_person", org=town.orgs["village"], name="张三")
    imported = await enter(
        town,
        "township",
        "Member",
        ("人员", "级别"),
        ("张三", "县(市、区)级"),
        ("张三", "县(市、区)级"),
    )
    assert reasons(imported) == [(3, "", "该人员已是县(市、区)级政协委员。")]
    assert await town.rows(Member) == []


async def test_a_name_that_several_bear_asks_for_the_org(town: County) -> None:
    for org in ("village", "village2"):
        await town.act("township", "register_person", org=town.orgs[org], name="张三")
    imported = await enter(town, "township", "Member", ("人员", "级别"), ("张三", "县(市、区)级"))
    assert reasons(imported) == [
        (2, "人员", "有2条人员叫“张三”,请写明所属组织,如:张三@柳湾村、张三@石桥村。")
    ]
    assert (
        await enter(town, "township", "Member", ("人员", "级别"), ("张三@石桥村", "县(市、区)级"))
    ).entered == 1


async def test_who_may_not_enter_one_may_not_enter_many(town: County) -> None:
    imported = await enter(town, "village", "Person", ("所属组织", "姓名"), ("柳湾村", "张三"))
    assert reasons(imported) == [(2, "", "您在此处没有“管理人员”的权限。")]
    with pytest.raises(Unauthenticated):
        await import_sheet(town.platform, town.anonymous, "Person", b"", dry_run=False)
    with pytest.raises(NotFound):
        await enter(town, "county", "AuditEntry", ("操作",), ("x",))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("姓名", "所属组织", "生日"), ("张三", "柳湾村", "x")], "不认识的列:生日"),
        ([("姓名", "姓名", "所属组织"), ("张三", "李四", "柳湾村")], "重复的列:姓名"),
        ([("姓名",), ("张三",)], "缺少必填列:所属组织"),
        ([("姓名", "所属组织")], "没有数据行"),
        ([("姓名", "所属组织"), *(("张三", "柳湾村"),) * 5001], "一次最多导入5000行"),
    ],
)
async def test_a_file_that_does_not_fit_is_refused_as_a_whole(
    town: County, rows: list[tuple[str, ...]], reason: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await enter(town, "township", "Person", *rows)
    assert reason in refused.value.text.zh


async def test_the_error_file_is_the_same_file_with_the_reasons_and_comes_in_again(
    town: County,
) -> None:
    rows = (
        ("姓名*", "所属组织*", "性别"),
        ("张三", "柳湾村", "男"),
        ("李四", "柳湾", "不详"),
        ("=1+1", "柳湾村", ""),
    )
    imported = await enter(town, "township", "Person", *rows)
    sheet = read_sheet(imported.error_file().encode())
    assert sheet.titles == ("姓名*", "所属组织*", "性别", "错误原因")
    assert [line.cells[3] != "" for line in sheet.lines] == [False, True, False]
    assert "性别：没有“不详”" in sheet.lines[1].cells[3]
    assert "'=1+1" in imported.error_file()
    mended = imported.error_file().replace("柳湾,不详", "柳湾村,男")
    again = await import_sheet(
        town.platform, town.principals["township"], "Person", mended.encode(), dry_run=False
    )
    assert (reasons(again), again.entered) == ([], 3)
    assert [p.name for p in await town.rows(Person)] == ["张三", "李四", "=1+1"]


@pytest.mark.slow
async def test_two_thousand_rows_leave_the_loop_to_others(town: County) -> None:
    held: list[float] = []
    over = anyio.Event()

    async def beat() -> None:
        while not over.is_set():
            begun = time.process_time()  # of this process alone: others on the machine do not count
            await anyio.sleep(0.01)
            held.append(time.process_time() - begun)

    async with anyio.create_task_group() as group:
        group.start_soon(beat)
        imported = await enter(
            town,
            "township",
            "Person",
            ("所属组织", "姓名"),
            *(("柳湾村", f"人员{n:04}") for n in range(2_000)),
        )
        over.set()
    assert imported.entered == 2_000
    assert max(held) < 0.5
