"""Random words that people read aloud and type: no letter or digit in them is taken for another."""

from __future__ import annotations

import math
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUP = 4


def random_word(bits: int) -> str:
    """At least `bits` random bits, in groups of four: `7KQM-2XPA-…`. Case, spaces and hyphens mean
    nothing when it is read back.
    """
    length = math.ceil(bits / math.log2(len(ALPHABET)))
    word = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return "-".join(word[i : i + GROUP] for i in range(0, length, GROUP))
