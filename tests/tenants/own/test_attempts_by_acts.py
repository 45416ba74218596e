"""Attempts to do with a variant what its office may not do (decision 0095): numbered on from
`test_attempts.py`.
"""

from __future__ import annotations

from tests.fixtures.county import make_county
from tests.tenants.own.conftest import OWN, Office, refusal
from yishi_tenants.settings.own.models import OwnEdition, OwnVariant
from yishi_tenants.settings.switches.models import PluginSwitch


async def test_17_a_neighbour_neither_sees_nor_switches_it_on(office: Office) -> None:
    county = office.county
    variant = await office.running()
    await county.refused(
        "neighbour", "edit_variant", code="NOT_FOUND", variant=variant, values={}, based_on=1
    )
    for who in ("neighbour", "township"):
        code = "INVALID_INPUT" if who == "neighbour" else "FORBIDDEN"
        error = await refusal(
            county, who, "switch_plugin", org=county.orgs["neighbour"], plugin=OWN, on=True
        )
        assert error.code.value in (code, "NOT_FOUND")
    found = await county.act("neighbour", "own_variants_in_use", org=county.orgs["neighbour"])
    assert found == []


async def test_18_nobody_of_another_county_reaches_it(office: Office) -> None:
    variant = await office.running()
    abroad = await make_county(office.county.platform)
    for operation, rest in (
        ("edit_variant", {"values": {}, "based_on": 1}),
        ("preview_variant", {}),
        ("release_variant", {}),
        ("export_variant", {}),
        ("take_over_variant", {}),
        ("withdraw_variant", {"reason": "试"}),
    ):
        await abroad.refused("county", operation, code="NOT_FOUND", variant=variant, **rest)
    copied = await refusal(
        abroad,
        "county",
        "copy_variant",
        org=abroad.orgs["county"],
        variant=OWN,
        code="own_b",
        label="乙",
    )
    assert copied.code.value == "INVALID_INPUT"
    same = await Office(abroad).copy("county")
    assert same.code == OWN, "a code is taken in its own county only"
    assert [row.county for row in await abroad.rows(OwnVariant)] == [abroad.code]


async def test_19_those_who_do_not_configure_make_none(office: Office) -> None:
    county = office.county
    for who in ("village", "member", "head"):
        error = await refusal(
            county,
            who,
            "copy_variant",
            org=county.orgs["village"],
            variant="hall",
            code=OWN,
            label="村里的",
        )
        assert error.code.value in ("FORBIDDEN", "NOT_FOUND"), who
    variant = await office.copy()
    for operation, rest in (
        ("refuse_variant", {"reason": "试"}),
        ("take_over_variant", {}),
        ("spread_variant", {"orgs": [county.orgs["township"]]}),
    ):
        await county.refused("township", operation, code="FORBIDDEN", variant=variant, **rest)


async def test_20_what_the_county_refuses_stays_refused_after_an_edit(office: Office) -> None:
    county = office.county
    variant = await office.running()
    await county.act("county", "refuse_variant", variant=variant, reason="先报方案")
    error = await county.refused(
        "township",
        "edit_variant",
        code="REFUSED",
        rule="own_variant_refused",
        variant=variant,
        values={"summary": "改一改"},
        based_on=(await office.newest(variant)).version,
    )
    assert error.text.zh == "县级不同意“own_river”:先报方案"
    for operation, rest in (
        ("release_variant", {"variant": variant}),
        ("switch_plugin", {"org": county.orgs["village"], "plugin": OWN, "on": True}),
    ):
        await county.refused(
            "township", operation, code="REFUSED", rule="own_variant_refused", **rest
        )
    error = await refusal(
        county,
        "township",
        "copy_variant",
        org=county.orgs["township"],
        variant=OWN,
        code="own_c",
        label="另一个",
    )
    assert error.data["rule"] == "own_variant_refused"
    await county.act("county", "accept_variant", variant=variant)
    await office.edit(variant, summary="改一改")
    assert (await office.release(variant)).number == 2


async def test_21_what_was_withdrawn_is_not_switched_on_again(office: Office) -> None:
    county = office.county
    variant = await office.running(vocabularies={"topic_source": {"own_flood": "汛期"}})
    await county.act("county", "withdraw_variant", variant=variant, reason="与县方案冲突")
    await county.renew()
    here = await office.effective()
    assert "own_flood" not in here.vocabularies["topic_source"]
    assert OWN not in here.plugins
    error = await refusal(
        county, "township", "switch_plugin", org=county.orgs["township"], plugin=OWN, on=True
    )
    assert error.data["rule"] == "own_variant_withdrawn"
    await county.refused(
        "township", "release_variant", code="REFUSED", rule="own_variant_withdrawn", variant=variant
    )


async def test_22_what_the_county_has_taken_over_is_the_countys(office: Office) -> None:
    county = office.county
    variant = await office.running()
    await county.act("county", "take_over_variant", variant=variant)
    for operation, rest in (
        ("edit_variant", {"values": {}, "based_on": (await office.newest(variant)).version}),
        ("release_variant", {}),
    ):
        await county.refused(
            "township",
            operation,
            code="REFUSED",
            rule="own_variant_taken_over",
            variant=variant,
            **rest,
        )


async def test_23_the_base_is_not_switched_off_under_it(office: Office) -> None:
    await office.running()
    for who in ("township", "county"):
        error = await refusal(
            office.county,
            who,
            "switch_plugin",
            org=office.county.orgs["township"],
            plugin="hall",
            on=False,
        )
        assert (error.data["rule"], error.data["plugins"]) == ("still_required", [OWN])


async def test_24_a_second_one_over_the_same_base_is_refused(office: Office) -> None:
    county = office.county
    await office.running()
    other = await office.copy(code="own_other", label="另一个")
    error = await refusal(county, "township", "release_variant", variant=other)
    assert error.data["rule"] == "base_taken"
    assert len(await county.rows(OwnEdition)) == 1, "nothing is half released"
    assert [s.plugin for s in await county.rows(PluginSwitch)].count(OWN) == 1


async def test_28_its_rows_are_not_voided_nor_its_code_configured(office: Office) -> None:
    county = office.county
    variant = await office.running()
    [edition] = await county.rows(OwnEdition)
    for row in (variant, edition):
        error = await refusal(county, "county", "void_record", record=row, reason="试一试")
        assert error.code.value in ("REFUSED", "INVALID_INPUT")
    error = await county.refused(
        "township",
        "configure_plugin",
        code="INVALID_INPUT",
        org=county.orgs["township"],
        plugin=OWN,
        values={"intake_reply_days": 60},
    )
    assert [field.path for field in error.fields] == ["plugin"]
