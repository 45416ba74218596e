"""Lint rules that keep the tests green on any day (docs/testing.md; tests/fixtures/day.py gives the
day as of which a test runs).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.lint.rules import Rule, strings
from tests.lint.sources import in_package

ASKING = frozenset({"clock.now", "clock.today"})
DATE = re.compile(r"\b(?:19|20)\d\d-[01]\d(?:-[0-3]\d)?\b")


class TestModule:
    """What the tests of a module write and ask, themselves or by way of what the module defines."""

    def __init__(self, tree: ast.Module) -> None:
        self.defined = {name: node for node in tree.body for name in _names(node)}
        self.tests = {
            name: node
            for name, node in self.defined.items()
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and name.startswith("test_")
        }
        self._marked_as_a_whole = any(_is_day(mark) for mark in _module_marks(tree))
        self._used = {
            name: _uses(node) & self.defined.keys() for name, node in self.defined.items()
        }

    def marked(self, test: str) -> bool:
        """Whether a test carries the marker `day`, by itself or as all of its module do."""
        return self._marked_as_a_whole or any(
            _is_day(mark) for mark in self.tests[test].decorator_list
        )

    def asks(self, test: str) -> bool:
        """Whether a test asks the clock for the day or the moment."""
        return any(_asks(self.defined[name]) for name in self._reached(test))

    def starts_processes(self, test: str) -> bool:
        """Whether a test starts a process, which lives by the system's clock."""
        return any("subprocess" in _words(self.defined[name]) for name in self._reached(test))

    def dates(self, test: str) -> list[tuple[int, str]]:
        """Line and text of every date that a test depends on and that no `clock.moved` stands
        around.
        """
        return [
            found
            for name in self._reached(test)
            for found in _dates(self.defined[name], self._movers())
        ]

    def _reached(self, test: str) -> set[str]:
        reached, fresh = set[str](), {test}
        while fresh:
            reached |= fresh
            fresh = {used for name in fresh for used in self._used[name]} - reached
        return reached

    def _movers(self) -> frozenset[str]:
        """What moves the clock: `clock.moved`, and functions of the module that return it."""
        own = {
            name
            for name, node in self.defined.items()
            if any(
                isinstance(r, ast.Return) and r.value and "clock.moved" in ast.unparse(r.value)
                for r in ast.walk(node)
            )
        }
        return frozenset({"clock.moved", *own})


def _names(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _module_marks(tree: ast.Module) -> Iterator[ast.expr]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and _names(node) == ["pytestmark"]:
            yield from (
                node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            )


def _is_day(mark: ast.expr) -> bool:
    return ast.unparse(mark) == "pytest.mark.day"


def _uses(node: ast.stmt) -> set[str]:
    """Names that a definition mentions; a parameter of a test may name a fixture of the module."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return found | {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}


def _words(node: ast.stmt) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _asks(node: ast.AST) -> bool:
    return any(
        isinstance(n, ast.Attribute) and n.attr in {"now", "today"} and ast.unparse(n) in ASKING
        for n in ast.walk(node)
    )


def _dates(node: ast.AST, movers: frozenset[str]) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.With | ast.AsyncWith) and any(
        _moves(item.context_expr, movers) for item in node.items
    ):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # prose
    match node:
        case ast.Constant(value=str(text)) if DATE.search(text):
            yield node.lineno, text
        case ast.Call(
            func=ast.Name(id="date" | "datetime") | ast.Attribute(attr="date" | "datetime"),
            args=[ast.Constant(value=int()), *_],
        ):
            yield node.lineno, ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from _dates(child, movers)


def _moves(expression: ast.expr, movers: frozenset[str]) -> bool:
    return isinstance(expression, ast.Call) and ast.unparse(expression.func) in movers


def _is_test(path: PurePosixPath) -> bool:
    """All but the rules themselves and the test of the fixed day, which starts processes as of the
    days that it names.
    """
    return (
        path.parts[0] == "tests"
        and path.parts[1:2] != ("lint",)
        and path != PurePosixPath("tests/fixtures/test_day.py")
    )


class WrittenDatesStandUnderTheFixedDay(Rule):
    """A date written in a test grows older: a deadline passes, forty years become forty-one, and
    one morning the suite is red. The suite's fixed day keeps a written date as old as it was, but a
    test marked `day` and a process that a test starts live by the system's clock. There, a date is
    reckoned from `clock.today()`, or `clock.moved` stands around it.
    """

    name = "written-dates-stand-under-the-fixed-day"

    def covers(self, path: PurePosixPath) -> bool:
        return _is_test(path)

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        module = TestModule(tree)
        return sorted(
            f"{path}:{line}: {test} lives by the system's clock and depends on {text[:40]!r}"
            for test in module.tests
            if module.marked(test) or module.starts_processes(test)
            for line, text in module.dates(test)
        )


class TestsThatReckonAreMarked(Rule):
    """A test that reckons its dates from the clock and writes none holds on any day. Marked `day`
    it proves that: it runs as of today and of a second day in `make test`, and as of all of them in
    `make test-days`. Without the marker it would only ever see the suite's fixed day, and a fault
    of the product on 29 February would wait for an office to find it.
    """

    name = "tests-that-reckon-are-marked"

    def covers(self, path: PurePosixPath) -> bool:
        return _is_test(path)

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        module = TestModule(tree)
        return [
            f"{path}:{node.lineno}: {test} asks the clock and writes no date: mark it `day`"
            for test, node in module.tests.items()
            if not module.marked(test) and module.asks(test) and not module.dates(test)
        ]


class MarkedTestsStartNoProcess(Rule):
    """`make test` runs what is marked `day` once more with the clock of the test process moved
    (`--as-of`), and a process that such a test starts would live by another day than the test. Tests
    that start processes carry no marker; `make test-days` moves the system's clock for them.
    """

    name = "marked-tests-start-no-process"

    def covers(self, path: PurePosixPath) -> bool:
        return _is_test(path)

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        module = TestModule(tree)
        return [
            f"{path}:{node.lineno}: {test} is marked `day` and starts a process"
            for test, node in module.tests.items()
            if module.marked(test) and module.starts_processes(test)
        ]


class NoDayAtImport(Rule):
    """A module of tests is imported once, before its tests run and perhaps before midnight; a day
    taken then is another one than that of the test, and never the system's for a test marked `day`.
    The day is asked for in a function that the test calls.
    """

    name = "no-day-at-import"

    def covers(self, path: PurePosixPath) -> bool:
        return _is_test(path)

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        return [
            f"{path}:{line}: the clock is asked while the module is imported"
            for line in sorted(_at_import(tree))
        ]


def _at_import(node: ast.AST) -> Iterator[int]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                for part in [*child.decorator_list, child.args]:
                    yield from _at_import(ast.Expression(part))  # type: ignore[arg-type]  # only walked, never compiled
            case ast.Lambda():
                pass
            case ast.Attribute() if ast.unparse(child) in ASKING:
                yield child.lineno
            case _:
                yield from _at_import(child)


class TheDatabaseTellsNoTime(Rule):
    """A database has a clock of its own, which neither the tests nor the demonstration move, and a
    zone of its own, in which the day changes at another hour than in China. The moment is a
    parameter: `yishi_core.clock` tells it (domain.md 2.1). A stamp that only tells one writing from
    the next may be the database's: the `server_default` of a column, or `clock_timestamp()`.
    """

    name = "the-database-tells-no-time"
    sql = re.compile(
        r"\bnow\s*\(\s*\)|\bcurrent_(?:date|time|timestamp)\b|\blocaltime(?:stamp)?\b",
        re.IGNORECASE,
    )
    functions = frozenset(
        {"now", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
    )

    def covers(self, path: PurePosixPath) -> bool:
        return (
            (in_package(path) and "versions" not in path.parts)
            or path.parts[0] == "bench"
            or _is_test(path)
        )

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        asked = [
            (node.lineno, str(node.value))
            for node in strings(tree)
            if self.sql.search(str(node.value))
        ]
        stamps = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword) and node.arg == "server_default"
            for inner in ast.walk(node)
        }
        asked += [
            (node.lineno, ast.unparse(node))
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in self.functions
            and id(node) not in stamps
            if ast.unparse(node.value).split(".")[-1] == "func"
        ]
        return [
            f"{path}:{line}: the database is asked for the time: {what.strip()[:60]!r}"
            for line, what in asked
        ]


DAY_RULES: tuple[Rule, ...] = (
    WrittenDatesStandUnderTheFixedDay(),
    TestsThatReckonAreMarked(),
    MarkedTestsStartNoProcess(),
    NoDayAtImport(),
    TheDatabaseTellsNoTime(),
)
