# Written by `make face` from what the package declares; do not edit.
from .service import FigureInput as FigureInput
from .service import MetricFigure as MetricFigure
from .service import MetricInput as MetricInput
from .service import MetricsInput as MetricsInput
from .service import MetricSubjectInput as MetricSubjectInput
from .service import metric as metric
from .service import metrics as metrics
