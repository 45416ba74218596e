"""Reading editions of variants of one's own, wherever in the county they were released."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import Refused
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.variants.own import Overlay, OwnParts, is_own
from yishi_core.kernel.variants.variant import Variant
from yishi_tenants.settings.layers import SettingsLayers, seeing_whole
from yishi_tenants.settings.merge import Layer, with_own
from yishi_tenants.settings.own.models import OwnEdition
from yishi_tenants.settings.rules import SettingsRule


@dataclass(frozen=True)
class Edition:
    """An edition as it was released."""

    variant: Variant
    base: str
    maker: str
    digest: str

    def at(self, path: str) -> Overlay:
        """The edition where it is on."""
        return Overlay(self.variant, self.base, path, self.maker, self.digest)


def edition(row: OwnEdition) -> Edition:
    """An edition of its row."""
    parts = OwnParts.model_validate(
        {**row.document, "code": row.code, "label": row.label, "version": str(row.number)}
    )
    return Edition(parts, row.base, row.org_path, row.digest)


async def edition_of(session: AsyncSession, county: int, code: str, number: int) -> Edition:
    """The edition of a code with this number, for any caller of the county: a township under a
    variant of the county's, or of its neighbour's, need not be able to list it.

    Raises `Refused` when there is none, i.e. the county's backup is incomplete.
    """
    async with seeing_whole(session, county):
        query = sa.select(OwnEdition).where(
            OwnEdition.county == county, OwnEdition.code == code, OwnEdition.number == number
        )
        row = (await session.scalars(query)).one_or_none()
        if row is None:
            raise Refused(SettingsRule.SETTINGS_MISSING)
        return edition(row)


async def own_words(session: AsyncSession, county: int) -> dict[str, dict[str, str]]:
    """Vocabulary → value → newest label of the words that editions have added, as far as the
    transaction can see them; without local words that stand for one of core's.
    """
    query = (
        sa.select(OwnEdition.document["vocabularies"])
        .where(OwnEdition.county == county, OwnEdition.document.has_key("vocabularies"))
        .order_by(OwnEdition.code, OwnEdition.number)
    )
    found: dict[str, dict[str, str]] = {}
    for vocabularies in await session.scalars(query):
        for name, words in vocabularies.items():
            for code, word in words.items():
                if is_own(code) and "as" not in word:
                    found.setdefault(name, {})[code] = word["label"]
    return found


async def layers_of(context: OperationContext, base: SettingsLayers) -> Sequence[Layer]:
    """The layers of an org with what the variants of one's own that are on there set."""
    editions = [
        (await edition_of(context.session, context.county, one.code, one.number)).at(one.path)
        for one in base.own
    ]
    return with_own(context.platform.plugins, base.layers, editions)


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of an edition's parts, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one spelling of an edition's parts: sorted keys, no white space, UTF-8."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
