"""`docs/storeys.md` names every room of the tree, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.worked import ROOT

PAGE = (ROOT / "docs" / "storeys.md").read_text(encoding="utf-8")
STOREYS = {
    "Core": "core/yishi_core",
    "Tenants": "tenants/yishi_tenants",
    "The face": "graphql/yishi_graphql",
    "Plugins": "plugins/yishi_plugins",
}
ROOM = re.compile(r"^\| `([\w/]+)` \| (.+) \|$", re.M)


def rooms(package: Path, depth: int) -> set[str]:
    """The packages in a folder, `depth` levels below it, by their paths; migrations are a record
    and no room.
    """
    found = {
        path.parent.relative_to(package) for path in package.glob("*/" * depth + "__init__.py")
    }
    return {path.as_posix() for path in found if "migrations" not in path.parts}


@pytest.mark.parametrize("chapter", STOREYS)
def test_the_page_names_the_rooms_of_a_package(chapter: str) -> None:
    text = PAGE.split(f"\n## {chapter}\n")[1].partition("\n## ")[0]
    named = [room for room, _ in ROOM.findall(text)]
    assert sorted(named) == sorted(rooms(ROOT / STOREYS[chapter], 2 if chapter == "Core" else 1))
