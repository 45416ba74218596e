"""Building standards of stations and committees, and how far they are met (domain.md 2.3, 5.8)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
