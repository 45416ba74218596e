"""The assembled installation: everything a request needs, built once by a function and handed down.
There is no global.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from yishi_core.kernel.access import Policy
from yishi_core.kernel.audit.allowance import AnonymousAuditQuota
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.making import Making
from yishi_core.kernel.operation.collecting import declared_in
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.sources import (
    FileStore,
    Plugins,
    PrincipalSource,
    Queue,
    SettingsSource,
)
from yishi_core.kernel.turns import Turns

if TYPE_CHECKING:
    from yishi_core.kernel.database import Database

D = TypeVar("D")


@dataclass(frozen=True)
class Platform:
    """Entities, operations, rights and plugins of an installation, with its database and its
    sources.
    """

    registry: Registry
    operations: Mapping[str, Operation]
    """By GraphQL field name."""
    policy: Policy
    plugins: Plugins
    database: Database
    principals: PrincipalSource
    settings: SettingsSource
    files: FileStore
    queue: Queue
    modules: Sequence[ModuleType] = field(repr=False)
    """The modules of core's nouns, in which to-dos, notices, clocks and the like are declared."""
    _derived: dict[Callable[[Platform], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def nameless(self) -> AnonymousAuditQuota:
        """What callers without an account may still write into the audit."""
        return AnonymousAuditQuota()

    @cached_property
    def making(self) -> Making:
        """Makes what must not hold the event loop."""
        return Making()

    @cached_property
    def photographs(self) -> Turns:
        """Photographs that are worked on: each takes some 150 MB for a moment."""
        return Turns(at_once=2, patience=15.0)

    @cached_property
    def logins(self) -> Turns:
        """Passwords that are looked at: each takes a core for some 100 ms, and half of them are
        kept for everybody else.
        """
        return Turns(at_once=max(1, (os.cpu_count() or 1) // 2), patience=10.0)

    def declared(self, kind: type[D]) -> list[D]:
        """The values of a kind that core's nouns and the plugins declare, core's first."""
        of_plugins = [module for plugin in self.plugins for module in plugin.modules]
        return declared_in([*self.modules, *of_plugins], kind)

    def derived(self, make: Callable[[Platform], D]) -> D:
        """What a facility makes of the declarations: made once per platform and kept."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("D", self._derived[make])
