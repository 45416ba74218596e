"""How alike two texts are: by the pairs of characters that they share, in one spelling."""

from __future__ import annotations

from yishi_core.search.folding import fold, windows

PAIR = 2


def pairs_of(text: str) -> frozenset[str]:
    """The two-character windows of a text, folded: traditional like simplified, capitals like small letters, without punctuation."""
    return frozenset(piece for piece in windows(fold(text)) if len(piece) == PAIR)


def share_in_percent(first: frozenset[str], second: frozenset[str]) -> int:
    """Shared pairs of the pairs of the shorter text, 0 to 100: a short report of what another tells at length is like it."""
    smaller = min(len(first), len(second))
    return round(100 * len(first & second) / smaller) if smaller else 0
