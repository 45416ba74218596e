"""Questions set to studios, information passed both ways (domain.md 2.17)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
