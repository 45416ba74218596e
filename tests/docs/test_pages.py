"""Pages lead somewhere: every link resolves, every page is in the index, and what they name in the
tree is there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.worked import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
TO_BE_MADE = re.compile(r"A new file, `([^`]+)`")
IN_TREE = re.compile(
    r"`((?:core/yishi_core|tenants/yishi_tenants|plugins/yishi_plugins|graphql/yishi_graphql"
    r"|tests|bench|docs)/[\w./-]+)`"
)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_links_of_a_page_resolve(page: Path) -> None:
    links = [
        link.partition("#")[0]
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in link
    ]
    assert [link for link in links if link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_what_a_page_names_in_the_tree_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {match.rstrip("/.") for match in IN_TREE.findall(text)} - set(TO_BE_MADE.findall(text))
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_index_names_every_page() -> None:
    linked = {
        (index.parent / link).resolve()
        for index in (ROOT / "docs" / "README.md", ROOT / "docs" / "plugins/reference/README.md")
        for link in LINK.findall(index.read_text(encoding="utf-8"))
    }
    pages = {
        page
        for page in PAGES
        if page.is_relative_to(ROOT / "docs") and page.parent.name != "decisions"
    }
    assert sorted(name(p) for p in pages - linked - {ROOT / "docs" / "README.md"}) == []


def test_nothing_leads_to_another_host() -> None:
    """County networks are closed: what a page needs stands in the tree."""
    foreign = {
        name(p): found
        for p in PAGES
        if (
            found := re.findall(
                r"https?://(?!127\.0\.0\.1|localhost)[^\s)`]+", p.read_text(encoding="utf-8")
            )
        )
    }
    assert foreign == {}
