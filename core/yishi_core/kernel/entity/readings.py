"""The pinyin reading of single characters, from the table `readings.txt`.

Each line of the table holds a syllable and the characters read so. It is taken from pypinyin's
dictionary of single characters, the first reading of each: the library itself costs 11 MB and a
tenth of a second in every process that writes a name, the table half a megabyte. `python -m
yishi_core.kernel.entity.readings` regenerates the file, and a test compares it with the library.
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
    """`张` → `zhang1`; None when the character is not Chinese or has no known reading."""
    syllables, numbers = _table()
    code = ord(character)
    return syllables[number] if code < len(numbers) and (number := numbers[code]) else None


def derived() -> Iterator[str]:
    """The lines of the table, computed from the library."""
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
    """The syllables, and an array from code point to the index of its syllable (0: none)."""
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
