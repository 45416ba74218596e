"""The question `vocabularies`: every list of an org with its codes and labels (domain.md 2.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import Field

from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.ledgers.vocabularies import Vocabularies, with_tables
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.plugins.core_data import enumerations
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import Variant


class VocabulariesInput(Input):
    """An org, and which of its lists."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Whose lists.")
    names: list[str] | None = Field(
        None, title="词表", description="Names of the lists; all unless named.", max_length=100
    )


class VocabularyWord(Structure):
    """A value of a list."""

    code: str = Field(title="代码", description="What records hold and inputs take.")
    label: str = Field(title="名称", description="What the office reads.")
    offered: bool = Field(title="可选", description="Whether new records may take it.")
    plugin: str | None = Field(
        None,
        title="来源",
        description="The plugin that brings it, or core; null: the county's own.",
    )
    stands_for: str | None = Field(
        None,
        title="对应的值",
        description="The value that records hold in place of a local word for it; send this one.",
    )


class Vocabulary(Structure):
    """A list as it holds at an org, in the order of a form."""

    name: str = Field(title="词表", description="topic_source, form …")
    enumeration: bool = Field(
        title="枚举", description="Whether inputs take its values as a GraphQL enumeration."
    )
    words: list[VocabularyWord] = Field(title="值")


@question(Text("词表", "Vocabularies"), permission="org_unit:read", subject="org")
async def vocabularies(context: OperationContext, data: VocabulariesInput) -> list[Vocabulary]:
    """Every list as it holds at the org: its values with their labels, and whether new records may
    take them.

    A value that is no longer offered is listed too, since older records hold it. Raises
    `InvalidInput` for the name of a list that does not exist.
    """
    variants = context.platform.plugins.switched_on(context.settings)
    here = Lists(
        variants,
        await _with_tables(context, offered=False),
        await _with_tables(context, offered=True),
    )
    for index, name in enumerate(data.names or ()):
        if name not in here.names:
            raise InvalidInput.of(
                f"names.{index}",
                f"没有词表“{name}”,可选:{'、'.join(here.names)}。",
                f"There is no list “{name}”; there are: {', '.join(here.names)}.",
            )
    return [
        Vocabulary(
            name=name,
            enumeration=name in enumerations(),
            words=[*here.words(name), *here.local_words(name)],
        )
        for name in data.names or here.names
    ]


async def _with_tables(context: OperationContext, *, offered: bool) -> Vocabularies:
    known = context.settings.vocabularies
    return await with_tables(
        context.platform, context.session, context.county, known, offered=offered
    )


@dataclass(frozen=True)
class Lists:
    """The lists of an org."""

    variants: Sequence[Variant]
    """Core and the plugins that are on, in their order."""
    known: Vocabularies
    offered: Vocabularies

    @property
    def names(self) -> list[str]:
        """Those of core, of the plugins, and of the county's own tables."""
        declared = (name for variant in self.variants for name in variant.vocabularies)
        return list(dict.fromkeys([*declared, *self.known]))

    def words(self, name: str) -> Iterator[VocabularyWord]:
        """The values in the order of a form, then those that a plugin hides."""
        offered, known = self.offered.get(name, {}), self.known.get(name, {})
        labels = {c: label for v in self.variants for c, label in v.words.get(name, {}).items()}
        for code, label in {**known, **{c: labels[c] for c in labels if c not in known}}.items():
            brought = (v.code for v in self.variants if code in v.words.get(name, {}))
            yield VocabularyWord(
                code=code, label=label, offered=code in offered, plugin=next(brought, None)
            )

    def local_words(self, name: str) -> Iterator[VocabularyWord]:
        """The words that plugins have for values of an enumeration of core."""
        for variant in self.variants:
            for code, word in variant.vocabularies.get(name, {}).items():
                if word.stands_for is not None:
                    yield VocabularyWord(
                        code=code,
                        label=word.label,
                        offered=word.stands_for in self.offered.get(name, {}),
                        plugin=variant.code,
                        stands_for=word.stands_for,
                    )
