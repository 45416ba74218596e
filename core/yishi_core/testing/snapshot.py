"""Rewrite the first migration of an environment from its models.

    python -m yishi_core.testing.snapshot PACKAGE…

For use until the first release; afterwards a change of a model is a migration of its own. `PACKAGE`
is `yishi_core`, `yishi_tenants` or a plugin's package; without one, core and tenants are written.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path

from yishi_core.kernel.database.migrations.environment import (
    CORE_NAME,
    Environment,
    core_environment,
)
from yishi_core.kernel.database.migrations.render import Declared, render_initial
from yishi_core.kernel.operation.collecting import entities_of, shared_tables_of
from yishi_core.nouns import core_packages

CORE = "yishi_core"
TENANTS = "yishi_tenants"
INITIAL = "0001_initial.py"


def environment_of(package: str) -> Environment:
    """The environment of a package: `core`, `tenants`, or named after the plugin's folder."""
    if package == CORE:
        return core_environment()
    return Environment.of_package(package.rpartition(".")[2].removeprefix("yishi_"), package)


def declared_by(package: str) -> Declared:
    """The entities and shared tables of a package.

    They are those of its nouns where it lists them, else of the package itself.
    """
    packages: list[str] = [package]
    if package == CORE:
        packages = core_packages()
    elif importlib.util.find_spec(f"{package}.nouns"):
        packages = list(importlib.import_module(f"{package}.nouns").NOUNS)
    packages = [name for name in packages if importlib.util.find_spec(name)]
    return Declared(entities_of(packages), shared_tables_of(packages))


def text_of(package: str) -> str:
    """The text of the package's first migration according to its current models."""
    environment = environment_of(package)
    op = (
        CORE
        if environment.name not in (CORE_NAME, "tenants")
        else "yishi_core.kernel.database.migrations"
    )
    return render_initial(environment.name, declared_by(package), op=op)


def write(package: str) -> Path:
    """Write the migration file and return its path."""
    path = environment_of(package).directory / INITIAL
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(package), encoding="utf-8")
    return path


def main(arguments: Iterable[str]) -> None:
    """Write the file of each package and print its path."""
    for package in list(arguments) or [CORE, TENANTS]:
        sys.stdout.write(f"{write(package)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
