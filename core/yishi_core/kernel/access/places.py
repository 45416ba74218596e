"""Paths and audience tokens, of which the scope of a transaction is made (access.md 1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

PUBLIC = "public"
"""The audience token of records that everyone may read."""


@dataclass(frozen=True, slots=True)
class TenantScope:
    """The settings that `sec.enter` applies to one transaction (access.md 1).

    The fields are C (counties), P (paths), L (lineage) and A (marks), the account, and the version
    of the grants on which the scope relies.
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
    """The audience token of a query code, with only the hash of the code.

    Case, spaces and hyphens of the code are ignored (`codes.py`).
    """
    word = "".join(code.split()).replace("-", "").upper()
    return "receipt:" + hashlib.sha256(word.encode()).hexdigest()


def person_mark(person: UUID) -> str:
    """The audience token of a person.

    An account that stands for the person reads that person's own records wherever they are kept
    (domain.md 2.19, “R own”).
    """
    return f"person:{person}"


def county_path(county: int) -> str:
    """`610922` → `61/09/22/`."""
    code = f"{county:06d}"
    return f"{code[:2]}/{code[2:4]}/{code[4:]}/"
