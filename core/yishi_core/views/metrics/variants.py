"""The metrics that a variant names in its quotas, points tables, figures, formula and report.

See domain.md 2.20.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from yishi_core.domain.assessments.models import SubjectKind
from yishi_core.domain.assessments.scoring import countable, counted_for
from yishi_core.domain.quotas.models import QuotaSubject
from yishi_core.domain.quotas.progress.met import QUOTA_MET
from yishi_core.domain.quotas.rules import COUNTED_FOR
from yishi_core.errors import Text
from yishi_core.facilities.ledgers.vocabularies import Vocabularies, lists_of
from yishi_core.facilities.metrics import expression
from yishi_core.facilities.metrics.catalogue import Catalogue
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.words import mistakes_in
from yishi_core.kernel.operation.checking import Declarations, StartCheck
from yishi_core.kernel.variants.definition import LONGEST_METRIC
from yishi_core.kernel.variants.problem import Problem, meant
from yishi_core.kernel.variants.toml import core_variant
from yishi_core.kernel.variants.variant import Variant

PLACE = re.compile(r"\{([a-z_]+(?:\{[^{}]*\})?(?:\+[a-z_]+(?:\{[^{}]*\})?)*)\}")


def _wrong_metrics(declarations: Declarations) -> Iterator[Problem]:
    """Metrics of variants that cannot be counted: their quotas and points tables would fail only
    when they are used.
    """
    try:
        catalogue = Catalogue.collect(declarations.of)
    except ValueError as error:
        yield Problem("metrics", "", Text(f"指标声明有误:{error}", str(error)))
        return
    variants = declarations.variants
    known = lists_of([core_variant(), *variants.values()], declarations.modules)
    for file, variant in variants.items():
        misspelt = dict(_misspelt(catalogue, variant, known))
        for key, metric in misnamed(catalogue, variant):
            if key not in misspelt:
                yield Problem(file, key, unknown_metric(catalogue, metric))
        for key, text in misspelt.items():
            yield Problem(file, key, text)


METRICS_EXIST = StartCheck(_wrong_metrics)


def unknown_metric(catalogue: Catalogue, metric: str) -> Text:
    """What is said of a metric that cannot be counted, with the name that was probably meant."""
    hint = _hint(catalogue, metric)
    return Text(
        f"指标目录中没有“{metric}”,或不能对此类对象计数。{hint.zh}",
        f"“{metric}” is not in the catalogue, or not for such subjects.{hint.en}",
    )


def _hint(catalogue: Catalogue, metric: str) -> Text:
    """The code, dimension or word that was probably meant, of the first part that is unknown."""
    for part in expression.parts(metric) or ():
        if part.code not in catalogue.codes:
            return meant(part.code, [*catalogue.codes, QUOTA_MET])
        dims = catalogue.dimensions(part.code)
        for name, word in part.dims:
            words = {*dims.get(name, ())} if name else {*dims, *chain(*dims.values())}
            if name and name not in dims:
                return meant(name, dims)
            if words and word not in words:
                return meant(word, words)
    return Text("", "")


def misnamed(catalogue: Catalogue, variant: Variant) -> Iterator[tuple[str, str]]:
    """(key, metric) of each metric that cannot be counted for its subjects."""
    for quotas in variant.quotas:
        for quota in quotas.items:
            if catalogue.read(quota.metric, COUNTED_FOR[QuotaSubject.read(quota.subject)]) is None:
                yield f"quotas.{quotas.code}.{quota.code}", quota.metric
    for scheme in variant.assessment:
        for item in scheme.items:
            if item.metric and not countable(
                catalogue, item.metric, SubjectKind.read(scheme.subject_kind)
            ):
                yield f"assessment.{scheme.code}.{item.code}", item.metric
    for part in variant.platforms:
        if catalogue.read(part, CountedFor.ORG) is None:
            yield "platforms", part
    for key, metric in _formula(variant):
        if catalogue.read(metric, CountedFor.ORG) is None:
            yield key, metric
    for key, metric in _shown(variant):
        if len(metric) > LONGEST_METRIC or not catalogue.understood(metric, CountedFor.ORG):
            yield key, metric


def _misspelt(
    catalogue: Catalogue, variant: Variant, known: Vocabularies
) -> Iterator[tuple[str, Text]]:
    """(key, reason) of each word in a metric that its dimension does not have, or that is missing;
    `known` leaves out the vocabularies to which a county adds words of its own.
    """
    for key, metric, for_ in _metrics(variant):
        for mistake in mistakes_in(catalogue, metric, for_, known):
            yield key, mistake.text


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
    for key, metric in (*_formula(variant), *_shown(variant)):
        yield key, metric, CountedFor.ORG


def _formula(variant: Variant) -> Iterator[tuple[str, str]]:
    """What the parts of its formula count; kinds of stations are looked at in their noun."""
    for n, kind in enumerate(variant.station_kinds):
        if kind.metric:
            yield f"station_kinds.{n}", kind.metric
        if kind.per:
            yield f"station_kinds.{n}.per", kind.per


def _shown(variant: Variant) -> Iterator[tuple[str, str]]:
    """What its figures and chapters count of an org, and braces in a text that name no metric."""
    for n, figure in enumerate(variant.figures):
        yield f"figures.{n}", figure.metric
    for section in variant.report:
        unread = re.findall(r"[{}][^{}]*", PLACE.sub("", section.text))
        for metric in (*section.figures, *PLACE.findall(section.text), *unread):
            yield f"report.{section.heading}", metric
