"""The catalogue of core's nouns, for tests that ask it without a platform."""

from __future__ import annotations

from yishi_core.facilities.metrics.catalogue import Catalogue
from yishi_core.kernel.operation.collecting import modules_of
from yishi_core.nouns import core_packages

METRICS = Catalogue.of(modules_of(core_packages()))
