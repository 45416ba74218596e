"""The pages for plugin authors say what the code says: every hook, every key, and examples that
run.
"""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.core.plugins.samples import variant
from yishi_core.kernel.plugins import hookspecs
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.variants import toml
from yishi_core.kernel.variants.definition import Definition
from yishi_core.kernel.variants.variant import Variant
from yishi_core.testing import conformance

DOCS = Path(__file__).resolve().parents[3] / "docs" / "plugins"
SPECS = {
    node.name: node
    for node in ast.parse(inspect.getsource(hookspecs)).body
    if isinstance(node, ast.FunctionDef)
}
SECTIONS = (
    "**Who implements it.**",
    "**When it is called.**",
    "**What to return.**",
    "**When it is too late.**",
)


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_every_hook_has_its_page_and_every_page_its_hook() -> None:
    assert (
        sorted(SPECS)
        == sorted(page.stem for page in (DOCS / "hooks").glob("*.md"))
        == ["advise", "guard", "holds", "react"]
    )


@pytest.mark.parametrize("name", SPECS)
def test_a_page_shows_the_exact_signature_and_answers_the_four_questions(name: str) -> None:
    page = DOCS / "hooks" / f"{name}.md"
    node = SPECS[name]
    signature = (
        f"def {node.name}({ast.unparse(node.args)}) -> "
        f"{ast.unparse(node.returns or ast.Constant(None))}"
    )
    assert blocks(page, "python")[0].strip() == signature
    assert all(section in page.read_text(encoding="utf-8") for section in SECTIONS)


@pytest.mark.parametrize("name", SPECS)
def test_the_example_of_a_page_is_a_hook_that_the_platform_takes(name: str) -> None:
    example = ModuleType("example")
    vars(example)["__name__"] = "example"
    exec(
        compile(blocks(DOCS / "hooks" / f"{name}.md", "python")[1], f"{name}.md", "exec"),
        vars(example),
    )
    example.variant = variant("example")  # type: ignore[attr-defined]
    (plugin,) = load_plugins([example], entry_points=False)
    assert [hook.kind for _, hook in plugin.hooks()] == [name]


@pytest.mark.parametrize("page", ["authoring.md", "own-fields.md", "settings.md"])
def test_the_code_on_a_page_runs(page: str) -> None:
    for block in blocks(DOCS / page, "python"):
        space: dict[str, object] = {"__name__": "example"}
        exec(compile(block, page, "exec", dont_inherit=True), space)


def test_the_example_of_variant_toml_reads_and_the_page_explains_every_key() -> None:
    page = DOCS / "variant-toml.md"
    example = toml.parse(blocks(page, "toml")[0])
    text = page.read_text(encoding="utf-8") + (DOCS / "settings.md").read_text(encoding="utf-8")
    kinds: set[type[Definition]] = {Variant, *_below(Variant)}
    keys = {of.alias or key for kind in kinds for key, of in kind.model_fields.items()}
    assert {key for key in keys if not re.search(rf"\b{key}\b", text)} == set()
    assert {key for key in Variant.model_fields if not getattr(example, key)} == {"requires"}


def test_settings_md_shows_one_setting_both_ways() -> None:
    page = DOCS / "settings.md"
    by_table = variant("x", blocks(page, "toml")[0]).settings
    space: dict[str, Any] = {"__name__": "example"}
    exec(compile(blocks(page, "python")[0], page.name, "exec", dont_inherit=True), space)
    by_class = toml.with_settings(variant("x"), space["Settings"]).settings
    assert list(by_table) == ["intake_reply_days"]
    assert by_class == by_table


def test_authoring_md_lists_every_rule_of_the_check() -> None:
    listed = re.findall(
        r"^\| `(\w+)` \|",
        (DOCS / "authoring.md")
        .read_text(encoding="utf-8")
        .split("## What the check")[1]
        .partition("\n## ")[0],
        re.M,
    )
    used = set(re.findall(r'(?:Finding|_as_findings)\(\s*"(\w+)"', inspect.getsource(conformance)))
    assert set(listed) == used


def _below(kind: type[Definition]) -> set[type[Definition]]:
    found = {
        k
        for k in _definitions()
        if any(k.__name__ in str(f.annotation) for f in kind.model_fields.values())
    }
    return found | {deeper for k in found for deeper in _below(k)}


def _definitions() -> list[type[Definition]]:
    return [k for k in Definition.__subclasses__() if k is not Variant]
