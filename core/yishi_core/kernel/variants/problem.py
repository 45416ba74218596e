"""What is wrong with a plugin, told before anything is served: file, key and reason in both
languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from yishi_core.errors import Text
from yishi_core.kernel.messages import TEXTS, BadValue


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `key` is dotted (`settings.days.max`, `procedures.0.steps.2.stage`); empty: the
    whole file is meant.
    """

    file: str
    key: str
    text: Text

    def __str__(self) -> str:
        return f"{self.file}: {self.key + ': ' if self.key else ''}{self.text}"


class BrokenPlugin(Exception):
    """A plugin cannot be used; nothing starts until it is mended or removed. All its problems at
    once.
    """

    def __init__(self, plugin: str, problems: Iterable[Problem]) -> None:
        self.plugin = plugin
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def wrong(zh: str, en: str, key: str = "") -> PydanticCustomError:
    """The error a validator raises: both languages travel in its context, with the key below the
    validated place.
    """
    # The text is a value, not the template itself: braces in it are not placeholders.
    return PydanticCustomError("yishi", "{en}", {"zh": zh, "en": en, "key": key})


def text_of(error: ErrorDetails) -> Text:
    """What pydantic says about one place, in both languages."""
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
    """Every mistake that pydantic found, with its dotted key."""
    found = error.errors(include_url=False)
    # A list whose items are all wrong is reported as too short on top; the items say it better.
    inner = {e["loc"][:n] for e in found for n in range(len(e["loc"]))}
    return [
        Problem(
            file, _key(prefix, *map(str, e["loc"]), e.get("ctx", {}).get("key", "")), text_of(e)
        )
        for e in found
        if not (e["type"] == "too_short" and e["loc"] in inner)
    ]


def _key(*parts: str) -> str:
    # pydantic marks a mistake in the key itself, not in its value, by "[key]".
    return ".".join(part for part in parts if part and part != "[key]")
