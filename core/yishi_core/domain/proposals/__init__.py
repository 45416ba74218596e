"""Proposals (提案): written, handed in, reviewed, handled, judged (domain.md 2.10)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
