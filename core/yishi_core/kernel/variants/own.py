"""A variant of one's own: what an office has copied from an installed variant and changed, as data
(decision 0094).

It is laid over its base, which stays on: the base's Python, settings, roles and rights hold as
ever, and the parts of its data that an office may change are taken from the edition in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from pydantic import model_validator

from yishi_core.kernel.variants.procedure import ProcedureDef
from yishi_core.kernel.variants.variant import CORE, Variant

PREFIX = "own_"
"""With what the code of a variant of one's own begins, and every code that it adds.

No installed plugin may use it, so that none that comes later takes the same word for something
else.
"""
NAMED = ("label", "summary")
"""The keys by which an office says what its variant is."""
OVERLAID = (
    "formula",
    "platforms",
    "station_kinds",
    "labels",
    "vocabularies",
    "only",
    "procedures",
    "offers",
    "schedules",
    "checklists",
    "quotas",
    "assessment",
    "figures",
    "report",
    "guide",
)
"""The keys of `variant.toml` that stand in place of the base's."""
PRESETS = "presets"
"""Values of core's settings; they count as set by the office itself, not as defaults."""
PARTS = (*NAMED, *OVERLAID, PRESETS)
"""The keys that a variant of one's own may hold; all others are those of its base."""


def is_own(code: str) -> bool:
    """Whether a code is that of a variant of one's own, or one that such a variant added."""
    return code.startswith(PREFIX)


class OwnParts(Variant):
    """The parts of an edition, read again.

    What they name of the base's settings was looked at when it was released; a newer base may have
    lost it, and what runs must go on.
    """

    @model_validator(mode="after")
    def _last_places_fit(self) -> Self:
        return self

    @model_validator(mode="after")
    def _day_settings_fit(self) -> Self:
        return self


@dataclass(frozen=True)
class Overlay:
    """An edition of a variant of one's own where it is on."""

    variant: Variant
    """Its parts under its own code; `version` is the number of the edition."""
    base: str
    path: str
    """The place at which it is on."""
    maker: str
    """The place of the office that answers for it."""
    digest: str
    """That of the edition's document."""

    def over(self, base: Variant) -> tuple[Variant, Variant]:
        """The base without what is taken from here, and what is taken from here.

        Steps that the base governs by a setting are the base's: what this office has in their place
        holds as a value of that setting (`sets`), within what is open to it.
        """
        steps = {p.code: p for p in base.procedures if p.code in _governing(base)}
        own = self.variant.model_copy(
            update={
                "procedures": tuple(
                    p.model_copy(update={"steps": steps[p.code].steps}) if p.code in steps else p
                    for p in self.variant.procedures
                ),
                PRESETS: {},
            }
        )
        return base.model_copy(update=_nothing()), own

    def sets(self, base: Variant) -> dict[str, dict[str, Any]]:
        """Plugin → key → value of the settings that hold at `path` as set by the office itself."""
        governing = _governing(base)
        steps = {
            governing[own.code]: own.as_data()["steps"]
            for own in self.variant.procedures
            if own.code in governing and not _same_steps(own, base.procedure(own.code))
        }
        return {CORE: dict(self.variant.presets), base.code: steps}


def nearest(overlays: Iterable[Overlay]) -> dict[str, Overlay]:
    """Base → the overlay that holds: of two over one base, the one that is on further down."""
    return {one.base: one for one in sorted(overlays, key=lambda one: len(one.path))}


def in_force(variants: Iterable[Variant], overlays: Sequence[Overlay]) -> Iterator[Variant]:
    """Variants that are on, each overlay right after its base."""
    over = nearest(overlays)
    for variant in variants:
        if (found := over.get(variant.code)) is None:
            yield variant
        else:
            yield from found.over(variant)


@cache
def _nothing() -> Mapping[str, Any]:
    """The overlaid keys without anything in them."""
    return {
        key: Variant.model_fields[key].get_default(call_default_factory=True) for key in OVERLAID
    }


def _governing(base: Variant) -> dict[str, str]:
    """Procedure → the setting by which the base lets its steps be changed."""
    return {s.procedure: key for key, s in base.settings.items() if s.procedure}


def _same_steps(own: ProcedureDef, base: ProcedureDef | None) -> bool:
    return base is not None and own.steps == base.steps


__all__ = [
    "NAMED",
    "OVERLAID",
    "PARTS",
    "PREFIX",
    "PRESETS",
    "Overlay",
    "OwnParts",
    "in_force",
    "is_own",
    "nearest",
]
