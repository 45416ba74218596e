"""Normalising text for search, so that equivalent spellings are equal (parts.md 1.4).

    fold("三溪鎮(停車難)") == "三溪镇 停车难"

The result has words of letters and digits, in simplified characters and lower case, separated by
spaces. For the index a word is cut into windows of two characters, and its last character is a
window as well; a single character is thus found by the windows that begin with it, wherever in the
word it stands.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

LONGEST = 20_000
"""Number of characters of one record that are searched; PostgreSQL's tsvector limits it."""
_APART = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The words of a text in one spelling.

    NFKC, traditional to simplified, lower case, without punctuation.
    """
    return " ".join(_APART.split(simplified(unicodedata.normalize("NFKC", text)).lower())).strip()


def simplified(text: str) -> str:
    """A text in simplified characters."""
    return text if text.isascii() else str(_to_simplified().convert(text))


def windows(folded: str) -> list[str]:
    """The windows by which a folded text is found, without duplicates, in the order of the text."""
    found = (
        piece
        for word in folded.split()
        for piece in (*(word[i : i + 2] for i in range(len(word) - 1)), word[-1:])
    )
    return list(dict.fromkeys(found))


def asked(folded: str) -> list[str]:
    """The windows of a search text.

    When it consists of single characters only, the first one is searched as a prefix.
    """
    words = folded.split()
    pairs = dict.fromkeys(word[i : i + 2] for word in words for i in range(len(word) - 1))
    return list(pairs) or words[:1]


def initials(sort_key: str) -> list[str]:
    """Latin spellings of a name: `zhang1 san1 张三` → `["zs", "zhangsan"]`.

    They serve callers without a Chinese keyboard. The key is that of `entity/sorting.py`.
    """
    syllables = [s.rstrip("12345") for s in sort_key.split(" ")[:-1]]
    spoken = [s for s in syllables if s.isascii() and s.isalpha()]
    return ["".join(s[0] for s in spoken), "".join(spoken)] if len(spoken) > 1 else spoken


@cache
def _to_simplified() -> OpenCC:
    # The dictionaries take 7 MB, which a process that handles no Chinese text can save.
    from opencc import OpenCC

    return OpenCC("t2s")
