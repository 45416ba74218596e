"""Names that refer to nothing: each is told at start and by the check, with file, key, reason and
the name that was probably meant, in both languages.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.plugins.samples import forget, write_package
from yishi_core.kernel.operation.checking import BrokenDeclarations
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem, meant
from yishi_core.testing.conformance import check_plugin

HEAD = """\
code = "walks"
label = "走访"
version = "1.0.0"
"""
STEP = """\
[[procedures]]
code = "steps"
label = "一步"
{procedure}
steps = [{{ code = "meet", label = "协商", {step} }}]
"""
POLICY = """\
[roles]
walk_leader = "走访组长"
[[policy]]
role = "{role}"
object = "{object}"
actions = ["{action}"]
scope = "{scope}"
"""
QUOTA = """\
[[quotas]]
code = "ones"
label = "一"
items = [{{ code = "a", label = "甲", subject = "{subject}", metric = "{metric}", min = 1, period = "{period}"{more} }}]
"""
SETTING = """\
[settings.days]
type = "int"
label = "天数"
default = 3
{more}
"""


def policy(
    role: str = "walk_leader", object: str = "topic", action: str = "screen", scope: str = "tree"
) -> str:
    return POLICY.format(role=role, object=object, action=action, scope=scope)


def quota(
    subject: str = "org", metric: str = "topics", period: str = "year", more: str = ""
) -> str:
    return QUOTA.format(subject=subject, metric=metric, period=period, more=more)


def step(step: str = 'stage = "collect"', procedure: str = "") -> str:
    return STEP.format(step=step, procedure=procedure)


TYPOS = [
    # unknown keys, at every depth
    ('lable = "走访"', "lable", "label"),
    ('[[polcy]]\nrole = "member"', "polcy", "policy"),
    (SETTING.format(more='open_too = ["county"]'), "settings.days.open_too", "open_to"),
    (step('stage = "collect", stgae = "reply"'), "procedures.0.steps.0.stgae", "stage"),
    (quota(more=", last_month = 3"), "quotas.0.items.0.last_month", "last_months"),
    # words of closed lists
    (step('stage = "colect"'), "procedures.0.steps.0.stage", "collect"),
    (SETTING.format(more='open_to = ["townshp"]'), "settings.days.open_to.0", "township"),
    (policy(scope="tre"), "policy.0.scope", "tree"),
    (quota(subject="statoin"), "quotas.0.items.0.subject", "station"),
    (quota(period="yaer"), "quotas.0.items.0.period", "year"),
    (
        '[[schedules]]\nkind = "colect_day"\nlabel = "收集日"\nmonth_day = 15',
        "schedules.0.kind",
        "collect_day",
    ),
    # roles, objects, rights
    (policy(action="recrod", object="consultation"), "policy.0.actions", "record"),
    (policy(action="screeen"), "policy.0.actions", "screen"),
    (policy(role="concil_staff"), "policy.0.role", "council_staff"),
    (policy(role="walk_leadr"), "policy.0.role", "walk_leader"),
    (policy(object="topik"), "policy.0.object", "topic"),
    (policy(object="role", action="walk_leeder"), "policy.0", "walk_leader"),
    (
        step('stage = "collect", responsible_role = "townshp_staff"'),
        "procedures.steps.meet.responsible_role",
        "township_staff",
    ),
    # terms
    ('[labels]\nStaton = "议事堂"', "labels.Staton", "Station"),
    ('[labels]\n"Station.sub_knd" = "类别"', "labels.Station.sub_knd", "sub_kind"),
    # vocabularies
    ('[vocabularies.topic_sorce]\nclue = "线索"', "vocabularies.topic_sorce", "topic_source"),
    ('[only]\ntopic_sorce = ["resident"]', "only.topic_sorce", "topic_source"),
    ('[only]\ntopic_source = ["residnt"]', "only.topic_source", "resident"),
    # settings
    ("[presets]\nintake_replydays = 9", "presets.intake_replydays", "intake_reply_days"),
    ('[presets]\nanonymity_policy = "optinal"', "presets.anonymity_policy", "optional"),
    (
        SETTING.format(
            more='[[schedules]]\nkind = "study_day"\nlabel = "学习日"\nweekday = 1\n'
            'day_setting = "day"'
        ),
        "schedules.study_day.day_setting",
        "days",
    ),
    (
        step() + '[settings.s]\ntype = "procedure"\nlabel = "步骤"\nprocedure = "step"',
        "settings.s.procedure",
        "steps",
    ),
    # stations, orgs, topics
    (
        '[[station_kinds]]\nkind = "member_studo"\nlabel = "工作室"',
        "station_kinds.0.kind",
        "member_studio",
    ),
    (
        '[[station_kinds]]\nkind = "member_studio"\nsub_kind = "regoinal"\nlabel = "工作室"',
        "station_kinds.0.sub_kind",
        "regional",
    ),
    (quota(more=', org_kinds = ["liason_group"]'), "quotas.ones.a.org_kinds", "liaison_group"),
    (step(procedure='applies_to = { grad = ["small_micro"] }'), "applies_to.grad", "grade"),
    (step(procedure='applies_to = { grade = ["small_mico"] }'), "applies_to.grade", "small_micro"),
    # metrics
    (quota(metric="result_sheets+topcs"), "quotas.ones.a", None),
    (quota(metric="topcs"), "quotas.ones.a", "topics"),
    ('[[figures]]\nmetric = "activities{knd=visit}"\nlabel = "走访"', "figures.0", "kind"),
    ('[[figures]]\nmetric = "activities{kind=vist}"\nlabel = "走访"', "figures.0", "visit"),
    ('platforms = ["statons"]', "platforms", "stations"),
    (
        '[[station_kinds]]\nkind = "council_room"\nmin = 1\nper = "regoins"\nlabel = "室"',
        "station_kinds.0.per",
        "regions",
    ),
    ('[[report]]\nheading = "做法"\ntext = "协商{consultation}场"', "report.做法", "consultations"),
    # other plugins
    ('requires = ["qiangshan_hal"]', "requires", "qiangshan_hall"),
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    forget("walks")


def problem_at_start(package: str) -> Problem:
    with pytest.raises((BrokenPlugin, BrokenDeclarations)) as caught:
        load_plugins([package])
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(("typo", "key", "likely"), TYPOS)
def test_a_typo_in_variant_toml_is_told_with_its_place_and_the_likely_word(
    here: Path, typo: str, key: str, likely: str | None
) -> None:
    write_package(here, "walks", {"": "", "variant.toml": HEAD + typo, "README.md": "走访"})
    told = problem_at_start("walks")
    assert told.file == "walks/variant.toml"
    assert told.key.endswith(key)
    if likely:
        assert f"您是否想写 {likely}?" in told.text.zh
        assert f"Did you mean {likely}?" in told.text.en
    (found,) = check_plugin("walks")
    assert (found.where, found.text) == (f"{told.file}: {told.key}", told.text)


DECORATED = """
from yishi_core import {imported}
from yishi_core.domain.consultations import {of_noun}


@{decorator}
def told(context: ReadContext) -> None:
    \"\"\"A hook.\"\"\"
"""


@pytest.mark.parametrize(
    ("imported", "of_noun", "decorator", "where", "said"),
    [
        (
            "ReadContext, holds",
            "Consultation",
            'holds(Consultation, on=("participnts",))',
            "walks.told: holds Consultation",
            "There is no column or part participnts. Did you mean participants?",
        ),
        (
            "ReadContext, guard",
            "hold_consultaton",
            "guard(hold_consultaton)",
            "walks/__init__.py:3",
            "do you mean: from yishi_core.domain.consultations import hold_consultation",
        ),
        (
            "ReadContext, reacts_to",
            "CONSULTATION_HELT",
            "reacts_to(CONSULTATION_HELT)",
            "walks/__init__.py:3",
            "do you mean: from yishi_core.domain.consultations import CONSULTATION_HELD",
        ),
        (
            "ReadContext, reacts_to",
            "Consultation",
            'reacts_to("topic.colected")',
            "walks",
            "@reacts_to('topic.colected'): name the event by its object",
        ),
    ],
)
def test_a_typo_in_a_decorator_is_told_with_its_place_and_the_likely_word(
    here: Path, imported: str, of_noun: str, decorator: str, where: str, said: str
) -> None:
    code = DECORATED.format(imported=imported, of_noun=of_noun, decorator=decorator)
    write_package(here, "walks", {"": code, "variant.toml": HEAD, "README.md": "走访"})
    with pytest.raises(BrokenPlugin):
        load_plugins(["walks"])
    assert any(f.where == where and said in f.text.en for f in check_plugin("walks"))


def test_a_misspelt_import_is_told_with_the_line_to_write_instead(here: Path) -> None:
    code = "from yishi_core import ReadContxt\nfrom yishi_core import Station\n"
    write_package(here, "walks", {"": code, "variant.toml": HEAD, "README.md": "走访"})
    _, *told = check_plugin("walks")
    assert [(found.where, found.text.en) for found in told] == [
        (
            "walks/__init__.py:1",
            "yishi_core exports no ReadContxt; do you mean: from yishi_core import ReadContext",
        ),
        (
            "walks/__init__.py:2",
            "yishi_core.Station is not public; write: "
            "from yishi_core.domain.stations import Station",
        ),
    ]


def test_what_resembles_nothing_is_told_with_all_that_there_is_where_that_is_little() -> None:
    assert meant("xyz", ["one", "two"]).en == " There are: one, two."
    assert meant("xyz", map(str, range(50))).en == ""


MODULES = {
    "": "",
    "variant.toml": HEAD + '[vocabularies.walk_kind]\nfar = "远"\n',
    "README.md": "走访",
    "models.py": """
    from sqlalchemy.orm import Mapped
    from uuid import UUID
    from yishi_core import Entity, column, ref

    class WalkNote(Entity):
        \"\"\"A note.\"\"\"

        __label__ = "走访记录"

        station_id: Mapped[UUID] = ref("Staton", "站点")
        kind: Mapped[str] = column("类别", "Kind.", vocabulary="walk_knd")
    """,
    "service.py": """
    from typing import Annotated
    from pydantic import Field
    from yishi_core import Input, OperationContext, Ref, Rights, Structure, Term, Text, question
    from yishi_core.domain.orgs import OrgUnit

    class WalkRight(Rights):
        RECORD = "walk_note:record", "登记走访", "record walks"

    class AskWalksInput(Input):
        org: Ref[OrgUnit] = Field(title="组织")
        source: Annotated[str, Term("topic_sorce")] = Field(title="来源")

    class WalksAnswer(Structure):
        \"\"\"The answer.\"\"\"

        text: str

    @question(Text("问", "Ask"), permission="walk_note:recrod", subject="org")
    async def ask_walks(context: OperationContext, data: AskWalksInput) -> WalksAnswer:
        \"\"\"Ask.\"\"\"
        return WalksAnswer(text=data.source)
    """,
    "todos.py": """
    from yishi_core.facilities.todos import Matter
    from walks.models import WalkNote

    NOTES = Matter(WalkNote, title=WalkNote.kind, started=True, finished=(), returned=(), pending=(), acts=("ask_walk",))
    """,
    "overview.py": """
    from yishi_core.facilities.overview import OverviewFigure
    from walks.models import WalkNote

    NOTED = OverviewFigure("intaks", WalkNote, lambda p: ())
    """,
}


def test_typos_in_declarations_of_a_plugin_are_told_with_their_module(here: Path) -> None:
    """A mapped class cannot be taken back: a fresh interpreter reads the plugin."""
    write_package(here, "walks", MODULES)
    code = (
        "from yishi_core.testing.conformance import check_plugin\n"
        "for f in check_plugin('walks'):\n"
        "    if f.rule in ('manifest', 'declarations'): print(f.where, '|', f.text.en)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=here, capture_output=True, text=True, timeout=120
    )
    assert sorted(done.stdout.splitlines()) == [
        "walks.models.WalkNote: kind | There is no vocabulary walk_knd. Did you mean walk_kind?",
        "walks.models.WalkNote: station_id | There is no entity Staton. Did you mean Station?",
        "walks.overview.NOTED: intaks | There is no figure intaks. Did you mean intakes?",
        "walks.service.AskWalksInput | "
        "There is no vocabulary topic_sorce. Did you mean topic_source?",
        "walks.service.ask_walks | "
        "There is no permission walk_note:recrod. Did you mean walk_note:record?",
        "walks.todos.NOTES: ask_walk | There is no operation ask_walk. Did you mean ask_walks?",
        "walks/variant.toml: vocabularies.walk_kind | "
        "There is no vocabulary walk_kind. Did you mean walk_knd?",
    ], done.stderr
