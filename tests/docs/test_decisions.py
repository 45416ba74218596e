"""Each decision says what enforces it, and names a test that exists: 0003 once claimed a guard's
session that nothing checked.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.docs.worked import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
ENFORCED = re.compile(r"^\*\*(?:Enforced by|What enforces it\.)\*\* .*?(?=\n\n|\Z)", re.M | re.S)
NAMED = re.compile(r"`(?P<path>tests/[\w/]+\.py)(?:::(?P<test>\w+))?`")


def functions_of(path: Path) -> set[str]:
    """The names of the test functions of a module."""
    functions = (
        node
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return {function.name for function in functions if function.name.startswith("test_")}


def missing(text: str) -> list[str]:
    """What is wrong with the line of a decision that tells what enforces it."""
    lines = ENFORCED.findall(text)
    if len(lines) != 1:
        return [f"{len(lines)} paragraphs say what enforces it"]
    wrong = [
        match[0]
        for match in NAMED.finditer(lines[0])
        if not (ROOT / match["path"]).is_file()
        or (match["test"] and match["test"] not in functions_of(ROOT / match["path"]))
    ]
    modules = [
        match["path"]
        for match in NAMED.finditer(lines[0])
        if Path(match["path"]).name.startswith("test_")
    ]
    return wrong or ([] if modules else ["it names no test"])


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_what_enforces_a_decision_exists(page: Path) -> None:
    assert missing(page.read_text(encoding="utf-8")) == []


def test_no_two_decisions_bear_one_number() -> None:
    numbers = [page.name[:4] for page in DECISIONS]
    assert sorted({number for number in numbers if numbers.count(number) > 1}) == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("**Enforced by** `plugins/own_work.py` and the tests of K42.", "it names no test"),
        ("**Enforced by** `tests/docs/test_nowhere.py`.", "`tests/docs/test_nowhere.py`"),
        (
            "**Enforced by** `tests/docs/test_decisions.py::test_nothing`.",
            "`tests/docs/test_decisions.py::test_nothing`",
        ),
        ("**What enforces it.** The tests.", "it names no test"),
        ("Good will.", "0 paragraphs say what enforces it"),
    ],
)
def test_a_planted_claim_is_found(line: str, wrong: str) -> None:
    assert missing(f"# 0000. Title\n\n**Decision.** *That.*\n\n{line}\n") == [wrong]
