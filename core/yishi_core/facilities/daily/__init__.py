"""Work done once a day for every county: dates ahead, warnings, overdue matters."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
