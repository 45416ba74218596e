"""What the checks of declarations are given."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from yishi_core.kernel.operation import checking
from yishi_core.kernel.operation.checking import Declarations, StartCheck
from yishi_core.kernel.operation.collecting import declared_in


def module(name: str, **values: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(values)
    return made


AGREE = StartCheck(lambda _: ())


def test_a_value_is_told_by_the_module_that_holds_it_first() -> None:
    declared = Declarations([module("lamps.models", LIT=AGREE), module("lamps.todos", ALSO=AGREE)])
    assert declared.place_of(AGREE) == "lamps.models.LIT"
    assert declared.place_of(StartCheck(lambda _: ())) == "StartCheck"
    assert declared.of(StartCheck) == [AGREE]


def test_the_modules_are_looked_through_once_for_all_checks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[type] = []

    def noted(modules: Any, kind: type) -> list[Any]:
        looked.append(kind)
        return declared_in(modules, kind)

    monkeypatch.setattr(checking, "declared_in", noted)
    declared = Declarations([module("lamps.models", AGREE=AGREE, NAME="lamp")])
    assert (declared.of(StartCheck), declared.of(str)) == ([AGREE], ["lamps.models", "lamp"])
    assert len(looked) == 1
