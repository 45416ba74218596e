"""Every example of docs/queries.md and the READMEs is sent, in order, and answered as the page says
(`make schema` writes the answers anew).
"""

from __future__ import annotations

from pathlib import Path

from tests.docs.county import DocumentedCounty, documented_county
from tests.docs.worked import ROOT, examples, pretty, with_answers
from tests.fixtures.database import Urls
from tests.fixtures.golden import Golden
from yishi_core.kernel.database import Database

PAGE = ROOT / "docs" / "queries.md"
PAGES = (ROOT / "README.md", ROOT / "README.zh-CN.md", PAGE)
"""In this order: the examples of the last one change something."""


async def test_every_worked_query_gets_the_answer_that_the_page_shows(
    database: Database, database_urls: Urls, tmp_path: Path, golden: Golden
) -> None:
    wrong: list[str] = []
    texts = {page: page.read_text(encoding="utf-8") for page in PAGES}
    async with documented_county(database, database_urls, tmp_path) as county:
        for page, text in texts.items():
            shown, different = await compared(county, text)
            wrong += [f"{page.name} {told}" for told in different]
            texts[page] = shown
    if golden.update:
        assert "INTERNAL" not in "".join(texts.values()), "a defect is no answer to be shown"
        for page, text in texts.items():
            page.write_text(text, encoding="utf-8")
    else:
        assert wrong == [], "\n\n".join(wrong)


async def compared(county: DocumentedCounty, text: str) -> tuple[str, list[str]]:
    """Send the examples of a page: the page with the answers they get, and what was answered
    otherwise than shown.
    """
    new: dict[tuple[int, int], object] = {}
    wrong: list[str] = []
    for example in examples(text):
        found = await county.answer(example)
        agrees = county.names.agrees(example.answer, found)
        new[example.place] = county.names.shown(found)
        if not agrees:
            wrong.append(
                f"{example.name}\nshown: {pretty(example.answer)}\nfound: "
                f"{pretty(new[example.place])}"
            )
    return with_answers(text, new), wrong


def test_the_page_has_twenty_numbered_sections_and_no_block_escapes_the_test() -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = examples(text)
    numbers = [int(e.name.partition("_")[0]) for e in found if e.number == 1]
    assert numbers == list(range(1, 21))
    assert text.count("```graphql") == text.count("```json answer") == len(found)
    assert text.count("```json variables") == sum(bool(e.variables) for e in found)
    assert {e.name[:2] for e in found if "errors" in e.answer} == {"15"}
