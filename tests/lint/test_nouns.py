"""Every package that declares something is listed as a noun, so that nothing declared vanishes."""

from __future__ import annotations

from pathlib import Path

from tests.lint.nouns import declaring, unlisted
from tests.lint.sources import ROOT
from yishi_core.nouns import NOUNS, core_packages
from yishi_tenants.nouns import NOUNS as TENANT_NOUNS

CORE, TENANTS = ROOT / "core" / "yishi_core", ROOT / "tenants" / "yishi_tenants"
UNLISTED = {"facilities.jobs"}
"""The worker registers its own job, so that nobody else has to import it; procrastinate refuses two
jobs of one name.
"""
STOREYS = ("kernel", "facilities", "domain", "views")


def test_the_core_lists_every_package_that_declares_something() -> None:
    assert unlisted(declaring(CORE, STOREYS), {*NOUNS, *UNLISTED}) == []
    assert core_packages() == [f"yishi_core.{noun}" for noun in NOUNS]


def test_the_tenants_list_every_package_that_declares_something() -> None:
    found = {f"yishi_tenants.{name}" for name in declaring(TENANTS)}
    assert unlisted(found, TENANT_NOUNS) == []


def test_no_module_stands_beside_the_packages_of_a_storey_with_declarations(tmp_path: Path) -> None:
    """A file directly in a storey belongs to no package, so nothing may be declared in it."""
    loose = [
        path
        for storey in STOREYS
        for path in (CORE / storey).glob("*.py")
        if path.name != "__init__.py"
    ]
    for path in loose:
        folder = tmp_path / path.stem
        folder.mkdir()
        (folder / path.name).write_bytes(path.read_bytes())
    assert declaring(tmp_path) == set()
