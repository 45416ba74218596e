"""Questions set to studios, and information passed between levels (domain.md 2.17)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
