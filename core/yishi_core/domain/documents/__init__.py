"""Schemes, rules and systems: the documents by which an office works (domain.md 2.2)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
