"""What is to be done in a week, a month, a year, and how far it is done (domain.md 2.12)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
