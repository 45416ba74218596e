"""Paths of the organisation tree, from division codes (design.md 5)."""

from __future__ import annotations

import itertools

from yishi_core.kernel.access.places import county_path


def region_path(code: str) -> str:
    """The path of a division code, every segment ending with `/`.

    `61` → `61/`, `610922` → `61/09/22/`, `610922100201` → `61/09/22/100/201/`. Raises `ValueError`
    for anything else than 2, 4, 6, 9 or 12 digits.
    """
    if not code.isascii() or not code.isdigit() or len(code) not in (2, 4, 6, 9, 12):
        raise ValueError(f"not a division code: {code!r}")
    cuts = (0, 2, 4, 6, 9, 12)
    return "".join(code[a:b] + "/" for a, b in itertools.pairwise(cuts) if b <= len(code))


def township_path(county: int, org_path: str) -> str:
    """The path of the township that contains an org; the county's path for orgs of the county."""
    root = county_path(county)
    below = org_path.removeprefix(root).split("/")[0]
    return f"{root}{below}/" if below else root
