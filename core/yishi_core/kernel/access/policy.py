"""What each role may do: lines of (role, object, action, scope), evaluated by casbin and cached.

Casbin decides whether a role may do something; row-level security decides on which rows. Grants
never enter casbin (design.md 6).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import NamedTuple

import casbin
from casbin.model import Model

from yishi_core.kernel.access.permissions import Scope

_PARSING = Lock()
"""casbin parses its matcher at every question, and CPython 3.11 does not let two threads build syntax
trees at the same time (SystemError: AST constructor recursion depth mismatch).
"""
MODEL = """
[request_definition]
r = sub, obj, act, scope
[policy_definition]
p = sub, obj, act, scope
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && (p.obj == "*" || r.obj == p.obj) && (p.act == "*" || r.act == p.act) && r.scope == p.scope
"""


class PolicyLine(NamedTuple):
    """One right: `role` may do `action` on `object` within `scope`; `*` means every one."""

    role: str
    object: str
    action: str
    scope: str
    plugin: str = ""
    """Code of the plugin that brings the right, which holds only where that plugin is on.

    Empty for a right of core, which holds everywhere.
    """


class Policy:
    """An immutable set of policy lines; a change of plugins builds a new one."""

    def __init__(self, lines: Iterable[PolicyLine]) -> None:
        self.lines = tuple(dict.fromkeys(lines))
        for line in self.lines:
            Scope(line.scope)
        self.roles = frozenset(line.role for line in self.lines)
        self._books: dict[tuple[str, str], list[PolicyLine]] = {}
        for line in self.lines:
            self._books.setdefault((line.role, line.plugin), []).append(line)
        self._enforcer = cache(self._enforcer_of)
        self._verdict = cache(self._ask)

    def scopes(self, role: str, permission: str, plugin: str = "") -> frozenset[Scope]:
        """The scopes in which a role holds a permission by the lines of core, or of one plugin.

        Empty when the role does not hold it or is unknown.
        """
        return (
            self._verdict(role, plugin, permission)
            if (role, plugin) in self._books
            else frozenset()
        )

    def scopes_with(self, role: str, permission: str, plugins: Iterable[str]) -> frozenset[Scope]:
        """The scopes in which a role holds a permission at a place where rights of these plugins
        count.
        """
        return self.scopes(role, permission).union(
            *(self.scopes(role, permission, plugin) for plugin in plugins)
        )

    def adds(self, plugin: str, role: str) -> bool:
        """Whether a plugin gives any right to a role."""
        return bool(plugin) and (role, plugin) in self._books

    def _ask(self, role: str, plugin: str, permission: str) -> frozenset[Scope]:
        object_, _, action = permission.partition(":")
        held = {line.scope for line in self._books[role, plugin]}
        with _PARSING:
            enforcer = self._enforcer(role, plugin)
            return frozenset(
                s
                for s in Scope
                if s in held and enforcer.enforce("role:" + role, object_, action, s.value)
            )

    def _enforcer_of(self, role: str, plugin: str) -> casbin.Enforcer:
        """A casbin enforcer with the lines of one role and plugin only.

        Casbin walks every line for every question, and no other line can answer it.
        """
        model = Model()
        model.load_model_from_text(MODEL)
        enforcer = casbin.Enforcer(model)
        # Role names are prefixed, so that a subject can never be mistaken for one (checks.md).
        enforcer.add_policies(
            [
                ["role:" + line.role, line.object, line.action, line.scope]
                for line in self._books[role, plugin]
            ]
        )
        return enforcer


def read_policy(package: str, name: str = "policy.csv") -> list[PolicyLine]:
    """The lines of a policy file inside a package.

    A row is `role, objects, actions, scope`, where objects and actions are separated by spaces. A
    row `@name, objects` declares a bundle of objects, or adds to it; later rows may name the bundle
    among their objects. Lines starting with `#` are comments.
    """
    text = files(package).joinpath(name).read_text("utf-8")
    rows = csv.reader(
        (line for line in text.splitlines() if line.strip() and not line.startswith("#")),
        skipinitialspace=True,
    )
    bundles: dict[str, list[str]] = {}
    found: list[PolicyLine] = []
    for role, objects, *rest in rows:
        words = [
            word
            for given in objects.split()
            for word in (bundles[given] if given.startswith("@") else [given])
        ]
        if role.startswith("@"):
            bundles.setdefault(role, []).extend(words)
            continue
        actions, scope = rest
        found.extend(
            PolicyLine(role, word, action, scope.strip())
            for word in words
            for action in actions.split()
        )
    return found
