"""Quotas for a week, a month or a year, and their progress (domain.md 2.12)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
