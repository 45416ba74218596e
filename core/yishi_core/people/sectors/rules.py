"""The list of sectors as it holds in a county: what is delivered, with what the county changed (domain.md 5.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yishi_core.operation.context import OperationContext
from yishi_core.operation.rules import require_field
from yishi_core.people.sectors.models import Sector

VOCABULARY = "sector"
PROFESSION = "profession"
STEP = 10

GROUPS: Mapping[str, tuple[str, ...]] = {
    "party": ("cpc", "rcck", "cdl", "cndca", "capd", "cpwdp", "zhigong", "jiusan", "taimeng"),
    "non_party": ("non_party",),
    "mass_organisation": ("youth", "trade_union", "women", "acfic", "sci_assoc", "taiwan_fellow", "returned_overseas"),
    "ethnic_religious": ("ethnic", "religion"),
    "invited": ("hongkong", "macao", "special_invited"),
}
"""The delivered sectors by group; every other one, also a variant's, is a profession."""

GROUP_OF: Mapping[str, str] = {code: group for group, codes in GROUPS.items() for code in codes}


@dataclass(frozen=True, slots=True)
class ListedSector:
    """A line of a county's list."""

    code: str
    name: str
    group: str
    sort: int
    hidden: bool
    delivered: bool


def merged(delivered: Mapping[str, str], changed: Iterable[Sector]) -> dict[str, ListedSector]:
    """Code → line, in the order of the list."""
    lines = {
        code: ListedSector(code, name, GROUP_OF.get(code, PROFESSION), STEP * place, False, True)
        for place, (code, name) in enumerate(delivered.items(), 1)
    }
    for row in changed:
        lines[row.code] = ListedSector(row.code, row.name, row.group, row.sort, row.hidden, row.code in delivered)
    return {line.code: line for line in sorted(lines.values(), key=lambda line: line.sort)}


async def listed(context: OperationContext) -> dict[str, ListedSector]:
    """The list of the county in which the operation runs."""
    return merged(context.settings.vocabularies.get(VOCABULARY, {}), await context.find(Sector))


async def listed_code(context: OperationContext, word: str | None, path: str = "sector") -> str | None:
    """The code of a sector that the county offers, given by its code or, as a sheet has it, by its name; `InvalidInput` otherwise."""
    if word is None:
        return None
    offered = {line.code: line.name for line in (await listed(context)).values() if not line.hidden}
    found = next((code for code, name in offered.items() if word in (code, name)), None)
    zh = f"本县界别名单中没有“{word}”或已停用,可选:{'、'.join(offered.values())}。"
    require_field(found, path, zh, f"“{word}” is not in the county's list: {', '.join(offered)}.")
    return found
