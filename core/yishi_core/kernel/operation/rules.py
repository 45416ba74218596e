"""Checks from which the rules of every noun are built.

Each raises a bilingual error with a stable rule name or the path of the input field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from yishi_core.errors import FieldError, InvalidInput, Refused, Text
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.operation.context import OperationContext


def require(condition: object, rule: str, zh: str, en: str) -> None:
    """Raise `Refused(rule)` unless the condition holds."""
    if not condition:
        raise Refused(rule, Text(zh, en))


def require_field(condition: object, path: str, zh: str, en: str) -> None:
    """Raise `InvalidInput` for the field unless the condition holds."""
    if not condition:
        raise InvalidInput.of(path, zh, en)


def require_state(row: Any, allowed: Collection[Labelled], path: str = "") -> None:
    """Raise `Refused("state")` unless `row.state` is one of the allowed states.

    The message names the current state and the allowed ones.
    """
    state: Labelled = row.state
    if state in allowed:
        return
    zh = f"当前状态为“{state.label}”,只有{'、'.join(f'“{s.label}”' for s in allowed)}时可以办理。"
    en = (
        f"The state is “{state.value}”; this is possible in: {', '.join(s.value for s in allowed)}."
    )
    text = Text(zh, en)
    raise Refused("state", text, [FieldError(path, text)] if path else [], state=state.value)


def not_future(day: date | datetime | None, path: str, context: OperationContext) -> None:
    """Raise `InvalidInput` when a day or moment lies in the future, by the date in China.

    Any past day is accepted, since old records are often entered late.
    """
    if day is None:
        return
    late = day > context.now if isinstance(day, datetime) else day > context.today
    if late:
        raise InvalidInput.of(path, "日期不能晚于今天。", "The date must not lie in the future.")


def not_before(day: date | None, earliest: date | None, path: str, zh: str, en: str) -> None:
    """Raise `InvalidInput` when `day` lies before `earliest`.

    `zh` and `en` name the earlier day, e.g. 开设日期, “opened on”.
    """
    if day is not None and earliest is not None and day < earliest:
        raise InvalidInput.of(
            path,
            f"日期不能早于{zh}({earliest.isoformat()})。",
            f"Must not lie before {en} ({earliest.isoformat()}).",
        )


def not_after(day: date | None, done: Iterable[date | None], path: str, zh: str, en: str) -> None:
    """Raise `InvalidInput` when `day` lies after any of the days in `done`.

    `zh` and `en` name what happened on those days.
    """
    first = min((one for one in done if one is not None), default=None)
    if day is not None and first is not None and day > first:
        raise InvalidInput.of(
            path,
            f"日期不能晚于{zh}({first.isoformat()})。",
            f"Must not lie after {en} ({first.isoformat()}).",
        )
