"""Points, ranks and what follows from them (domain.md 2.13, 5.10)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
