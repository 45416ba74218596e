"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.impact.models import ImpactMetric, ManualFigure
from yishi_core.kernel.events.declaration import EventType

IMPACT_RECORDED = EventType("impact.recorded", ImpactMetric)

FIGURE_TYPED = EventType("figure.typed", ManualFigure)

IMPACT_CHANGED = EventType("impact.changed", ImpactMetric)

FIGURE_CHANGED = EventType("figure.changed", ManualFigure)
