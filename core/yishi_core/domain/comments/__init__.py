"""Comments of members and units on topics, minutes and outcomes (domain.md 2.19: comment)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
