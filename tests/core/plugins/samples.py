"""Tiny plugins, and a context to ask them in."""

from __future__ import annotations

import asyncio
import sys
import textwrap
import uuid
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from yishi_core.domain.activities.events import PLEDGE_FULFILLED
from yishi_core.domain.consultations.service import hold_consultation
from yishi_core.domain.intake.events import INTAKE_SUBMITTED
from yishi_core.domain.orgs.service import rename_org
from yishi_core.domain.procedures.advancing import advance_step
from yishi_core.domain.procedures.service import open_case
from yishi_core.errors import Refused, Rule, Text
from yishi_core.kernel.access import Policy, Principal
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation import Advice, Input, OperationContext, ReadContext
from yishi_core.kernel.plugins.hooks import advise, guard, reacts_to
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants import toml
from yishi_core.kernel.variants.settings import Effective
from yishi_core.kernel.variants.variant import Variant


def variant(code: str, more: str = "") -> Variant:
    return toml.parse(
        f'code = "{code}"\nlabel = "样例"\nversion = "1.0.0"\n' + textwrap.dedent(more)
    )


class Nothing(Input):
    """An input without fields."""


class SampleRule(Rule):
    """What the samples refuse."""

    OUTSIDE_THEME = "sample_outside_theme", "不属本专题“{theme}”", "outside the theme {theme}"
    TOO_LATE = "sample_too_late", "过期", "too late"


class Quiet:
    """Declares data and no hook."""

    def __init__(self, code: str, more: str = "") -> None:
        self.variant = variant(code, more)
        self.asked: list[str] = []


class Refusing(Quiet):
    """Refuses `advance_step`, agrees to everything else."""

    @guard(advance_step, open_case, rename_org)
    def refuses(self, context: ReadContext) -> Refused | None:
        self.asked.append(context.operation)
        if context.operation == "advance_step":
            return Refused(SampleRule.OUTSIDE_THEME, data={"theme": "old"}, theme="老城")
        return None


class Raised(Quiet):
    """Refuses by raising, after waiting."""

    @guard(open_case)
    async def refuses(self, context: ReadContext, data: Input) -> Refused | None:
        await asyncio.sleep(0)
        raise Refused(SampleRule.TOO_LATE)


class Failing(Quiet):
    """Does in every hook what it is told by `deed`."""

    def __init__(self, code: str, deed: Any) -> None:
        super().__init__(code)
        self.deed = deed

    @guard(open_case, rename_org)
    async def guards(self) -> Any:
        return await self.deed()

    @advise(open_case)
    async def advises(self) -> Any:
        return await self.deed()

    @reacts_to(INTAKE_SUBMITTED)
    async def reacts(self) -> Any:
        return await self.deed()


class Advising(Quiet):
    @advise(open_case, hold_consultation)
    async def advises(self, context: ReadContext, data: Input) -> Sequence[Advice]:
        return [Advice("form", Text(f"{self.variant.code}:建议开院坝会", "meet in the yard"))]

    @reacts_to(INTAKE_SUBMITTED, PLEDGE_FULFILLED)
    def reacts(self, event: EventView) -> None:
        self.asked.append(event.name)


def context(operation: str, *bound: str) -> OperationContext:
    """What a guard is given, for plugins that look at nothing but settings and org."""
    org = OrgUnit(county=990101, id=uuid.UUID(int=7), org_path="99/01/01/100/", name="样例乡")
    settings = Effective("d", plugins=dict.fromkeys(bound, "1.0.0"))
    nothing, caller = cast(Any, None), Principal.system(org.county, Policy([]))
    return OperationContext(nothing, caller, nothing, operation, org, settings)


def write_package(folder: Path, name: str, files: dict[str, str]) -> None:
    """A plugin package on disk; `""` stands for its `__init__.py`."""
    place = folder / name
    place.mkdir()
    for file, text in files.items():
        (place / (file or "__init__.py")).write_text(textwrap.dedent(text), encoding="utf-8")


def forget(*names: str) -> None:
    """Drop imported test packages and what is below them."""
    for module in [m for m in sys.modules if m.split(".")[0] in names]:
        del sys.modules[module]


def module(name: str, **content: Any) -> ModuleType:
    made = ModuleType(name)
    for key, value in content.items():
        setattr(made, key, value)
        if isinstance(value, type) or callable(value):
            value.__module__ = name
    return made
