"""Every example of docs/queries.md is sent, in order, and answered as the page says (`make schema` writes the answers anew)."""

from __future__ import annotations

import json
from pathlib import Path

from tests.docs.county import documented_county
from tests.docs.worked import ROOT, examples, pretty, with_answers
from tests.fixtures.database import Urls
from tests.fixtures.golden import Golden
from yishi_core.database import Database

PAGE = ROOT / "docs" / "queries.md"


async def test_every_worked_query_gets_the_answer_that_the_page_shows(
    database: Database, database_urls: Urls, tmp_path: Path, golden: Golden
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    new: dict[tuple[int, int], object] = {}
    wrong: list[str] = []
    async with documented_county(database, database_urls, tmp_path) as county:
        for example in examples(text):
            found = await county.answer(example)
            if golden.update:
                new[example.place] = county.names.shown(found)
            elif not county.names.agrees(example.answer, found):
                wrong.append(f"{example.name}\nshown: {pretty(example.answer)}\nfound: {pretty(county.names.shown(found))}")
    if golden.update:
        PAGE.write_text(with_answers(text, new), encoding="utf-8")
    assert wrong == [], "\n\n".join(wrong)


def test_the_page_has_twenty_numbered_sections_and_no_block_escapes_the_test() -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = examples(text)
    numbers = [int(e.name.partition("_")[0]) for e in found if e.number == 1]
    assert numbers == list(range(1, 21))
    assert text.count("```graphql") == text.count("```json answer") == len(found)
    assert text.count("```json variables") == sum(bool(e.variables) for e in found)
    assert all(e.answer for e in found), json.dumps([e.name for e in found if not e.answer])
