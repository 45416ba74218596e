"""No row of a document's table is forgotten (domain.md 3)."""

from __future__ import annotations

import importlib
import importlib.util
import re
from pathlib import Path

import pytest

from tests.stories.figures import Table

DOMAIN = Path(__file__).parents[2] / "docs/reference/domain.md"
SECTION = re.compile(r"^### 3\.\d+ \[(S[\d.]+)\][^\n]*`(\w+)`$", re.MULTILINE)
ROW = re.compile(r"^\| (?!id \||---)(.+?) \| (.+?) \|", re.MULTILINE)


def printed_tables() -> dict[str, tuple[str, list[str]]]:
    """Code of a variant → (document, first cells of its table)."""
    text = DOMAIN.read_text("utf-8").split("\n## 4. ")[0]
    found = list(SECTION.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return {
        match[2]: (match[1], [row[1] for row in ROW.finditer(_figures(text[match.end() : end]))])
        for match, end in zip(found, ends, strict=True)
    }


def _figures(section: str) -> str:
    """What stands behind “Figures”, with cells whose words hold a bar kept apart."""
    return section[section.index("**Figures") :]


TABLES = printed_tables()


def test_there_are_thirteen_documents() -> None:
    assert len(TABLES) == 13
    assert {code for code, (_, cells) in TABLES.items() if not cells} == {"qiangshan_hall"}


@pytest.mark.parametrize("code", TABLES)
def test_every_row_is_obtained(code: str) -> None:
    document, cells = TABLES[code]
    table: Table = importlib.import_module(f"tests.stories.{code}.test_figures").TABLE
    obtained = [row.cell for row in table.rows]
    assert table.document == document
    assert [cell for cell in cells if cell not in obtained] == [], "rows that nobody obtains"
    strange = [cell for cell in obtained if cell not in cells] if cells else []
    assert strange == [], "no such rows in the document"
