"""Our own lint rules over the syntax tree: a rule's docstring is its reason.

Add a rule: a class here, a line in `RULES`, and a planted violation in `test_rules.py` (a test
demands it). Rules over plain text stand in `texts.py`.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TypeGuard

from tests.lint.sources import in_package
from yishi_core.testing.imports import wrong_imports


class Rule(ABC):
    """Finds one kind of mistake in a Python file."""

    name: str

    @property
    def reason(self) -> str:
        """Why the rule exists: the docstring of its class."""
        return inspect.getdoc(self) or ""

    def covers(self, path: PurePosixPath) -> bool:
        """Whether the rule looks at this file; by default at every module of the four packages."""
        return in_package(path)

    @abstractmethod
    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        """One line per violation, `path:line: what`."""


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every string of the code, parts of f-strings included, but no docstring: prose may tell what
    code may not do.
    """
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node


def is_put_together(node: ast.expr) -> bool:
    """Whether the expression builds a string from values: f-string with a value, `%`, `+` or
    `.format` on a string.
    """
    match node:
        case ast.JoinedStr():
            return any(isinstance(part, ast.FormattedValue) for part in node.values)
        case ast.BinOp(op=ast.Mod() | ast.Add()):
            return any(_is_text(side) for side in (node.left, node.right))
        case ast.Call(func=ast.Attribute(attr="format" | "format_map" | "join", value=inner)):
            return _is_text(inner)
    return False


def _is_text(node: ast.expr) -> bool:
    return (isinstance(node, ast.Constant) and isinstance(node.value, str)) or is_put_together(node)


class SettingsOnlyInDatabase(Rule):
    """Row level security reads the caller's place from transaction-local settings. Whoever can
    write them is everybody: one `set_config` in a service would widen a caller's rights without a
    trace (check K8, design.md 5). And `set_config` never reaches a Citus worker, so such a line
    isolates in the tests and not in production.
    """

    name = "settings-only-in-database"
    pattern = re.compile(
        r"\bset_config\b|(?i:\bset\s+local\b)|^\s*(?:SET|RESET|DISCARD)\s+[A-Za-z]"
    )

    def covers(self, path: PurePosixPath) -> bool:
        return in_package(path) and path.parts[:4] != ("core", "yishi_core", "kernel", "database")

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        found = [
            (node.lineno, node.value)
            for node in strings(tree)
            if self.pattern.search(str(node.value))
        ]
        found += [
            (node.lineno, node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == "set_config"
        ]
        return [
            f"{path}:{line}: a database setting is written: {str(what).strip()[:60]!r}"
            for line, what in found
        ]


class NoBuiltStatements(Rule):
    """A statement built from strings is an injection waiting for its value, and it defeats every
    cache of plans. Row level security does not help: SQL that an attacker writes can write the
    settings too (access.md). Values are bind parameters; identifiers are composed with
    `psycopg.sql` or by SQLAlchemy.
    """

    name = "no-built-statements"
    runs = frozenset(
        {
            "execute",
            "executemany",
            "exec_driver_sql",
            "scalar",
            "scalars",
            "stream",
            "stream_scalars",
            "copy",
        }
    )
    makes = frozenset({"text", "SQL", "DDL", "literal_column"})

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        return [
            f"{path}:{node.lineno}: a string put together from values is handed to {name}()"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            if (name := self._name(node.func)) and any(is_put_together(a) for a in _given(node))
        ]

    def _name(self, func: ast.expr) -> str | None:
        match func:
            case ast.Attribute(attr=name) if name in self.runs | self.makes:
                return name
            case ast.Name(id=name) if name in self.makes:
                return name
        return None


def _given(call: ast.Call) -> list[ast.expr]:
    """The statement of a call: its first positional argument, or the one named so."""
    return call.args[:1] + [
        k.value for k in call.keywords if k.arg in {"statement", "query", "text", "sqltext"}
    ]


class PluginsUsePublicCore(Rule):
    """A third party's plugin is in no way worse off than ours: whatever ours use is exported by
    `yishi_core` or by the package of its noun, pinned by a test and kept stable. An import of an
    inner module of the core would make a private name public by accident and break plugins at the
    next clean-up (design.md 2).
    """

    name = "plugins-use-public-core"

    def covers(self, path: PurePosixPath) -> bool:
        return in_package(path, "plugins")

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        return [f"{path}:{line}: {text.en}" for line, text in wrong_imports(tree, public_names())]


class CoreImportsModules(Rule):
    """The faces of the nouns are for authors of plugins. Core, tenants and the GraphQL face name
    the module in which a thing stands: a face imports whatever module it needs when it is asked,
    which would hide circles from the contracts on imports.
    """

    name = "core-imports-modules"

    def covers(self, path: PurePosixPath) -> bool:
        return in_package(path, "core", "tenants", "graphql")

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        return [
            f"{path}:{node.lineno}: name the module of {a.name}, not the face {node.module}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and _in_core(node.module) and not node.level
            for a in node.names
            if a.name in public_names().get(node.module, ())
        ]


def _in_core(module: str | None) -> TypeGuard[str]:
    return module is not None and module.split(".")[0] == "yishi_core"


@functools.cache
def public_names() -> dict[str, frozenset[str]]:
    """What the core exports, by the package that offers it."""
    from yishi_core.nouns import faces

    return faces()


class OneClock(Rule):
    """Deadlines, quotas and the demonstration county live on a clock that tests and the
    demonstration move. A module that asks the system for the time makes a case overdue today and a
    test fail on New Year's Eve (domain.md 2.1). Tests ask the clock, too: it shows them the day as
    of which they run (docs/testing.md).
    """

    name = "one-clock"
    clocks = frozenset(
        {PurePosixPath("core/yishi_core/clock.py"), PurePosixPath("tests/fixtures/test_day.py")}
    )
    asks = frozenset(
        {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
    )
    words = frozenset(ask.rpartition(".")[2] for ask in asks)

    def covers(self, path: PurePosixPath) -> bool:
        return (in_package(path) or path.parts[0] == "tests") and path not in self.clocks

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        return [
            f"{path}:{node.lineno}: {asked} asks the system for the time: use yishi_core.clock"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in self.words
            if (asked := ".".join(ast.unparse(node).split(".")[-2:])) in self.asks
        ]


class NoHandCopies(Rule):
    """A list of the fields that are copied from an input into a row is a second list of the
    entity's columns. A column and its input field were added and the list was forgotten: type
    checker and tests were green, `proposeTopic(background: …)` answered success and stored nothing.
    `entered` copies whatever is a column.
    """

    name = "no-hand-copies"

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        return [
            f"{path}:{node.lineno}: fields are copied by a list of names: use entered()"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "model_dump"
            and any(keyword.arg == "include" for keyword in node.keywords)
        ]


class RefusalsAreDeclared(Rule):
    """Clients switch on the word of a refusal, the schema lists all words, and offices read the
    texts: each is declared once as a member of a `Rule` of its noun (decision 0080). A word or a
    text written where it is used is in no list, and the next place spells it differently.
    """

    name = "refusals-are-declared"

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        return [
            f"{path}:{node.lineno}: {ast.unparse(node.func)}() is given "
            f"{ast.unparse(rule)[:60]} instead of a member of a Rule"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            for rule in self._given(node)
            if not isinstance(rule, ast.Attribute | ast.Name)
            or (isinstance(rule, ast.Name) and rule.id.isupper())
        ]

    def _given(self, call: ast.Call) -> list[ast.expr]:
        """What stands for the rule in a call that refuses."""
        by_name = [k.value for k in call.keywords if k.arg == "rule"]
        match call.func:
            case ast.Name(id="require") | ast.Attribute(attr="require"):
                return call.args[1:2] + by_name
            case ast.Name(id="Refused"):
                return call.args[:1] + by_name
            case ast.Attribute(value=ast.Name(id="Forbidden"), attr="by"):
                return call.args[:1] + by_name
            case ast.Name(id="Forbidden" | "Conflict" | "InvalidInput"):
                return by_name
        return []


RULES: tuple[Rule, ...] = (
    SettingsOnlyInDatabase(),
    NoBuiltStatements(),
    PluginsUsePublicCore(),
    CoreImportsModules(),
    OneClock(),
    NoHandCopies(),
    RefusalsAreDeclared(),
)
