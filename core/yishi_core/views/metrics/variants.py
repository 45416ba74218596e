"""The metrics that a variant names in its quotas, points tables, figures, formula and report.

See domain.md 2.20.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yishi_core.domain.assessments.models import SubjectKind
from yishi_core.domain.assessments.scoring import countable, counted_for
from yishi_core.domain.quotas.models import QuotaSubject
from yishi_core.domain.quotas.rules import COUNTED_FOR
from yishi_core.errors import Text
from yishi_core.facilities.ledgers.vocabularies import Vocabularies, declared_only
from yishi_core.facilities.metrics.catalogue import Catalogue, catalogue_of
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.words import strange_words
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem
from yishi_core.kernel.variants.toml import FILE
from yishi_core.kernel.variants.variant import Variant

PLACE = re.compile(r"\{([a-z_]+(?:\{[^{}]*\})?(?:\+[a-z_]+(?:\{[^{}]*\})?)*)\}")


def require_known_metrics(platform: Platform) -> None:
    """Raises `BrokenPlugin` for the first installed variant that names a metric which cannot be
    counted: its quotas and points tables would fail only when they are used.
    """
    catalogue = catalogue_of(platform)
    for variant in (platform.plugins.core, *platform.plugins.variants.values()):
        wrong = [(key, unknown(metric)) for key, metric in misnamed(catalogue, variant)]
        wrong += misspelt(catalogue, variant, declared_only(platform))
        if wrong:
            raise BrokenPlugin(variant.code, [Problem(FILE, key, text) for key, text in wrong])


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
        if not catalogue.understood(metric, CountedFor.ORG):
            yield key, metric


def misspelt(
    catalogue: Catalogue, variant: Variant, known: Vocabularies
) -> Iterator[tuple[str, Text]]:
    """(key, reason) of each word in a metric that its dimension does not have; `known` leaves out
    the vocabularies to which a county adds words of its own.
    """
    for key, metric, for_ in _metrics(variant):
        for strange in strange_words(catalogue, metric, for_, known):
            yield key, strange.text


def _metrics(variant: Variant) -> Iterator[tuple[str, str, CountedFor]]:
    """(key, metric, subjects) of everything that a variant counts."""
    for quotas in variant.quotas:
        for quota in quotas.items:
            for_ = COUNTED_FOR[QuotaSubject.read(quota.subject)]
            yield f"quotas.{quotas.code}.{quota.code}", quota.metric, for_
    for scheme in variant.assessment:
        for item in scheme.items:
            for_ = counted_for(SubjectKind.read(scheme.subject_kind))
            yield f"assessment.{scheme.code}.{item.code}", item.metric or "", for_
    for part in variant.platforms:
        yield "platforms", part, CountedFor.ORG
    for n, kind in enumerate(variant.station_kinds):
        yield f"station_kinds.{n}", kind.counted, CountedFor.ORG
    for key, metric in _shown(variant):
        yield key, metric, CountedFor.ORG


def _shown(variant: Variant) -> Iterator[tuple[str, str]]:
    """What its figures and chapters count of an org, and braces in a text that name no metric."""
    for n, figure in enumerate(variant.figures):
        yield f"figures.{n}", figure.metric
    for section in variant.report:
        unread = re.findall(r"[{}][^{}]*", PLACE.sub("", section.text))
        for metric in (*section.figures, *PLACE.findall(section.text), *unread):
            yield f"report.{section.heading}", metric
