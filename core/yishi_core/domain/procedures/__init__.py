"""All work on one topic: the case, its steps, its walk groups (domain.md 2.7, 2.8)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
