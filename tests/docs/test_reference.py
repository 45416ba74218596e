"""The reference for authors is made of the code, and lists every name that plugins may import."""

from __future__ import annotations

from tests.docs.worked import ROOT
from tests.fixtures.golden import Golden
from yishi_core.nouns import faces
from yishi_core.testing.reference import pages


def test_the_pages_are_what_the_code_says(golden: Golden) -> None:
    Golden(ROOT / "docs" / "plugins", update=golden.update).compare_folder("reference", pages())


def test_every_exported_name_stands_on_a_page() -> None:
    text = "\n".join(pages().values())
    missing = [
        f"{package}.{name}"
        for package, names in faces().items()
        for name in names
        if f"# {name}\n" not in text and f"`{name}`" not in text
    ]
    assert missing == []
