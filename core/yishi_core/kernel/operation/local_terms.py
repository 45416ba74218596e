"""The words of a tenant for core's terms: `[labels]` of the variants that are on (domain.md 3).

They stand in what is said about records of one place: refusals, notifications, to-dos, ledgers. In
the schema and in what spans several places core's words stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import FieldError, Text, YishiError
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.own import is_own
from yishi_core.kernel.variants.settings import Effective

_QUOTED = re.compile("(“[^”]*”)")
"""What stands in quotation marks is what somebody entered."""


@dataclass(frozen=True)
class LocalTerms:
    """The words that hold at one place."""

    labels: Mapping[str, str]
    """Term (`Station`, `Station.name`) → local word."""
    spoken: Mapping[str, str]
    """Core's word for an entity → local word."""

    def sentence(self, zh: str) -> str:
        """A Chinese sentence of core in the words of the place."""
        if not self.spoken:
            return zh
        longest = sorted(self.spoken, key=len, reverse=True)
        word = re.compile("|".join(map(re.escape, longest)))
        parts = _QUOTED.split(zh)
        said = (
            part if n % 2 else word.sub(lambda found: self.spoken[found[0]], part)
            for n, part in enumerate(parts)
        )
        return "".join(said)

    def text(self, text: Text) -> Text:
        return Text(self.sentence(text.zh), text.en)

    def error(self, error: YishiError) -> None:
        """Put what an error says into the words of the place."""
        error.text = self.text(error.text)
        error.fields = tuple(FieldError(f.path, self.text(f.text)) for f in error.fields)

    def title(self, entity: str, column: str, core: str) -> str:
        """The heading of a column; `column` is without `_id`, `core` is core's word for it."""
        return self.labels.get(f"{entity}.{column}") or self.sentence(core)


def local_terms(platform: Platform, settings: Effective) -> LocalTerms:
    """The words of the variants that are on under these settings; a later one's word wins."""
    on = platform.plugins.switched_on(settings)
    labels = {term: label for variant in on for term, label in variant.labels.items()}
    known = platform.registry
    spoken = {known[t].label: word for t, word in labels.items() if t in known}
    return LocalTerms(labels, spoken)


async def terms_at(platform: Platform, session: AsyncSession, org: OrgUnit | None) -> LocalTerms:
    """The words of an org; core's where there is none."""
    if org is None:
        return LocalTerms({}, {})
    settings = await platform.settings.effective(session, org)
    return local_terms(platform, settings)


async def terms_for(
    platform: Platform, session: AsyncSession, principal: Principal, org: OrgUnit | None = None
) -> LocalTerms:
    """The words in which a list is shown: those of the org that it is of, else of the caller's
    highest place. Nothing is read for a caller who has no plugin with words of its own.
    """
    known = platform.plugins.variants.items()
    worded = any(variant.labels and principal.has_plugin(code) for code, variant in known)
    if not worded and not any(map(is_own, principal.plugins)):
        return LocalTerms({}, {})
    return await terms_at(platform, session, org or await place_of(session, principal))


async def place_of(session: AsyncSession, principal: Principal) -> OrgUnit | None:
    """The caller's highest place, whose words their lists are in."""
    path = min(principal.reading.paths, key=len, default=county_path(principal.county))
    query = sa.select(OrgUnit).where(OrgUnit.county == principal.county, OrgUnit.org_path == path)
    return (await session.scalars(query)).one_or_none()
