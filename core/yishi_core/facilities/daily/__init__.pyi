# Written by `make face` from what the package declares; do not edit.
from .models import DailyRun as DailyRun
