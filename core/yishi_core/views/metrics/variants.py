"""The metrics that a variant names in its quotas, points tables, figures, formula and report.

See domain.md 2.20.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yishi_core.domain.assessments.models import SubjectKind
from yishi_core.domain.assessments.scoring import countable
from yishi_core.domain.quotas.models import QuotaSubject
from yishi_core.domain.quotas.rules import COUNTED_FOR
from yishi_core.errors import Text
from yishi_core.facilities.metrics.catalogue import Catalogue, catalogue_of
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem
from yishi_core.kernel.variants.toml import FILE
from yishi_core.kernel.variants.variant import Variant

_PLACE = re.compile(r"\{([a-z_]+(?:\{[^{}]*\})?(?:\+[a-z_]+(?:\{[^{}]*\})?)*)\}")


def require_known_metrics(platform: Platform) -> None:
    """Raises `BrokenPlugin` for the first installed variant that names a metric which cannot be
    counted: its quotas and points tables would fail only when they are used.
    """
    catalogue = catalogue_of(platform)
    for variant in (platform.plugins.core, *platform.plugins.variants.values()):
        if problems := [
            Problem(FILE, key, unknown(metric)) for key, metric in misnamed(catalogue, variant)
        ]:
            raise BrokenPlugin(variant.code, problems)


def unknown(metric: str) -> Text:
    """What is said of a metric that cannot be counted."""
    return Text(
        f"指标目录中没有“{metric}”,或不能对此类对象计数",
        f"“{metric}” is not in the catalogue, or not for such subjects",
    )


def misnamed(catalogue: Catalogue, variant: Variant) -> Iterator[tuple[str, str]]:
    """(key, metric) of each metric that cannot be counted for its subjects."""
    for quotas in variant.quotas:
        for quota in quotas.items:
            if catalogue.read(quota.metric, COUNTED_FOR[QuotaSubject.read(quota.subject)]) is None:
                yield f"quotas.{quotas.code}.{quota.code}", quota.metric
    for scheme in variant.assessment:
        for item in scheme.items:
            if (
                item.auto
                and item.metric
                and not countable(catalogue, item.metric, SubjectKind.read(scheme.subject_kind))
            ):
                yield f"assessment.{scheme.code}.{item.code}", item.metric
    for part in variant.platforms:
        if catalogue.read(part, CountedFor.ORG) is None:
            yield "platforms", part
    for n, kind in enumerate(variant.station_kinds):
        if catalogue.read(kind.counted, CountedFor.ORG) is None:
            yield f"station_kinds.{n}", kind.counted
    for key, metric in _shown(variant):
        if not any(catalogue.understood(metric, for_) for for_ in CountedFor):
            yield key, metric


def _shown(variant: Variant) -> Iterator[tuple[str, str]]:
    for figure in variant.figures:
        yield "figures", figure.metric
    for section in variant.report:
        for metric in (*section.figures, *_PLACE.findall(section.text)):
            yield f"report.{section.heading}", metric
