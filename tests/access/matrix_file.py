"""Reading the matrices: files by nouns and plugins (`core.txt` holds several nouns), lines of words, the
first line naming the columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).with_name("matrix")
HEADS = ("operation", "entity", "column", "route", "way")
"""What the first column is called."""


def read_matrix(kind: str) -> dict[str, dict[str, str]]:
    """Row → column → cell, of all files of a kind (`operations`, `entities`, `columns`,
    `routes`).
    """
    found: dict[str, dict[str, str]] = {}
    for path in sorted((FOLDER / kind).glob("*.txt")):
        lines = [
            line.split()
            for line in path.read_text("utf-8").splitlines()
            if line.strip() and not line.startswith("#")
        ]
        (first, *columns), rows = lines[0], lines[1:]
        assert first in HEADS, f"{path.name}: {first} stands above the heads of the columns"
        for name, *cells in rows:
            assert name not in found, f"{path.name}: {name} stands twice"
            assert len(cells) == len(columns), (
                f"{path.name}: {name} has {len(cells)} cells, not {len(columns)}"
            )
            found[name] = dict(zip(columns, cells, strict=True))
    return found


def line(name: str, row: Mapping[str, str]) -> str:
    """A line as it stands in a file: what a failing test proposes."""
    return (
        f"{name:<28} "
        + " ".join(
            f"{cell:<{26 if column == 'permission' else 9}}" for column, cell in row.items()
        ).rstrip()
    )
