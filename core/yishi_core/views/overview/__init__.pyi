# Written by `make face` from what the package declares; do not edit.
from .service import Overview as Overview
from .service import OverviewInput as OverviewInput
from .service import OverviewRow as OverviewRow
from .service import overview as overview
