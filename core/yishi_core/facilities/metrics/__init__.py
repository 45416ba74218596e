"""Metrics: how they are declared, written, counted and printed (domain.md 2.20)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
