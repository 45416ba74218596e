"""The metrics that a variant names in its quotas, points tables, figures, formula and report.

See domain.md 2.20.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from yishi_core.domain.assessments.models import SubjectKind
from yishi_core.domain.assessments.scoring import countable
from yishi_core.domain.quotas.models import QuotaSubject
from yishi_core.domain.quotas.progress.met import QUOTA_MET
from yishi_core.domain.quotas.rules import COUNTED_FOR
from yishi_core.errors import Text
from yishi_core.facilities.metrics import expression
from yishi_core.facilities.metrics.catalogue import Catalogue
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.kernel.operation.checking import Declarations, StartCheck
from yishi_core.kernel.variants.problem import Problem, meant
from yishi_core.kernel.variants.variant import Variant

_PLACE = re.compile(r"\{([a-z_]+(?:\{[^{}]*\})?(?:\+[a-z_]+(?:\{[^{}]*\})?)*)\}")


def _wrong_metrics(declarations: Declarations) -> Iterator[Problem]:
    """Metrics of variants that cannot be counted: their quotas and points tables would fail only
    when they are used.
    """
    try:
        catalogue = Catalogue.collect(declarations.of)
    except ValueError as error:
        yield Problem("metrics", "", Text(f"指标声明有误:{error}", str(error)))
        return
    for file, variant in declarations.variants.items():
        for key, metric in misnamed(catalogue, variant):
            yield Problem(file, key, unknown_metric(catalogue, metric))


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
    for key, metric in _shown(variant):
        if not any(catalogue.understood(metric, for_) for for_ in CountedFor):
            yield key, metric


def _shown(variant: Variant) -> Iterator[tuple[str, str]]:
    for n, figure in enumerate(variant.figures):
        yield f"figures.{n}", figure.metric
    for section in variant.report:
        for metric in (*section.figures, *_PLACE.findall(section.text)):
            yield f"report.{section.heading}", metric
