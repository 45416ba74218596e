"""For the tests of plugins: the conformance suite, and contexts in which to call hooks.

from yishi_core.testing import Conformance, context_for

class TestConformance(Conformance):
    package = "yishi_walks"

async def test_a_case_without_a_leader_is_refused():
    context = context_for("yishi_walks", "open_case")
    assert (await has_a_leader(context, data)).data["rule"] == "leader_missing"
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import ModuleType
from typing import Any, ClassVar, TypeVar, cast

from yishi_core.kernel.entity.base import TenantRow, values_of
from yishi_core.kernel.operation.change import Before, Change
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.plugins.core_data import core_data
from yishi_core.kernel.plugins.plugin import load
from yishi_core.kernel.tree.models import OrgKind, OrgUnit
from yishi_core.kernel.variants.procedure import offered_procedures
from yishi_core.kernel.variants.settings import Effective
from yishi_core.testing.conformance import CHECKS, Finding, check_plugin

R = TypeVar("R", bound=TenantRow)
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
    variant, core = load(package).variant, core_data()
    return Effective(
        "test",
        plugins={variant.code: variant.version},
        values={
            core.code: {**core.defaults(), **variant.presets},
            variant.code: {**variant.defaults(), **values},
        },
        procedures=offered_procedures(
            {p.code: p for v in (core, variant) for p in v.procedures}, variant.offers
        ),
        vocabularies={
            name: {**core.words.get(name, {}), **variant.words.get(name, {})}
            for name in {*core.words, *variant.words}
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


def change_of(row: R, *changed: str, before: Mapping[str, Any] | None = None) -> Change[R]:
    """A change of a record, for a plugin's rule: a new record, or one with some columns as `before`.

    `changed` are names as `on` spells them; left out, those of `before`.
    """
    if before is None:
        return Change(row, None, frozenset(changed))
    was = Before(type(row), {**values_of(row), **before})
    return Change(row, was, frozenset(changed or before))


__all__ = [
    "CHECKS",
    "Conformance",
    "Finding",
    "change_of",
    "check_plugin",
    "context_for",
    "settings_for",
]
