"""What is shown to everybody, and what was won (domain.md 2.15)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
