"""How a noun or a plugin declares what is counted of it: `metrics.py` beside its models.

    ADOPTIONS = Metric("adoptions", Counter(Adoption, Adoption.on, …))
    FILING_RATE = Rate("filing_rate", part=FILED, whole=PROPOSALS_REVIEWED)

Whatever was voided counts nowhere. `Addend` adds rows of another noun to a metric; `Computed` is
for figures that are not counted from rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from yishi_core.facilities.metrics.counter import CountedFor, Counter
from yishi_core.facilities.metrics.expression import Term
from yishi_core.facilities.metrics.figures import Figure
from yishi_core.kernel.variants.variant import Variant

_CODE = re.compile(r"[a-z][a-z_]*")

Counters = tuple[Counter, ...]


def _checked(code: str) -> str:
    """The code, if it can be written in an expression; else it could never be asked for."""
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is no code of a metric: lower-case letters and underscores")
    return code


@dataclass(frozen=True, eq=False, init=False)
class Metric:
    """Rows that are counted under one code; several counters are added up."""

    code: str
    counters: Counters
    of_person: Counters
    """Where a person's figure is made of other rows than that of a place: a person's activities
    are those that they attended. Empty: of the same rows.
    """

    def __init__(self, code: str, *counters: Counter, of_person: Counters = ()) -> None:
        object.__setattr__(self, "code", _checked(code))
        object.__setattr__(self, "counters", counters)
        object.__setattr__(self, "of_person", of_person)


@dataclass(frozen=True, eq=False, init=False)
class Addend:
    """More counters of a metric that another noun declares; the figures are added up."""

    to: Metric
    counters: Counters

    def __init__(self, to: Metric, *counters: Counter) -> None:
        object.__setattr__(self, "to", to)
        object.__setattr__(self, "counters", counters)


@dataclass(frozen=True, eq=False)
class Rate:
    """`part` ÷ `whole`: a share in percent, or a mean (domain.md 2.9 “Rates”).

    Above the line stand only such records as stand below it, so that no share is more than the
    whole. Where nothing stands below the line there is no rate: neither 0 % nor 100 %. The counters
    of both have the same dimensions.
    """

    code: str
    part: Metric | Counters
    whole: Metric | Counters
    percent: bool = True
    """A share in percent; else a mean."""
    base: str | None = None
    """Where one code has several wholes, the word that names this one: `code{base=…}`."""

    def __post_init__(self) -> None:
        _checked(self.code)

    @property
    def shown(self) -> str:
        """As it is written in an expression, and listed among what can be asked for."""
        return self.code if self.base is None else f"{self.code}{{base={self.base}}}"


@dataclass(frozen=True)
class Asked:
    """A computed metric as it was written, with what it may need to be worked out."""

    code: str
    dims: Mapping[str | None, str]
    """Dimension → word; a bare word stands under None."""
    for_: CountedFor
    variants: Sequence[Variant]
    """Those that are switched on where the question is asked."""
    read: Callable[[str, CountedFor], list[Term] | None]
    """What an expression of counted metrics counts; None when it cannot be read."""


@dataclass(frozen=True, eq=False)
class Computed:
    """A metric that a function of its noun works out, such as what quotas require."""

    code: str
    dims: str
    """Its dimensions as they are listed: `scheme,item`."""
    listed_for: frozenset[CountedFor]
    """For which subjects it is listed among what can be asked for."""
    figure: Callable[[Asked], Figure | None]
    """What was asked for; None when these dimensions or subjects have no meaning."""

    def __post_init__(self) -> None:
        _checked(self.code)
