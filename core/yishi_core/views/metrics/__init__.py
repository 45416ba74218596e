"""The catalogue of metrics and the periods in which they are counted (domain.md 2.20)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
