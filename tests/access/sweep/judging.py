"""Trying an input without keeping anything, and what may be answered to a bad one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from tests.access.sweep.values import Bad
from yishi_core.errors import YishiError
from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation import Operation, OperationContext
from yishi_core.kernel.operation.attempt import Attempt
from yishi_core.kernel.operation.platform import Platform

TAKEN, BROKEN = "taken", "broken"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NEVER = {
    "null",
    "nul",
    "surrogate",
    "long",
    "object",
    "word",
    "25",
    "no day",
    "year 1",
    "year 9999",
    "int64",
    "huge",
    "nan",
    "infinite",
    "fraction",
    "unknown",
    "malformed",
    "wrong type",
    "no county",
    "empty id",
    "nul id",
    "no list",
    "many",
    "moment year 1",
    "moment year 9999",
    "moment no day",
    "moment word",
}
"""What no operation may take, whatever the state: each is told with its field."""
TAKES: Mapping[str, str] = {
    "logout.token long": "hashed and compared, never kept",
}
"""Field and kind that are taken all the same, with the reason."""


@dataclass(frozen=True)
class Answer:
    """`code` of the error, or `taken`, or `broken` for what is no answer to a caller."""

    code: str
    text: str = ""
    paths: tuple[str, ...] = ()


class _Taken(Exception):
    """The function was done; raised so that nothing of it is kept."""


async def attempt(
    platform: Platform, caller: Principal, operation: Operation, raw: Mapping[str, Any]
) -> Answer:
    """What an operation answers to an input. Everything is written and checked as if for good, then
    rolled back; no audit row is left.
    """

    async def tried(context: OperationContext, data: Any) -> Any:
        await operation.function(context, data)
        await context.session.flush()
        await context.session.execute(sa.text("set constraints all immediate"))
        raise _Taken

    try:
        await Attempt(
            platform, caller, replace(operation, function=tried, plugin=None), None, None
        ).run(raw)
    except _Taken:
        return Answer(TAKEN)
    except YishiError as error:
        return Answer(error.code.value, error.text.zh, tuple(f.path for f in error.fields))
    except Exception as error:
        return Answer(BROKEN, f"{type(error).__name__}: {str(error)[:300]}")
    raise AssertionError("nothing ends without an exception here")


def fault(operation: Operation, bad: Bad, answer: Answer) -> str | None:
    """What is wrong with an answer to a bad value; None when it is right."""
    said = (
        f"{operation.field}.{bad.path} {bad.kind}: {answer.code} {answer.text} {list(answer.paths)}"
    )
    if answer.code in (BROKEN, "INTERNAL", "PLUGIN_FAILED", "UNAVAILABLE"):
        return said
    if answer.code != TAKEN and not CHINESE.search(answer.text):
        return f"not in Chinese: {said}"
    if bad.kind not in NEVER or f"{operation.field}.{bad.path} {bad.kind}" in TAKES:
        return None
    named = any(
        bad.path == p or bad.path.startswith(f"{p}.") or p.startswith(f"{bad.path}.")
        for p in answer.paths
    )
    return None if answer.code == "INVALID_INPUT" and named else said
