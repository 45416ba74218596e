"""Whether hook functions take what they are given: the inputs, results and records of what they
name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from yishi_core.errors import Text
from yishi_core.kernel.plugins.hooks import Hook
from yishi_core.kernel.variants.problem import Problem


def wrong_signature(function: Callable[..., Any], hook: Hook) -> Iterator[Problem]:
    """Parameters whose annotation does not cover what the function is called with.

    A parameter without an annotation takes anything.
    """
    where = f"{function.__module__}.{function.__qualname__}"
    try:
        hints = get_type_hints(function)
    except NameError as error:
        text = Text(
            f"类型注解无法解析:{error.name}",
            f"{error.name} in its annotations cannot be resolved: import it outside TYPE_CHECKING",
        )
        yield Problem(where, "", text)
        return
    for operation in hook.operations:
        yield from _covered(where, "data", hints, operation.input, operation.name)
        if hook.kind == "advise":
            yield from _covered(where, "result", hints, operation.output, operation.name)
    if hook.entity is not None and (hint := hints.get("change")) is not None:
        about = get_args(hint)
        if about and not _takes(about[0], hook.entity):
            yield _problem(where, "change", hook.entity.__name__, hook.entity.__name__)


def _covered(
    where: str, name: str, hints: dict[str, Any], given: Any, operation: str
) -> Iterator[Problem]:
    if name in hints and not _takes(hints[name], given):
        yield _problem(where, name, getattr(given, "__name__", str(given)), operation)


def _takes(hint: Any, given: Any) -> bool:
    """Whether a parameter of this type accepts a value of the other one."""
    if hint is Any or hint == given or hint is object:
        return True
    if get_origin(hint) in (Union, UnionType):
        return any(_takes(one, given) for one in get_args(hint))
    return isinstance(hint, type) and isinstance(given, type) and issubclass(given, hint)


def _problem(where: str, name: str, given: str, target: str) -> Problem:
    return Problem(
        where,
        name,
        Text(
            f"{target} 给出的是 {given},与参数 {name} 的类型不符",
            f"{target} gives a {given}, which is not what {name} is declared as",
        ),
    )
