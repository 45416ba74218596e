"""The public faces: what plugins may import is whole, pinned and loadable."""

from __future__ import annotations

import importlib
from collections import Counter
from types import ModuleType

import pytest

import yishi_core
from tests.fixtures.golden import Golden
from yishi_core.kernel.operation.collecting import declared_in, entities_of
from yishi_core.nouns import core_packages, face_packages, faces
from yishi_core.testing.face import stub_of, stub_path

MOST = 56
"""Names in the face of the core: what an author reads before the first line."""


def test_the_names_are_those_that_were_promised(golden: Golden) -> None:
    """A name that vanishes breaks somebody's plugin: it goes only with a new major version."""
    sections = ["\n".join([f"# {face}", *sorted(names)]) for face, names in faces().items()]
    golden.compare("public_face.txt", "\n\n".join(sections))


@pytest.mark.parametrize("package", face_packages())
def test_a_noun_offers_what_it_declares(package: str) -> None:
    path = stub_path(package)
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert written == stub_of(package), (
        "run `make face`, then `make schema`, and commit what they write"
    )
    assert bool(written) == (package in faces())


def test_the_face_of_the_core_holds_what_every_author_needs_and_no_noun() -> None:
    names = faces()[yishi_core.__name__]
    assert {"Entity", "Input", "OperationContext", "Refused", "operation"} <= names
    assert len(names) <= MOST
    entities = {model.entity for model in entities_of(core_packages())}
    assert [name for name in names if getattr(yishi_core, name) in entities] == []


@pytest.mark.parametrize("face", faces())
def test_every_name_can_be_imported(face: str) -> None:
    package = importlib.import_module(face)
    values = {name: getattr(package, name) for name in faces()[face]}
    modules = [name for name, value in values.items() if isinstance(value, ModuleType)]
    assert modules == (["op"] if face == yishi_core.__name__ else [])


def test_what_a_face_has_loaded_is_declared_where_it_stands() -> None:
    """Otherwise the order of declarations would depend on what was asked for first."""
    package = importlib.import_module("yishi_core.domain.topics")
    assert isinstance(package.Topic, type)
    assert declared_in([package], type) == []


def test_a_name_has_one_face() -> None:
    """But for one word that means two things: a term of office, and a term of a vocabulary."""
    counted = Counter(name for names in faces().values() for name in names)
    assert {name for name, times in counted.items() if times > 1} == {"Term"}
