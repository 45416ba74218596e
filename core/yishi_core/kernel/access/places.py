"""Places and audience tokens: what a transaction's scope is made of (access.md 1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

PUBLIC = "public"
"""The audience token of what everybody may see."""


@dataclass(frozen=True, slots=True)
class TenantScope:
    """What `sec.enter` sets for one transaction (access.md 1): C, P, L, A, and the version of the
    grants it relies on.
    """

    counties: tuple[int, ...]
    paths: tuple[str, ...]
    lineage: tuple[str, ...]
    marks: tuple[str, ...]
    account: UUID | None = None
    version: int | None = None


def ancestors(path: str) -> list[str]:
    """All proper prefixes of a path: `61/09/22/100/` → `61/`, `61/09/`, `61/09/22/`."""
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[:i]) + "/" for i in range(1, len(parts))]


def receipt_mark(code: str) -> str:
    """The audience token of a query code; only its hash is ever stored. Case, spaces and hyphens
    are for the eye (`codes.py`).
    """
    word = "".join(code.split()).replace("-", "").upper()
    return "receipt:" + hashlib.sha256(word.encode()).hexdigest()


def person_mark(person: UUID) -> str:
    """The audience token of a person: whoever's account stands for him reads what is his own,
    wherever it lies (domain.md 2.19, “R own”).
    """
    return f"person:{person}"


def county_path(county: int) -> str:
    """`610922` → `61/09/22/`."""
    code = f"{county:06d}"
    return f"{code[:2]}/{code[2:4]}/{code[4:]}/"
