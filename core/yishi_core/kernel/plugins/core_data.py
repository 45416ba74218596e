"""What core itself brings as data: `core.toml`, and the enumerations that its nouns declare.

A variant hides and renames the values of an enumeration that bears the name of a vocabulary, like
those of any other vocabulary, but adds none: GraphQL and the tables know these values only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.operation.collecting import enumerations_of
from yishi_core.kernel.variants.toml import core_variant
from yishi_core.kernel.variants.variant import Variant, WordDef
from yishi_core.nouns import core_packages


@cache
def core_data() -> Variant:
    """Core's variant with the words of its enumerations, made once per process."""
    core = core_variant()
    enumerated = {
        name: {member.value: WordDef(label=member.label) for member in members}
        for name, members in enumerations().items()
    }
    return core.model_copy(update={"vocabularies": {**core.vocabularies, **enumerated}})


@cache
def enumerations() -> Mapping[str, type[Labelled]]:
    """Vocabulary → the enumeration of core whose values it lists."""
    return {
        found.__vocabulary__: found
        for found in enumerations_of(core_packages())
        if found.__vocabulary__
    }
