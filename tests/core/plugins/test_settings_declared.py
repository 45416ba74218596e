"""A plugin declares its settings once, in `variant.toml` or in a class: the variant is the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.core.plugins.samples import Quiet, forget, write_package
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.plugins.plugin import load
from yishi_core.kernel.variants.core_settings import CoreSettings
from yishi_core.kernel.variants.plugin_settings import PluginSettings, setting
from yishi_core.kernel.variants.problem import BrokenPlugin
from yishi_core.kernel.variants.procedure import Stage, StepDef
from yishi_core.kernel.variants.settings import Effective
from yishi_core.kernel.variants.toml import core_variant, parse

PROCEDURE = """
[[procedures]]
code = "hall"
label = "议事"
steps = [{ code = "meet", label = "协商", stage = "deliberate" }]
"""
TABLES = """
[settings.refuse]
type = "bool"
label = "三方不齐时不得登记"
help = "开启后,缺一方的不得登记。"
default = true
open_to = ["county", "township"]

[settings.days]
type = "int"
label = "成果报送期限(天)"
default = 15
min = 1
max = 90
open_to = ["county"]

[settings.motto]
type = "text"
label = "口号"
default = "有事多商量"

[settings.since]
type = "date"
label = "起始日期"
default = "2026-03-01"

[settings.policy]
type = "choice"
label = "实名要求"
default = "optional"
choices = { optional = "自愿", required = "必须" }

[settings.print]
type = "choice"
label = "印数"
default = "exact"
choices = { exact = "准确", approx = "约数" }

[settings.days_of_week]
type = "list"
label = "开放日"
default = ["saturday"]
min = 1
choices = { saturday = "星期六", sunday = "星期日" }

[settings.places]
type = "list"
label = "地点"
default = []

[settings.steps]
type = "procedure"
label = "议事步骤"
procedure = "hall"
open_to = ["township"]
"""


class Day(Labelled):
    SATURDAY = "saturday", "星期六"
    SUNDAY = "sunday", "星期日"


class HallSettings(PluginSettings):
    """The settings of `TABLES`."""

    refuse: bool = setting(
        "三方不齐时不得登记",
        default=True,
        help="开启后,缺一方的不得登记。",
        open_to=("county", "township"),
    )
    days: int = setting("成果报送期限(天)", default=15, min=1, max=90, open_to=("county",))
    motto: str = setting("口号", default="有事多商量")
    since: date = setting("起始日期", default=date(2026, 3, 1))
    policy: str = setting(
        "实名要求", default="optional", choices={"optional": "自愿", "required": "必须"}
    )
    print: Literal["exact", "approx"] = setting(
        "印数", default="exact", choices={"exact": "准确", "approx": "约数"}
    )
    days_of_week: tuple[Day, ...] = setting("开放日", default=(Day.SATURDAY,), min=1)
    places: list[str] = setting("地点", default=[])
    steps: tuple[StepDef, ...] | None = setting("议事步骤", procedure="hall", open_to=("township",))


def hall(settings: object, more: str = PROCEDURE, code: str = "hall") -> Quiet:
    """A plugin with these classes of settings among its attributes."""
    plugin = Quiet(code, more)
    for name, value in vars(settings).items() if not isinstance(settings, type) else ():
        setattr(plugin, name, value)
    if isinstance(settings, type):
        plugin.Settings = settings  # type: ignore[attr-defined]  # as a module has it
    return plugin


def refused(plugin: object) -> list[str]:
    """What is told of a plugin that cannot be used, in English: `file: key: reason`."""
    with pytest.raises(BrokenPlugin) as caught:
        load(plugin)
    return [f"{p.file}: {p.key}: {p.text.en}" for p in caught.value.problems]


def test_the_variant_is_the_same_whichever_way_its_settings_are_declared() -> None:
    by_class, by_table = load(hall(HallSettings)), load(Quiet("hall", PROCEDURE + TABLES))
    assert by_class.variant == by_table.variant
    assert [*by_class.variant.settings] == [*by_table.variant.settings]
    assert (by_class.settings_model, by_table.settings_model) == (HallSettings, None)


def test_settings_are_read_by_their_class() -> None:
    load(hall(HallSettings))
    step = {"code": "meet", "label": "协商", "stage": "deliberate", "order": 1}
    values = {"days": 7, "since": "2027-01-01", "days_of_week": ["sunday"], "steps": [step]}
    read = Effective("digest", values={"hall": values}).of(HallSettings)
    assert (read.days, read.refuse, read.since) == (7, True, date(2027, 1, 1))
    assert read.days_of_week == (Day.SUNDAY,)
    assert read.steps is not None
    assert read.steps[0].stage is Stage.DELIBERATE
    assert HallSettings().days_of_week == (Day.SATURDAY,)


def test_a_class_that_belongs_to_no_loaded_plugin_is_named() -> None:
    class Lost(PluginSettings):
        days: int = setting("天", default=1)

    with pytest.raises(TypeError, match="Lost declares the settings of no plugin that is loaded"):
        Effective("digest").of(Lost)


def test_the_settings_of_core_are_declared_the_same_way() -> None:
    assert CoreSettings().model_dump(mode="json") == core_variant().defaults()
    assert Effective("digest").of(CoreSettings) == CoreSettings()


def test_a_setting_is_declared_once() -> None:
    tables = '[settings.days]\ntype = "int"\nlabel = "天"\ndefault = 3\n'
    both = hall(HallSettings, PROCEDURE + tables + tables.replace("days", "more"))
    where = "HallSettings (plugins/test_settings_declared.py)"
    assert refused(both) == [
        f"variant.toml: settings.days: {where} declares this setting already",
        "variant.toml: settings.more: the settings of this plugin are declared in "
        f"{where}: move this one there",
    ]


class Base(PluginSettings):
    days: int = setting("天", default=1)


class Derived(Base):
    weeks: int = setting("周", default=2)


class Other(PluginSettings):
    months: int = setting("月", default=3)


def test_a_plugin_has_one_class_of_settings_and_it_may_have_a_base() -> None:
    class Holder:
        """What the attributes are taken from."""

    holder = Holder()
    vars(holder).update(Base=Base, Derived=Derived)
    assert load(hall(holder)).variant.defaults() == {"days": 1, "weeks": 2}
    vars(holder).update(Other=Other)
    assert refused(hall(holder)) == [
        "plugins/test_settings_declared.py: : one class declares all settings, here are: "
        "Derived, Other"
    ]


def declared(annotation: Any, value: Any) -> type[PluginSettings]:
    """A class `Settings` with one field."""
    return type(
        "Settings",
        (PluginSettings,),
        {"__annotations__": {"one": annotation}, "__module__": __name__, "one": value},
    )


@pytest.mark.parametrize(
    ("annotation", "value", "key", "said"),
    [
        (int, 3, "Settings.one", "declare it with setting(…)"),
        (int, setting("天"), "Settings.one", "default is missing"),
        (int, setting("", default=1), "Settings.one.label", "At least 1 characters."),
        (int, setting("天", default="3"), "Settings.one", "must be a whole number"),
        (int, setting("天", default=9, max=3), "Settings.one", "the number must be at most 3"),
        (int, setting("天", default=9, min=9, max=3), "Settings.one", "min is greater than max"),
        (
            int,
            setting("天", default=1, choices={"a": "甲"}),
            "Settings.one",
            "only choice and list take choices",
        ),
        (
            int,
            setting("天", default=1, open_to=("twonship",)),  # type: ignore[arg-type]  # the slip
            "Settings.one.open_to.0",
            "Must be one of 'county', 'township' or 'village'. Did you mean township?",
        ),
        (
            Literal["a"],
            setting("选", default="a"),
            "Settings.one",
            "name the choices with choices={…}",
        ),
        (
            Day,
            setting("日", default=Day.SUNDAY, choices={"monday": "星期一"}),
            "Settings.one",
            "choices and the type of the field name other values",
        ),
        (
            list[str],
            setting("步骤", procedure="hall"),
            "Settings.one",
            "the steps of a procedure are of type tuple[StepDef, ...] | None",
        ),
        (
            tuple[StepDef, ...] | None,
            setting("步骤", procedure="hal"),
            "Settings.one.procedure",
            "variant.toml declares no procedure hal. Did you mean hall?",
        ),
        (
            dict[str, int],
            setting("表", default={}),
            "Settings.one",
            "the type is to be bool, int, str, date, a Labelled enumeration, or a list or tuple of "
            "such or of str",
        ),
    ],
)
def test_a_mistake_in_the_class_is_told_with_file_key_and_reason(
    annotation: Any, value: Any, key: str, said: str
) -> None:
    assert refused(hall(declared(annotation, value))) == [
        f"plugins/test_settings_declared.py: {key}: {said}"
    ]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    forget("hall", "annex")


def test_the_class_may_stand_in_any_module_and_anothers_is_not_taken_for_it(here: Path) -> None:
    head = 'code = "{code}"\nlabel = "堂"\nversion = "1"\n'
    settings = (
        "from yishi_core import PluginSettings, setting\n\n\n"
        "class Settings(PluginSettings):\n"
        '    days: int = setting("天", default=3)\n'
    )
    write_package(here, "hall", {"": "", "variant.toml": head.format(code="hall")})
    (here / "hall" / "service.py").write_text(settings)
    write_package(here, "annex", {"": "", "variant.toml": head.format(code="annex")})
    (here / "annex" / "service.py").write_text("from hall.service import Settings as Theirs\n")
    assert load("hall").variant.defaults() == {"days": 3}
    assert load("annex").variant.defaults() == {}
    read = load("hall").settings_model
    assert read is not None
    assert read.__plugin__ == "hall"


def test_tables_alone_stay_a_way_for_plugins_without_code() -> None:
    head = 'code = "hall"\nlabel = "堂"\nversion = "1"\n'
    assert parse(head + PROCEDURE + TABLES).settings["days"].default == 15
