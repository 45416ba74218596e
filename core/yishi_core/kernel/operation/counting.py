"""Counting characters the way Chinese offices do (字数)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from yishi_core.kernel.operation.rules import require_field

_SPACE = re.compile(r"\s+")


def characters(*texts: str) -> int:
    """The number of characters in the texts, without white space."""
    return sum(len(_SPACE.sub("", text)) for text in texts)


def require_length(texts: Iterable[str], most: int, path: str, what: str) -> int:
    """Return the number of characters in the texts.

    Raises `InvalidInput` for the field `path` when it exceeds `most`, a limit set at the place.
    """
    n = characters(*texts)
    require_field(
        n <= most,
        path,
        f"{what}共{n}字,不得超过{most}字,请精简。",
        f"{n} characters; at most {most} are taken.",
    )
    return n
