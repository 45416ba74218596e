"""What holds where a variant of one's own is on, and what becomes of it when its base changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.core import cases
from tests.core.plugins.samples import Quiet
from tests.fixtures.county import County, make_platform
from tests.tenants.own.conftest import NEWER, OWN, Office, installed
from yishi_core.domain.topics.models import Topic
from yishi_core.facilities.ledgers.vocabularies import labels
from yishi_core.kernel.database import Database
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_core.kernel.variants import toml
from yishi_tenants.settings.source import TenantSettings

FLOOD = {"topic_source": {"own_flood": "汛期巡查"}}
MONTHLY = {
    "code": "own_monthly",
    "kind": "collect_day",
    "label": "河口集中日",
    "month_day": 10,
    "day_setting": "day",
}


class Newer(Quiet):
    """The hall's next version, which has lost a setting."""

    def __init__(self) -> None:
        self.variant = toml.parse(f'code = "hall"\nlabel = "样例"\nversion = "2.0.0"\n{NEWER}')
        self.asked = []


def moved_to(office: Office, database: Database, files: Path, plugins: PluginSet) -> Office:
    """The same county, served by an installation with other plugins."""
    platform = make_platform(database, files, plugins)
    platform = replace(platform, settings=TenantSettings(plugins))
    old = office.county
    return Office(County(platform, old.code, old.orgs, old.principals))


async def test_it_stands_in_the_place_of_its_base_and_nothing_else_changes(office: Office) -> None:
    before = await office.effective()
    variant = await office.running(label="河口的议事", vocabularies=FLOOD, schedules=[MONTHLY])
    here = await office.effective()
    assert here.plugins == {**before.plugins, OWN: "1"}
    assert here.values["hall"] == before.values["hall"]
    assert here.values["core"] == before.values["core"], "the base's presets go on as defaults"
    assert {**here.vocabularies["topic_source"]} == {
        **{k: v for k, v in before.vocabularies["topic_source"].items() if k != "elder"},
        "own_flood": "汛期巡查",
    }
    assert [(s.code, s.month_day) for s in here.schedules if s.code == "own_monthly"] == [
        ("own_monthly", 15)
    ]
    assert (await office.effective("village")).digest == here.digest
    assert (await office.effective("neighbour")).digest == before.digest
    assert variant.label == "河口的议事"


async def test_an_edition_is_seen_by_every_process_at_once(
    office: Office, database: Database, tmp_path: Path
) -> None:
    other = moved_to(office, database, tmp_path / "other", installed())
    assert OWN not in (await other.effective()).plugins
    variant = await office.running(vocabularies=FLOOD)
    assert (await other.effective()).vocabularies["topic_source"]["own_flood"] == "汛期巡查"
    await office.edit(variant, vocabularies={"topic_source": {"own_flood": "汛期巡堤"}})
    assert (await other.effective()).vocabularies["topic_source"]["own_flood"] == "汛期巡查"
    await office.release(variant)
    assert (await other.effective()).vocabularies["topic_source"]["own_flood"] == "汛期巡堤"


async def test_a_newer_base_changes_nothing_by_itself_and_the_preview_tells_what_no_longer_fits(
    office: Office, database: Database, tmp_path: Path
) -> None:
    variant = await office.running(vocabularies=FLOOD, schedules=[MONTHLY])
    before = await office.effective()
    newer = moved_to(
        office,
        database,
        tmp_path / "newer",
        load_plugins([Newer(), Quiet("annex")], entry_points=False),
    )
    here = await newer.effective()
    assert here.plugins == {**before.plugins, "hall": "2.0.0"}
    assert here.vocabularies == before.vocabularies
    [day] = [s.month_day for s in here.schedules if s.code == "own_monthly"]
    assert day == 10, "the day that the edition itself says"
    seen = await newer.county.act("township", "preview_variant", variant=variant)
    assert (seen.base_before, seen.base_now, seen.possible) == ("1.0.0", "2.0.0", False)
    assert [problem.key for problem in seen.problems] == ["schedules.own_monthly.day_setting"]
    error = await newer.county.refused(
        "township", "release_variant", code="INVALID_INPUT", variant=variant
    )
    assert [f.path for f in error.fields] == ["variant.schedules.own_monthly.day_setting"]
    await newer.edit(variant, schedules=[{**MONTHLY, "day_setting": "another_day"}])
    assert (await newer.release(variant)).base_version == "2.0.0"


async def test_without_its_base_installed_it_waits(
    office: Office, database: Database, tmp_path: Path
) -> None:
    variant = await office.running(vocabularies=FLOOD)
    without = load_plugins([Quiet("annex")], entry_points=False)
    bare = moved_to(office, database, tmp_path / "bare", without)
    here = await bare.effective()
    assert (here.plugins, here.own, here.missing) == ({}, (), frozenset({"hall"}))
    seen = await bare.county.act("township", "preview_variant", variant=variant)
    assert [(p.key, p.text) for p in seen.problems] == [("base", "原工作法“hall”未安装")]


async def test_its_words_are_known_in_figures_and_ledgers_of_the_county(office: Office) -> None:
    county = office.county
    await office.running(vocabularies=FLOOD)
    topic = await cases.approved(county, topic_source="own_flood")
    assert isinstance(topic, Topic)
    for who in ("township", "county"):
        figure = await county.act(
            who, "metric", org=county.orgs[who], metric="topics{source=own_flood}"
        )
        assert figure.value == 1
    error = await county.refused(
        "county",
        "metric",
        code="INVALID_INPUT",
        org=county.orgs["county"],
        metric="topics{source=own_nonsense}",
    )
    assert "own_flood(汛期巡查)" in error.text.zh
    known = await labels(county.platform, county.principals["county"])
    assert known["topic_source"]["own_flood"] == "汛期巡查"
    neighbours = await labels(county.platform, county.principals["neighbour"])
    assert "own_flood" not in neighbours["topic_source"]


async def test_presets_show_in_the_form_as_the_offices_own(office: Office) -> None:
    county = office.county
    await county.act(
        "county",
        "configure_plugin",
        org=county.orgs["county"],
        plugin="core",
        values={"intake_reply_days": 10},
    )
    await office.running(presets={"intake_reply_days": 20})
    told = await county.act("township", "plugins", org=county.orgs["township"])
    by_code = {state.code: state for state in told}
    [field] = [f for f in by_code["core"].settings if f.key == "intake_reply_days"]
    assert (field.value, field.source) == (20, county.orgs["township"].name)
    assert (by_code[OWN].label, by_code[OWN].version, by_code[OWN].settings) == (
        "河口议事堂",
        "1",
        [],
    )
    await county.act(
        "township",
        "configure_plugin",
        org=county.orgs["township"],
        plugin="core",
        values={"intake_reply_days": 30},
    )
    assert (await office.effective()).values["core"]["intake_reply_days"] == 30


async def test_the_county_makes_one_of_its_own_and_townships_switch_it_on(office: Office) -> None:
    county = office.county
    variant = await office.copy("county")
    await office.release(variant, "county", run=False)
    await county.act(
        "neighbour", "switch_plugin", org=county.orgs["neighbour"], plugin=OWN, on=True
    )
    assert (await office.effective("neighbour")).plugins[OWN] == "1"
    copy = await office.copy("township", variant=OWN, code="own_mine", label="镇里的")
    assert (copy.base, copy.copied_from) == ("hall", "own_river 1")
    await county.act(
        "neighbour", "switch_plugin", org=county.orgs["neighbour"], plugin=OWN, on=False
    )
    assert (await office.effective("neighbour")).plugins == {"hall": "1.0.0"}


async def test_hiding_a_copied_word_keeps_its_name(office: Office) -> None:
    words = {"topic_source": {"elder": "长者提议", "own_flood": "汛期巡查"}}
    await office.running(vocabularies=words, only={"topic_source": ["resident", "own_flood"]})
    county = office.county
    [listed] = await county.act(
        "township", "vocabularies", org=county.orgs["township"], names=["topic_source"]
    )
    told = {word.code: (word.label, word.offered) for word in listed.words}
    assert told["own_flood"] == ("汛期巡查", True)
    assert told["elder"] == ("长者提议", False)
