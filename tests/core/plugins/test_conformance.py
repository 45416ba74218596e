"""The conformance suite: a new plugin passes it, and each rule finds what it is for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.core.plugins.samples import forget
from yishi_core.errors import InvalidInput
from yishi_core.testing.conformance import check_plugin
from yishi_core.testing.scaffold import scaffold

MODELS = '''
"""Entities."""
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from yishi_core import Entity, column


class WalkBook(Entity):
    """A book of walks."""

    __label__ = "走访簿"

    title: Mapped[str] = column("名称", "Title.")
'''
SERVICE = """
from yishi_core import Input, OperationContext, OrgUnit, Ref, Structure, Text, question


class WalkInput(Input):
    org: Ref[OrgUnit]


class WalkAnswer(Structure):
    text: str


@question(Text("问", "Ask"), permission="topic:screen", subject="org")
async def stations(context: OperationContext, data: WalkInput) -> WalkAnswer:
    return WalkAnswer(text="")
"""
MIGRATION = """
from yishi_core import op


def upgrade():
    op.create_entity("walk_book")
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A scaffolded plugin that can be imported; the folder of its package."""
    scaffold("walks", tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "walks")
    yield tmp_path / "walks" / "yishi_walks"
    forget("yishi_walks")


def found(place: Path) -> list[str]:
    """Rules and places of the findings. A mapped class cannot be taken back: a plugin with models
    is read by a fresh interpreter.
    """
    if not (place / "models.py").is_file():
        return [f"{f.rule} {f.where}" for f in check_plugin("yishi_walks")]
    code = (
        "from yishi_core.testing.conformance import check_plugin; [print(f.rule, f.where) for f in "
        "check_plugin('yishi_walks')]"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place.parent, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_scaffolded_plugin_conforms_and_its_own_tests_pass(place: Path) -> None:
    assert check_plugin("yishi_walks") == []
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(place.parent),
    ]
    done = subprocess.run(command, cwd=place.parent, capture_output=True, text=True, timeout=120)
    assert "2 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["Walks", "走访", "a", "walk-s", "../x"])
def test_a_name_that_is_no_code_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput):
        scaffold(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    scaffold("walks", tmp_path)
    with pytest.raises(InvalidInput):
        scaffold("walks", tmp_path)


def append(file: str, text: str) -> Callable[[Path], None]:
    def change(place: Path) -> None:
        path = place / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            (path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8"
        )

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            append("variant.toml", "\n[settings.more]\n"),
            "manifest yishi_walks/variant.toml: settings.more.type",
        ),
        (
            append("variant.toml", '\n[[figures]]\nmetric = "stars"\nlabel = "星"\n'),
            "metrics yishi_walks/variant.toml: figures",
        ),
        (
            append(
                "variant.toml",
                '\n[[policy]]\nrole = "member"\nobject = "account"\nactions = ["manage"]\n',
            ),
            "manifest yishi_walks/variant.toml: policy.0",
        ),
        (lambda place: (place / "README.md").unlink(), "readme yishi_walks"),
        (
            append("__init__.py", "\nfrom yishi_core.errors import Text as T\n"),
            "imports yishi_walks/__init__.py:28",
        ),
        (
            append("__init__.py", "\nimport yishi_core.clock\n"),
            "imports yishi_walks/__init__.py:28",
        ),
        (append("extra.py", "from yishi_core import Database\n"), "manifest yishi_walks.extra"),
        (
            append("extra.py", "from yishi_core.domain.topics import service\n"),
            "imports yishi_walks/extra.py:1",
        ),
        (append("extra.py", "import strawberry\n"), "imports yishi_walks/extra.py:1"),
        (
            append("__init__.py", "\n@guard(skip_step)\ndef gard(contexts): ...\n"),
            "manifest yishi_walks",
        ),
        (
            lambda place: _narrow(
                place / "__init__.py",
                "    steps_before_meeting: int",
                "    steps_before_meeting: int = Field(le=5)",
            ),
            "settings yishi_walks/variant.toml: settings.steps_before_meeting",
        ),
        (
            append("rules.py", '\n    LATE = "late", "late", "late"\n'),
            "labels StepRule.LATE",
        ),
        (
            append("rules.py", '\n    STATE = "state", "不可以。", "Not now."\n'),
            "names walks: state",
        ),
        (
            append("demo/lost.py", "from yishi_core import Rule\n\n\nclass LostRule(Rule): ...\n"),
            "refusals yishi_walks/demo/lost.py:4",
        ),
        (append("models.py", MODELS), "migrations walk_book"),
        (append("models.py", MODELS.replace("走访簿", "book")), "labels WalkBook"),
        (
            append("models.py", MODELS + "    number: Mapped[int] = mapped_column()\n"),
            "labels WalkBook.number",
        ),
        (
            append(
                "models.py",
                MODELS.replace(
                    "    title:",
                    '    __constraints__ = (sa.UniqueConstraint("title"),)\n    title:',
                ),
            ),
            "keys walk_book.uq_walk_book_title",
        ),
        (
            append(
                "models.py",
                "from yishi_core.domain.stations import Station as S\n"
                + MODELS.replace("WalkBook", "Station"),
            ),
            "manifest yishi_walks.models",
        ),
        (append("service.py", SERVICE), "names walks: stations"),
        (append("service.py", SERVICE), "labels WalkInput.org"),
        (
            append("service.py", SERVICE.replace("[OrgUnit]", '[OrgUnit]\n    said: str = ""')),
            "unread WalkInput.said",
        ),
        (
            append(
                "service.py",
                'from enum import StrEnum\n\n\nclass Right(StrEnum):\n    WALK = "walk:record"\n',
            ),
            "labels walk:record",
        ),
    ],
)
def test_each_rule_finds_its_breach(
    place: Path, change: Callable[[Path], None], expected: str
) -> None:
    change(place)
    assert expected in found(place)


def test_entities_with_a_migration_conform(place: Path) -> None:
    append("models.py", MODELS)(place)
    append("migrations/0001_walk_book.py", MIGRATION)(place)
    assert found(place) == []


def _narrow(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(
        text.replace(old, new).replace("import BaseModel", "import BaseModel, Field"),
        encoding="utf-8",
    )
