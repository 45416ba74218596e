"""The pages of all refusals and of all hints are made of their declarations."""

from __future__ import annotations

import inspect

from tests.docs.worked import ROOT
from tests.fixtures.golden import Golden
from tests.lint.sources import PACKAGES
from yishi_core.errors import Declared
from yishi_core.kernel.operation.collecting import hints_of, rules_of

HEAD = """\
# Refusals

Every rule by which an operation is refused, as it is declared beside its noun (a class of `Rule`; decision 0080). The word stands in
`errors[].extensions.rule` where `extensions.code` is `REFUSED`, or `FORBIDDEN` if the rule is about who the caller is. It is stable, and the schema has it in the
enumeration `RefusalRule`, or `RefusalRuleMyPlugin` where it is a plugin's. Texts may change; a name in braces stands for a value. A word that several
nouns share is told by each of them in its own text.

This page is made of the code: `make schema` writes it anew."""

HINTS = """\
# Hints

What an operation says beside its answer, without refusing anything, as it is declared beside its noun (a class of `Hint`). The word stands in `advice { rule }` of
the payload, the sentence in `advice { message }`. The word is stable and clients may switch on it; texts may change; a name in braces stands for a
value. Hints of plugins are on the pages of the plugins.

This page is made of the code: `make schema` writes it anew."""


def section(cls: type[Declared]) -> str:
    lines = [f"| `{r.word}` | {r.template.zh} | {r.template.en} |" for r in cls]
    doc = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    return "\n".join(
        [f"## {cls.__name__}", "", doc, "", "| Word | 中文 | English |", "|---|---|---|", *lines]
    )


def test_the_page_names_every_refusal(golden: Golden) -> None:
    page = "\n\n".join([HEAD, *map(section, rules_of(PACKAGES.values()))])
    Golden(ROOT / "docs", update=golden.update).compare("reference/refusals.md", page)


def test_the_page_names_every_hint(golden: Golden) -> None:
    page = "\n\n".join([HINTS, *map(section, hints_of(PACKAGES.values()))])
    Golden(ROOT / "docs", update=golden.update).compare("reference/hints.md", page)
