"""Checks that every noun's rules are made of. Each raises an error with a stable word or the
input's field, in both languages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from yishi_core.errors import InvalidInput, Refused, Rule, Text
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.refusals import KernelRule


def require(condition: object, rule: Rule, **values: Any) -> None:
    """Raise `Refused(rule)` unless the condition holds; `values` fill the rule's placeholders, or
    are other keywords of `Refused`.
    """
    if not condition:
        raise Refused(rule, **values)


def require_field(condition: object, path: str, zh: str, en: str) -> None:
    """Raise `InvalidInput` for the field unless the condition holds."""
    if not condition:
        raise InvalidInput.of(path, zh, en)


def require_state(row: Any, allowed: Collection[Labelled], path: str = "") -> None:
    """Raise `KernelRule.STATE` unless `row.state` is one of those from which the step may be taken;
    both are named.
    """
    state: Labelled = row.state
    if state in allowed:
        return
    raise Refused(
        KernelRule.STATE,
        at=path,
        data={"state": state.value},
        state=state,
        allowed=Text(
            "、".join(f"“{one.label}”" for one in allowed), ", ".join(one.value for one in allowed)
        ),
    )


def not_future(day: date | datetime | None, path: str, context: OperationContext) -> None:
    """What has happened lies in the past or is today (in China); old records entered late are
    normal.
    """
    if day is None:
        return
    late = day > context.now if isinstance(day, datetime) else day > context.today
    if late:
        raise InvalidInput.of(path, "日期不能晚于今天。", "The date must not lie in the future.")


def not_before(day: date | None, earliest: date | None, path: str, zh: str, en: str) -> None:
    """Raise `InvalidInput` when `day` lies before `earliest`; `zh` and `en` name the earlier one,
    e.g. 开设日期, “opened on”.
    """
    if day is not None and earliest is not None and day < earliest:
        raise InvalidInput.of(
            path,
            f"日期不能早于{zh}({earliest.isoformat()})。",
            f"Must not lie before {en} ({earliest.isoformat()}).",
        )


def not_after(day: date | None, done: Iterable[date | None], path: str, zh: str, en: str) -> None:
    """Raise `InvalidInput` when `day` lies after one of the days on which something followed it;
    `zh` and `en` name these.
    """
    first = min((one for one in done if one is not None), default=None)
    if day is not None and first is not None and day > first:
        raise InvalidInput.of(
            path,
            f"日期不能晚于{zh}({first.isoformat()})。",
            f"Must not lie after {en} ({first.isoformat()}).",
        )
