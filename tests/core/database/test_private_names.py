"""The driver uses private names of SQLAlchemy and psycopg. All are listed in one place, and an
upgrade that takes one away is told by name.
"""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

from yishi_core.kernel import entity
from yishi_core.kernel.database import driver

FOLDER = Path(driver.__file__).parent
LISTED = re.findall(r"^    ([\w.]+:[\w.]+) +([\w/]+\.py)(?: \*)?$", driver.__doc__ or "", re.M)
"""(where the name is, which of our files uses it)."""


def there(name: str) -> bool:
    """Whether `module:Class.attribute` or `module:name` exists; an attribute that only
    instances have counts where the class annotates it.
    """
    module, _, path = name.partition(":")
    owner, _, attribute = path.rpartition(".")
    try:
        holder = resolve_name(f"{module}:{owner}" if owner else module)
    except (ImportError, AttributeError):
        return False
    classes = inspect.getmro(holder) if inspect.isclass(holder) else ()
    return hasattr(holder, attribute) or any(
        attribute in inspect.get_annotations(one) for one in classes
    )


def foreign_private_names(source: str) -> set[str]:
    """Attributes with a leading underscore that are asked of anything but `self` and `cls`."""
    return {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    }


@pytest.mark.parametrize(("name", "file"), LISTED)
def test_the_libraries_still_have_each_name_that_the_driver_relies_on(name: str, file: str) -> None:
    assert there(name), (
        f"{name} is gone from this version of its library, and {file} relies on it: "
        "find there what replaces it. YISHI_PLAIN_DRIVER=true does without those names that have "
        "no * in driver/__init__.py"
    )


def test_a_name_that_is_gone_is_noticed() -> None:
    assert not there("sqlalchemy.orm:Session._no_such_name")
    assert not there("sqlalchemy.orm:NoSuchClass.dict")
    assert not there("psycopg.no_such_module:Wait")


def test_every_private_name_that_the_driver_uses_is_listed() -> None:
    files = {path.name: path for path in FOLDER.glob("*.py")}
    files["entity/base.py"] = Path(entity.__file__).parent / "base.py"
    used = {
        (private, name)
        for name, path in files.items()
        for private in foreign_private_names(path.read_text("utf-8"))
    }
    listed = {(re.split(r"[.:]", name)[-1], file) for name, file in LISTED}
    assert used - listed == set()
    assert {(name, file) for name, file in listed if name.startswith("_")} - used == set()


def test_every_listed_file_names_what_it_is_listed_for() -> None:
    for name, file in LISTED:
        folder = Path(entity.__file__).parents[1] if "/" in file else FOLDER
        last = re.split(r"[.:]", name)[-1]
        assert re.search(rf"\b{last}\b", (folder / file).read_text("utf-8")), (name, file)
