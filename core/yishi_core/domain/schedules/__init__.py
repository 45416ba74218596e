"""Recurring days and the proof that they were held (domain.md 2.16)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
