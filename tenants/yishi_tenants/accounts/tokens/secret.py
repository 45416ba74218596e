"""The form of a token, `ys_<county>_<secret>`, and what is stored of it."""

from __future__ import annotations

import hashlib
import re
import secrets

_TOKEN = re.compile(r"ys_(\d{6})_[A-Za-z0-9_-]{20,100}")


def new_token(county: int) -> str:
    """A new token with 256 random bits."""
    return f"ys_{county:06d}_{secrets.token_urlsafe(32)}"


def token_hash(token: str) -> str:
    """SHA-256 of the whole token, in hexadecimal.

    A plain hash suffices: the secret is random and cannot be guessed from a dictionary.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def county_of(token: str) -> int | None:
    """The county that a token names; None when it does not have the form of a token."""
    found = _TOKEN.fullmatch(token)
    return int(found.group(1)) if found else None
