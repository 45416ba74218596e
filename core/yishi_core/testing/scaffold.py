"""Creating a new plugin that passes the conformance suite (`yishi plugin new`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from string import Template

from yishi_core.errors import InvalidInput
from yishi_core.kernel.variants.toml import core_variant
from yishi_core.testing import scaffold_texts as texts

CODE = re.compile(r"^[a-z][a-z0-9_]{1,39}$")


class Shape(StrEnum):
    """In how many files a new plugin is written."""

    PACKAGE = "package"
    """Data in `variant.toml`, and an example of code."""
    DATA = "data"
    """Data in `variant.toml` alone."""
    FILE = "file"
    """One module that holds its data as text."""


_DATA = {
    "pyproject.toml": texts.PYPROJECT,
    "$package/__init__.py": texts.DATA_INIT,
    "$package/variant.toml": texts.VARIANT,
    "$package/README.md": texts.README,
    "$package/py.typed": "",
    "tests/__init__.py": "",
    "tests/test_$code.py": texts.DATA_TEST,
}
FILES: Mapping[Shape, Mapping[str, str]] = {
    Shape.DATA: {**_DATA, "$package/variant.toml": texts.VARIANT + texts.SETTINGS},
    Shape.PACKAGE: {
        **_DATA,
        "$package/__init__.py": texts.INIT,
        "$package/rules.py": texts.RULES,
        "tests/test_$code.py": texts.TEST,
    },
    Shape.FILE: {
        "pyproject.toml": texts.MODULE_PYPROJECT,
        "$package.py": texts.MODULE,
        "tests/__init__.py": "",
        "tests/test_$code.py": texts.TEST,
    },
}


def scaffold(code: str, directory: Path, shape: Shape = Shape.PACKAGE) -> list[Path]:
    """Create the plugin `code` in a new folder below `directory`; return the files written.

    Raises `InvalidInput` for an invalid code or when the folder exists; nothing is overwritten.
    """
    if not CODE.match(code):
        raise InvalidInput.of(
            "name",
            "名称用小写字母、数字和下划线,字母开头,如 walk_groups。",
            "Lower-case letters, digits and _, e.g. walk_groups.",
        )
    place = directory / code.replace("_", "-")
    if place.exists():
        raise InvalidInput.of("dir", f"{place} 已存在。", f"{place} exists already.")
    words = {
        "code": code,
        "package": f"yishi_{code}",
        "distribution": f"yishi-{code.replace('_', '-')}",
        "core": core_variant().version,
    }
    words["variant"] = Template(texts.VARIANT).substitute(words)
    written = []
    for name, content in FILES[shape].items():
        path = place / Template(name).substitute(words)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(content).substitute(words), encoding="utf-8")
        written.append(path)
    return written
