"""Names as people read them: what looks like another name, or shows nothing, is refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from yishi_core.errors import Text

ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Scripts whose letters are taken for one another (UTS 39)."""
READ = frozenset({"label", "title", "heading", "summary", "formula"})
"""The keys under which names stand, at any depth."""
NAMES = frozenset({"labels", "vocabularies"})
"""The keys of a variant under which everything is a name."""
FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0")
"""Characters that show nothing, though they count as letters, marks or signs."""
VARIATION = ("VARIATION SELECTOR", "MONGOLIAN FREE VARIATION SELECTOR")
MIXED = Text(
    "名称混用了不同文字中外形相近的字母,请统一写法",
    "the name mixes letters of scripts that look alike: write it in one",
)
UNSEEN = Text("含有看不见的字符,请删去", "it holds characters that are not seen: remove them")


def wrong_names(document: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """(key, reason) of every text with characters that nobody sees, and of every name in mixed
    scripts.
    """
    for key, text, named in _texts(document, "", False):
        if any(_unseen(character) or (named and _fills(character)) for character in text):
            yield key, UNSEEN
        elif named and _mixed(text):
            yield key, MIXED


def alike(name: str) -> str:
    """What two names have in common that are read as one: letter case, width and spaces apart."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _texts(value: Any, key: str, named: bool) -> Iterator[tuple[str, str, bool]]:
    """(key, text, whether it is a name) of every text."""
    match value:
        case str():
            yield key, value, named
        case Mapping():
            for part, inner in value.items():
                here = f"{key}.{part}" if key else str(part)
                yield here, str(part), named
                yield from _texts(inner, here, named or part in READ or here in NAMES)
        case list() | tuple():
            for n, inner in enumerate(value):
                yield from _texts(inner, f"{key}.{n}", named)


def _unseen(character: str) -> bool:
    """Whether a character shows nothing: a control, or one that turns the direction of writing."""
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") and character not in "\n\t"


def _fills(character: str) -> bool:
    """Whether a character only fills or varies others: in a text it may follow a sign, a name that
    has it looks like one without.
    """
    return character in FILLERS or unicodedata.name(character, "").startswith(VARIATION)


def _mixed(text: str) -> bool:
    scripts = {_script(character) for character in text if character.isalpha()}
    alike_ = scripts & ALIKE
    # Han beside Latin is how such offices write (1+N, A类); Han beside Cyrillic is a disguise.
    return len(alike_) > 1 or bool(alike_ - {"LATIN"} and len(scripts) > 1)


def _script(character: str) -> str:
    first, _, rest = unicodedata.name(character, "").partition(" ")
    return rest.partition(" ")[0] if first in ("FULLWIDTH", "MATHEMATICAL") else first
