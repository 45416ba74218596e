# Written by `make face` from what the package declares; do not edit.
from .models import ImpactMetric as ImpactMetric
from .models import ManualFigure as ManualFigure
from .models import Sign as Sign
from .service import ChangeFigureInput as ChangeFigureInput
from .service import ChangeImpactInput as ChangeImpactInput
from .service import ImpactTotal as ImpactTotal
from .service import ImpactTotalsInput as ImpactTotalsInput
from .service import RecordImpactInput as RecordImpactInput
from .service import TypeFigureInput as TypeFigureInput
from .service import change_figure as change_figure
from .service import change_impact as change_impact
from .service import impact_totals as impact_totals
from .service import record_impact as record_impact
from .service import type_figure as type_figure
