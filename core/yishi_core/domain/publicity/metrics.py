"""What is counted of honours and publicity (domain.md 2.20)."""

from __future__ import annotations

from yishi_core.domain.publicity.models import Honour, Publicity
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric
from yishi_core.facilities.metrics.years import new_year

HONOUR_YEARS = Metric(
    "honour_years",
    Counter(
        Honour,
        new_year(Honour.year),
        person=Honour.person_id,
        station=Honour.station_id,
        case=Honour.case_id,
        dims={"kind": Honour.kind},
        distinct=Honour.year,
    ),
)

HONOURS = Metric(
    "honours",
    Counter(
        Honour,
        new_year(Honour.year),
        person=Honour.person_id,
        station=Honour.station_id,
        case=Honour.case_id,
        dims={"level": Honour.level, "kind": Honour.kind},
    ),
)

PUBLICITY = Metric(
    "publicity",
    Counter(
        Publicity,
        Publicity.date,
        person=Publicity.author_id,
        station=Publicity.station_id,
        case=Publicity.case_id,
        dims={"level": Publicity.outlet_level, "kind": Publicity.publicity_kind},
    ),
)
