"""configurePlugin, previewSettings, plugins: each level changes what is open to it, and nothing
half.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.fixtures.county import County
from tests.tenants.settings.conftest import open_case
from yishi_core.errors import YishiError
from yishi_core.kernel.variants.settings import Effective
from yishi_tenants.settings.models import SettingVersion

pytestmark = pytest.mark.anyio


async def effective(town: County, org: str, who: str | None = None) -> Effective:
    principal = town.principals[who] if who else town.system
    async with town.platform.database.transaction(principal.reading) as session:
        return await town.platform.settings.effective(session, town.orgs[org])


async def configure(
    town: County, who: str, org: str, plugin: str = "hall", **rest: Any
) -> SettingVersion:
    version: SettingVersion = await town.act(
        who, "configure_plugin", org=town.orgs[org], plugin=plugin, **rest
    )
    return version


async def test_a_value_of_the_county_holds_in_its_villages_until_a_village_sets_its_own(
    town: County,
) -> None:
    await configure(town, "county", "county", values={"days": 12})
    assert (await effective(town, "village")).values["hall"]["days"] == 12
    await configure(town, "township", "village", values={"days": 3})
    assert {
        o: (await effective(town, o)).values["hall"]["days"]
        for o in ("county", "township", "village", "village2")
    } == {
        "county": 12,
        "township": 12,
        "village": 3,
        "village2": 12,
    }


async def test_null_goes_back_to_what_is_inherited(town: County) -> None:
    await configure(town, "county", "county", values={"days": 12})
    await configure(town, "township", "township", values={"days": 5, "days_hard": 30})
    await configure(town, "township", "township", values={"days": None})
    assert (await effective(town, "township")).values["hall"] == {
        "days": 12,
        "days_hard": 30,
        "motto": "有事多商量",
        "steps": None,
    }


async def test_a_version_tells_what_it_changed_and_what_then_held(town: County) -> None:
    await configure(town, "township", "township", values={"days": 5})
    version = await configure(
        town, "township", "township", values={"days_hard": 25}, note="按县里要求"
    )
    assert (version.number, version.note, version.overrides) == (
        2,
        "按县里要求",
        {"days": 5, "days_hard": 25},
    )
    assert version.changes == {"days_hard": {"before": 20, "after": 25}}
    assert version.effective == {"days": 5, "days_hard": 25, "motto": "有事多商量", "steps": None}


@pytest.mark.parametrize(
    ("org", "values", "wrong"),
    [
        ("township", {"days": 0}, {"values.days": "数值不能小于 1"}),
        ("township", {"days": "七"}, {"values.days": "应为整数"}),
        (
            "township",
            {"dayz": 7, "days": 61},
            {"values.dayz": "没有这项设置", "values.days": "数值不能大于 60"},
        ),
        ("township", {"motto": "新"}, {"values.motto": "乡镇级不能修改此项,由插件固定"}),
        (
            "village",
            {"days_hard": 30},
            {"values.days_hard": "村级不能修改此项,可由县级、乡镇级修改"},
        ),
        ("township", {"days": 30}, {"values.days": "疑难天数不能少于办理天数"}),
        ("township", {"steps": []}, {"values.steps.steps": "至少填写1项。"}),
        (
            "township",
            {"steps": [{"code": "a", "label": "甲", "stage": "dance"}]},
            {"values.steps.steps.0.stage": "取值应为"},
        ),
    ],
)
async def test_what_is_wrong_is_told_by_key_and_reason_and_nothing_is_written(
    town: County, org: str, values: dict[str, Any], wrong: dict[str, str]
) -> None:
    for operation in ("configure_plugin", "preview_settings"):
        error = await town.refused(
            "township",
            operation,
            code="INVALID_INPUT",
            org=town.orgs[org],
            plugin="hall",
            values=values,
        )
        found = {f.path: f.text.zh for f in error.fields}
        assert found.keys() == wrong.keys()
        assert all(found[key].startswith(reason) for key, reason in wrong.items())
    assert await town.rows(SettingVersion) == []


async def test_what_the_county_has_fixed_a_township_cannot_change(town: County) -> None:
    await configure(town, "township", "township", values={"days": 5})
    await configure(town, "county", "county", values={"days": 14}, fixed=["days"])
    assert (await effective(town, "township")).values["hall"]["days"] == 14
    error = await town.refused(
        "township",
        "configure_plugin",
        code="INVALID_INPUT",
        org=town.orgs["township"],
        plugin="hall",
        values={"days": 6},
    )
    assert error.fields[0].text.zh == "已由县级固定,不能修改"
    await configure(town, "county", "county", fixed=[])
    assert (await effective(town, "township")).values["hall"]["days"] == 5


async def test_a_township_may_replace_the_steps_of_a_procedure_as_a_whole(town: County) -> None:
    steps = [
        {"code": "collect", "label": "收集", "stage": "collect"},
        {"code": "visit", "label": "走访", "stage": "research"},
        {"code": "meet", "label": "围炉协商", "stage": "deliberate"},
    ]
    await configure(town, "township", "township", values={"steps": steps})
    here, there = await effective(town, "village"), await effective(town, "neighbour")
    assert [(s.order, s.label) for s in here.procedures["hall"].steps] == [
        (1, "收集"),
        (2, "走访"),
        (3, "围炉协商"),
    ]
    assert here.procedures["hall"].label == "议事"
    assert [s.label for s in there.procedures["hall"].steps] == ["收集", "协商"]


async def test_plugin_data_is_merged_into_cores_lists(town: County) -> None:
    found = await effective(town, "village")
    assert found.label("topic_source", "resident") == "乡亲反映"
    assert found.label("topic_source", "elder") == "长者提议"
    assert found.label("topic_source", "cadre") == "干部发现"
    assert found.vocabularies["campaign"] == {"dual_help": "双助"}
    assert list(found.vocabularies["form"])[:2] == ["meeting", "standing_meeting"]
    assert set(found.procedures) > {"community_default", "hall"}
    assert found.plugins == {"hall": "1.0.0"}


async def test_cores_own_settings_are_configured_the_same_way(town: County) -> None:
    await configure(
        town, "county", "county", plugin="core", values={"township_may_convert_small": False}
    )
    assert (await effective(town, "township")).values["core"]["township_may_convert_small"] is False
    error = await town.refused(
        "township",
        "configure_plugin",
        code="INVALID_INPUT",
        org=town.orgs["township"],
        plugin="core",
        values={"township_may_convert_small": True},
    )
    assert error.fields[0].path == "values.township_may_convert_small"


async def test_what_only_a_level_above_may_set_it_sets_where_the_plugin_is_on_below(
    town: County,
) -> None:
    """The plugin is on at one village: the county and the township set at their own nodes what is
    open to them, and it holds in that village."""
    await town.act("county", "switch_plugin", org=town.orgs["county"], plugin="hall", on=False)
    await town.act("township", "switch_plugin", org=town.orgs["village"], plugin="hall", on=True)
    before = {p.code: p for p in await town.act("county", "plugins", org=town.orgs["county"])}
    assert (before["hall"].state.value, before["hall"].on_below) == ("off", True)
    error = await town.refused(
        "township",
        "configure_plugin",
        code="INVALID_INPUT",
        org=town.orgs["village"],
        plugin="hall",
        values={"days_hard": 30},
    )
    assert error.fields[0].text.zh == "村级不能修改此项,可由县级、乡镇级修改"
    preview = await town.act(
        "county",
        "preview_settings",
        org=town.orgs["county"],
        plugin="hall",
        values={"days_hard": 30},
    )
    assert [(c.key, c.after) for c in preview.changes] == [("days_hard", 30)]
    await configure(town, "county", "county", values={"days_hard": 30})
    assert (await effective(town, "village")).values["hall"]["days_hard"] == 30
    await configure(town, "township", "township", values={"days_hard": 40})
    assert (await effective(town, "village")).values["hall"]["days_hard"] == 40
    assert "hall" not in (await effective(town, "township")).plugins
    await town.refused(
        "county",
        "configure_plugin",
        code="REFUSED",
        rule="plugin_off",
        org=town.orgs["neighbour"],
        plugin="hall",
        values={"days_hard": 30},
    )


async def test_a_plugin_that_is_off_here_has_no_settings_to_change(town: County) -> None:
    await town.refused(
        "township",
        "configure_plugin",
        code="REFUSED",
        rule="plugin_off",
        org=town.orgs["township"],
        plugin="annex",
        values={},
    )


@pytest.mark.parametrize("who", ["village", "member", "leader", "auditor", "unit"])
async def test_others_may_neither_configure_nor_preview(town: County, who: str) -> None:
    for operation in ("configure_plugin", "preview_settings"):
        with pytest.raises(YishiError) as caught:
            await town.act(
                who, operation, org=town.orgs["township"], plugin="hall", values={"days": 6}
            )
        assert caught.value.code.value in {"FORBIDDEN", "NOT_FOUND"}
    assert await town.rows(SettingVersion) == []


async def test_a_township_does_not_configure_its_neighbour_nor_its_county(town: County) -> None:
    for org in ("neighbour", "county"):
        with pytest.raises(YishiError) as caught:
            await configure(town, "township", org, values={"days": 6})
        assert caught.value.code.value in {"FORBIDDEN", "NOT_FOUND"}
    assert await town.rows(SettingVersion) == []


@pytest.mark.check("K43", part="settings")
async def test_the_second_editor_of_one_version_gets_a_conflict(town: County) -> None:
    await configure(town, "township", "township", values={"days": 5}, based_on=0)
    error = await town.refused(
        "township",
        "configure_plugin",
        code="CONFLICT",
        org=town.orgs["township"],
        plugin="hall",
        values={"days": 7},
        based_on=0,
    )
    assert error.data == {"currentVersion": 1}
    assert (await effective(town, "township")).values["hall"]["days"] == 5


async def test_parallel_changes_get_numbers_of_their_own(town: County) -> None:
    await asyncio.gather(
        *(configure(town, "township", "township", values={"days": n}) for n in range(2, 8))
    )
    assert sorted(v.number for v in await town.rows(SettingVersion)) == [1, 2, 3, 4, 5, 6]


async def test_a_change_that_changes_nothing_is_refused(town: County) -> None:
    await configure(town, "township", "township", values={"days": 5})
    await town.refused(
        "township",
        "configure_plugin",
        code="REFUSED",
        rule="nothing_changed",
        org=town.orgs["township"],
        plugin="hall",
        values={"days": 5},
    )


async def test_the_preview_tells_what_changes_and_which_running_cases_stay(town: County) -> None:
    held = await effective(town, "village")
    kept = await open_case(town, "village", held.digest)
    await open_case(town, "neighbour", held.digest)
    preview = await town.act(
        "township",
        "preview_settings",
        org=town.orgs["township"],
        plugin="hall",
        values={"days": 5, "days_hard": 20},
    )
    assert [(c.key, c.label, c.before, c.after) for c in preview.changes] == [
        ("days", "办理天数", 10, 5)
    ]
    assert (preview.running_cases, [c.no for c in preview.cases]) == (1, [kept.no])
    assert await town.rows(SettingVersion) == []


async def test_the_form_says_where_a_value_comes_from_and_whether_it_can_be_changed_here(
    town: County,
) -> None:
    await configure(
        town, "county", "county", values={"days": 12, "days_hard": 40}, fixed=["days_hard"]
    )
    await configure(town, "township", "township", values={"days": 5})
    core, hall, annex = await town.act("village", "plugins", org=town.orgs["village"])
    assert [(p.code, p.on, p.on_here, p.on_at) for p in (core, hall, annex)] == [
        ("core", True, False, None),
        ("hall", True, False, "青禾县政协"),
        ("annex", False, False, None),
    ]
    assert [(s.key, s.value, s.source, s.open_here, s.fixed) for s in hall.settings] == [
        ("days", 5, "河口镇政协联络组", True, False),
        ("days_hard", 40, "青禾县政协", False, True),
        ("motto", "有事多商量", None, False, False),
        ("steps", None, None, False, False),
    ]


async def test_variants_lists_what_is_installed(town: County) -> None:
    hall, annex = await town.act("member", "variants")
    assert (hall.code, hall.label, hall.version, annex.requires) == (
        "hall",
        "样例",
        "1.0.0",
        ["hall>=1"],
    )
    assert [s.stage_label for s in hall.procedures[0].steps] == ["收集", "协商"]
