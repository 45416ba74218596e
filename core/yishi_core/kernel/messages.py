"""Validation errors of Pydantic as bilingual texts: which field is wrong, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from yishi_core.errors import FieldError, InvalidInput, Text

UNSTORABLE = ("文字中含有无效字符。", "The text holds characters that cannot be stored.")
TEXTS: Mapping[str, tuple[str, str]] = {
    "missing": ("必填项未填写。", "This field is required."),
    "extra_forbidden": ("没有这个字段。", "There is no such field."),
    "string_too_short": ("至少填写{min_length}个字符。", "At least {min_length} characters."),
    "string_too_long": ("最多填写{max_length}个字符。", "At most {max_length} characters."),
    "string_type": ("应为文字。", "Must be text."),
    "string_pattern_mismatch": ("格式不符。", "Does not have the expected form."),
    "int_type": ("应为整数。", "Must be a whole number."),
    "int_parsing": ("应为整数。", "Must be a whole number."),
    "int_from_float": ("应为整数。", "Must be a whole number."),
    "greater_than_equal": ("不得小于{ge}。", "Must not be below {ge}."),
    "greater_than": ("应大于{gt}。", "Must be above {gt}."),
    "less_than_equal": ("不得大于{le}。", "Must not be above {le}."),
    "less_than": ("应小于{lt}。", "Must be below {lt}."),
    "enum": ("取值应为:{expected}。", "Must be one of {expected}."),
    "literal_error": ("取值应为:{expected}。", "Must be one of {expected}."),
    "bool_type": ("应为是或否。", "Must be true or false."),
    "bool_parsing": ("应为是或否。", "Must be true or false."),
    "date_type": ("应为日期,如2026-03-15。", "Must be a date such as 2026-03-15."),
    "date_parsing": ("应为日期,如2026-03-15。", "Must be a date such as 2026-03-15."),
    "date_from_datetime_parsing": ("应为日期,如2026-03-15。", "Must be a date such as 2026-03-15."),
    "time_parsing": ("应为时间,如09:30。", "Must be a time such as 09:30."),
    "datetime_parsing": (
        "应为时刻,如2026-03-15T09:30:00+08:00。",
        "Must be a moment such as 2026-03-15T09:30:00+08:00.",
    ),
    "datetime_from_date_parsing": (
        "应为时刻,如2026-03-15T09:30:00+08:00。",
        "Must be a moment such as 2026-03-15T09:30:00+08:00.",
    ),
    "decimal_parsing": ("应为数字。", "Must be a number."),
    "decimal_type": ("应为数字。", "Must be a number."),
    "finite_number": ("应为数字。", "Must be a number."),
    "decimal_max_digits": ("数字最多{max_digits}位。", "At most {max_digits} digits."),
    "decimal_max_places": (
        "小数最多{decimal_places}位。",
        "At most {decimal_places} decimal places.",
    ),
    "decimal_whole_digits": (
        "整数部分最多{whole_digits}位。",
        "At most {whole_digits} digits before the decimal point.",
    ),
    "string_unicode": UNSTORABLE,
    "list_type": ("应为列表。", "Must be a list."),
    "too_short": ("至少填写{min_length}项。", "At least {min_length} items."),
    "too_long": ("最多填写{max_length}项。", "At most {max_length} items."),
    "ref_malformed": ("编号格式不正确,应为{entity}的标识。", "Not an id of {entity}."),
    "ref_type": (
        "这是{found}的标识,此处应为{entity}。",
        "This is an id of {found}; {entity} is expected.",
    ),
}


class BadValue(ValueError):
    """Raised by a validator of an input to reject one field, with a bilingual reason."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\0{en}")


def as_invalid_input(error: ValidationError) -> InvalidInput:
    """Convert a Pydantic error to one `InvalidInput` that lists every field by its dotted path."""
    fields = [FieldError(_path(e["loc"]), _text(e)) for e in error.errors(include_url=False)]
    return InvalidInput(
        Text("输入有误,请按提示修改后重新提交。", "The input is not valid: see `fields`."), fields
    )


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc)


def _text(error: Any) -> Text:
    context = dict(error.get("ctx") or {})
    cause = context.get("error")
    if isinstance(cause, BadValue):
        zh, _, en = str(cause).partition("\0")
        return Text(zh, en)
    zh, en = TEXTS.get(error["type"], ("取值不正确。", str(error["msg"])))
    words = str(context.get("expected", "")).replace("'", "")  # pydantic writes: 'a', 'b' or 'c'
    in_chinese = context | {"expected": words.replace(", ", "、").replace(" or ", "、")}
    return Text(zh.format_map(_Gaps(in_chinese)), en.format_map(_Gaps(context)))


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
