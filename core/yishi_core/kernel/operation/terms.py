"""Values of vocabularies in an input must be in the list of the subject's place."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from yishi_core.errors import FieldError, InvalidInput, Text
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.entering import inner_models
from yishi_core.kernel.operation.inputs import Term


def require_terms(context: OperationContext, data: Any, path: str = "") -> None:
    """Values of vocabularies must be in the subject's list."""
    if not isinstance(data, BaseModel):
        return
    for name, term in _marked(type(data)):
        value = getattr(data, name)
        where = f"{path}.{name}" if path else name
        if term and value is not None:
            known = context.settings.vocabularies.get(term.vocabulary, {})
            for word in value if isinstance(value, list) else [value]:
                if word not in known:
                    text = Text(
                        f"没有“{word}”这个选项,可选:{'、'.join(known)}。",
                        f"“{word}” is not in the list: {', '.join(known)}.",
                    )
                    raise InvalidInput(text, [FieldError(where, text)])
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(item, BaseModel):
                require_terms(
                    context, item, f"{where}.{index}" if isinstance(value, list) else where
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
def _marked(model: type[BaseModel]) -> tuple[tuple[str, Term | None], ...]:
    """The fields of an input, each with the vocabulary that its values must come from."""
    return tuple((name, _term(field)) for name, field in model.model_fields.items())


def _term(field: FieldInfo) -> Term | None:
    inner = (m for arg in get_args(field.annotation) for m in getattr(arg, "__metadata__", ()))
    return next((m for m in (*field.metadata, *inner) if isinstance(m, Term)), None)
