"""`variant.toml`: what it may say, and what a mistake in it is called. Each error names file, key
and reason in both languages.
"""

from __future__ import annotations

import importlib.metadata
from datetime import datetime
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr

from tests.core.plugins.samples import variant
from yishi_core.kernel.access.policy import PolicyLine
from yishi_core.kernel.variants.problem import BrokenPlugin
from yishi_core.kernel.variants.toml import core_variant, parse, read
from yishi_core.kernel.variants.variant import Stage

HEAD = 'code = "x"\nlabel = "样例"\nversion = "1"\n'


def test_steps_are_numbered_and_carry_their_stage() -> None:
    procedure = variant(
        "x",
        """
        [[procedures]]
        code = "p"
        label = "两步"
        steps = [
          { code = "a", label = "收集", stage = "collect", required_docs = ["表"], time_limit_days = 5 },
          { code = "b", label = "协商", stage = "deliberate", disclosure_required = true },
        ]
        """,
    ).procedures[0]
    assert [(s.order, s.code, s.stage) for s in procedure.steps] == [
        (1, "a", Stage.COLLECT),
        (2, "b", Stage.DELIBERATE),
    ]
    assert procedure.after("a") == procedure.step("b")
    assert procedure.after("b") is None
    assert type(procedure).model_validate(procedure.as_data()) == procedure


@pytest.mark.parametrize(
    ("rule", "text", "dates"),
    [
        (
            'month_day = 15\nmonth_parity = "even"',
            "FREQ=YEARLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=15",
            6,
        ),
        (
            'month_day = 15\nmonth_parity = "odd"',
            "FREQ=YEARLY;BYMONTH=1,3,5,7,9,11;BYMONTHDAY=15",
            6,
        ),
        ("month_day = 25", "FREQ=MONTHLY;BYMONTHDAY=25", 12),
        ("weekday = 3", "FREQ=WEEKLY;BYDAY=WE", 53),
        (
            'rrule = "RRULE:FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"',
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
            4,
        ),
    ],
)
def test_a_schedule_says_its_dates_in_one_of_three_ways(rule: str, text: str, dates: int) -> None:
    schedule = parse(
        HEAD + f'[[schedules]]\nkind = "collect_day"\nlabel = "收集日"\n{rule}\n'
    ).schedules[0]
    assert schedule.rule == text
    assert schedule.code == "collect_day"
    start = datetime(2025, 1, 1)  # noqa: DTZ001  # rules speak of calendar days
    found = rrulestr(schedule.rule, dtstart=start).between(
        start, start.replace(month=12, day=31), inc=True
    )
    assert len(found) == dates


LAST_PLACE = """
[settings.line]
type = "int"
label = "分数线"
default = 70

[[assessment]]
code = "a"
label = "考核"
subject_kind = "member"
full_mark = 100
items = [{ code = "work", label = "履职" }]
last_place = { below = "%s", percent = 10 }
"""


def test_a_limit_of_the_last_place_is_a_number_or_a_setting() -> None:
    scheme = parse(HEAD + LAST_PLACE % "line").assessment[0]
    assert scheme.last_place is not None
    assert scheme.last_place.limits({"line": 75}) == {"below": 75, "percent": 10, "small_group": 10}
    with pytest.raises(BrokenPlugin, match="limit_of_nobody"):
        parse(HEAD + LAST_PLACE % "limit_of_nobody")


def test_policy_lines_and_defaults_are_handed_on() -> None:
    made = variant(
        "x",
        """
        [roles]
        walk_leader = "走访组长"
        [[policy]]
        role = "walk_leader"
        object = "topic"
        actions = ["propose", "screen"]
        [settings.from_on]
        type = "date"
        label = "起始日"
        default = 2025-03-01
        [settings.kinds]
        type = "list"
        label = "种类"
        default = ["a"]
        choices = { a = "甲", b = "乙" }
        """,
    )
    assert made.policy_lines() == [
        PolicyLine("walk_leader", "topic", "propose", "tree", made.code),
        PolicyLine("walk_leader", "topic", "screen", "tree", made.code),
    ]
    assert made.defaults() == {"from_on": "2025-03-01", "kinds": ["a"]}


STEPS = '[[procedures]]\ncode = "p"\nlabel = "程"\nsteps = [%s]'
WRONG = {
    "labell = 1": ("labell", "没有这个字段", "There is no such field"),
    'core = ">>1"': ("core", "版本范围", "version range"),
    'requires = ["a b c"]': ("requires", "依赖写法", "not a requirement"),
    '[settings.d]\ntype = "int"\nlabel = "天"\ndefault = 9\nmax = 3': (
        "settings.d",
        "数值不能大于 3",
        "at most 3",
    ),
    '[settings.d]\ntype = "int"\nlabel = "天"': (
        "settings.d",
        "缺少 default",
        "default is missing",
    ),
    '[settings.d]\ntype = "int"\nlabel = "天"\ndefault = "3"': (
        "settings.d",
        "应为整数",
        "whole number",
    ),
    '[settings.d]\ntype = "text"\nlabel = "字"\ndefault = "一二三"\nmax = 2': (
        "settings.d",
        "字数不能大于 2",
        "length",
    ),
    '[settings.d]\ntype = "bool"\nlabel = "否"\ndefault = 0': (
        "settings.d",
        "应为是或否",
        "true or false",
    ),
    '[settings.d]\ntype = "choice"\nlabel = "选"\ndefault = "a"': (
        "settings.d",
        "缺少 choices",
        "needs choices",
    ),
    '[settings.d]\ntype = "choice"\nlabel = "选"\ndefault = "c"\nchoices = { a = "甲" }': (
        "settings.d",
        "a(甲)",
        "one of a",
    ),
    '[settings.d]\ntype = "date"\nlabel = "日"\ndefault = "2025-02-30"': (
        "settings.d",
        "应为日期",
        "a date",
    ),
    '[settings.d]\ntype = "list"\nlabel = "单"\ndefault = ["a", "a"]': (
        "settings.d",
        "重复项",
        "repeated",
    ),
    '[settings.d]\ntype = "list"\nlabel = "单"\ndefault = ["z"]\nchoices = { a = "甲" }': (
        "settings.d",
        "没有选项 z",
        "no such choice: z",
    ),
    '[settings.d]\ntype = "number"\nlabel = "数"\ndefault = 1': (
        "settings.d.type",
        "取值应为",
        "one of",
    ),
    '[settings.d]\ntype = "int"\nlabel = "天"\ndefault = 1\nopen_to = ["nation"]': (
        "settings.d.open_to.0",
        "取值应为",
        "one of",
    ),
    '[settings.d]\ntype = "procedure"\nlabel = "流程"\nprocedure = "q"': (
        "settings.d.procedure",
        "中没有工作法",
        "declares no procedure",
    ),
    '[settings.d]\ntype = "procedure"\nlabel = "流程"': (
        "settings.d",
        "procedure 键",
        "key procedure",
    ),
    '[[procedures]]\ncode = "p"\nlabel = "程"\nsteps = []': (
        "procedures.0.steps",
        "至少填写1项",
        "At least 1",
    ),
    '[[procedures]]\ncode = "p"\nlabel = "程"\nsteps = [{ code = "a", label = "甲", stage = '
    '"dance" }]': (
        "procedures.0.steps.0.stage",
        "取值应为",
        "one of",
    ),
    '[[procedures]]\ncode = "p"\nlabel = "程"\nsteps = [{ code = "A!", label = "甲", stage = '
    '"reply" }]': (
        "procedures.0.steps.0.code",
        "格式不符",
        "expected form",
    ),
    STEPS
    % '{ code = "a", label = "甲", stage = "reply" }, { code = "a", label = "乙", stage = "reply" '
    "}": (
        "procedures.0",
        "步骤代码重复:a",
        "used twice: a",
    ),
    '[[procedures]]\ncode = "p"\nlabel = "程"\nsteps = [{ code = "a", label = "甲", stage = '
    '"reply", order = 2 }]': (
        "procedures.0.steps",
        "从 1 起连续",
        "1, 2, 3",
    ),
    '[[schedules]]\nkind = "study_day"\nlabel = "学"\nrrule = "FREQ=SOMETIMES"': (
        "schedules.0",
        "rrule 写法有误",
        "cannot be read",
    ),
    '[[schedules]]\nkind = "study_day"\nlabel = "学"\nmonth_day = 1\nweekday = 2': (
        "schedules.0",
        "恰有其一",
        "exactly one",
    ),
    '[[schedules]]\nkind = "study_day"\nlabel = "学"\nweekday = 2\nmonth_parity = "odd"': (
        "schedules.0",
        "month_parity",
        "needs month_day",
    ),
    '[[schedules]]\nkind = "study_day"\nlabel = "学"\nweekday = 2\ntime_from = 10:00:00\ntime_to '
    "= 09:00:00": (
        "schedules.0",
        "先后有序",
        "earlier first",
    ),
    '[vocabularies.form]\nyard = ""': (
        "vocabularies.form.yard.label",
        "至少填写1个字符",
        "At least 1",
    ),
    '[vocabularies.form]\n"Yard 1" = "院"': (
        "vocabularies.form.Yard 1",
        "格式不符",
        "expected form",
    ),
    '[[policy]]\nrole = "member"\nobject = "topic"\nactions = []': (
        "policy.0.actions",
        "至少填写1项",
        "At least 1",
    ),
    '[[policy]]\nrole = "member"\nobject = "topic"\nactions = ["propose"]\nscope = "world"': (
        "policy.0.scope",
        "取值应为",
        "one of",
    ),
    '[[guide]]\ncode = "g"\ntitle = "一"\ntext = "一"\n[[guide]]\ncode = "g"\ntitle = "二"\ntext = '
    '"二"': (
        "guide",
        "代码重复:g",
        "used twice: g",
    ),
    '[[assessment]]\ncode = "a"\nlabel = "考"\nsubject_kind = "village"\nfull_mark = 8\nitems = '
    '[{ code = "i", label = "项", auto = true }]': (
        "assessment.0.items.0",
        "缺少 metric",
        "needs a metric",
    ),
}


@pytest.mark.parametrize(("more", "expected"), WRONG.items())
def test_a_mistake_is_told_with_file_key_and_reason(
    more: str, expected: tuple[str, str, str]
) -> None:
    with pytest.raises(BrokenPlugin) as caught:
        parse(HEAD + more + "\n", "sample/variant.toml")
    (problem,) = caught.value.problems
    key, zh, en = expected
    assert (problem.file, problem.key) == ("sample/variant.toml", key)
    assert zh in problem.text.zh
    assert en in problem.text.en
    assert str(caught.value) == f"sample/variant.toml: {key}: {problem.text}"


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(BrokenPlugin) as caught:
        parse('code = "X"\nversion = "one"\nfoo = 1\n')
    assert {p.key for p in caught.value.problems} == {"code", "label", "version", "foo"}


def test_what_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(BrokenPlugin) as caught:
        parse('code = "x"\nlabel = \n', "sample/variant.toml")
    assert "line 2" in str(caught.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_is_absent_or_not_utf8_is_named(
    tmp_path_factory: pytest.TempPathFactory, content: bytes | None
) -> None:
    place = tmp_path_factory.mktemp("hall")
    if content is not None:
        (place / "variant.toml").write_bytes(content)
    with pytest.raises(BrokenPlugin) as caught:
        read(Path(place / "variant.toml"))
    assert caught.value.problems[0].file == f"{place.name}/variant.toml"


def test_cores_own_data_reads_and_has_the_version_of_the_distribution() -> None:
    core = core_variant()
    assert core.version == importlib.metadata.version("yishi")
    assert len(core.vocabularies["sector"]) == 34
    assert len(core.vocabularies["focus_category"]) == 30
    assert len(core.vocabularies["topic_source"]) == 18
    assert [s.stage.value for s in core.procedures[0].steps] == [
        "approve",
        "notify",
        "deliberate",
        "convert",
        "reply",
    ]
    assert core.settings["township_may_convert_small"].default is True
