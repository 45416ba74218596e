"""Words in an input must be offered at the subject's place: of vocabularies, and of enumerations of
which a variant may hide values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from yishi_core.errors import FieldError, InvalidInput, Text
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.entering import inner_models
from yishi_core.kernel.operation.inputs import Term


@dataclass(frozen=True, slots=True)
class _Mark:
    """The vocabulary from which a field takes its words."""

    vocabulary: str
    closed: bool
    """Whether it is an enumeration: a question may then ask for any value, as records hold them."""


def require_terms(
    context: OperationContext, data: Any, path: str = "", *, changes: bool = True
) -> None:
    """Require that the words of an input are offered; `changes` is false for a question."""
    if not isinstance(data, BaseModel):
        return
    for name, mark in _marked(type(data)):
        value = getattr(data, name)
        where = f"{path}.{name}" if path else name
        if mark and value is not None and (changes or not mark.closed):
            for word in value if isinstance(value, list) else [value]:
                _require_offered(context, mark, word, where)
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(item, BaseModel):
                inner = f"{where}.{index}" if isinstance(value, list) else where
                require_terms(context, item, inner, changes=changes)


def _require_offered(context: OperationContext, mark: _Mark, word: str, where: str) -> None:
    known = context.settings.vocabularies.get(mark.vocabulary)
    # Settings that a case keeps may be older than the name of an enumeration.
    if word in (known or ()) or (known is None and mark.closed):
        return
    text = _hidden(context, mark.vocabulary, word) or Text(
        f"没有“{word}”这个选项,可选:{'、'.join(known or ())}。",
        f"“{word}” is not in the list: {', '.join(known or ())}.",
    )
    raise InvalidInput(text, [FieldError(where, text)])


def _hidden(context: OperationContext, vocabulary: str, word: str) -> Text | None:
    """Why a word that exists is not offered: the plugins that offer some values only."""
    on = context.platform.plugins.switched_on(context.settings)
    labels = {
        value: of for variant in on for value, of in variant.words.get(vocabulary, {}).items()
    }
    hiding = [variant for variant in on if vocabulary in variant.only]
    if word not in labels or not hiding:
        return None
    offered = context.settings.vocabularies.get(vocabulary, {})
    by = Text.listed(variant.label for variant in hiding)
    return Text(
        f"“{labels[word]}”在此处不提供:{by.zh}只提供{'、'.join(offered.values())}。",
        f"“{word}” is not offered here: {by.en} offers only {', '.join(offered)}.",
    )


def vocabularies_of(model: type[BaseModel]) -> frozenset[str]:
    """The vocabularies from which fields of an input take words, at any depth."""
    own = {term.vocabulary for _, term in _marked(model) if term}
    inner = (
        vocabularies_of(below)
        for field in model.model_fields.values()
        for below in inner_models(field.annotation)
    )
    return frozenset(own).union(*inner)


@cache
def _marked(model: type[BaseModel]) -> tuple[tuple[str, _Mark | None], ...]:
    """The fields of an input, each with the vocabulary that its values must come from."""
    return tuple((name, _mark(field)) for name, field in model.model_fields.items())


def _mark(field: FieldInfo) -> _Mark | None:
    inner = (m for arg in get_args(field.annotation) for m in getattr(arg, "__metadata__", ()))
    term = next((m for m in (*field.metadata, *inner) if isinstance(m, Term)), None)
    if term is not None:
        return _Mark(term.vocabulary, closed=False)
    name = next((v for v in _enumerated(field.annotation)), None)
    return _Mark(name, closed=True) if name else None


def _enumerated(annotation: Any) -> list[str]:
    """The vocabularies of the enumerations in an annotation: `Form | None`, `list[Form]`."""
    if isinstance(annotation, type) and issubclass(annotation, Labelled):
        return [annotation.__vocabulary__] if annotation.__vocabulary__ else []
    return [found for arg in get_args(annotation) for found in _enumerated(arg)]
