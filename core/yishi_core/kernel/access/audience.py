"""Audience tokens written on rows (access.md 1)."""

from __future__ import annotations

from collections.abc import Iterable

from yishi_core.kernel.access.places import ancestors, county_path


def audience_of(org_path: str, county: int) -> list[str]:
    """The tokens that let an org and those above it, up to and including its county's root, read a
    row: `61/09/22/`, `61/09/22/unit-water/`.
    """
    root = county_path(county)
    return [*(a for a in ancestors(org_path) if a.startswith(root)), org_path]


def joined(*groups: Iterable[str] | None) -> list[str] | None:
    """Several groups of tokens as a row holds them: each once, and None, not an empty list, when
    there are none.
    """
    return list(dict.fromkeys(token for group in groups for token in group or ())) or None
