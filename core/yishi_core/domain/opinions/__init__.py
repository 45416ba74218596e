"""Public-opinion briefs (社情民意信息): collected, edited, passed upward, used (domain.md 2.10)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
