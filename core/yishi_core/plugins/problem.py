"""What is wrong with a plugin, told before anything is served: file, key and reason in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from yishi_core.errors import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `key` is dotted (`settings.days.max`, `procedures.0.steps.2.stage`); empty: the whole file is meant."""

    file: str
    key: str
    text: Text

    def __str__(self) -> str:
        return f"{self.file}: {self.key + ': ' if self.key else ''}{self.text}"


class BrokenPlugin(Exception):
    """A plugin cannot be used; nothing starts until it is mended or removed. All its problems at once."""

    def __init__(self, plugin: str, problems: Iterable[Problem]) -> None:
        self.plugin = plugin
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def wrong(zh: str, en: str, key: str = "") -> PydanticCustomError:
    """The error a validator raises: both languages travel in its context, with the key below the validated place."""
    # The text is a value, not the template itself: braces in it are not placeholders.
    return PydanticCustomError("yishi", "{en}", {"zh": zh, "en": en, "key": key})


_CHINESE = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这个键",
    "string_type": "应为文本",
    "string_too_short": "不能为空",
    "string_too_long": "文本过长",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "date_type": "应为日期(如 2025-03-01)",
    "date_from_datetime_parsing": "应为日期(如 2025-03-01)",
    "time_type": "应为时间(如 09:00)",
    "time_parsing": "应为时间(如 09:00)",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "dict_type": "应为表",
    "mapping_type": "应为表",
    "model_type": "应为表",
    "model_attributes_type": "应为表",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
}
_CHINESE_WITH = {
    "enum": "只能是 {expected}",
    "literal_error": "只能是 {expected}",
    "string_pattern_mismatch": "不符合写法 {pattern}",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "应大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "应小于 {lt}",
    "too_short": "至少 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "value_error": "{error}",
}


def text_of(error: ErrorDetails) -> Text:
    """What pydantic says about one place, in both languages."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "yishi":
        return Text(str(context["zh"]), str(context["en"]))
    chinese = _CHINESE.get(kind) or _CHINESE_WITH.get(kind, "值不合要求").format(**context)
    return Text(chinese, error["msg"])


def problems_of(error: ValidationError, file: str, prefix: str = "") -> list[Problem]:
    """Every mistake that pydantic found, with its dotted key."""
    found = error.errors(include_url=False)
    # A list whose items are all wrong is reported as too short on top; the items say it better.
    inner = {e["loc"][:n] for e in found for n in range(len(e["loc"]))}
    return [
        Problem(file, _key(prefix, *map(str, e["loc"]), e.get("ctx", {}).get("key", "")), text_of(e))
        for e in found
        if not (e["type"] == "too_short" and e["loc"] in inner)
    ]


def _key(*parts: str) -> str:
    return ".".join(part for part in parts if part)
