"""Venues where opinions are taken and consultations held (domain.md 2.3, 5.9)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
