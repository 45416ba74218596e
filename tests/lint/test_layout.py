"""The house stands as designed: root folders are no packages, tests folders are, every module can
be imported without a warning.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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


#: Imports the modules it is given, each in turn, and prints one line for each that fails.
IMPORT_EACH = """
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}")
"""


def modules(folder: Path) -> Iterator[str]:
    """Dotted names of all modules under the folder of an import package.

    Left out: `__main__`, and migration scripts with their `env`, which only Alembic can load.
    """
    for file in sorted(folder.rglob("*.py")):
        parts = [folder.name, *file.relative_to(folder).with_suffix("").parts]
        if parts[-1] == "__main__" or "versions" in parts or parts[-2:] == ["migrations", "env"]:
            continue
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def failures_of_imports(*folders: Path) -> list[str]:
    """Import every module of some packages in one fresh interpreter in which a warning is an error;
    one line per failure.
    """
    names = [name for folder in folders for name in modules(folder)]
    path = os.pathsep.join(str(folder.parent) for folder in folders)
    command = [sys.executable, "-W", "error", "-c", IMPORT_EACH, *names]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_module_can_be_imported_without_a_warning() -> None:
    """Circles are import-linter's matter (`make layers`); here also what no application imports is
    imported.
    """
    folders = [ROOT / folder / package for folder, package in PACKAGES.items()]
    assert set(PACKAGES.values()) <= {name for folder in folders for name in modules(folder)}
    assert failures_of_imports(*folders) == []


def test_a_planted_warning_and_a_planted_failure_are_found(tmp_path: Path) -> None:
    package = tmp_path / "planted"
    package.mkdir()
    for name, code in {
        "__init__": "",
        "absent": "from planted.nowhere import a",
        "right": "import planted",
        "warns": "import warnings; warnings.warn('old', DeprecationWarning)",
    }.items():
        (package / f"{name}.py").write_text(code, encoding="utf-8")
    assert failures_of_imports(package) == [
        "planted.absent: ModuleNotFoundError: No module named 'planted.nowhere'",
        "planted.warns: DeprecationWarning: old",
    ]
