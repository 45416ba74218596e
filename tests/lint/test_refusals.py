"""Every refusal and every hint is declared, used and given the values of its text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter

import pytest

from tests.lint.sources import PACKAGES, in_package, read, tracked
from yishi_core.errors import Declared
from yishi_core.kernel.operation.collecting import hints_of, rules_of
from yishi_core.kernel.refusals import refusal_words

CLASSES: list[type[Declared]] = [*rules_of(PACKAGES.values()), *hints_of(PACKAGES.values())]
RULES = {repr(rule): rule for cls in CLASSES for rule in cls}
OPTIONS = {"at", "data", "fields"}
"""Keywords of `Refused` that are no values of a text."""


def uses() -> Iterator[tuple[str, str, ast.Call | None]]:
    """Where each member stands in the packages, and the call that it is the rule of, if any."""
    for path in tracked():
        if not in_package(path) or path.suffix != ".py":
            continue
        tree = ast.parse(read(path) or "")
        rule_of = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for argument in node.args[:2]:
                    rule_of[id(argument)] = node
                if isinstance(node.func, ast.Attribute):
                    rule_of[id(node.func.value)] = node
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in RULES:
                yield ast.unparse(node), f"{path}:{node.lineno}", rule_of.get(id(node))


USES = list(uses())


def test_every_class_of_rules_has_a_name_of_its_own() -> None:
    names = [cls.__name__ for cls in CLASSES]
    assert sorted(names) == sorted(set(names))


def test_no_word_is_declared_by_two_classes() -> None:
    assert len(refusal_words({None: rules_of(PACKAGES.values())})) > 200
    own = [
        (hint.word, cls) for cls in hints_of(PACKAGES.values()) for hint in cls if not hint.shared
    ]
    assert len({word for word, _ in own}) == len(set(own))


def test_every_member_is_used() -> None:
    assert sorted(set(RULES) - {name for name, _, _ in USES}) == []


def test_every_use_gives_the_values_that_the_text_takes() -> None:
    wrong = [
        f"{place}: {name} takes {sorted(RULES[name].placeholders)}, is given {sorted(given)}"
        for name, place, call in USES
        if call is not None and (given := _values(call)) is not None
        if given != RULES[name].placeholders
    ]
    assert wrong == []


def _values(call: ast.Call) -> set[str] | None:
    """The keywords that fill the text; None for a call that does not."""
    match call.func:
        case ast.Name(id="require" | "Refused") | ast.Attribute(attr="by" | "text" | "advise"):
            return {k.arg for k in call.keywords if k.arg} - OPTIONS
    return None


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_texts_are_whole_sentences_in_both_languages(cls: type[Declared]) -> None:
    for rule in cls:
        zh, en = rule.template.zh, rule.template.en
        assert zh.endswith(("。", "?", "}")), rule
        assert en.endswith((".", "?", "}")), rule
        for template in (zh, en):
            fields = [field for _, field, _, _ in Formatter().parse(template) if field]
            assert all(f.partition(".")[2] in ("", "label", "value") for f in fields), rule
