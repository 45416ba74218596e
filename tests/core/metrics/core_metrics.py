"""The catalogues that tests ask without a platform."""

from __future__ import annotations

from yishi_core.facilities.metrics.catalogue import Catalogue
from yishi_core.kernel.operation.collecting import modules_of
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.nouns import core_packages

METRICS = Catalogue.of(modules_of(core_packages()))
"""What core's nouns count."""

ALL = Catalogue.of(
    [
        *modules_of(core_packages()),
        *(module for plugin in load_plugins() for module in plugin.modules),
    ]
)
"""What core's nouns and the installed plugins count."""
