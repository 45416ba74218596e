"""Random codes for people to read aloud and type, without characters that are easily confused."""

from __future__ import annotations

import math
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUP = 4


def random_word(bits: int) -> str:
    """Return a random code with at least `bits` bits of entropy, in groups of four: `7KQM-2XPA-…`.

    Case, spaces and hyphens are ignored when a code is read back.
    """
    length = math.ceil(bits / math.log2(len(ALPHABET)))
    word = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return "-".join(word[i : i + GROUP] for i in range(0, length, GROUP))
