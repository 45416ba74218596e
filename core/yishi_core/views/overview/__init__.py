"""An overview of a county or township: amounts, progress and overdue matters, by org."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
