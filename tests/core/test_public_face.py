"""The public face: what plugins may import is pinned, whole and loadable."""

from __future__ import annotations

import pytest

import yishi_core
from tests.fixtures.golden import Golden

NAMES: list[str] = sorted(vars(yishi_core)["__all__"])
KERNEL = {
    "Advice",
    "BadValue",
    "Beside",
    "Conflict",
    "Effective",
    "Entity",
    "EventView",
    "FieldError",
    "Forbidden",
    "Handed",
    "Inherited",
    "Input",
    "InvalidInput",
    "Labelled",
    "NotFound",
    "OperationContext",
    "Permission",
    "Personal",
    "ProcedureDef",
    "Ref",
    "Refused",
    "Scope",
    "Shared",
    "Stage",
    "StepDef",
    "Structure",
    "Term",
    "Text",
    "YishiError",
    "column",
    "entered",
    "hookimpl",
    "like",
    "op",
    "operation",
    "question",
    "ref",
}


def test_the_names_are_those_that_were_promised(golden: Golden) -> None:
    """A name that vanishes breaks somebody's plugin: it goes only with a new major version."""
    golden.compare("public_face.txt", "\n".join(NAMES))


def test_the_pieces_that_every_plugin_is_made_of_are_among_them() -> None:
    assert set(NAMES) >= KERNEL


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_imported(name: str) -> None:
    assert getattr(yishi_core, name) is not None
