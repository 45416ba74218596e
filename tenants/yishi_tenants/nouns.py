"""The nouns of this package: folders that declare entities and operations."""

from __future__ import annotations

NOUNS: tuple[str, ...] = (
    "yishi_tenants.accounts",
    "yishi_tenants.counties",
    "yishi_tenants.grants",
    "yishi_tenants.settings",
    "yishi_tenants.switches",
    "yishi_tenants.tokens",
)
