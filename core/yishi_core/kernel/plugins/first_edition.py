"""Plugins that were written for the first edition of the contract: they are told so in one line.

Their imports fail at the first name that has moved, whichever that is, so the source is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from pydantic import BaseModel

from yishi_core.errors import Text
from yishi_core.kernel.variants.plugin_settings import PluginSettings

MOVING = Text(
    "该插件按旧版契约编写,请按 docs/plugins/moving.md 修改",
    "written for the first edition of the contract: docs/plugins/moving.md tells how to move it",
)
_MARK = "yishi_impl"
"""The mark of pluggy on the hooks of the first edition."""
_NAMED = re.compile(
    r"\bfrom\s+yishi_core\s+import\s*(?:\([^)]*|[^\n(]*)\bhookimpl\b|\byishi_core\.hookimpl\b"
)


def names_hookimpl(module: str) -> bool:
    """Whether a source file of the package of a module imports `hookimpl` from `yishi_core`."""
    try:
        spec = find_spec(module.partition(".")[0])
    except (ImportError, ValueError):
        return False
    if spec is None:
        return False
    folders = [Path(place) for place in spec.submodule_search_locations or ()]
    alone = [Path(spec.origin)] if spec.origin and not folders else []
    return any(_NAMED.search(text) for text in _texts(folders, alone))


def is_of_it(value: object) -> bool:
    """Whether this is a hook of the first edition, or its class of settings."""
    if isinstance(value, type):
        settings = value.__name__ == "Settings" and issubclass(value, BaseModel)
        return settings and not issubclass(value, PluginSettings)
    return isinstance(getattr(value, _MARK, None), dict)


def _texts(folders: Iterable[Path], alone: Iterable[Path]) -> Iterator[str]:
    for file in (*alone, *(found for folder in folders for found in folder.rglob("*.py"))):
        yield file.read_text(encoding="utf-8", errors="replace")
