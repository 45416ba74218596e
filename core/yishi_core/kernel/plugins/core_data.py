"""What core itself brings as data: `core.toml`, and the enumerations that its tables use.

A variant hides and renames the values of an enumeration that bears the name of a vocabulary, like
those of any other vocabulary, but adds none: GraphQL and the tables know these values only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation.collecting import entities_of
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
    return enumerations_of(entities_of(core_packages()))


def enumerations_of(models: Iterable[EntityModel]) -> dict[str, type[Labelled]]:
    """The enumerations with the name of a vocabulary that the columns of these entities use."""
    types = (column.type for model in models for column in model.table.c)
    members = (getattr(getattr(t, "item_type", t), "enum_class", None) for t in types)
    return {
        found.__vocabulary__: found
        for found in members
        if isinstance(found, type) and issubclass(found, Labelled) and found.__vocabulary__
    }
