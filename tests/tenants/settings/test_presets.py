"""What a variant presets of core's settings, and the day of a schedule that a setting moves."""

from __future__ import annotations

import pytest

from tests.core.plugins.samples import Quiet, variant
from yishi_core.kernel.plugins.agreement import alone
from yishi_core.kernel.plugins.plugin import load
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.variants.problem import BrokenPlugin
from yishi_core.kernel.variants.toml import core_variant
from yishi_tenants.settings import document
from yishi_tenants.settings.merge import Layer, held, merge, presets

COLLECTING = """
[presets]
anonymity_policy = "anonymous_allowed"
intake_reply_days = 10

[settings.collect_on]
type = "int"
label = "收集日"
default = 15
min = 1
max = 28
open_to = ["township"]

[[schedules]]
kind = "collect_day"
label = "双月收集"
month_parity = "even"
month_day = 15
day_setting = "collect_on"
"""
PLUGINS = load_plugins(
    [Quiet("boxes", COLLECTING), Quiet("later", "[presets]\nintake_reply_days = 7")],
    entry_points=False,
)
COUNTY, TOWNSHIP = "61/09/22/", "61/09/22/100/"


def test_a_preset_holds_where_its_plugin_is_on_and_below_what_a_level_has_set() -> None:
    nobody = [Layer(COUNTY), Layer(TOWNSHIP)]
    assert merge(PLUGINS, [], nobody).values["core"]["anonymity_policy"] == "optional"
    assert (
        merge(PLUGINS, ["boxes"], nobody).values["core"]["anonymity_policy"] == "anonymous_allowed"
    )
    strict = [Layer(COUNTY, {"core": {"anonymity_policy": "required_real_name"}}), Layer(TOWNSHIP)]
    assert (
        merge(PLUGINS, ["boxes"], strict).values["core"]["anonymity_policy"] == "required_real_name"
    )
    form = held(core_variant(), nobody, presets(PLUGINS, ["boxes"]))["anonymity_policy"]
    assert (form.value, form.source) == ("anonymous_allowed", None)


def test_of_two_presets_the_later_plugin_s_wins() -> None:
    assert merge(PLUGINS, ["later", "boxes"], []).values["core"]["intake_reply_days"] == 7


@pytest.mark.parametrize(
    "preset",
    [
        'anonymity_policy = "nobody"',
        "intake_reply_days = 0",
        "no_such_setting = 1",
        "default_procedure = []",
    ],
)
def test_a_preset_that_core_does_not_know_is_told(preset: str) -> None:
    found = list(alone(load(Quiet("wrong", f"[presets]\n{preset}")), core_variant(), ()))
    assert [p.key for p in found] == [f"presets.{preset.split()[0]}"]


def test_a_setting_moves_the_day_of_a_schedule() -> None:
    assert [s.month_day for s in merge(PLUGINS, ["boxes"], []).schedules] == [15]
    moved = merge(
        PLUGINS, ["boxes"], [Layer(COUNTY), Layer(TOWNSHIP, {"boxes": {"collect_on": 20}})]
    )
    stored = document.read(document.write(moved), "x").schedules
    assert [s.rule for s in stored] == ["FREQ=YEARLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=20"]


@pytest.mark.parametrize(
    ("rule", "setting"),
    [
        ("month_day = 15", "max = 40"),
        ("weekday = 3", "max = 28"),
        ("month_day = 15", ""),
        ('rrule = "FREQ=DAILY"', "max = 28"),
    ],
)
def test_the_setting_of_a_day_stays_within_the_month_or_week(rule: str, setting: str) -> None:
    with pytest.raises(BrokenPlugin):
        variant(
            "x",
            f'[[schedules]]\nkind = "collect_day"\nlabel = "收集"\n{rule}\nday_setting = "on"\n'
            f'[settings.on]\ntype = "int"\nlabel = "日"\ndefault = 3\nmin = 1\n{setting}\n',
        )
