"""Plugins that are written to disk and installed for the time of a test."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from yishi_core.testing import snapshot


@contextmanager
def on_disk(folder: Path, name: str, files: Mapping[str, str]) -> Iterator[str]:
    """The package `name` below a folder, importable inside the block, with the migration that its
    models give. A process imports it once: its entities stay mapped afterwards.
    """
    place = folder / name
    place.mkdir()
    for file, text in files.items():
        (place / file).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        snapshot.write(name)
        yield name
    finally:
        sys.path.remove(str(folder))
        for module in [n for n in sys.modules if n.partition(".")[0] == name]:
            del sys.modules[module]
