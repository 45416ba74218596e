"""The vocabularies with which a caller's records are shown and entered.

They are those of the caller's own place and, for reading beyond it, those of all variants.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation.collecting import declared_in
from yishi_core.kernel.operation.local_terms import place_of
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import Variant

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
            org = await place_of(session, principal)
        if org is None:
            return platform.plugins.core.words
        known = (await platform.settings.effective(session, org)).vocabularies
        return await with_tables(platform, session, org.county, known, offered=offered)


async def with_tables(
    platform: Platform,
    session: AsyncSession,
    county: int,
    known: Vocabularies,
    *,
    offered: bool = False,
) -> Vocabularies:
    """Vocabularies with those that the county keeps in tables of its own."""
    kept = [
        (table.vocabulary, await table.words(session, county, known, offered))
        for table in platform.declared(VocabularyTable)
    ]
    return {**known, **dict(kept)}


def declared_words(platform: Platform) -> Vocabularies:
    """Vocabulary → value → label of core and of all installed plugins, core's labels before all."""
    return _merged((*platform.plugins.variants.values(), platform.plugins.core))


def _merged(variants: Iterable[Variant]) -> Vocabularies:
    found: dict[str, dict[str, str]] = {}
    for variant in variants:
        for name, values in variant.words.items():
            found.setdefault(name, {}).update(values)
    return found


def declared_only(platform: Platform) -> Vocabularies:
    """`declared_words` without the vocabularies to which a county adds words of its own; none while
    a plugin is missing.
    """
    if platform.plugins.absent:  # records hold words that only a missing plugin knows
        return {}
    return _without_tables(declared_words(platform), platform.declared(VocabularyTable))


def lists_of(variants: Iterable[Variant], modules: Iterable[ModuleType]) -> Vocabularies:
    """What variants declare, without the vocabularies to which a county adds words of its own."""
    return _without_tables(_merged(variants), declared_in(modules, VocabularyTable))


def _without_tables(words: Vocabularies, tables: Iterable[VocabularyTable]) -> Vocabularies:
    kept = {table.vocabulary for table in tables}
    return {name: known for name, known in words.items() if name not in kept}


async def labels(
    platform: Platform, principal: Principal, org: OrgUnit | None = None
) -> Vocabularies:
    """The same as `known_to`, with the values of all variants, those of offices' own too.

    A county's ledger contains the values of all its townships.
    """
    here = await known_to(platform, principal, org)
    declared = declared_words(platform)
    async with platform.database.transaction(principal.reading) as session:
        own = await platform.settings.own_words(session, principal.county)
    return {
        name: {**declared.get(name, {}), **own.get(name, {}), **here.get(name, {})}
        for name in {**declared, **own, **here}
    }
