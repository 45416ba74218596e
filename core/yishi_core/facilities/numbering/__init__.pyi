# Written by `make face` from what the package declares; do not edit.
from .models import NumberSeries as NumberSeries
from .service import next_number as next_number
