# Written by `make face` from what the package declares; do not edit.
from .declaration import daily as daily
from .models import DailyRun as DailyRun
