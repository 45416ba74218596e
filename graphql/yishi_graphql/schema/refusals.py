"""The words by which operations are refused, as enumerations: what a client may switch on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from yishi_core.kernel.refusals import RefusalWord
from yishi_graphql.schema import names
from yishi_graphql.schema.build import Builder

NAME = "RefusalRule"
DOC = (
    "拒绝规则 — Words in `extensions.rule` of an error whose `extensions.code` is REFUSED or "
    "FORBIDDEN."
)


def refusal_types(
    builder: Builder, words: Iterable[RefusalWord]
) -> Iterator[tuple[str, str | None]]:
    """Declare `RefusalRule` and, for each plugin with words of its own, `RefusalRuleMyPlugin`; the
    names with their plugins. No field points at them: errors are outside of the types.
    """
    ordered = sorted(words, key=lambda word: (word.plugin or "", word.word))
    for plugin, group in groupby(ordered, key=lambda word: word.plugin):
        name = NAME if plugin is None else names.group(NAME, plugin)
        values = {
            names.checked_word(one.word, name): names.described(one.summary.zh, one.summary.en)
            for one in group
        }
        yield builder.enum(name, values, description=DOC, plugin=plugin).name, plugin
