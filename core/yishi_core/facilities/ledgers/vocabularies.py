"""The vocabularies with which a caller's records are shown and entered.

They are those of the caller's own place and, for reading beyond it, those of all variants.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit

Vocabularies = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class VocabularyTable:
    """A vocabulary that a county keeps in a table of its own, declared in the table's noun.

    `words(session, county, delivered, offered)` returns value → label; with `offered` it leaves out
    values that new records may not take.
    """

    vocabulary: str
    words: Callable[[AsyncSession, int, Vocabularies, bool], Awaitable[Mapping[str, str]]]


async def known_to(
    platform: Platform, principal: Principal, org: OrgUnit | None = None, *, offered: bool = False
) -> Vocabularies:
    """Vocabulary → value → label at an org, by default the caller's highest place.

    With `offered`, values that new records may not take are left out.
    """
    async with platform.database.transaction(principal.reading) as session:
        if org is None:
            path = min(principal.reading.paths, key=len, default=county_path(principal.county))
            query = sa.select(OrgUnit).where(
                OrgUnit.county == principal.county, OrgUnit.org_path == path
            )
            org = (await session.scalars(query)).one_or_none()
        if org is None:
            return platform.plugins.core.words
        known = (await platform.settings.effective(session, org)).vocabularies
        kept = [
            (table.vocabulary, await table.words(session, org.county, known, offered))
            for table in platform.declared(VocabularyTable)
        ]
        return {**known, **dict(kept)}


async def labels(
    platform: Platform, principal: Principal, org: OrgUnit | None = None
) -> Vocabularies:
    """The same as `known_to`, with the values of all variants.

    A county's ledger contains the values of all its townships.
    """
    found: dict[str, dict[str, str]] = {}
    variants = [
        variant.words for variant in (*platform.plugins.variants.values(), platform.plugins.core)
    ]
    for known in (*variants, await known_to(platform, principal, org)):
        for name, values in known.items():
            found.setdefault(name, {}).update(values)
    return found
