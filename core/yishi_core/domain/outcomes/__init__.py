"""Results that somebody should act on, and the chain 交—督—复 (domain.md 2.9)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
