"""For the tests of plugins: the conformance suite, and contexts in which to call hooks.

from yishi_core.testing import Conformance, ask, context_for

class TestConformance(Conformance):
    package = "yishi_walks"

async def test_a_case_without_a_leader_is_refused():
    context = context_for("yishi_walks", "open_case")
    assert (await ask("yishi_walks", "guard", context, data)).data["rule"] == "leader_missing"
"""

from __future__ import annotations

import inspect
import uuid
from types import ModuleType
from typing import Any, ClassVar, cast

from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.plugins.event_filter import written
from yishi_core.kernel.plugins.plugin import load
from yishi_core.kernel.plugins.plugin_set import hooks_of
from yishi_core.kernel.tree.models import OrgKind, OrgUnit
from yishi_core.kernel.variants.settings import Effective
from yishi_core.kernel.variants.toml import core_variant
from yishi_core.testing.conformance import CHECKS, Finding, check_plugin

SAMPLE_COUNTY = 990101
"""A fictional county; codes that begin with 90–99 are reserved for such."""


class Conformance:
    """Base class for a plugin's test class: name the package and pytest runs the suite."""

    package: ClassVar[str | ModuleType]

    def test_the_plugin_conforms(self) -> None:
        findings = check_plugin(self.package)
        assert not findings, "\n".join(["the plugin does not conform:", *map(str, findings)])


def settings_for(package: str | ModuleType, **values: Any) -> Effective:
    """Effective settings where the plugin is on, with its defaults except for `values`."""
    variant, core = load(package).variant, core_variant()
    return Effective(
        "test",
        plugins={variant.code: variant.version},
        values={
            core.code: {**core.defaults(), **variant.presets},
            variant.code: {**variant.defaults(), **values},
        },
        procedures={p.code: p for v in (core, variant) for p in v.procedures},
        vocabularies={
            name: {**core.vocabularies.get(name, {}), **variant.vocabularies.get(name, {})}
            for name in {*core.vocabularies, *variant.vocabularies}
        },
        schedules=(*core.schedules, *variant.schedules),
    )


def context_for(package: str | ModuleType, operation: str, **values: Any) -> OperationContext:
    """A context at a township of a fictional county, without a database.

    It serves hooks that look at the input and settings only. `values` are settings that differ from
    the plugin's defaults. A hook that queries the database fails here: test it in an installation.
    """
    org = OrgUnit(
        county=SAMPLE_COUNTY,
        id=uuid.UUID(int=100),
        org_path="99/01/01/100/",
        name="示范乡",
        kind=OrgKind.LIAISON_GROUP,
    )
    nothing = cast(Any, None)
    return OperationContext(
        nothing, nothing, nothing, operation, org, settings_for(package, **values)
    )


async def ask(package: str | ModuleType, hook: str, context: OperationContext, data: Any) -> Any:
    """Call a plugin's hook and return its answer.

    `data` is the input for `guard` and `advise`, the event for `react`. Raises `LookupError` when
    the plugin does not implement the hook.
    """
    for found in hooks_of([load(package)]).get(hook, ()):
        given = {"context": context, "operation": context.operation, "data": data, "event": data}
        if hook == "react":
            context.emits = written(found.function)
        answer = found.function(**{name: given[name] for name in found.takes})
        return await answer if inspect.isawaitable(answer) else answer
    raise LookupError(f"{package} implements no hook {hook}")


__all__ = ["CHECKS", "Conformance", "Finding", "ask", "check_plugin", "context_for", "settings_for"]
