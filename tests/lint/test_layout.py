"""The house stands as designed: root folders are no packages, tests folders are, every module can
be imported alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.lint.alone import modules
from tests.lint.sources import PACKAGES, ROOT, tracked


def test_graphql_is_graphql_core_also_from_the_repository_root() -> None:
    code = "import graphql; print(graphql.__file__, graphql.parse.__module__)"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert "graphql.language" in said
    assert str(ROOT / "graphql") not in said.split()[0]


@pytest.mark.parametrize("folder", PACKAGES)
def test_a_root_folder_holds_its_one_import_package_and_nothing_else(folder: str) -> None:
    assert {path.parts[1] for path in tracked() if path.parts[0] == folder} == {PACKAGES[folder]}
    assert (ROOT / folder / PACKAGES[folder] / "py.typed").is_file()


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {
        path.parent for path in tracked() if path.parts[0] == "tests" and path.suffix == ".py"
    }
    assert [
        str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").is_file()
    ] == []


def test_the_planted_root_package_would_shadow_graphql_core(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What decision 0001 prevents really happens."""
    place = tmp_path_factory.mktemp("root")
    (place / "graphql").mkdir()
    (place / "graphql" / "__init__.py").touch()
    said = subprocess.run(
        [sys.executable, "-c", "from graphql import parse"],
        cwd=place,
        capture_output=True,
        text=True,
    )
    assert "cannot import name 'parse'" in said.stderr


def import_all_alone(*folders: Path, path: Sequence[Path] = ()) -> subprocess.CompletedProcess[str]:
    """Run `tests.lint.alone` in a fresh interpreter, with `path` in front of the search path."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, "-m", "tests.lint.alone", *map(str, folders)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_every_module_can_be_imported_alone_without_a_warning() -> None:
    """Cycles hide behind the order in which an application imports; a plugin or a script has
    another order.
    """
    folders = [ROOT / folder / package for folder, package in PACKAGES.items()]
    assert set(PACKAGES.values()) <= {name for folder in folders for name in modules(folder)}
    done = import_all_alone(*folders)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_planted_cycle_and_a_planted_warning_are_found(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    place = tmp_path_factory.mktemp("alone")
    package = place / "planted"
    package.mkdir()
    for name, code in {
        "__init__": "",
        "first": "from planted.second import b\na = 1",
        "second": "from planted.first import a\nb = 1",
        "after": "from planted.first import a",
        "one_way": "from planted.other_way import b\na = 1",
        "other_way": "b = 1\nfrom planted.one_way import a",
        "warns": "import warnings; warnings.warn('old', DeprecationWarning)",
        "right": "from planted.other_way import b",
    }.items():
        (package / f"{name}.py").write_text(code, encoding="utf-8")
    done = import_all_alone(package, path=[place])
    assert done.returncode == 1
    failed = [
        line.split()[0]
        for line in done.stdout.splitlines()
        if line.endswith("cannot be imported alone:")
    ]
    assert failed == [
        "planted.after",
        "planted.first",
        "planted.one_way",
        "planted.second",
        "planted.warns",
    ]
