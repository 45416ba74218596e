"""Mistakes in a plugin, reported before anything is served: file, key and bilingual reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError
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


def problems_of(error: ValidationError, file: str, prefix: str = "") -> list[Problem]:
    """Convert every error that Pydantic found to a problem with its dotted key."""
    found = error.errors(include_url=False)
    # Pydantic also reports a list whose items are all wrong as too short; the errors of the items
    # say it better.
    inner = {e["loc"][:n] for e in found for n in range(len(e["loc"]))}
    return [
        Problem(
            file, _key(prefix, *map(str, e["loc"]), e.get("ctx", {}).get("key", "")), text_of(e)
        )
        for e in found
        if not (e["type"] == "too_short" and e["loc"] in inner)
    ]


def _key(*parts: str) -> str:
    # Pydantic marks a mistake in a key itself, rather than in its value, by "[key]".
    return ".".join(part for part in parts if part and part != "[key]")
