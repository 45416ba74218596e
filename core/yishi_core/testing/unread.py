"""Which fields of its input an operation never reads, found in its source.

`entered` writes every column that was sent, so nothing is dropped there. A row that is made field
by field on purpose has no such guarantee: this check stands in for it.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from pydantic import BaseModel

from yishi_core.kernel.operation import Input, Operation
from yishi_core.kernel.operation.changing import (
    Correction,
    change,
    correct,
    require_kept,
    require_one_county,
    require_told,
)
from yishi_core.kernel.operation.entering import entered, inner_models, written_fields

LOOKS_ONLY = (isinstance, type, require_one_county, require_kept, require_told)
"""They are handed the whole input and keep nothing of it."""


def unread_fields(operation: Operation) -> list[str]:
    """The fields that are sent and never used, dotted, in the order of declaration.

    A field is used where the function, or a function that it hands the input to, reads it, hands it
    to `entered` or `correct`, where what is done before the transaction reads it, or where the
    platform itself does (subject, version, county). The inner fields of a list are used where
    anything of that name is read in one of those modules.
    """
    reading = _Reading(operation.input)
    for function in (operation.function, operation.beforehand):
        if function is not None:
            reading.follow(function, list(inspect.signature(function).parameters)[-1])
    for path in (operation.subject, operation.versioned or "", "county" * operation.public):
        reading.attribute(path.split(".")[0])
    return [
        *(name for name in operation.input.model_fields if name not in reading.read),
        *_unread_inside(operation.input, reading.modules),
    ]


def _unread_inside(model: type[BaseModel], modules: set[str]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        for inner in inner_models(field.annotation):
            names = _attributes(frozenset(sys.modules[m] for m in modules | {inner.__module__}))
            if "model_dump" not in names:
                yield from (f"{name}.{n}" for n in inner.model_fields if n not in names)
            yield from (f"{name}.{path}" for path in _unread_inside(inner, modules))


@cache
def _attributes(modules: frozenset[ModuleType]) -> frozenset[str]:
    """Every attribute that is read anywhere in the modules."""
    return frozenset(
        node.attr
        for module in modules
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Attribute)
    )


class _Reading:
    """What is read of one input by the functions that hold it."""

    def __init__(self, model: type[Input]) -> None:
        self.model = model
        self.read: set[object] = set()
        self.modules: set[str] = {model.__module__}
        self._seen: set[tuple[Callable[..., Any], str]] = set()

    def follow(self, function: Callable[..., Any], name: str) -> None:
        """Read a function to which the input is given as the parameter `name`."""
        function = inspect.unwrap(function)
        if (function, name) in self._seen:
            return
        self._seen.add((function, name))
        self.modules.add(function.__module__)
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        loose = {
            node: None
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Name() as holder, attr=attribute) if holder in loose:
                    del loose[holder]
                    self.attribute(attribute)
                case ast.Call():
                    for given, holder in _arguments(node):
                        if holder in loose:
                            del loose[holder]
                            self._call(node, given, function, tree)
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=sender), attr="sent"),
                    args=[ast.Constant(value=str(field)), *_],
                ) if sender == name:
                    self.read.add(field)
        if loose:
            self._everything()

    def attribute(self, name: str) -> None:
        """Read an attribute of the input: a field, or what a property or method reads in turn."""
        found = inspect.getattr_static(self.model, name, None)
        if name in self.model.model_fields:
            self.read.add(name)
        elif name == "model_dump":
            self._everything()
        elif isinstance(found, property) and found.fget:
            self.follow(found.fget, "self")
        elif isinstance(found, FunctionType) and found.__module__ != Correction.__module__:
            self.follow(found, "self")

    def _call(
        self, call: ast.Call, given: int | str, function: Callable[..., Any], tree: ast.Module
    ) -> None:
        """Note what a function reads of the input that is handed to it. The names of a
        `getattr(data, name)` in a loop are among the strings of the calling function.
        """
        callee = _resolved(call.func, function)
        if callee is entered:
            self.read |= written_fields(self.model)
        elif callee is correct and issubclass(self.model, Correction):
            self.read |= self.model.corrects
        elif callee is getattr:
            self.read |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
        elif callee in LOOKS_ONLY:
            return
        elif isinstance(callee, FunctionType) and callee is not change:
            parameters = list(inspect.signature(callee).parameters)
            self.follow(callee, given if isinstance(given, str) else parameters[given])
        else:
            self._everything()

    def _everything(self) -> None:
        self.read |= set(self.model.model_fields)


def _arguments(call: ast.Call) -> Iterator[tuple[int | str, ast.Name]]:
    """(position or keyword, name) of the arguments of a call that are mere names."""
    for position, argument in enumerate(call.args):
        if isinstance(argument, ast.Name):
            yield position, argument
    for keyword in call.keywords:
        if keyword.arg and isinstance(keyword.value, ast.Name):
            yield keyword.arg, keyword.value


def _resolved(called: ast.expr, function: Callable[..., Any]) -> object:
    """What the name of a call stands for in the module of the function, if it is a plain one."""
    match called:
        case ast.Name(id=name):
            return getattr(function, "__globals__", {}).get(name) or vars(builtins).get(name)
        case ast.Attribute(value=inner, attr=name):
            return getattr(_resolved(inner, function), name, None)
    return None
