"""Mistakes in a plugin, reported before anything is served: file, key and bilingual reason.

A name that refers to nothing is told with the one that was probably meant (`meant`, `unknown`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from yishi_core.errors import Text
from yishi_core.kernel.messages import TEXTS, BadValue


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a plugin.

    `key` is dotted (`settings.days.max`, `procedures.0.steps.2.stage`); empty means the whole file.
    """

    file: str
    key: str
    text: Text

    def __str__(self) -> str:
        return f"{self.file}: {self.key + ': ' if self.key else ''}{self.text}"


class BrokenPlugin(Exception):
    """Raised with all problems of a plugin that cannot be used; the server does not start."""

    def __init__(self, plugin: str, problems: Iterable[Problem]) -> None:
        self.plugin = plugin
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


NOTHING = Text("", "")
FEW = 12
"""So many known names are listed where none resembles the wrong one."""


def meant(word: str, known: Iterable[str]) -> Text:
    """What follows the refusal of a name: the known one that it resembles most, all of them where
    none does and they are few, else nothing.
    """
    names = sorted(set(known))
    if (likely := likely_of(word, names)) != NOTHING:
        return likely
    if 0 < len(names) <= FEW:
        return Text(f"可选:{'、'.join(names)}。", f" There are: {', '.join(names)}.")
    return NOTHING


def likely_of(word: str, known: Iterable[str]) -> Text:
    """The known name that a wrong one resembles most, as a question; nothing where none does."""
    found = difflib.get_close_matches(word, sorted(set(known)), n=1)
    return Text(f"您是否想写 {found[0]}?", f" Did you mean {found[0]}?") if found else NOTHING


def unknown(file: str, key: str, word: str, what: Text, known: Iterable[str]) -> Problem:
    """The problem of a name that refers to nothing; `what` says what it should name: a role."""
    hint = meant(word, known)
    return Problem(
        file,
        key,
        Text(f"没有名为 {word} 的{what.zh}。{hint.zh}", f"There is no {what.en} {word}.{hint.en}"),
    )


def wrong(zh: str, en: str, key: str = "") -> PydanticCustomError:
    """Create the error that a validator raises, with both languages in its context.

    `key` is relative to the validated place.
    """
    # The text is passed as a value, not as the template, so braces in it are not placeholders.
    return PydanticCustomError("yishi", "{en}", {"zh": zh, "en": en, "key": key})


def text_of(error: ErrorDetails) -> Text:
    """The bilingual text of one error that Pydantic reports."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "yishi":
        return Text(str(context["zh"]), str(context["en"]))
    if isinstance(cause := context.get("error"), BadValue):
        zh, _, en = str(cause).partition("\0")
        return Text(zh, en)
    if kind in TEXTS:
        zh, en = TEXTS[kind]
        return Text(zh.format_map(context), en.format_map(context))
    return Text("取值不正确。", error["msg"])


def problems_of(
    error: ValidationError, file: str, prefix: str = "", model: type[BaseModel] | None = None
) -> list[Problem]:
    """Convert every error that Pydantic found to a problem with its dotted key.

    With the `model` that was validated, an unknown key is told with the one that was probably
    meant.
    """
    found = error.errors(include_url=False)
    # Pydantic also reports a list whose items are all wrong as too short; the errors of the items
    # say it better.
    inner = {e["loc"][:n] for e in found for n in range(len(e["loc"]))}
    return [
        Problem(
            file,
            _key(prefix, *map(str, e["loc"]), e.get("ctx", {}).get("key", "")),
            _with_hint(e, model),
        )
        for e in found
        if not (e["type"] == "too_short" and e["loc"] in inner)
    ]


def _with_hint(error: ErrorDetails, model: type[BaseModel] | None) -> Text:
    text, hint = text_of(error), NOTHING
    if error["type"] in ("enum", "literal_error"):  # the text lists all words already
        words = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
        hint = likely_of(str(error["input"]), words)
    elif error["type"] == "extra_forbidden" and model is not None:
        place: Any = model
        for part in error["loc"][:-1]:
            place = _inside(place, part)
        hint = meant(str(error["loc"][-1]), place.model_fields if _is_model(place) else ())
    return Text(text.zh + hint.zh, text.en + hint.en)


def _inside(annotation: Any, part: int | str) -> Any:
    """The annotation of what stands at an index or key of a value with this annotation."""
    if _is_model(annotation):
        field = annotation.model_fields.get(part)
        return field.annotation if field else None
    inner = [arg for arg in get_args(annotation) if arg not in (Ellipsis, type(None))]
    if not inner:
        return None
    # The items of a tuple and the values of a mapping stand last; `X | None` is looked through.
    return inner[-1] if get_origin(annotation) in (tuple, list, dict) else _inside(inner[0], part)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _key(*parts: str) -> str:
    # Pydantic marks a mistake in a key itself, rather than in its value, by "[key]".
    return ".".join(part for part in parts if part and part != "[key]")
