"""Townships beyond the four of the story: one for each further plugin.

Their names and people follow from their number, so that the story is the same each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yishi_core.kernel.tree.regions import RegionLevel, RegionRow
from yishi_graphql.demo.cast import TROUPES, Troupe

COUNTY_CODE, FIRST = "990101", 201
"""The last three digits of the first one's code: behind those of the story, among 乡."""
PREFIXES = ("", "新", "上", "下", "东", "西")
PLACES = ("北塬", "青峰", "白水", "龙泉", "云台", "柏林", "大河", "红岩")
MOST = len(PREFIXES) * len(PLACES)
SURNAMES = "江于董潘汪田姜范石姚贾夏侯雷龙万段钱汤尹黎易常武乔贺赖龚文"
PLAYED = (
    ("河口镇", "河口", "柳湾村", "石桥村"),
    ("东坪镇", "东坪", "松林村", "马鞍村"),
    ("西岭镇", "西岭", "云溪村", "杨家坝村"),
)
"""The words in the first three troupes that name their place: township, its stem, its villages."""


def rows(count: int) -> Iterator[RegionRow]:
    """The divisions of so many further townships, each with two villages."""
    for further in range(count):
        code = f"{COUNTY_CODE}{FIRST + further}"
        township, _, *villages = _words(further)
        yield RegionRow(code, township, RegionLevel.TOWNSHIP, COUNTY_CODE)
        for n, village in enumerate(villages):
            name = f"{village}村民委员会"
            yield RegionRow(f"{code}{FIRST + n}", name, RegionLevel.VILLAGE, code)


def troupe(further: int) -> Troupe:
    """The people of a further township: those of one of the story, under other names."""
    model, played = TROUPES[further % len(PLAYED)], PLAYED[further % len(PLAYED)]
    here = _words(further)
    parts = []
    for n, part in enumerate(model):
        surname = SURNAMES[(further * len(model) + n) % len(SURNAMES)]
        employer = part.employer
        for there, word in zip(played, here, strict=True):
            employer = employer.replace(there, word)
        parts.append(replace(part, name=surname + part.name[1:], employer=employer))
    return tuple(parts)


def _words(further: int) -> tuple[str, str, str, str]:
    """The township's name, its stem, and its villages; raises `ValueError` when no name is left."""
    if further >= MOST:
        raise ValueError(f"the demonstration has room for {MOST} further plugins")
    stem = PREFIXES[further // len(PLACES)] + PLACES[further % len(PLACES)]
    return f"{stem}乡", stem, f"{stem}村", f"{stem}新村"
