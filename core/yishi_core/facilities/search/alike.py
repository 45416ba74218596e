"""Finding records with titles similar to a given one."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from yishi_core.facilities.search import folding
from yishi_core.facilities.search.service import lookup_of
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit

R = TypeVar("R", bound=OrgRow)

LOOKED_AT = 100
"""Number of records that are compared with a title."""
ALIKE = 0.3
"""Share of common windows from which titles count as similar."""


async def alike(
    context: OperationContext, title: str, entity: type[R], org: OrgUnit | None
) -> list[tuple[R, int]]:
    """Records with titles similar to a title, each with the similarity in percent.

    Without `org` the caller's counties are searched.
    """
    lookup = lookup_of(context, title, "title", [entity.__name__], org)
    wanted = _pairs(lookup.folded)
    if not wanted:
        return []
    rows = cast("list[Any]", await lookup.alike(max(1, round(len(wanted) * ALIKE)), LOOKED_AT))
    shares = [
        (row, round(100 * _likeness(wanted, _pairs(folding.fold(row.title))))) for row in rows
    ]
    return [(row, share) for row, share in shares if share >= 100 * ALIKE]


def _pairs(folded: str) -> frozenset[str]:
    return frozenset(window for window in folding.windows(folded) if len(window) == 2)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two sets, from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
