"""The conformance suite: a new plugin passes it, and each rule finds what it is for."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.core.plugins.samples import forget
from yishi_core.errors import InvalidInput
from yishi_core.nouns import faces
from yishi_core.testing.conformance import check_plugin
from yishi_core.testing.imports import wrong_imports
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
from yishi_core import Input, OperationContext, Ref, Structure, Text, question
from yishi_core.domain.orgs import OrgUnit


class StationsInput(Input):
    org: Ref[OrgUnit]


class WalkAnswer(Structure):
    text: str


@question(Text("问", "Ask"), permission="topic:screen", subject="org")
async def stations(context: OperationContext, data: StationsInput) -> WalkAnswer:
    return WalkAnswer(text="")
"""


NARROW = """

from pydantic import field_validator


class Settings(PluginSettings):
    walks: int = setting("走访次数", default=1, min=1, max=10)

    @field_validator("walks")
    @classmethod
    def few(cls, walks: int) -> int:
        assert walks <= 5
        return walks
"""
"""Takes the place of the scaffold's own class, with a validator that the form does not know."""


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
            "manifest yishi_walks/variant.toml: settings.more",
        ),
        (
            append("variant.toml", '\n[[figures]]\nmetric = "stars"\nlabel = "星"\n'),
            "declarations yishi_walks/variant.toml: figures.0",
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
            "imports yishi_walks/__init__.py:33",
        ),
        (
            append("__init__.py", "\nimport yishi_core.clock\n"),
            "imports yishi_walks/__init__.py:33",
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
        (append("__init__.py", NARROW), "settings yishi_walks/__init__.py: Settings.walks"),
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
        (
            append("service.py", SERVICE.replace("StationsInput", "WalkInput")),
            "inputs WalkInput",
        ),
        (append("service.py", SERVICE), "labels StationsInput.org"),
        (
            append("service.py", SERVICE.replace("[OrgUnit]", '[OrgUnit]\n    said: str = ""')),
            "unread StationsInput.said",
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


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "from yishi_core.domain.topics.models import Topic",
            "yishi_core.domain.topics.models.Topic is not public; "
            "write: from yishi_core.domain.topics import Topic",
        ),
        (
            "from yishi_core.kernel.operation import operation",
            "yishi_core.kernel.operation.operation is not public; "
            "write: from yishi_core import operation",
        ),
        (
            "from yishi_core import OrgUnit",
            "yishi_core.OrgUnit is not public; write: from yishi_core.domain.orgs import OrgUnit",
        ),
        (
            "from yishi_core.domain.meetings.models import Term",
            "yishi_core.domain.meetings.models.Term is not public; "
            "write: from yishi_core.domain.meetings import Term",
        ),
        (
            "from yishi_core import OperationContex",
            "yishi_core exports no OperationContex; "
            "do you mean: from yishi_core import OperationContext",
        ),
        (
            "from yishi_core.domain.topics.service import choose_among",
            "yishi_core.domain.topics.service.choose_among is not public: what may be imported "
            "stands in the __init__.pyi of yishi_core.domain.topics",
        ),
        (
            "import yishi_core.domain.topics",
            "name what is imported: from yishi_core.domain.topics import …",
        ),
        (
            "from yishi_core.domain import topics",
            "name what is imported: from yishi_core.domain.topics import …",
        ),
        (
            "from yishi_core.domain.topics import *",
            "name what is imported: from yishi_core.domain.topics import …",
        ),
        (
            "from yishi_tenants.accounts.models import Account",
            "imports yishi_tenants.accounts.models: a plugin imports what yishi_core exports, "
            "and nothing beside it",
        ),
    ],
)
def test_an_import_that_is_not_public_is_told_with_what_to_write_instead(
    line: str, said: str
) -> None:
    (found,) = wrong_imports(ast.parse(line), faces())
    assert found[1].en == said


def test_what_the_faces_offer_may_be_imported() -> None:
    lines = (f"from {face} import {name}" for face, names in faces().items() for name in names)
    assert list(wrong_imports(ast.parse("\n".join(lines)), faces())) == []


def test_migrations_make_every_column_of_the_models(place: Path) -> None:
    """The first migration is written once; what the models change later is the next one."""
    append("models.py", MODELS)(place)
    folder = place / "migrations"
    assert wrote(place) == folder / "0001_initial.py"
    first = (folder / "0001_initial.py").read_text(encoding="utf-8")
    assert found(place) == []
    append("models.py", '    colour: Mapped[str | None] = column("颜色", "Colour.")\n')(place)
    assert found(place) == ["migrations walk_book.colour"]
    assert wrote(place) == folder / "0002_walk_book.py"
    assert (folder / "0001_initial.py").read_text(encoding="utf-8") == first
    assert (
        (folder / "0002_walk_book.py")
        .read_text(encoding="utf-8")
        .endswith(
            'op.add_column("walk_book", sa.Column("colour", sa.Text(), nullable=True))\n'
            '    op.protect("walk_book")\n'
        )
    )
    assert found(place) == []
    assert wrote(place) is None


def test_a_migration_that_cannot_be_run_is_a_finding(place: Path) -> None:
    append("models.py", MODELS)(place)
    append("migrations/0001_initial.py", "def upgrade(): ...\nimport no_such_library\n")(place)
    assert found(place) == ["migrations migrations/walks"]


def wrote(place: Path) -> Path | None:
    """The file that `yishi plugin migration` writes; None when there is nothing to write."""
    command = "from yishi_graphql.cli import main; main()"
    arguments = ["plugin", "migration", "yishi_walks", "--dir", "."]
    done = subprocess.run(
        [sys.executable, "-c", command, *arguments],
        cwd=place.parent,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()[0]
    return None if told == "迁移与实体一致,没有写文件。" else Path(told)
