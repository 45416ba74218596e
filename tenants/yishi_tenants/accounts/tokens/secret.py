"""What a token looks like: `ys_<county>_<secret>`, and what is stored of it."""

from __future__ import annotations

import hashlib
import re
import secrets

_TOKEN = re.compile(r"ys_(\d{6})_[A-Za-z0-9_-]{20,100}")


def new_token(county: int) -> str:
    """A token with 256 random bits; it is shown once."""
    return f"ys_{county:06d}_{secrets.token_urlsafe(32)}"


def token_hash(token: str) -> str:
    """SHA-256 of the whole token. A plain hash will do: the secret is random and cannot be guessed
    from a dictionary.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def county_of(token: str) -> int | None:
    """The county that a token names; None when it is no token at all."""
    found = _TOKEN.fullmatch(token)
    return int(found.group(1)) if found else None
