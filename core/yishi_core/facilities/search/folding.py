"""Text as it is searched: one spelling for what people take for the same (parts.md 1.4).

    fold("三溪鎮(停車難)") == "三溪镇 停车难"        words of letters and digits, simplified, lower case, each
    apart by a space

A word is cut into windows of two characters, and its last character stands alone as well: so a
single character is found by the windows that begin with it, wherever in the word it stands.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

LONGEST = 20_000
"""Characters of one record that are searched; windows of more would not fit PostgreSQL's
tsvector.
"""
_APART = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The words of a text in one spelling: NFKC, traditional to simplified, lower case, no
    punctuation.
    """
    return " ".join(_APART.split(simplified(unicodedata.normalize("NFKC", text)).lower())).strip()


def simplified(text: str) -> str:
    """A text in simplified characters."""
    return text if text.isascii() else str(_to_simplified().convert(text))


def windows(folded: str) -> list[str]:
    """What a folded text is found by, each once, in the order of the text."""
    found = (
        piece
        for word in folded.split()
        for piece in (*(word[i : i + 2] for i in range(len(word) - 1)), word[-1:])
    )
    return list(dict.fromkeys(found))


def asked(folded: str) -> list[str]:
    """The windows of what somebody looks for. Where he names single characters only, the first one
    stands for all windows that begin with it.
    """
    words = folded.split()
    pairs = dict.fromkeys(word[i : i + 2] for word in words for i in range(len(word) - 1))
    return list(pairs) or words[:1]


def initials(sort_key: str) -> list[str]:
    """`zhang1 san1 张三` → `["zs", "zhangsan"]`: how a name is typed without a Chinese keyboard. The
    key is that of `entity/sorting.py`.
    """
    syllables = [s.rstrip("12345") for s in sort_key.split(" ")[:-1]]
    spoken = [s for s in syllables if s.isascii() and s.isalpha()]
    return ["".join(s[0] for s in spoken), "".join(spoken)] if len(spoken) > 1 else spoken


@cache
def _to_simplified() -> OpenCC:
    # 7 MB of dictionaries: a process that neither writes nor searches Chinese text does without.
    from opencc import OpenCC

    return OpenCC("t2s")
