"""The nouns of this package: the packages whose modules declare entities and operations."""

from __future__ import annotations

NOUNS: tuple[str, ...] = (
    "yishi_tenants.accounts",
    "yishi_tenants.counties",
    "yishi_tenants.settings",
)
