# Written by `make face` from what the package declares; do not edit.
from .counter import CountedFor as CountedFor
from .counter import Counter as Counter
from .figures import FigureSide as FigureSide
from .figures import Reading as Reading
from .metric import Addend as Addend
from .metric import Asked as Asked
from .metric import Computed as Computed
from .metric import Metric as Metric
from .metric import Rate as Rate
from .overdue import late as late
from .periods import PeriodKind as PeriodKind
from .periods import Span as Span
from .printing import FigureUnit as FigureUnit
from .printing import PrintStyle as PrintStyle
