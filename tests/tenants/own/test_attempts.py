"""Attempts to put into a variant what its office may not say (decision 0095): each is refused with its
key and reason, or changes nothing that it may not.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.plugins.samples import Quiet
from tests.tenants.own.conftest import OWN, Office, installed, refusal
from yishi_core.domain.quotas.models import QuotaRule
from yishi_core.domain.standards.models import StandardChecklist
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.variants.problem import BrokenPlugin

STEP = {"code": "collect", "label": "收集", "stage": "collect"}
MEET = {"code": "meet", "label": "协商", "stage": "deliberate"}
FIXED = next(
    p for p in installed().variants["hall"].model_dump()["procedures"] if p["code"] == "fixed"
)


@pytest.mark.parametrize(
    "key",
    ["policy", "roles", "core", "requires", "settings", "code", "version", "base", "nonsense"],
)
async def test_01_what_is_the_bases_is_not_edited(office: Office, key: str) -> None:
    found = await office.wrong(await office.copy(), **{key: []})
    assert list(found) == [key]
    assert found[key].startswith(
        "自定工作法不含" if key not in ("base", "nonsense") else "没有这一部分"
    )


async def test_02_a_role_is_not_brought_in_as_a_word(office: Office) -> None:
    variant = await office.copy()
    found = await office.wrong(variant, vocabularies={"role": {"own_boss": "镇总管"}})
    assert found["vocabularies.role"] == "角色由平台和插件规定,自定工作法不能增改"


async def test_03_a_core_setting_that_is_the_countys_is_not_preset(office: Office) -> None:
    found = await office.wrong(await office.copy(), presets={"assignment_return_days": 30})
    assert found == {"presets.assignment_return_days": "此项不对乡镇级开放"}


async def test_04_a_setting_that_the_county_has_fixed_is_not_preset(office: Office) -> None:
    county = office.county
    await county.act(
        "county",
        "configure_plugin",
        org=county.orgs["county"],
        plugin="core",
        values={"intake_reply_days": 10},
        fixed=["intake_reply_days"],
    )
    found = await office.wrong(await office.copy(), presets={"intake_reply_days": 60})
    assert found == {"presets.intake_reply_days": "已由县级固定,不能修改"}


async def test_05_what_the_county_fixes_later_holds_at_once(office: Office) -> None:
    county = office.county
    await office.running(
        presets={"intake_reply_days": 60},
        procedures=[{"code": "hall", "label": "议事", "steps": [MEET]}, FIXED],
    )
    here = await office.effective()
    assert here.values["core"]["intake_reply_days"] == 60
    assert [step.code for step in here.procedures["hall"].steps] == ["meet"]
    for plugin, key in (("core", "intake_reply_days"), ("hall", "hall_steps")):
        await county.act(
            "county",
            "configure_plugin",
            org=county.orgs["county"],
            plugin=plugin,
            values={},
            fixed=[key],
        )
    here = await office.effective()
    assert here.values["core"]["intake_reply_days"] == 15
    assert [step.code for step in here.procedures["hall"].steps] == ["collect", "meet"]


async def test_06_steps_that_the_base_opens_to_the_county_alone_stay(office: Office) -> None:
    variant = await office.copy()
    others = [p for p in variant.draft["procedures"] if p["code"] != "fixed"]
    found = await office.wrong(
        variant, procedures=[*others, {"code": "fixed", "label": "定式", "steps": [STEP]}]
    )
    assert found == {"procedures.fixed": "此项不对乡镇级开放"}


async def test_07_a_step_keeps_its_stage_and_its_fields_their_kind(office: Office) -> None:
    variant = await office.copy()
    moved = {"code": "hall", "label": "议事", "steps": [{**STEP, "stage": "evaluate"}, MEET]}
    found = await office.wrong(variant, procedures=[moved, FIXED])
    assert found == {"procedures.hall.collect": "代码已有其他含义(collect),请另用一个代码"}


async def test_08_a_word_is_renamed_and_hidden_and_not_used_again(office: Office) -> None:
    variant = await office.running(vocabularies={"topic_source": {"own_flood": "汛期巡查"}})
    await office.edit(variant, vocabularies={"topic_source": {"own_flood": "汛期巡堤"}})
    await office.release(variant)
    await office.edit(variant, vocabularies={})
    await office.release(variant)
    again = {"topic_source": {"own_flood": "企业反映"}}
    found = await office.wrong(variant, vocabularies=again)
    assert found == {"vocabularies.topic_source.own_flood": "代码已用于“汛期巡查”,请另用一个代码"}


async def test_09_a_local_word_does_not_come_to_stand_for_another(office: Office) -> None:
    words = {"form": {"tea": {"label": "茶话", "as": "bench"}}}
    found = await office.wrong(await office.copy(), vocabularies=words)
    assert found == {"vocabularies.form.tea": "代码已有其他含义(yard),请另用一个代码"}


async def test_10_a_new_code_bears_the_prefix(office: Office) -> None:
    found = await office.wrong(
        await office.copy(),
        vocabularies={"topic_source": {"flood": "汛期"}},
        procedures=[FIXED, {"code": "river", "label": "河道", "steps": [STEP]}],
    )
    assert set(found) == {"vocabularies.topic_source.flood", "procedures.river"}
    assert "own_river" in found["procedures.river"]


async def test_11_no_installed_plugin_takes_the_prefix() -> None:
    for plugin in (
        Quiet("own_hall"),
        Quiet("hall", "[vocabularies.topic_source]\nown_flood = '汛期'"),
    ):
        with pytest.raises(BrokenPlugin, match="own_"):
            load_plugins([plugin], entry_points=False)


async def test_12_the_countys_standard_is_not_lightened_under_its_code(office: Office) -> None:
    county = office.county
    await county.act("county", "switch_plugin", org=county.orgs["county"], plugin="annex", on=True)
    variant = await office.copy()
    easy = [{"code": "three_haves", "label": "三有", "items": ["有牌子"]}]
    assert set(await office.wrong(variant, checklists=easy)) == {"checklists.three_haves"}
    await office.edit(variant, checklists=[{**easy[0], "code": "own_one_has"}])
    await office.release(variant)
    adopted = await county.act(
        "township", "adopt_checklist", org=county.orgs["township"], code="own_one_has"
    )
    assert adopted.items == ["有牌子"]
    error = await refusal(
        county, "neighbour", "adopt_checklist", org=county.orgs["neighbour"], code="own_one_has"
    )
    assert error.code.value == "INVALID_INPUT"
    assert [row.code for row in await county.rows(StandardChecklist)] == ["own_one_has"]


async def test_13_a_quota_of_its_own_does_not_measure_the_office_itself(office: Office) -> None:
    variant = await office.copy()
    [quotas] = variant.draft["quotas"]
    four, rooms = quotas["items"]
    easy = [{**quotas, "items": [{**four, "min": 1}, rooms]}]
    found = await office.wrong(variant, quotas=easy)
    assert found == {"quotas.yearly.four": "自定指标只约束下级,请写明 org_kinds"}
    await office.edit(variant, quotas=[{**quotas, "items": [four, {**rooms, "min": 6}]}])
    await office.release(variant)
    county = office.county
    await county.act("township", "adopt_quota_set", org=county.orgs["township"], code="yearly")
    by_code = {rule.code: int(rule.min) for rule in await county.rows(QuotaRule)}
    assert by_code == {"four": 4, "rooms": 6}


async def test_14_quotas_that_the_county_has_adopted_stay_as_they_are(office: Office) -> None:
    county = office.county
    await county.act(
        "county", "switch_plugin", org=county.orgs["township"], plugin="annex", on=True
    )
    await county.act("township", "adopt_quota_set", org=county.orgs["township"], code="yearly")
    variant = await office.copy()
    [quotas] = variant.draft["quotas"]
    await office.edit(variant, quotas=[{**quotas, "items": [quotas["items"][0]]}])
    await office.release(variant)
    assert len(await county.rows(QuotaRule)) == 2


async def test_15_a_points_table_for_townships_is_the_countys(office: Office) -> None:
    table = {
        "code": "own_table",
        "label": "自评",
        "subject_kind": "township",
        "full_mark": 100,
        "items": [{"code": "all", "label": "全部", "base": 100}],
    }
    found = await office.wrong(await office.copy(), assessment=[table])
    assert list(found) == ["assessment.own_table.subject_kind"]


async def test_16_the_countys_platform_board_counts_by_the_base(office: Office) -> None:
    await office.running(
        station_kinds=[{"kind": "council_room", "label": "议事堂", "min": 1}], formula="1+1"
    )
    await cases.station(office.county)
    board = {
        who: await office.county.act(who, "platform_board", org=office.county.orgs[who])
        for who in ("county", "township")
    }
    [own] = board["township"].formulas
    assert (own.plugin, own.formula, own.parts[0].expected, own.parts[0].gap) == (OWN, "1+1", 1, 0)
    seen = {f.name: f for f in board["county"].formulas}["河口镇政协联络组"]
    assert (seen.plugin, seen.formula, seen.parts[0].expected) == ("hall", "1+10", 10)


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"label": "Хall议事"}, "label"),
        ({"label": "А类议事"}, "label"),
        ({"label": "议事\u202e堂"}, "label"),
        ({"labels": {"Station": "议\u200b事厅"}}, "labels.Station"),
        (
            {"vocabularies": {"topic_source": {"own_a": "самa"}}},
            "vocabularies.topic_source.own_a",
        ),
    ],
)
async def test_25_a_name_in_mixed_scripts_or_with_unseen_characters_is_refused(
    office: Office, values: dict[str, Any], key: str
) -> None:
    assert key in await office.wrong(await office.copy(), **values)


async def test_26_at_most_a_hundred_kilobytes_and_forty_steps(office: Office) -> None:
    variant = await office.copy()
    page = {"code": "own_page", "title": "须知", "text": "议" * 33_400}
    found = await office.wrong(variant, guide=[page])
    assert found["guide"].endswith("不能超过 100000 字节")
    steps = [{**STEP, "code": f"s{n}"} for n in range(38)]
    many = [*variant.draft["procedures"], {"code": "own_long", "label": "长", "steps": steps}]
    assert set(await office.wrong(variant, procedures=many)) == {"procedures"}


async def test_27_a_township_cannot_pass_for_another_way(office: Office) -> None:
    county = office.county
    for label in ("样例", "样 例", "样例"):
        error = await refusal(
            county,
            "township",
            "copy_variant",
            org=county.orgs["township"],
            variant="hall",
            code=OWN,
            label=label,
        )
        assert [field.path for field in error.fields] == ["label"]


async def test_29_neither_endless_nor_bottomless_input_breaks_anything(office: Office) -> None:
    variant = await office.copy()
    deep: Any = "x"
    for _ in range(300):
        deep = [deep]
    assert "guide" in {key.partition(".")[0] for key in await office.wrong(variant, guide=deep)}
    text = 'code = "own_deep"\nlabel = "深"\nbase = "hall"\nguide = ' + "[" * 400 + "]" * 400
    error = await refusal(
        office.county,
        "township",
        "import_variant",
        org=office.county.orgs["township"],
        text=text,
    )
    assert [field.path for field in error.fields] == ["text"]
