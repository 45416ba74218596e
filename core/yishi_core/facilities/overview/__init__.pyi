# Written by `make face` from what the package declares; do not edit.
from .figure import OverviewFigure as OverviewFigure
