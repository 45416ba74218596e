"""Finding, checking and ordering plugins: what does not fit is told before anything is served, with
both names.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import EntryPoint
from pathlib import Path

import pluggy
import pytest

from tests.core.plugins.samples import Quiet, forget, module, variant, write_package
from yishi_core.domain.procedures.advancing import SkipStepInput, advance_step
from yishi_core.errors import Text
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    collecting,
    operation,
    question,
)
from yishi_core.kernel.plugins import finding
from yishi_core.kernel.plugins.first_edition import MOVING
from yishi_core.kernel.plugins.hooks import guard, holds
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.problem import BrokenPlugin
from yishi_core.kernel.variants.toml import core_variant
from yishi_core.nouns import core_packages


def plugins(*extra: object) -> PluginSet:
    return load_plugins(extra, entry_points=False)


def refused(*extra: object) -> list[str]:
    """What is said in English about plugins that cannot be used together."""
    with pytest.raises(BrokenPlugin) as caught:
        plugins(*extra)
    assert all(p.text.zh for p in caught.value.problems)
    return [f"{p.key}: {p.text.en}" for p in caught.value.problems]


def test_plugins_stand_in_dependency_order_then_by_name() -> None:
    found = plugins(
        Quiet("cc"),
        Quiet("aa", 'requires = ["dd"]'),
        Quiet("bb"),
        Quiet("dd", 'requires = ["cc>=1,<2"]'),
    )
    assert list(found.variants) == ["bb", "cc", "dd", "aa"]


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        ('core = ">=99"', "", f"core: needs core >=99, this is {core_variant().version}"),
        (
            'requires = ["zz"]',
            "",
            "requires: Needs the plugin zz, which is not installed. There are: two.",
        ),
        ('requires = ["two>=2"]', "", "requires: needs two>=2, 1.0.0 is installed"),
        (
            'requires = ["two"]',
            'requires = ["one"]',
            "requires: the plugins require each other in a circle: one → two → one",
        ),
        (
            '[vocabularies.campaign]\nporch = "门廊"',
            '[vocabularies.campaign]\nporch = "檐下"',
            "campaign.porch: the vocabulary value campaign.porch is used by one already, "
            "two cannot use it",
        ),
        (
            '[roles]\nwalker = "走访员"',
            '[roles]\nwalker = "网格员"',
            "walker: the role walker is used by one already, two cannot use it",
        ),
        (
            '[[procedures]]\ncode = "p"\nlabel = "一"\nsteps = [{ code = "a", label = "甲", stage '
            '= "reply" }]',
            '[[procedures]]\ncode = "p"\nlabel = "二"\nsteps = [{ code = "a", label = "乙", stage '
            '= "reply" }]',
            "p: the procedure p is used by one already, two cannot use it",
        ),
        (
            '[[policy]]\nrole = "member"\nobject = "*"\nactions = ["read"]',
            "",
            "policy.0: a plugin may not use the wildcard *",
        ),
        (
            '[[policy]]\nrole = "member"\nobject = "account"\nactions = ["manage"]',
            "",
            "policy.0: member is no role of this plugin: it may gain rights on the plugin's own "
            "objects, and account is none of them",
        ),
        (
            '[roles]\nmember = "委员"\nclerk = "文书"\n[[policy]]\nrole = "clerk"\nobject = '
            '"intake"\nactions = ["handle"]\n'
            '[[policy]]\nrole = "member"\nobject = "intake"\nactions = ["handle"]',
            "",
            "policy.1: member is no role of this plugin: it may gain rights on the plugin's own "
            "objects, and intake is none of them",
        ),
        (
            '[roles]\nclerk = "文书"\n[[policy]]\nrole = "township_staff"\nobject = '
            '"role"\nactions = ["clerk", "county_admin"]',
            "",
            "policy.0: a plugin lets only its own roles be given, county_admin is none of them. "
            "There are: clerk.",
        ),
        ('[only]\nform = ["dance"]', "", "only.form: There is no vocabulary value dance."),
    ],
)
def test_plugins_that_do_not_fit_are_refused_by_name(one: str, two: str, said: str) -> None:
    assert refused(Quiet("one", one), Quiet("two", two)) == [said]


def test_two_plugins_may_share_a_value_a_procedure_and_rename_a_word_of_core_each_for_itself() -> (
    None
):
    same = '[vocabularies.campaign]\nporch = "门廊"\n[vocabularies.form]\n'
    found = plugins(Quiet("one", same + 'yard = "院坝会"'), Quiet("two", same + 'yard = "小院会"'))
    assert [v.words["form"]["yard"] for v in found.variants.values()] == ["院坝会", "小院会"]


def test_one_code_is_one_plugin_but_the_same_plugin_may_come_by_two_doors() -> None:
    assert refused(Quiet("one"), Quiet("one")) == ["code: the code one is used by one"]
    same = Quiet("one")
    assert len(plugins(same, same)) == 1
    assert refused(Quiet("core")) == ["code: the code core belongs to the platform"]


class Misspelt(Quiet):
    @guard(advance_step)
    def guards(self, contexts: object) -> None:
        """A parameter that does not exist would never be given."""


class OfAnother(Quiet):
    @guard(advance_step)
    def guards(self, data: SkipStepInput) -> None:
        """Typed by the input of another operation."""


class Columnless(Quiet):
    @holds(OrgUnit, on=("nmae",))
    def named(self) -> None:
        """A rule about a column that does not exist would never be asked."""


class FirstEdition(Quiet):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.guard = pluggy.HookimplMarker("yishi")(lambda: None)


@pytest.mark.parametrize(
    ("plugin", "said"),
    [
        (Misspelt("one"), "contexts"),
        (OfAnother("one"), "advance_step gives a AdvanceStepInput"),
        (Columnless("one"), "Did you mean name?"),
        (FirstEdition("one"), "docs/plugins/moving.md"),
    ],
)
def test_a_hook_that_would_never_be_asked_is_refused(plugin: Quiet, said: str) -> None:
    (text,) = refused(plugin)
    assert said in text


class TokenPermission(StrEnum):
    WALK = "walk:record"


class TakenPermission(StrEnum):
    OPEN = "case:open"


class WalkInput(Input):
    org: Ref[OrgUnit]


class WalkAnswer(Structure):
    text: str


async def record_walk(context: OperationContext, data: WalkInput) -> WalkAnswer:
    return WalkAnswer(text="x")


def service(name: str, **declared: object) -> object:
    return module(name, **declared)


@pytest.mark.check("K42", part="an operation without a permission")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"permission": None, "subject": "org"},
            "a plugin's operation needs a permission and a subject",
        ),
        (
            {"permission": "walk:record", "subject": ""},
            "a plugin's operation needs a permission and a subject",
        ),
        (
            {"permission": "walk:reed", "subject": "org"},
            "There is no permission walk:reed. Did you mean walk:record?",
        ),
        (
            {"permission": "walk:record", "subject": "org", "acts_for": "station"},
            "a plugin's operation cannot be open to anonymous callers",
        ),
    ],
)
def test_an_operation_without_permission_or_place_would_be_open_to_all_and_is_refused(
    options: dict[str, str], said: str
) -> None:
    declared = operation(Text("登记走访", "Record a walk"), **options)(record_walk)  # type: ignore[arg-type]
    plugin = Quiet("one")
    plugin.service = service("one_service", record_walk=declared, TokenPermission=TokenPermission)  # type: ignore[attr-defined]
    assert refused(plugin) == [f": {said}"]


def test_one_permission_is_one_plugins_and_none_of_cores() -> None:
    one, two = Quiet("one"), Quiet("two")
    one.service = service("one_service", P=StrEnum("P", {"WALK": "walk:record"}))  # type: ignore[attr-defined]
    two.service = service("two_service", P=StrEnum("P", {"WALK": "walk:record"}))  # type: ignore[attr-defined]
    assert refused(one, two) == [
        "walk:record: the permission walk:record is used by one already, two cannot use it"
    ]
    two.service = service("two_service", P=TakenPermission)  # type: ignore[attr-defined]
    assert refused(two) == [": the permission case:open is core's"]


def test_one_graphql_name_is_one_plugins_and_none_of_cores() -> None:
    def with_question(code: str, name: str) -> Quiet:
        async def ask(context: OperationContext, data: WalkInput) -> WalkAnswer:
            return WalkAnswer(text=code)

        ask.__name__ = name
        plugin = Quiet(code)
        marked = question(Text("问", "Ask"), permission="topic:screen", subject="org")(ask)
        plugin.service = service(f"{code}_service", ask=marked)  # type: ignore[attr-defined]
        return plugin

    assert refused(with_question("one", "walks_done"), with_question("two", "walks_done")) == [
        "walksDone: the query walksDone is used by one already, two cannot use it"
    ]
    packages = core_packages()
    with pytest.raises(
        BrokenPlugin, match="the query stations is used by core already, one cannot use it"
    ):
        plugins(with_question("one", "stations")).refuse_clashes(
            collecting.entities_of(packages), collecting.operations_of(packages), "core"
        )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    forget("hall", "annex", "bad")


FIRST_EDITION = "from yishi_core import hookimpl"
HALL = {
    "": "from yishi_core.domain.procedures import advance_step\n"
    "from yishi_core import advise\n\n@advise(advance_step)\ndef hints():\n    return []\n",
    "variant.toml": 'code = "hall"\nlabel = "堂"\nversion = "1.2"\n',
    "service.py": "",
    "models.py": "",
}


def test_a_package_is_found_by_name_with_its_parts(here: Path) -> None:
    write_package(here, "hall", HALL)
    (here / "hall" / "migrations").mkdir()
    write_package(
        here,
        "annex",
        {
            "": "",
            "variant.toml": 'code = "annex"\nlabel = "厢"\nversion = "1"\nrequires = ["hall"]\n',
        },
    )
    found = plugins("annex", "hall")
    hall = found["hall"]
    assert (hall.variant.version, hall.folder) == ("1.2", here / "hall")
    assert [m.__name__ for m in hall.modules] == ["hall", "hall.models", "hall.service"]
    assert [(e.name, e.directory) for e in found.migrations()] == [
        ("hall", here / "hall" / "migrations")
    ]
    assert found.reacting(["hall"], "pledge.fulfilled") == []


def test_an_entry_point_is_a_door_for_everybody(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(here, "hall", HALL)
    info = here / "hall-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hall\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text("[yishi.plugins]\nhall = hall\n")
    assert "hall" in load_plugins().variants
    assert "hall" not in load_plugins(entry_points=False).variants


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ({"": "import nowhere_at_all", "variant.toml": HALL["variant.toml"]}, "nowhere_at_all"),
        ({"": ""}, "absent or unreadable"),
        ({"": "", "variant.toml": 'code = "bad"'}, "This field is required."),
        ({"": "", "variant.toml": HALL["variant.toml"], "models.py": "1/0"}, "ZeroDivisionError"),
    ],
)
def test_a_broken_package_is_named(here: Path, package: dict[str, str], said: str) -> None:
    write_package(here, "bad", package)
    with pytest.raises(BrokenPlugin, match="bad") as caught:
        plugins("bad")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "files",
    [
        {"": "from yishi_core import hookimpl\n"},
        # what comes before has moved, and is what the import fails at
        {"": "from yishi_core import (\n    Consultation,\n    Text,\n    hookimpl,\n)\n"},
        {"": "", "models.py": "from yishi_core import Matter", "z.py": FIRST_EDITION},
        {"": "import yishi_core\n\n@yishi_core.hookimpl\ndef guard(context): ...\n"},
        {"": "from pydantic import BaseModel\n\nclass Settings(BaseModel):\n    days: int = 3\n"},
    ],
)
def test_a_package_of_the_first_edition_is_refused_with_one_line_that_names_the_page(
    here: Path, files: dict[str, str]
) -> None:
    write_package(here, "bad", {**files, "variant.toml": HALL["variant.toml"]})
    with pytest.raises(BrokenPlugin) as caught:
        plugins("bad")
    assert [problem.text for problem in caught.value.problems] == [MOVING]
    assert "docs/plugins/moving.md" in MOVING.zh


def test_an_entry_point_with_an_attribute_is_told_the_same(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(here, "bad", {"": FIRST_EDITION})
    write_package(here, "hall", HALL)
    for value, said in (
        ("bad:hooks", MOVING.en),
        ("hall:hooks", "there is no hooks in hall"),
    ):
        entry = EntryPoint("tried", value, finding.GROUP)
        monkeypatch.setattr(finding, "installed", lambda group, entry=entry: [entry])
        with pytest.raises(BrokenPlugin) as caught:
            load_plugins()
        assert [problem.text.en for problem in caught.value.problems] == [said]


def test_what_is_no_plugin_is_told_so() -> None:
    (said,) = refused(sys)
    assert said.startswith(": not a plugin: a package with a variant.toml, or a module whose")
    assert variant("x").code == "x"
    assert finding.GROUP == "yishi.plugins"
