# Written by `make face` from what the package declares; do not edit.
from .report import ReportChapter as ReportChapter
from .report import ReportOutline as ReportOutline
from .report import ReportOutlineInput as ReportOutlineInput
from .report import ShownFigure as ShownFigure
from .report import VariantFigures as VariantFigures
from .report import VariantFiguresInput as VariantFiguresInput
from .report import report_outline as report_outline
from .report import variant_figures as variant_figures
from .service import FigureInput as FigureInput
from .service import MetricFigure as MetricFigure
from .service import MetricInput as MetricInput
from .service import MetricsInput as MetricsInput
from .service import MetricSubjectInput as MetricSubjectInput
from .service import metric as metric
from .service import metrics as metrics
