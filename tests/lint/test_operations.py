"""One naming law: an operation is a verb, and its input class bears its name."""

from __future__ import annotations

import pytest

from yishi_core.kernel.operation.changing import Correction
from yishi_core.kernel.operation.checking import Declarations
from yishi_core.kernel.operation.collecting import modules_of
from yishi_core.kernel.operation.inputs import Input
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.nouns import core_packages, faces
from yishi_tenants.nouns import NOUNS as TENANT_NOUNS

VERBS = frozenset(
    """
    accept add adopt advance analyse answer appeal appoint appraise approve archive ask assign award
    cancel change check choose claim close co collect commend configure confirm convert copy correct
    count create decide decline define demand deploy disable discard draft edit enable end endorse evaluate
    explain feed form found freeze fulfil generate give grant hand handle hold import issue leave link make
    mark merge move notify open pass pay plan postpone press propose publish put rate reassign receive
    recheck record refer refuse register reject release rename repeal reply report reset restart resume
    return review revise revoke route screen seat select self send set settle sign skip spread start stop study
    submit supervise suspend switch take transfer turn type unlink upload void withdraw write
    """.split()  # noqa: SIM905 - a hundred words in quotation marks would be twenty lines
)
"""The verbs with which operations begin; `co` and `self` stand for “to co-sign”, “to self-score”."""
KNOWN_TO_EVERY_CLIENT = {"login", "logout"}
"""Nouns that every client of every API knows in the place of the verb."""
BASES = {Input, Correction}
"""What inputs derive from; no operation takes them."""


@pytest.fixture(scope="module")
def declared() -> Declarations:
    return load_plugins().declarations(modules_of([*core_packages(), *TENANT_NOUNS]))


def test_an_operation_that_changes_something_is_a_verb(declared: Declarations) -> None:
    names = {operation.name for operation in declared.operations if operation.changes}
    assert len(names) > 300
    assert {name for name in names if name.partition("_")[0] not in VERBS} == KNOWN_TO_EVERY_CLIENT


def test_no_verb_is_listed_in_vain(declared: Declarations) -> None:
    assert {operation.name.partition("_")[0] for operation in declared.operations} >= VERBS


def test_the_input_of_an_operation_bears_its_name_and_is_its_own(declared: Declarations) -> None:
    """Of a question, too: who knows the name of the one knows the name of the other."""
    wrong = [o.name for o in declared.operations if o.input.__name__ != o.input_name]
    assert wrong == []
    inputs = [operation.input for operation in declared.operations]
    assert len(inputs) == len(set(inputs))


def test_every_input_class_ends_in_input(declared: Declarations) -> None:
    ours = {module.__name__ for module in declared.modules}
    named = {cls.__name__ for cls in _below(Input) - BASES if cls.__module__ in ours}
    assert len(named) > 400
    assert {name for name in named if not name.endswith("Input")} == set()


def test_operation_and_input_are_imported_from_the_face_of_their_noun() -> None:
    public = faces()
    modules = modules_of(core_packages())
    operations = [o for o in Declarations(modules).operations if not o.internal]
    hidden = [
        name
        for operation in operations
        for name in (operation.name, operation.input.__name__)
        if name not in public[_noun(operation.function.__module__)]
    ]
    assert hidden == []


def _noun(module: str) -> str:
    return ".".join(module.split(".")[:3])


def _below(cls: type) -> set[type]:
    return {found for sub in cls.__subclasses__() for found in {sub, *_below(sub)}}
