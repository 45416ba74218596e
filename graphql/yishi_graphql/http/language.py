"""The language of texts, from `Accept-Language`: Chinese unless English is preferred."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def language_of(header: str | None) -> str:
    """`zh` or `en`, whichever has the higher weight in the header; `zh` when neither occurs."""
    best, weight = "zh", 0.0
    for part in (header or "")[:200].split(","):
        tag, _, parameters = part.strip().lower().partition(";")
        language = tag.split("-")[0]
        if language in ("zh", "en") and (q := _weight(parameters)) > weight:
            best, weight = language, q
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
