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
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.kernel.variants.variant import Variant
from yishi_core.views.metrics.counting import read
from yishi_core.views.metrics.figures import understood

_PLACE = re.compile(r"\{([a-z_]+(?:\{[^{}]*\})?(?:\+[a-z_]+(?:\{[^{}]*\})?)*)\}")


def misnamed(variant: Variant) -> Iterator[tuple[str, str]]:
    """(key, metric) of each metric that cannot be counted for its subjects."""
    for quotas in variant.quotas:
        for quota in quotas.items:
            if read(quota.metric, COUNTED_FOR[QuotaSubject.read(quota.subject)]) is None:
                yield f"quotas.{quotas.code}.{quota.code}", quota.metric
    for scheme in variant.assessment:
        for item in scheme.items:
            if (
                item.auto
                and item.metric
                and not countable(item.metric, SubjectKind.read(scheme.subject_kind))
            ):
                yield f"assessment.{scheme.code}.{item.code}", item.metric
    for part in variant.platforms:
        if read(part, CountedFor.ORG) is None:
            yield "platforms", part
    for key, metric in _shown(variant):
        if not any(understood(metric, for_) for for_ in CountedFor):
            yield key, metric


def _shown(variant: Variant) -> Iterator[tuple[str, str]]:
    for figure in variant.figures:
        yield "figures", figure.metric
    for section in variant.report:
        for metric in (*section.figures, *_PLACE.findall(section.text)):
            yield f"report.{section.heading}", metric
