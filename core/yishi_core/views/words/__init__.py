"""The words of an org: its lists with their values, and its own labels for core's terms."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
