"""Mistakes in the dimensions of a metric: words that nobody knows, and words that are missing
(domain.md 2.20).

`topics{source=nonsense}` would count 0 for ever, like a word that is only rare; `impact` without its
`metric` would add jobs to metres.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.ledgers.vocabularies import Vocabularies, declared_words, with_tables
from yishi_core.facilities.metrics import expression
from yishi_core.facilities.metrics.catalogue import Catalogue, catalogue_for
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.variants.problem import likely_of


@dataclass(frozen=True)
class StrangeWord:
    """A word of an expression that is not among the words of its dimension."""

    metric: str
    dimension: str
    word: str
    known: Mapping[str, str]
    """Word → label."""

    @property
    def text(self) -> Text:
        """The refusal, with all words that the dimension has and the one that was probably meant."""
        likely = likely_of(self.word, self.known)
        listed = "、".join(f"{w}({label})" if label else w for w, label in self.known.items())
        return Text(
            f"指标“{self.metric}”的 {self.dimension} 没有“{self.word}”这个值,可选:{listed}。{likely.zh}",
            f"“{self.word}” is no {self.dimension} of {self.metric}; there are: "
            f"{', '.join(self.known)}.{likely.en}",
        )


@dataclass(frozen=True)
class MissingWord:
    """A dimension without which a metric has no meaning, and which an expression leaves open."""

    metric: str
    dimension: str
    known: Mapping[str, str]
    """Word → label."""

    @property
    def text(self) -> Text:
        """The refusal, with all words that may be named."""
        listed = "、".join(f"{w}({label})" if label else w for w, label in self.known.items())
        return Text(
            f"指标“{self.metric}”须写明 {self.dimension},单位不同的数不能相加,可选:{listed}。",
            f"Name the {self.dimension} of {self.metric}, since figures of different units are not "
            f"added; there are: {', '.join(self.known)}.",
        )


def mistakes_in(
    catalogue: Catalogue, written: str, for_: CountedFor, known: Vocabularies
) -> Iterator[StrangeWord | MissingWord]:
    """The words of an expression that no counter of its metrics has for such subjects, and those
    without which none of them counts.

    A dimension that is free text, a number or a code of its own takes any word.
    """
    for part in expression.parts(written) or ():
        counters = catalogue.named(part.code, for_)
        missing = [
            c.needs - {expression.dimension_of(c, *pair) for pair in part.dims} for c in counters
        ]
        if counters and all(missing):
            needed = min(missing[0])
            words = _words(counters[0].dims[needed], known) or {}
            yield MissingWord(part.code, needed, words)
        for dimension, word in part.dims:
            means = [(c, expression.dimension_of(c, dimension, word)) for c in counters]
            meant = [(c, name) for c, name in means if name is not None]
            lists = [_words(c.dims[name], known) for c, name in meant]
            found = {w: label for words in lists if words for w, label in words.items()}
            if found and None not in lists and word not in found:
                yield StrangeWord(part.code, meant[0][1], word, found)


async def require_known_words(
    context: OperationContext, written: str, for_: CountedFor, path: str
) -> None:
    """Raise `InvalidInput` for a word that neither core nor an installed plugin nor the county nor a
    variant of its offices' own has, and where one must be named.

    A figure of a county counts what its townships hold, so the words of all plugins are known. While
    a plugin is missing, nobody can tell which words it had.
    """
    catalogue, declared = catalogue_for(context), context.platform.derived(declared_words)
    if context.platform.plugins.absent or not any(mistakes_in(catalogue, written, for_, declared)):
        return
    own = await context.platform.settings.own_words(context.session, context.county)
    told = {name: {**declared.get(name, {}), **own.get(name, {})} for name in {**declared, **own}}
    known = await with_tables(context.platform, context.session, context.county, told)
    for mistake in mistakes_in(catalogue, written, for_, known):
        raise InvalidInput.of(path, mistake.text.zh, mistake.text.en)


def _words(column: Any, known: Vocabularies) -> Mapping[str, str] | None:
    """Word → label of what a dimension may be; None where anything may stand."""
    if isinstance(column, str):
        return {column: ""}
    members = getattr(column.type, "enum_class", None)
    if members is not None:
        return {member.value: member.label for member in members}
    return known.get(expression.vocabulary_of(column) or "")
