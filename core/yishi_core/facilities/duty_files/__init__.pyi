# Written by `make face` from what the package declares; do not edit.
from .source import DutySource as DutySource
from .source import SectionCode as SectionCode
