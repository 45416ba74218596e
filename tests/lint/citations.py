"""Citations of the reference (`docs/reference`) and of other pages: each names a page and a section
that exist.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path, PurePosixPath

from tests.lint.sources import ROOT, tracked
from tests.lint.texts import TextRule

REFERENCE = ROOT / "docs" / "reference"

# : A page, alone or with its folder, then perhaps sections: `domain.md 2.19, 5.13`, `access.md`
# 4–7, `checks.md K23`,
#: also where the line breaks between page and section, within a comment too.
CITATION = re.compile(
    r"(?<![\w/.$*{}-])(?P<page>(?:[\w.-]+/)*[\w-]+\.md)\b"
    r"(?P<sections>`?\)?(?:,? |\n[ ]*(?:#:? )?)(?:sections? )?"
    r"[A-Z]?\d+(?:\.\d+)*(?:(?:, | and |–)(?:[A-Z]\d+|\d+(?:\.\d+)*))*(?![\w%]))?"
)
SECTION = re.compile(r"(?P<first>[A-Z]?\d+(?:\.\d+)*)(?:–(?P<last>\d+))?")
# : In the data of core and of the plugins, behind the head of a table: `[[quotas]]  # 2.12 [S1.6]`,
# a section of `domain.md`.
IN_DATA = re.compile(r"^\[.*\] *#.*?(?<![\w.])(\d\.\d+)\b", re.M)
NUMBERED = re.compile(
    r"^#+ (?P<number>\d+(?:\.\d+)*)\b|^(?P<item>\d+)\. |^- \*\*(?P<marked>[A-Z]\d+)\b", re.M
)


@functools.cache
def sections_of(page: Path) -> frozenset[str]:
    """The numbers by which a page may be cited: its headings (`2.19`), items of a numbered list
    under the heading's number (`6.15`), and items that begin with a mark of their own (`K23`; a
    check may follow any page's sections).
    """
    found: set[str] = set()
    heading = ""
    for match in NUMBERED.finditer(page.read_text(encoding="utf-8")):
        if match["number"]:
            heading = match["number"]
            found.add(heading)
        else:
            found.add(match["marked"] or f"{heading}.{match['item']}")
    return frozenset(found)


@functools.cache
def page_names() -> frozenset[str]:
    """The file names of all pages in the tree."""
    return frozenset(path.name for path in tracked() if path.suffix == ".md")


class CitationsNameAHeading(TextRule):
    """Docstrings give the source of a rule as a section of the reference. For months the pages lay
    elsewhere, and nobody without them could tell whether "domain.md 2.19" was true, or there at
    all. A citation whose page or section is missing sends its reader to nothing: name the heading
    that exists, or add what the reference lacks.
    """

    name = "citations-name-a-heading"

    def covers(self, path: PurePosixPath) -> bool:
        return "vendored" not in path.parts

    def find(self, text: str, path: PurePosixPath) -> list[str]:
        found = [
            (match, wrong)
            for match in CITATION.finditer(text)
            for wrong in self._wrong(match, path)
        ]
        if path.suffix == ".toml":
            known = sections_of(REFERENCE / "domain.md")
            data = [match for match in IN_DATA.finditer(text) if match[1] not in known]
            found += [(match, f"domain.md has no {match[1]}") for match in data]
        return [
            f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {wrong}" for match, wrong in found
        ]

    def _wrong(self, match: re.Match[str], path: PurePosixPath) -> list[str]:
        cited = PurePosixPath(match["page"])
        near = (ROOT / cited, ROOT / path.parent / cited, ROOT / "docs" / cited)
        if len(cited.parts) > 1 and not any(page.is_file() for page in near):
            return [f"there is no page {cited}"]
        if cited.name not in page_names():
            # The reference also names pages that other projects have, and pages to come.
            return [] if path.is_relative_to("docs/reference") else [f"there is no page {cited}"]
        page = REFERENCE / cited.name
        if not match["sections"] or not page.is_file():
            return []
        known = sections_of(page) | sections_of(REFERENCE / "checks.md")
        return [
            f"{cited} has no {number}"
            for number in _numbers(match["sections"])
            if number not in known
        ]


def _numbers(sections: str) -> list[str]:
    """Every section that is named, those between the ends of a range included."""
    found: list[str] = []
    for match in SECTION.finditer(sections):
        found.append(match["first"])
        if match["last"]:
            found += [str(n) for n in range(int(match["first"]) + 1, int(match["last"]) + 1)]
    return found
