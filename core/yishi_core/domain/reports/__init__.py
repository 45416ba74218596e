"""Duty reports and survey reports (domain.md 2.10, 4.2)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
