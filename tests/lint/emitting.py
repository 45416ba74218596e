"""Which events a function may emit, read from the source: what it emits itself and what the
functions of our packages emit that it calls, however deep.

Calls are followed where the callee is a function of the module or imported by name; what is called
through an object is not seen, and raises `UndeclaredEvent` as it runs.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from tests.lint.sources import PACKAGES
from yishi_core.kernel.events.declaration import EventType

OURS = tuple(PACKAGES.values())


def emitted(function: Callable[..., Any]) -> frozenset[EventType]:
    """All events that the function or anything that it calls emits."""
    seen: set[FunctionType] = set()
    waiting = [inspect.unwrap(function)]
    found: set[EventType] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, FunctionType) and one not in seen:
            seen.add(one)
            own, called = _read(one)
            found |= own
            waiting += called
    return frozenset(found)


@cache
def _read(function: FunctionType) -> tuple[frozenset[EventType], tuple[FunctionType, ...]]:
    """The events that a function's own lines emit, and our functions that it names."""
    names = function.__globals__
    body = _body(function)
    own = {
        event
        for node in ast.walk(body)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "emit"
        for given in node.args[:1]
        for event in _events(given, names)
    }
    called = {
        value
        for node in ast.walk(body)
        if isinstance(node, ast.Name | ast.Attribute)
        and isinstance(value := _value(node, names), FunctionType)
        and _root(value) in {*OURS, _root(function)}
    }
    return frozenset(own), tuple(called)


def _root(function: FunctionType) -> str:
    return function.__module__.split(".")[0]


def _body(function: FunctionType) -> ast.AST:
    try:
        lines = inspect.getsource(function)
    except (OSError, TypeError):
        return ast.Module([], [])
    tree = ast.parse(inspect.cleandoc("if True:\n" + lines) if lines[:1].isspace() else lines)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.decorator_list = []
    return tree


def _events(node: ast.expr, names: Mapping[str, Any]) -> Iterator[EventType]:
    """The events that an expression can stand for: named, or the values of a table of them."""
    for part in ast.walk(node):
        value = _value(part, names)
        if isinstance(value, EventType):
            yield value
        elif isinstance(value, Mapping):
            yield from (event for event in value.values() if isinstance(event, EventType))


def _value(node: ast.AST, names: Mapping[str, Any]) -> Any:
    """What a name, or a name of a module, stands for."""
    match node:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Attribute(value=ast.Name(id=name), attr=attr):
            holder = names.get(name)
            return getattr(holder, attr, None) if isinstance(holder, ModuleType) else None
    return None
