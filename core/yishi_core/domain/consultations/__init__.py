"""Events held, who came, what was said and agreed (domain.md 2.8, 2.9)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
