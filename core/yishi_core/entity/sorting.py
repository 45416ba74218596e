"""Names sort by pinyin. The embedded server has no ICU, so the order is a stored key compared as "C" (design.md 8)."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def pinyin_key(name: str) -> str:
    """The sort key of a name: syllables with their tone, then the name itself, so that equal readings keep one order."""
    syllables = lazy_pinyin(name.strip().lower(), style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join([*syllables, name.strip()])
