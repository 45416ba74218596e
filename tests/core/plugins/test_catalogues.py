"""What a plugin adds to the catalogues of core: metrics, figures of the overview, lines of duty files,
and what becomes of its records when one of core's is taken back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from tests.core import cases
from tests.core.assessments.schemes import opened
from tests.core.plugins.samples import module, variant
from tests.fixtures.county import County, make_county, make_platform, stamps
from yishi_core import OperationContext, ref
from yishi_core.domain.activities import Activity
from yishi_core.domain.consultations.models import Participation
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Member
from yishi_core.domain.stations import Station
from yishi_core.domain.topics import Topic
from yishi_core.facilities.duty_files import DutySource, SectionCode
from yishi_core.facilities.metrics import Addend, Counter, Metric, Rate
from yishi_core.facilities.overview import OverviewFigure
from yishi_core.facilities.voiding import Voiding
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.entity.columns import INFO, OnVoid, info_of
from yishi_core.kernel.operation.checking import BrokenDeclarations
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_plugins.ancient_city_group.models import ClueSheet

VISITS = Metric(
    "porch_visits",
    Counter(
        Activity,
        Activity.date,
        station=Activity.station_id,
        where=(Activity.title == "门廊走访",),
        dims={"kind": Activity.kind},
    ),
)
ITEM = {
    "code": "visit",
    "label": "门廊走访",
    "subject": "station",
    "metric": "porch_visits",
    "min": 2,
    "period": "year",
}


def plugin(data: str = "", **modules: ModuleType) -> SimpleNamespace:
    """A plugin without hooks, with these modules."""
    return SimpleNamespace(variant=variant("porch", data), **modules)


def metrics(*declared: object) -> ModuleType:
    return module("porch.metrics", **{f"M{n}": value for n, value in enumerate(declared)})


@pytest.fixture
def composed(database: Database, tmp_path: Path) -> Any:
    """The platform with a plugin installed beside ours."""

    def make(found: object) -> Platform:
        return make_platform(database, tmp_path / "files", load_plugins([found]))

    return make


async def visited(town: County, *days: str) -> Station:
    station = await cases.station(town)
    for day in days:
        await town.act(
            "village",
            "record_activity",
            station=station,
            kind="visit",
            visit_target="household",
            title="门廊走访",
            date=day,
            participants=[{"party_kind": "mass_representative", "count": 3}],
        )
    return station


async def test_a_metric_of_a_plugin_is_one_of_the_catalogue(composed: Any) -> None:
    town = await make_county(composed(plugin(metrics=metrics(VISITS))))
    station = await visited(town, "2026-03-01", "2026-04-01")
    span = {"from_on": "2026-01-01", "to_on": "2026-12-31"}
    figure = await town.act(
        "county", "metric", metric="porch_visits{kind=visit}", station=station, **span
    )
    assert figure.value == 2
    unknown = await town.refused(
        "county", "metric", code="INVALID_INPUT", metric="porch_visit", station=station, **span
    )
    assert "porch_visits{kind}" in unknown.fields[0].text.zh


async def test_quotas_and_points_tables_count_by_a_metric_of_a_plugin(composed: Any) -> None:
    town = await make_county(composed(plugin(metrics=metrics(VISITS))))
    station = await visited(town, "2026-03-01", "2026-04-01")
    await town.act(
        "township",
        "define_quota_set",
        org=town.orgs["township"],
        code="own",
        name="自定指标",
        from_on="2026-01-01",
        items=[ITEM],
    )
    progress = await town.act("village", "quota_progress", station=station, on="2026-11-01")
    assert [(p.rule.code, p.current.required, p.current.done) for p in progress] == [
        ("visit", 2, 2)
    ]
    scheme = await opened(town, "station_default")
    line = {"code": "visit", "label": "门廊走访", "metric": "porch_visits", "points_per": 5}
    changed = await town.act("county", "change_assessment", scheme=scheme, items=[line])
    assert changed.items["visit"]["auto"] is True


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ([VISITS, Metric("porch_visits")], "two metrics are named porch_visits"),
        ([Metric("adoptions")], "two metrics are named adoptions"),
        ([Metric("filing_rate")], "two metrics are named filing_rate"),
        ([Metric("quota_met")], "two metrics are named quota_met"),
        ([Addend(VISITS)], "counters are added to porch_visits, which nobody declares"),
        ([Rate("porch_rate", VISITS, ())], "porch_rate counts porch_visits, which nobody declares"),
    ],
)
def test_metrics_that_do_not_fit_are_refused_at_start(
    composed: Any, declared: Sequence[object], said: str
) -> None:
    with pytest.raises(BrokenDeclarations, match=said):
        composed(plugin(metrics=metrics(*declared)))


def test_a_code_that_nobody_could_write_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ValueError, match="'porch-visits' is no code of a metric"):
        Metric("porch-visits")


def test_a_variant_that_names_an_unknown_metric_is_refused_at_start(composed: Any) -> None:
    line = ", ".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in ITEM.items()
    )
    data = f'[[quotas]]\ncode = "porch"\nlabel = "门廊指标"\nitems = [{{ {line} }}]'
    assert composed(plugin(data, metrics=metrics(VISITS)))
    with pytest.raises(
        BrokenDeclarations, match=r"quotas\.porch\.visit: .*“porch_visits” is not in"
    ):
        composed(plugin(data))


async def test_records_of_a_plugin_count_in_the_figures_of_the_overview(composed: Any) -> None:
    figure = OverviewFigure("intakes", Activity, lambda p: (Activity.date >= p.from_on,))
    town = await make_county(composed(plugin(overview=module("porch.overview", F=figure))))
    await visited(town, "2026-03-01")
    picture = await town.act(
        "county", "overview", org=town.orgs["county"], from_on="2026-01-01", to_on="2026-12-31"
    )
    assert (picture.total.intakes, picture.total.topics) == (1, 0)


def test_a_figure_that_no_field_of_the_overview_shows_is_refused_at_start(composed: Any) -> None:
    figure = OverviewFigure("intake", Activity, lambda p: ())
    with pytest.raises(BrokenDeclarations, match=r"intake\. Did you mean intakes\?"):
        composed(plugin(overview=module("porch.overview", F=figure)))


async def test_records_of_a_plugin_stand_in_the_duty_file(composed: Any) -> None:
    source = DutySource(
        SectionCode.HONOURS,
        Participation,
        Participation.person_id,
        Activity.date,
        Activity.title,
        lambda: "门廊",
        through=(Activity, Participation.activity_id == Activity.id),
    )
    town = await make_county(composed(plugin(duty_files=module("porch.duty_files", S=source))))
    somebody = await cases.person(town)
    await town.act("county", "add_member", person=somebody, level="county", joined_on="2022-01-01")
    came = [{"party_kind": "cppcc_member", "person": somebody}]
    await town.act(
        "township",
        "record_activity",
        org=town.orgs["township"],
        kind="study",
        title="学习",
        date="2026-04-03",
        participants=came,
    )
    member = (await town.rows(Member, Member.person_id == somebody.id))[0]
    file = await town.act("township", "duty_file", member=member)
    told = {s.code: [(line.title, line.detail) for line in s.lines] for s in file.sections}
    assert told["honours"] == [("学习", "门廊")]
    assert told["activities"] == []


async def _noted(context: OperationContext, topic: Topic) -> None:
    topic.description = "已由门廊记下"


async def test_a_plugin_is_asked_when_a_record_of_core_is_taken_back(composed: Any) -> None:
    declared = module("porch.voiding", V=Voiding(Topic, after=_noted))
    town = await make_county(composed(plugin(voiding=declared)))
    topic = await cases.topic(town)
    await town.act("village", "void_record", id=topic, reason="录入有误")
    assert (await town.fresh(topic)).description == "已由门廊记下"


def _on_void(monkeypatch: pytest.MonkeyPatch, word: OnVoid) -> None:
    """Declare what becomes of a plugin's record when its clue is taken back."""
    column = ClueSheet.__table__.c.intake_id
    info = info_of(column)
    assert info.ref
    monkeypatch.setitem(column.info, INFO, replace(info, ref=replace(info.ref, on_void=word)))


async def _clue(town: County) -> Intake:
    """A clue with the sheet that a plugin keeps of it."""
    intake: Intake = await town.act(
        "village",
        "record_intake",
        org=town.orgs["village"],
        content="路灯坏了",
        channel="offline_desk",
        submitter_kind="resident",
    )
    somebody = await cases.person(town)
    sheet = ClueSheet(
        county=town.code,
        id=new_id(),
        org_path=intake.org_path,
        org_id=intake.org_id,
        intake_id=intake.id,
        field="law",
        direction="people",
        finding="属实",
        worth_topic=False,
        first_analyst_id=somebody.id,
        analysed_on=cases.day("2026-03-02"),
        version=1,
        **stamps(),
    )
    async with town.platform.database.transaction(town.system.reading) as session:
        session.add(sheet)
    return intake


async def test_a_plugin_s_record_stands_in_the_way_unless_it_is_a_part(
    town: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = await _clue(town)
    refused = {"code": "REFUSED", "rule": "in_use", "id": intake, "reason": "录入有误"}
    await town.refused("village", "void_record", **refused)
    _on_void(monkeypatch, "cascade")
    answer = await town.act("village", "void_record", id=intake, reason="录入有误")
    assert answer.records == 2
    assert (await town.rows(ClueSheet))[0].voided_at is not None


async def test_a_record_of_a_plugin_that_is_not_loaded_stands_in_the_way(
    town: County, database: Database, tmp_path: Path
) -> None:
    intake = await _clue(town)
    left_out = load_plugins(without=["ancient_city_group"])
    without = replace(town, platform=make_platform(database, tmp_path / "files", left_out))
    given = {"id": intake, "reason": "录入有误"}
    refused = await without.refused(
        "village", "void_record", code="REFUSED", rule="in_use", **given
    )
    assert refused.data["used_by"] == ["clue_sheet"]
    assert refused.text.zh == "未装载的插件仍有记录引用它,请先装回插件再作废:clue_sheet。"
    assert (await town.fresh(intake)).voided_at is None
    async with town.platform.database.transaction(town.system.reading) as session:
        sheet = (await session.scalars(sa.select(ClueSheet))).one()
        sheet.voided_at = sheet.updated_at
    assert (await without.act("village", "void_record", **given)).records == 1


def test_a_reference_that_must_be_filled_cannot_be_emptied(
    composed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_void(monkeypatch, "set_null")
    with pytest.raises(ValueError, match=r"^ClueSheet\.intake_id cannot be emptied"):
        composed(plugin())


def test_a_word_that_says_nothing_of_voiding_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ValueError, match="on_void is one of restrict, cascade, set_null: 'cascad'"):
        ref("Topic", "议题", on_void="cascad")  # type: ignore[arg-type]  # as an unchecked plugin


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ('[[figures]]\nmetric = "topics{source=nonsens}"\nlabel = "题"', "figures.0"),
        ('[[report]]\nheading = "一"\ntext = "共 {topics{source=nonsens}} 个"', "report.一"),
        ('platforms = ["stations{sub_kind=nonsens}"]', "platforms"),
        (
            'station_kinds = [{ metric = "stations{sub_kind=nonsens}", label = "点" }]',
            "station_kinds.0",
        ),
        (
            '[[quotas]]\ncode = "q"\nlabel = "指标"\nitems = [{ code = "t", label = "题", '
            'subject = "org", metric = "topics{source=nonsens}", min = 1, period = "year" }]',
            "quotas.q.t",
        ),
    ],
)
def test_a_word_that_no_vocabulary_has_is_refused_at_start_wherever_a_variant_counts(
    composed: Any, data: str, key: str
) -> None:
    with pytest.raises(BrokenDeclarations) as caught:
        composed(plugin(data))
    [problem] = caught.value.problems
    assert problem.key == key
    assert "没有“nonsens”这个值,可选:" in problem.text.zh
