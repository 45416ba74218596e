"""What is shown of a search hit: its title, and the text around the match."""

from __future__ import annotations

import unicodedata

from yishi_core.facilities.search import folding
from yishi_core.facilities.search.indexing import searched
from yishi_core.kernel.entity.base import OrgRow

AROUND = 30
"""Characters shown before and after a match."""
LONGEST_TITLE = 60


def title_of(row: OrgRow) -> str:
    """The title of a record, or the beginning of its text when it has no title."""
    how = searched(type(row))
    assert how is not None
    words = next(
        (str(v) for name in (*how.titles, *how.texts, *how.numbers) if (v := getattr(row, name))),
        "",
    )
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"


def excerpt(row: OrgRow, folded: str) -> str | None:
    """The text around the first match; None when only the title matches."""
    how = searched(type(row))
    assert how is not None
    for name in how.texts:
        text = str(getattr(row, name) or "")
        if (at := _where(text, folded.split())) is not None:
            return (
                ("…" if at > AROUND else "")
                + text[max(at - AROUND, 0) : at + AROUND]
                + ("…" if at + AROUND < len(text) else "")
            )
    return None


def _where(text: str, words: list[str]) -> int | None:
    """The position of the first match in the original text; 0 where folding changed its length."""
    spelled = folding.simplified(unicodedata.normalize("NFKC", text)).lower()
    if len(spelled) != len(text):
        folded = folding.fold(text)
        return 0 if any(word in folded for word in words) else None
    places = [at for word in words if (at := spelled.find(word)) >= 0]
    return min(places, default=None)
