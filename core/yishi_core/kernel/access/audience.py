"""Audience tokens written on rows (access.md 1)."""

from __future__ import annotations

from collections.abc import Iterable

from yishi_core.kernel.access.places import ancestors, county_path


def audience_of(org_path: str, county: int) -> list[str]:
    """Audience tokens that let an org and its superiors up to the county's root read a row.

    For example `61/09/22/` and `61/09/22/unit-water/`.
    """
    root = county_path(county)
    return [*(a for a in ancestors(org_path) if a.startswith(root)), org_path]


def joined(*groups: Iterable[str] | None) -> list[str] | None:
    """Join groups of audience tokens without duplicates; None, not [], when there is none."""
    return list(dict.fromkeys(token for group in groups for token in group or ())) or None
