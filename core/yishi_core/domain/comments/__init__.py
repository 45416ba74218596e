"""What members and units say to a topic, to minutes, to an outcome (domain.md 2.19: comment)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
