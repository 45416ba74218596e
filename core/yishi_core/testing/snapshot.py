"""Write the migrations of an environment from its models.

    python -m yishi_core.testing.snapshot [--initial] PACKAGE…

`PACKAGE` is `yishi_core`, `yishi_tenants` or a plugin's package; without one, core and tenants are
written. Core and tenants have one migration until the first release, which is written again. A
plugin's first migration is written once; afterwards what the models changed becomes the next one,
because databases have run the first. `--initial` writes the first one again all the same, for a
plugin that is installed nowhere yet.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from yishi_core.kernel.database.migrations.environment import (
    CORE_NAME,
    Environment,
    core_environment,
)
from yishi_core.kernel.database.migrations.following import Following
from yishi_core.kernel.database.migrations.recording import made_by, scripts_of
from yishi_core.kernel.database.migrations.render import Declared, render_initial
from yishi_core.kernel.operation.collecting import entities_of, shared_tables_of
from yishi_core.kernel.plugins.plugin import load
from yishi_core.nouns import core_packages

CORE = "yishi_core"
TENANTS = "yishi_tenants"
INITIAL = "0001_initial.py"
_NUMBERED = re.compile(r"^(\d{4})_\w+\.py$")


def environment_of(package: str) -> Environment:
    """The environment of a package: `core`, `tenants`, or named by the plugin's code."""
    if package == CORE:
        return core_environment()
    name = "tenants" if package == TENANTS else load(package).code
    return Environment.of_package(name, package)


def declared_by(package: str) -> Declared:
    """The entities and shared tables of a package.

    They are those of its nouns where it lists them, else those of the plugin.
    """
    if package == CORE:
        packages = core_packages()
    elif importlib.util.find_spec(f"{package}.nouns"):
        packages = list(importlib.import_module(f"{package}.nouns").NOUNS)
    else:
        return Declared(load(package).entities(), [])
    packages = [name for name in packages if importlib.util.find_spec(name)]
    return Declared(entities_of(packages), shared_tables_of(packages))


def text_of(package: str) -> str:
    """The text of the package's first migration according to its current models."""
    environment = environment_of(package)
    return render_initial(environment.name, declared_by(package), op=_op(environment))


def following_of(package: str) -> Following:
    """What the migrations of a package do not make of its models."""
    return Following(declared_by(package).entities, made_by(environment_of(package)))


def write(package: str, *, initial: bool = False) -> Path | None:
    """Write the first migration, or the next one, and return its path; None when the migrations
    make everything that the models say.

    With `initial` the first one is written again. Raises `BrokenMigration` when those that are
    there cannot be run.
    """
    environment = environment_of(package)
    folder = environment.directory
    numbers = [int(m[1]) for path in folder.glob("*.py") if (m := _NUMBERED.match(path.name))]
    if initial or not numbers or environment.name in (CORE_NAME, "tenants"):
        folder.mkdir(parents=True, exist_ok=True)
        path, text = folder / INITIAL, text_of(package)
    else:
        following = following_of(package)
        if not any(following.differences()):
            return None
        number = f"{max(numbers) + 1:04d}"
        head = scripts_of(environment).get_current_head() or ""
        text = following.file(f"{environment.name}_{number}", head, op=_op(environment))
        path = folder / f"{number}_{following.first}.py"
    path.write_text(text, encoding="utf-8")
    return path


def _op(environment: Environment) -> str:
    """The module from which a migration of the environment imports `op`."""
    if environment.name in (CORE_NAME, "tenants"):
        return "yishi_core.kernel.database.migrations"
    return CORE


def main(arguments: Iterable[str]) -> None:
    """Write the file of each package and print its path."""
    given = list(arguments)
    packages = [name for name in given if name != "--initial"] or [CORE, TENANTS]
    for package in packages:
        path = write(package, initial="--initial" in given)
        sys.stdout.write(f"{path or f'{package}: the migrations make what the models say'}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
