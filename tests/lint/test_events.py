"""Every declaration names the events that its function emits, also where no test runs it."""

from __future__ import annotations

import pytest

from tests.lint.emitting import emitted
from yishi_core.facilities.daily.declaration import Daily
from yishi_core.facilities.jobs.declaration import Job
from yishi_core.facilities.jobs.reaction import Reaction
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation.checking import Declarations
from yishi_core.kernel.operation.collecting import modules_of
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.nouns import core_packages
from yishi_tenants.nouns import NOUNS as TENANT_NOUNS


@pytest.fixture(scope="module")
def declared() -> Declarations:
    modules = modules_of([*core_packages(), *TENANT_NOUNS])
    return load_plugins().declarations(modules)


def names(events: frozenset[EventType]) -> set[str]:
    return {event.name for event in events}


def test_operations_declare_what_they_emit(declared: Declarations) -> None:
    wrong = {
        o.name: names(missing)
        for o in declared.operations
        if (missing := emitted(o.function) - o.writes)
    }
    assert wrong == {}


def test_operations_emit_what_they_declare(declared: Declarations) -> None:
    wrong = {
        o.name: names(more) for o in declared.operations if (more := o.emits - emitted(o.function))
    }
    assert wrong == {}


def test_clocks_reactions_and_jobs_declare_what_they_emit(declared: Declarations) -> None:
    functions = [
        *((clock.code, clock.run, clock.emits) for clock in declared.of(Daily)),
        *((job.name, job.run, job.emits) for job in declared.of(Job)),
        *(
            (reaction.function.__name__, reaction.function, reaction.emits)
            for reaction in declared.of(Reaction)
        ),
    ]
    assert len(functions) > 10
    # `run_clocks` runs what is declared by each clock itself.
    wrong = {
        name: names(found ^ emits)
        for name, function, emits in functions
        if (found := emitted(function)) != emits
    }
    assert wrong == {}


def test_plugins_declare_what_their_reactions_emit() -> None:
    wrong = {
        plugin.code: names(missing)
        for plugin in load_plugins()
        for function, hook in plugin.hooks()
        if hook.kind == "react" and (missing := emitted(function) - hook.emits)
    }
    assert wrong == {}
