"""How characters are read, each by itself: `readings.txt`, a line per syllable with the characters
that are read so.

Taken from pypinyin's dictionary of single characters, the first reading of each; the library itself
takes 11 MB and a tenth of a second of every process that writes a name, this table half a megabyte.
`python -m yishi_core.kernel.entity.readings` writes the file anew, a test compares it.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

FILE = "readings.txt"


def reading(character: str) -> str | None:
    """`张` → `zhang1`; None for what is no Chinese character, or one that nobody reads."""
    syllables, numbers = _table()
    code = ord(character)
    return syllables[number] if code < len(numbers) and (number := numbers[code]) else None


def derived() -> Iterator[str]:
    """The lines of the file, from the library."""
    os.environ["PYPINYIN_NO_PHRASES"] = os.environ["PYPINYIN_NO_DICT_COPY"] = (
        "true"  # read when it is imported
    )
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PINYIN_DICT

    read: dict[str, list[str]] = {}
    for character in map(chr, sorted(PINYIN_DICT)):
        (syllable,) = lazy_pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)
        read.setdefault(syllable, []).append(character)
    return (f"{syllable} {''.join(read[syllable])}" for syllable in sorted(read))


@cache
def _table() -> tuple[list[str], array[int]]:
    """The syllables, and by code point the number of the character's syllable; 0: none."""
    syllables, numbers = [""], array("H", bytes(2 * 0x20000))
    for line in (files("yishi_core.kernel.entity") / FILE).read_text("utf-8").splitlines():
        syllable, characters = line.split(" ")
        for character in characters:
            if (code := ord(character)) >= len(numbers):
                numbers.extend([0] * (code + 1 - len(numbers)))
            numbers[code] = len(syllables)
        syllables.append(syllable)
    return syllables, numbers


if __name__ == "__main__":
    Path(__file__).with_name(FILE).write_text("\n".join(derived()) + "\n", "utf-8")
