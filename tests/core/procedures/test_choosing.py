"""Which procedure a new case takes."""

from __future__ import annotations

import pytest

from tests.core.cases import procedure, step
from yishi_core.domain.procedures.rules import choose, offered
from yishi_core.errors import InvalidInput
from yishi_core.kernel.variants.procedure import ProcedureDef, offered_procedures
from yishi_core.kernel.variants.settings import Effective

CORE = {
    "community_default": procedure(step("propose"), code="community_default"),
    "library": procedure(step("a"), code="library", on_request=True),
}


def settings(*procedures: ProcedureDef) -> Effective:
    return Effective("d", procedures={**CORE, **{p.code: p for p in procedures}})


def one(code: str, **applies_to: tuple[str, ...]) -> ProcedureDef:
    return procedure(step("a"), code=code, applies_to=applies_to)


def test_core_s_own_when_no_plugin_offers_one() -> None:
    assert choose(settings(), CORE, None).code == "community_default"


def test_the_only_one_offered_need_not_be_named() -> None:
    assert choose(settings(one("six")), CORE, None).code == "six"


def test_one_of_several_must_be_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        choose(settings(one("six"), one("ten")), CORE, None)
    assert caught.value.fields[0].path == "procedure"
    assert choose(settings(one("six"), one("ten")), CORE, "ten").code == "ten"


def test_core_s_own_may_always_be_named() -> None:
    assert choose(settings(one("six")), CORE, "community_default").code == "community_default"


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(InvalidInput):
        choose(settings(one("six")), CORE, "seven")


def test_what_does_not_apply_to_the_grade_is_not_offered() -> None:
    has = settings(one("small", grade=("small_micro",)), one("key", grade=("key_special",)))
    assert list(offered(has, CORE, grade="key_special")) == ["key"]
    assert choose(has, CORE, None, grade="small_micro").code == "small"
    with pytest.raises(InvalidInput):
        choose(has, CORE, "small", grade="key_special")
    assert choose(has, CORE, None, grade="deliberative_special").code == "community_default"


def test_a_procedure_of_the_library_that_a_plugin_offers_is_as_its_own() -> None:
    has = Effective("d", procedures=offered_procedures(CORE, ["library"]))
    assert list(offered(has, CORE)) == ["library"]
    assert choose(has, CORE, None).code == "library"
    assert choose(has, CORE, "community_default").code == "community_default"
    assert list(offered(settings(), CORE)) == ["community_default"]
